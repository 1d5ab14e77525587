//! What a business sends: Meta's limits and the exact JSON of requests.

use serde_json::{Value, json};
use whatsapp::limits;
use whatsapp::message::{
    Button, Buttons, Content, ContentError, LimitError, List, Message, Recipient, Row, Rule, Section,
    SendResponse, Text, Words,
};

fn phone() -> Recipient {
    Recipient::Phone("+16505551234".into())
}

fn row(id: &str, title: &str) -> Row {
    Row { id: id.into(), title: title.into(), description: None }
}

fn section(title: Option<&str>, rows: Vec<Row>) -> Section {
    Section { title: title.map(str::to_owned), rows }
}

fn graph(message: &Message) -> Value {
    serde_json::to_value(message).unwrap()
}

#[test]
fn a_text_has_graphs_json() {
    let message = Message::new(phone(), Text::new("hello").unwrap());
    assert_eq!(
        graph(&message),
        json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234", "type": "text",
            "text": { "body": "hello" } })
    );
}

#[test]
fn a_reply_with_callback_data_to_a_user_id_has_graphs_json() {
    let message =
        Message::new(Recipient::UserId("US.134".into()), Text::new("hi").unwrap().with_preview_url())
            .with_reply_to("wamid.X")
            .with_callback_data("attempt-1")
            .unwrap();
    assert_eq!(
        graph(&message),
        json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "recipient": "US.134",
            "context": { "message_id": "wamid.X" }, "biz_opaque_callback_data": "attempt-1", "type": "text",
            "text": { "body": "hi", "preview_url": true } })
    );
}

#[test]
fn reply_buttons_have_graphs_json() {
    let buttons = vec![Button::new("yes", "Yes"), Button::new("no", "No")];
    let words = Words::new(Some("Order".into()), "Sure?", Some("Shop".into())).unwrap();
    let buttons = Buttons::new(words, buttons).unwrap();
    assert_eq!(
        graph(&Message::new(phone(), buttons)),
        json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234",
            "type": "interactive", "interactive": { "type": "button",
                "header": { "type": "text", "text": "Order" }, "body": { "text": "Sure?" }, "footer": { "text": "Shop" },
                "action": { "buttons": [
                    { "type": "reply", "reply": { "id": "yes", "title": "Yes" } },
                    { "type": "reply", "reply": { "id": "no", "title": "No" } }] } } })
    );
}

#[test]
fn a_list_has_graphs_json() {
    let tea = Row { description: Some("Green".into()), ..row("tea", "Tea") };
    let list =
        List::new("Choose", "Menu", vec![section(Some("Drinks"), vec![tea, row("milk", "Milk")])]).unwrap();
    assert_eq!(
        graph(&Message::new(phone(), list)),
        json!({ "messaging_product": "whatsapp", "recipient_type": "individual", "to": "+16505551234",
            "type": "interactive", "interactive": { "type": "list", "body": { "text": "Choose" },
                "action": { "button": "Menu", "sections": [{ "title": "Drinks", "rows": [
                    { "id": "tea", "title": "Tea", "description": "Green" }, { "id": "milk", "title": "Milk" }] }] } } })
    );
}

fn words(header: Option<&str>, footer: Option<&str>) -> Words {
    Words::new(header.map(str::to_owned), "b", footer.map(str::to_owned)).unwrap()
}

#[test]
fn content_read_back_from_its_json_is_the_same() {
    let rows = || vec![row("a", "A"), Row { description: Some("d".into()), ..row("b", "B") }];
    let contents: Vec<Content> = vec![
        Text::new("hello").unwrap().into(),
        Text::new("see https://example.org").unwrap().with_preview_url().into(),
        Buttons::new(words(None, Some("f")), vec![Button::new("1", "One")]).unwrap().into(),
        List::new(words(Some("h"), None), "Open", vec![section(None, rows())]).unwrap().into(),
    ];
    for content in contents {
        let json = serde_json::to_string(&content).unwrap();
        assert_eq!(serde_json::from_str::<Content>(&json).unwrap(), content);
    }
}

#[test]
fn a_text_may_be_as_long_as_meta_allows_and_no_longer() {
    assert!(Text::new("é".repeat(limits::TEXT_BODY_CHARS)).is_ok());
    let error = Text::new("é".repeat(limits::TEXT_BODY_CHARS + 1)).unwrap_err();
    assert_eq!(
        error,
        LimitError { field: "text.body".into(), rule: Rule::MaxChars, limit: 4096, actual: 4097 }
    );
    assert_eq!(error.to_string(), "text.body has 4097 characters, at most 4096 are allowed");
    assert_eq!(Text::new(" \n").unwrap_err().rule, Rule::MinChars);
}

