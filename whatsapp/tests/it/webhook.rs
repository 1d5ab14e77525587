//! What Meta posts: nothing is lost, nothing panics, what is modelled is read.

use serde_json::{Value, json};
use whatsapp::webhook::{
    ChangeValue, Choice, Content, Event, InboundMessage, Item, ParseError, State, Status, Webhook, Wire,
    parse,
};

fn envelope(value: Value) -> Value {
    json!({ "object": "whatsapp_business_account", "entry": [{ "id": "WABA", "changes": [
        { "field": "messages", "value": value }] }] })
}

fn value(messages: Vec<Value>, statuses: Vec<Value>, contacts: Vec<Value>) -> Value {
    json!({ "messaging_product": "whatsapp", "metadata": { "display_phone_number": "15550783881",
        "phone_number_id": "106540352242922" }, "contacts": contacts, "messages": messages, "statuses": statuses })
}

pub fn events(body: &Value) -> Vec<Event> {
    parse(body.to_string().as_bytes()).unwrap()
}

fn message(message: Value) -> InboundMessage {
    match events(&envelope(value(vec![message], vec![], vec![]))).remove(0).item {
        Item::Message(message) => *message,
        other => panic!("{other:?}"),
    }
}

fn status(status: Value) -> Status {
    match events(&envelope(value(vec![], vec![status], vec![]))).remove(0).item {
        Item::Status(status) => *status,
        other => panic!("{other:?}"),
    }
}

fn text(id: &str) -> Value {
    json!({ "from": "16505551234", "id": id, "timestamp": "1749416383", "type": "text", "text": { "body": id } })
}

#[test]
fn a_text_is_read_with_its_place_and_contact() {
    let contact = json!({ "profile": { "name": "Ann", "username": "@ann" }, "wa_id": "16505551234", "user_id": "US.1" });
    let event = events(&envelope(value(vec![text("wamid.A")], vec![], vec![contact]))).remove(0);
    assert_eq!(event.waba_id.as_deref(), Some("WABA"));
    assert_eq!(event.phone_number_id.as_deref(), Some("106540352242922"));
    assert_eq!(event.display_phone_number.as_deref(), Some("15550783881"));
    assert!(!event.is_altered);
    let contact = event.contact.unwrap();
    assert_eq!(contact.profile_name(), Some("Ann"));
    assert_eq!(contact.username(), Some("@ann"));
    assert_eq!(contact.user_id.as_deref(), Some("US.1"));
    let Item::Message(message) = event.item else { panic!("no message") };
    assert_eq!(message.id, "wamid.A");
    assert_eq!(message.from.as_deref(), Some("16505551234"));
    assert_eq!(message.timestamp_s(), Some(1_749_416_383));
    assert!(matches!(&message.content, Content::Text(text) if text.body == "wamid.A"));
    assert_eq!(message.text(), Some("wamid.A"));
    assert_eq!(message.to_value(), text("wamid.A"));
}

#[test]
fn replies_are_read_by_their_kind() {
    let reply = |interactive: Value| {
        let message = message(json!({ "id": "w", "type": "interactive", "interactive": interactive,
            "context": { "from": "15550783881", "id": "wamid.Q" } }));
        assert_eq!(message.context.as_ref().unwrap().wamid(), Some("wamid.Q"));
        message
    };
    let choice = |message: &InboundMessage| {
        message.choice().map(|Choice { id, title }| format!("{} {id} {title}", message.kind()))
    };
    let button = reply(json!({ "type": "button_reply", "button_reply": { "id": "yes", "title": "Yes" } }));
    assert_eq!(choice(&button).as_deref(), Some("interactive.button_reply yes Yes"));
    let row = reply(
        json!({ "type": "list_reply", "list_reply": { "id": "tea", "title": "Tea", "description": "Green" } }),
    );
    assert_eq!(choice(&row).as_deref(), Some("interactive.list_reply tea Tea"));
    assert_eq!(row.text(), Some("Tea"));
    let button = json!({ "id": "w", "type": "button", "button": { "payload": "stop", "text": "Stop" } });
    assert_eq!(choice(&message(button)).as_deref(), Some("button stop Stop"));
    let bare = json!({ "id": "w", "type": "button", "button": { "text": "Stop" } });
    assert_eq!(choice(&message(bare)).as_deref(), Some("button Stop Stop"));
}

#[test]
fn the_answers_of_a_form_are_read_out_of_their_string() {
    let form = |response_json: Value| {
        let reply = json!({ "type": "nfm_reply", "nfm_reply": { "name": "flow", "body": "Sent",
            "response_json": response_json } });
        let message = message(json!({ "id": "w", "type": "interactive", "interactive": reply }));
        assert_eq!((message.kind().as_str(), message.choice()), ("interactive.nfm_reply", None));
        let Content::Interactive(told) = message.content else { panic!("no interactive message") };
        told.nfm_reply.unwrap()
    };
    let sent = form(json!(r#"{"flow_token":"t","stars":"4"}"#));
    assert_eq!(sent.answers().unwrap()["stars"], "4");
    assert_eq!(sent.flow_token().as_deref(), Some("t"));
    for broken in [json!(null), json!("no JSON"), json!("[1]"), json!(7)] {
        assert_eq!(form(broken).answers(), None);
    }
}

#[test]
fn unknown_types_are_unsupported_and_never_an_error() {
    let kind = |value: Value| {
        let message = message(value.clone());
        assert_eq!(message.to_value(), value);
        message.kind()
    };
    assert_eq!(kind(json!({ "id": "w", "type": "image", "image": { "id": "1" } })), "image");
    assert_eq!(kind(json!({ "id": "w", "type": "hologram", "hologram": [1, 2] })), "hologram");
    assert_eq!(kind(json!({ "id": "w", "type": "text", "text": "no object" })), "text");
    assert_eq!(message(json!({ "id": "w", "type": "text", "text": "no object" })).text(), None);
    assert_eq!(
        kind(json!({ "id": "w", "type": "unsupported", "unsupported": { "type": "poll" } })),
        "unsupported.poll"
    );
    assert_eq!(kind(json!({ "id": "w", "location": { "latitude": 1 } })), "location");
    assert_eq!(kind(json!({ "id": "w" })), "unknown");
    assert_eq!(kind(json!({ "id": "w", "type": "interactive" })), "interactive");
    let system = json!({ "id": "w", "type": "system", "system": { "type": "user_changed_number" } });
    assert_eq!(kind(system.clone()), "system.user_changed_number");
    assert!(!message(system).is_from_person());
    assert!(message(json!({ "id": "w", "type": "image" })).is_from_person());
}

#[test]
fn a_person_without_a_phone_number_is_known_by_the_user_id() {
    let contacts = vec![
        json!({ "profile": { "name": "Other" }, "user_id": "US.2" }),
        json!({ "profile": { "name": "Ann" }, "user_id": "US.1", "parent_user_id": "US.ENT.1" }),
    ];
    let message = json!({ "from_user_id": "US.1", "id": "w", "timestamp": 1749416383, "type": "text",
        "text": { "body": "hi" } });
    let event = events(&envelope(value(vec![message], vec![], contacts))).remove(0);
    let contact = event.contact.unwrap();
    assert_eq!(contact.profile_name(), Some("Ann"));
    assert_eq!(contact.parent_user_id.as_deref(), Some("US.ENT.1"));
    assert_eq!(contact.wa_id, None);
    let Item::Message(message) = event.item else { panic!("no message") };
    assert_eq!((&message.from, message.from_user_id.as_deref()), (&None, Some("US.1")));
    assert_eq!(message.timestamp_s(), Some(1_749_416_383));
}

#[test]
fn a_contact_of_somebody_else_is_not_taken_for_the_sender() {
    let stranger = json!({ "profile": { "name": "Eve" }, "wa_id": "999" });
    let event = events(&envelope(value(vec![text("w")], vec![], vec![stranger.clone()]))).remove(0);
    assert_eq!(event.contact, None);
    let notice = json!({ "id": "w", "type": "system", "system": {} });
    assert_eq!(events(&envelope(value(vec![notice], vec![], vec![stranger]))).remove(0).contact, None);
}

#[test]
fn statuses_are_read_in_both_spellings() {
    let read = status(
        json!({ "id": "wamid.S", "status": "read", "timestamp": "1750030073", "recipient_id": "1650",
        "recipient_user_id": "US.1", "parent_recipient_user_id": "US.ENT.1", "biz_opaque_callback_data": "attempt" }),
    );
    assert_eq!((&*read.wamid, &read.state), ("wamid.S", &State::Read));
    assert_eq!(read.biz_opaque_callback_data.as_deref(), Some("attempt"));
    assert_eq!((read.recipient_phone(), read.recipient_user()), (Some("1650"), Some("US.1")));
    assert_eq!(read.recipient_parent(), Some("US.ENT.1"));
    let other = status(json!({ "id": "w", "status": "sent", "timestamp": 5, "recipient_user_id": "US.1",
        "recipient_parent_user_id": "US.ENT.2" }));
    assert_eq!((other.recipient_phone(), other.timestamp_s()), (None, Some(5)));
    assert_eq!(other.recipient_parent(), Some("US.ENT.2"));
    assert_eq!(status(json!({ "id": "w", "status": "seen" })).state, State::Other("seen".into()));
    let group = |name: &str| {
        let json = json!({ "id": "w", "status": "read", "recipient_id": "GROUP", "recipient_type": "group", name: "1650" });
        status(json).recipient_phone().map(str::to_owned)
    };
    assert_eq!(group("recipient_participant_id").as_deref(), Some("1650"));
    assert_eq!(group("participant_recipient_id").as_deref(), Some("1650"));
}

#[test]
fn a_failed_status_says_why() {
    let failed = status(json!({ "id": "w", "status": "failed", "timestamp": "1", "errors": [
        { "code": 131047, "title": "Re-engagement message", "message": "Re-engagement message",
          "error_data": { "details": "more than 24 hours" } }, { "code": "131026" }, 7] }));
    assert_eq!(failed.state, State::Failed);
    assert_eq!(failed.errors.iter().map(|error| error.code()).collect::<Vec<_>>(), [131047, 131026]);
    assert_eq!(failed.errors[0].details(), Some("more than 24 hours"));
    assert_eq!(failed.errors.misfits().collect::<Vec<_>>(), [&json!(7)]);
}

#[test]
fn a_broken_item_never_loses_its_neighbours() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let body = format!(
        r#"{{"entry":[7,{{"id":"W","changes":[null,{{"field":"messages"}},{{"field":"messages","value":{{"messages":[
            {a},7,{{"type":"text"}},{{"id":"w","deep":{deep}}},{{"id":"w","number":1e999}},{b}],
            "statuses":[{{"id":"x"}},{{"id":"y","status":"sent"}},null],"errors":[{{"code":1}}]}}}}]}}]}}"#,
        a = text("wamid.A"),
        b = text("wamid.B"),
    );
    let events = parse(body.as_bytes()).unwrap();
    let seen: Vec<_> = events.iter().map(|event| describe(&event.item)).collect();
    assert_eq!(
        seen,
        [
            "broken", "broken", "broken", "wamid.A", "broken", "broken", "broken", "broken", "wamid.B",
            "broken", "y sent", "broken", "messages"
        ]
    );
    assert!(matches!(&events[6].item, Item::Broken { raw, .. } if raw.contains(&deep)));
}