#[test]
fn broken_limits_of_buttons_name_their_field() {
    let broken = |body: &str, buttons: Vec<Button>| {
        let LimitError { field, rule, .. } = Buttons::new(body, buttons).unwrap_err();
        (field, rule)
    };
    let one = || vec![Button::new("1", "One")];
    assert_eq!(broken("", one()), ("interactive.body.text".into(), Rule::MinChars));
    assert_eq!(broken(&"x".repeat(1025), one()), ("interactive.body.text".into(), Rule::MaxChars));
    assert_eq!(broken("b", vec![]), ("interactive.action.buttons".into(), Rule::MinItems));
    let four = (0..4).map(|n| Button::new(n.to_string(), n.to_string())).collect();
    assert_eq!(broken("b", four), ("interactive.action.buttons".into(), Rule::MaxItems));
    let long_title = vec![Button::new("1", "One"), Button::new("2", "x".repeat(21))];
    assert_eq!(broken("b", long_title), ("interactive.action.buttons[1].reply.title".into(), Rule::MaxChars));
    let same_title = vec![Button::new("1", "One"), Button::new("2", "One")];
    assert_eq!(broken("b", same_title), ("interactive.action.buttons[1].reply.title".into(), Rule::Unique));
    let same_id = vec![Button::new("1", "One"), Button::new("1", "Two")];
    assert_eq!(broken("b", same_id), ("interactive.action.buttons[1].reply.id".into(), Rule::Unique));
    let long_id = vec![Button::new("x".repeat(257), "One")];
    assert_eq!(broken("b", long_id), ("interactive.action.buttons[0].reply.id".into(), Rule::MaxChars));
}

#[test]
fn broken_limits_of_lists_name_their_field() {
    let broken = |button: &str, sections: Vec<Section>| {
        let LimitError { field, rule, .. } = List::new("b", button, sections).unwrap_err();
        (field, rule)
    };
    let rows = |from: usize, n: usize| (from..from + n).map(|n| row(&n.to_string(), "x")).collect::<Vec<_>>();
    let place = |rest: &str| format!("interactive.action.sections{rest}");
    assert_eq!(broken(&"x".repeat(21), vec![section(None, rows(0, 1))]).0, "interactive.action.button");
    assert_eq!(broken("o", vec![]), (place(""), Rule::MinItems));
    assert_eq!(broken("o", vec![section(None, vec![])]), (place("[0].rows"), Rule::MinItems));
    assert_eq!(broken("o", vec![section(None, rows(0, 11))]), (place("[0].rows"), Rule::MaxItems));
    let spread = vec![section(Some("a"), rows(0, 6)), section(Some("b"), rows(6, 5))];
    assert_eq!(broken("o", spread), (place("[].rows"), Rule::MaxItems));
    let untitled = vec![section(Some("a"), rows(0, 1)), section(None, rows(1, 1))];
    assert_eq!(broken("o", untitled), (place("[1].title"), Rule::MinChars));
    let long = vec![section(None, vec![Row { description: Some("x".repeat(73)), ..row("1", "x") }])];
    assert_eq!(broken("o", long), (place("[0].rows[0].description"), Rule::MaxChars));
    let same = vec![section(Some("a"), rows(0, 1)), section(Some("b"), rows(0, 1))];
    assert_eq!(broken("o", same), (place("[].rows[1].id"), Rule::Unique));
}

#[test]
fn callback_data_keeps_its_limit() {
    let message = || Message::new(phone(), Text::new("x").unwrap());
    assert!(message().with_callback_data("x".repeat(512)).is_ok());
    assert_eq!(message().with_callback_data("x".repeat(513)).unwrap_err().field, "biz_opaque_callback_data");
}

#[test]
fn foreign_json_says_what_is_wrong_with_it() {
    let read = |json: Value| Content::from_graph(&json).unwrap_err();
    let missing = |field: &str| ContentError::Missing { field: field.into() };
    assert_eq!(read(json!({ "type": "text" })), missing("text"));
    assert_eq!(read(json!({ "text": {} })), missing("text.body"));
    assert_eq!(read(json!({ "text": { "body": 7 } })), ContentError::Invalid { field: "text.body".into() });
    assert_eq!(read(json!({ "type": "image", "image": {} })), missing("image.id"));
    assert!(matches!(read(json!({ "type": "pin" })), ContentError::Unsupported { kind } if kind == "pin"));
    let order = json!({ "type": "interactive", "interactive": { "type": "order_details" } });
    assert!(matches!(read(order), ContentError::Unsupported { kind } if kind == "interactive.order_details"));
    let flow = json!({ "type": "interactive", "interactive": { "type": "flow" } });
    assert_eq!(read(flow), missing("interactive.action"));
    let long = json!({ "text": { "body": "x".repeat(4097) } });
    assert!(matches!(read(long), ContentError::Limit(limit) if limit.field == "text.body"));
}

#[test]
fn graphs_answer_is_read_with_and_without_a_phone_number() {
    let answer = r#"{"messaging_product":"whatsapp","contacts":[{"input":"+16505551234","wa_id":"16505551234"}],
        "messages":[{"id":"wamid.HBg"}]}"#;
    let response: SendResponse = serde_json::from_str(answer).unwrap();
    assert_eq!(response.wamid(), Some("wamid.HBg"));
    let by_user_id = r#"{"contacts":[{"input":"US.1","user_id":"US.1"}],"messages":[{"id":"wamid.A"}]}"#;
    let response: SendResponse = serde_json::from_str(by_user_id).unwrap();
    assert_eq!(response.contacts[0].wa_id, None);
    assert_eq!(serde_json::from_str::<SendResponse>("{}").unwrap().wamid(), None);
    assert_eq!(serde_json::from_str::<SendResponse>(r#"{"messages":[{"id":""}]}"#).unwrap().wamid(), None);
}