fn describe(item: &Item) -> String {
    match item {
        Item::Message(message) => message.id.to_string(),
        Item::Status(status) => format!("{} {}", status.wamid, status.state.as_str()),
        Item::Notice(notice) => notice.field.clone(),
        Item::Broken { .. } => "broken".into(),
    }
}

#[test]
fn repeated_keys_keep_all_their_items() {
    let body = format!(
        r#"{{"entry":[{{"id":"1","changes":[{{"field":"messages","value":{{"messages":[{}],"messages":[{}]}},
            "value":{{"messages":[{}]}}}}]}}],"entry":[]}}"#,
        text("a"),
        text("b"),
        text("c")
    );
    let ids: Vec<_> = parse(body.as_bytes()).unwrap().iter().map(|event| describe(&event.item)).collect();
    assert_eq!(ids, ["a", "b", "c"]);
}

#[test]
fn other_changes_are_kept_whole() {
    let body = json!({ "entry": [{ "id": "0", "time": 1, "changes": [
        { "field": "account_update", "value": { "event": "DISABLED" } },
        { "field": "standby", "value": { "messages": [text("copy")] } },
        { "field": "messages", "value": { "metadata": { "phone_number_id": "1" } } }] }] });
    let events = events(&body);
    let fields: Vec<_> = events.iter().map(|event| describe(&event.item)).collect();
    assert_eq!(fields, ["account_update", "standby", "messages"]);
    assert_eq!(events[2].phone_number_id.as_deref(), Some("1"));
    assert!(
        matches!(&events[0].item, Item::Notice(notice) if notice.to_value() == json!({ "event": "DISABLED" }))
    );
    assert_eq!(events[0].time_s, Some(1));
}

#[test]
fn what_stands_beside_messages_is_told_once() {
    let errors = json!([{ "code": 131000 }]);
    let mut value = value(vec![text("a")], vec![], vec![]);
    value["errors"] = errors.clone();
    value["conversation_context"] = json!({ "type": "summary", "summary": { "text": "about tea" } });
    value["of_tomorrow"] = json!({ "x": 1 });
    let events = events(&envelope(value));
    let Item::Notice(notice) = &events[1].item else { panic!("{events:?}") };
    let ChangeValue::Messages(beside) = &notice.value else { panic!("{notice:?}") };
    assert_eq!(beside.errors[0].code(), 131000);
    assert_eq!(
        beside.conversation_context.as_ref().unwrap().summary.as_ref().unwrap().text.as_deref(),
        Some("about tea")
    );
    assert_eq!(beside.extra["of_tomorrow"], json!({ "x": 1 }));
    assert!(beside.messages.is_empty());
    assert_eq!(events.len(), 2);
}

#[test]
fn a_notice_is_read_around_what_no_parser_takes() {
    let deep = format!("{}{}", "[".repeat(5000), "]".repeat(5000));
    let echo = |id: &str| text(id).to_string();
    let body = format!(
        r#"{{"entry":[{{"id":"W","changes":[{{"field":"smb_message_echoes","value":{{"metadata":{{"phone_number_id":"1"}},
            "message_echoes":[{},{{"id":"b","n":1e999}},{deep},7,{}],"of_tomorrow":{deep}}}}}]}}]}}"#,
        echo("a"),
        echo("c"),
    );
    let events = parse(body.as_bytes()).unwrap();
    let Item::Notice(notice) = &events[0].item else { panic!("{events:?}") };
    let ChangeValue::Echoes(echoes) = &notice.value else { panic!("{notice:?}") };
    assert_eq!(
        echoes.message_echoes.iter().map(|echo| echo.id.to_string()).collect::<Vec<_>>(),
        ["a", "b", "c"]
    );
    assert_eq!(echoes.message_echoes.misfits().collect::<Vec<_>>(), [&json!(7)]);
    assert_eq!(events[0].phone_number_id.as_deref(), Some("1"));
    assert_eq!(events[1..].iter().map(|event| describe(&event.item)).collect::<Vec<_>>(), ["broken"; 3]);
}

#[test]
fn a_number_is_written_back_to_the_last_digit() {
    for number in
        ["1796666666666666666666666666666666666660000000", "-0.0", "37.44221496582", "18446744073709551615"]
    {
        let entry: Value = serde_json::from_str(&format!(r#"{{"time":{number}}}"#)).unwrap();
        let webhook = Webhook::from_value(json!({ "entry": [entry] })).unwrap();
        assert_eq!(webhook.to_value()["entry"][0], entry, "{number}");
    }
}

#[test]
fn an_object_without_entries_is_kept_as_it_came() {
    for body in ["{}", r#"{"entry":[]}"#, r#"{"field":"messages","value":{"messages":[]}}"#] {
        let events = parse(body.as_bytes()).unwrap();
        let [Event { item: Item::Notice(notice), .. }] = &events[..] else { panic!("{body}: {events:?}") };
        assert_eq!(notice.value, ChangeValue::Unknown(serde_json::from_str(body).unwrap()), "{body}");
    }
}

#[test]
fn only_what_is_no_json_object_is_an_error() {
    for body in ["", "{", "<html>", r#"{"a":}"#, "{} {}"] {
        assert!(matches!(parse(body.as_bytes()), Err(ParseError::NotJson(_))), "{body}");
    }
    for body in ["null", "[]", "7", "\"text\""] {
        assert_eq!(parse(body.as_bytes()), Err(ParseError::NotAnObject), "{body}");
    }
}

#[test]
fn text_that_databases_refuse_is_replaced_and_flagged() {
    let body = |text: &[u8]| {
        let start = br#"{"entry":[{"id":"1","changes":[{"field":"messages","value":{"messages":[{"id":"w","type":"text","text":{"body":""#;
        let end = format!(r#""}}}},{}]}}}}]}}]}}"#, text_json("fine"));
        [start, text, end.as_bytes()].concat()
    };
    let cases: [(&[u8], &str); 8] = [
        (br"a\u0000b", "a\u{fffd}b"),
        (br"a\ud800b", "a\u{fffd}b"),
        (br"a\udc00b", "a\u{fffd}b"),
        (br"\ud83d\ud83d\ude00", "\u{fffd}😀"),
        (b"a\xffb", "a\u{fffd}b"),
        (b"a\x00b", "a\u{fffd}b"),
        (b"a\nb", "a\u{fffd}b"),
        (br"\\u0000\ud83d", "\\u0000\u{fffd}"),
    ];
    for (written, expected) in cases {
        let events = parse(&body(written)).unwrap();
        let Item::Message(message) = &events[0].item else { panic!("{written:?}: {events:?}") };
        assert_eq!(message.text(), Some(expected), "{written:?}");
        assert_eq!(
            events.iter().map(|event| event.is_altered).collect::<Vec<_>>(),
            [true, false],
            "{written:?}"
        );
    }
    let fine = parse(&body(r"\ud83d\ude00 \u00e9 \\ \u005c".as_bytes())).unwrap();
    assert!(!fine[0].is_altered);
    let marked = [b"\xef\xbb\xbf".as_slice(), &body(b"x")].concat();
    assert!(!parse(&marked).unwrap()[0].is_altered);
}

fn text_json(id: &str) -> String {
    text(id).to_string()
}

#[test]
fn contacts_are_found_also_for_statuses() {
    let contact = json!({ "profile": { "name": "Ann" }, "wa_id": "1650", "user_id": "US.1" });
    let status = json!({ "id": "w", "status": "read", "recipient_user_id": "US.1" });
    let event = events(&envelope(value(vec![], vec![status], vec![contact]))).remove(0);
    assert_eq!(event.contact.unwrap().wa_id.as_deref(), Some("1650"));
}

#[test]
fn a_body_with_more_than_a_webhook_has_is_not_read_to_its_end() {
    let message = json!({"id": "a", "from": "1", "type": "text", "text": {"body": "x"}});
    assert_eq!(events(&envelope(value(vec![message.clone(); 1_000], vec![], vec![]))).len(), 1_000);
    let change =
        |n: usize| json!({"field": "messages", "value": value(vec![message.clone(); n], vec![], vec![])});
    let apart: Vec<_> = (0..1_000).map(|_| json!({"id": "WABA", "changes": [change(1)]})).collect();
    assert_eq!(events(&json!({"entry": apart})).len(), 1_000);

    let empty = |n: usize| json!({"entry": vec![json!({}); n]});
    let nothing = json!({"entry": vec![json!({"id": "WABA", "changes": vec![json!({}); 100]}); 100]});
    let many = [envelope(value(vec![message.clone(); 1_001], vec![], vec![])), empty(900_000), nothing];
    for body in many {
        assert!(matches!(parse(body.to_string().as_bytes()), Err(ParseError::TooManyItems)));
    }
    let notice = |list: String| {
        format!(r#"{{"entry":[{{"changes":[{{"field":"calls","value":{{"calls":[{list}]}}}}]}}]}}"#)
    };
    let out_of_range = notice(format!("7,{}", vec!["1e999"; 5_000].join(",")));
    let objects = notice(vec!["{}"; 100_001].join(","));
    for body in [out_of_range, objects] {
        assert!(matches!(parse(body.as_bytes()), Err(ParseError::TooManyItems)));
    }
    let braces = json!({"id": "a", "type": "text", "text": {"body": "{".repeat(200_000)}});
    assert_eq!(events(&envelope(value(vec![braces], vec![], vec![]))).len(), 1, "people may write braces");
}
