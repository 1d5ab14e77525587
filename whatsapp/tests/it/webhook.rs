//! What Meta posts: nothing is lost, nothing panics, what is modelled is read.

use serde_json::{Value, json};
use whatsapp::webhook::{Contact, Content, Event, InboundMessage, Item, ParseError, State, Status, parse};

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
    assert_eq!(contact.profile_name.as_deref(), Some("Ann"));
    assert_eq!(contact.username.as_deref(), Some("@ann"));
    assert_eq!(contact.user_id.as_deref(), Some("US.1"));
    let Item::Message(message) = event.item else { panic!("no message") };
    assert_eq!(message.id, "wamid.A");
    assert_eq!(message.from.as_deref(), Some("16505551234"));
    assert_eq!(message.timestamp, Some(1_749_416_383));
    assert_eq!(message.content, Content::Text { body: "wamid.A".into() });
    assert_eq!(serde_json::from_str::<Value>(&message.raw).unwrap(), text("wamid.A"));
}

#[test]
fn replies_are_read_by_their_kind() {
    let reply = |interactive: Value| {
        let message = message(json!({ "id": "w", "type": "interactive", "interactive": interactive,
            "context": { "from": "15550783881", "id": "wamid.Q" } }));
        assert_eq!(message.context.unwrap().id.as_deref(), Some("wamid.Q"));
        message.content
    };
    assert_eq!(
        reply(json!({ "type": "button_reply", "button_reply": { "id": "yes", "title": "Yes" } })),
        Content::ButtonReply { id: "yes".into(), title: "Yes".into() }
    );
    assert_eq!(
        reply(
            json!({ "type": "list_reply", "list_reply": { "id": "tea", "title": "Tea", "description": "Green" } })
        ),
        Content::ListReply { id: "tea".into(), title: "Tea".into(), description: Some("Green".into()) }
    );
    assert_eq!(
        reply(json!({ "type": "nfm_reply", "nfm_reply": { "response_json": "{}" } })),
        Content::Unsupported { kind: "interactive.nfm_reply".into() }
    );
    let button = json!({ "id": "w", "type": "button", "button": { "payload": "stop", "text": "Stop" } });
    assert_eq!(message(button).content, Content::Button { payload: "stop".into(), text: "Stop".into() });
}

#[test]
fn unknown_types_are_unsupported_and_never_an_error() {
    let kind = |value: Value| match message(value).content {
        Content::Unsupported { kind } => kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(kind(json!({ "id": "w", "type": "image", "image": { "id": "1" } })), "image");
    assert_eq!(kind(json!({ "id": "w", "type": "hologram", "hologram": [1, 2] })), "hologram");
    assert_eq!(kind(json!({ "id": "w", "type": "text", "text": "no object" })), "text");
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
    assert_eq!(contact.profile_name.as_deref(), Some("Ann"));
    assert_eq!(contact.parent_user_id.as_deref(), Some("US.ENT.1"));
    assert_eq!(contact.wa_id, None);
    let Item::Message(message) = event.item else { panic!("no message") };
    assert_eq!((message.from, message.from_user_id.as_deref()), (None, Some("US.1")));
    assert_eq!(message.timestamp, Some(1_749_416_383));
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
    assert_eq!((read.wamid.as_str(), &read.state), ("wamid.S", &State::Read));
    assert_eq!(read.biz_opaque_callback_data.as_deref(), Some("attempt"));
    assert_eq!(read.recipient_id.as_deref(), Some("1650"));
    assert_eq!(read.recipient_parent_user_id.as_deref(), Some("US.ENT.1"));
    let other = status(json!({ "id": "w", "status": "sent", "timestamp": 5, "recipient_user_id": "US.1",
        "recipient_parent_user_id": "US.ENT.2" }));
    assert_eq!((other.recipient_id, other.timestamp), (None, Some(5)));
    assert_eq!(other.recipient_parent_user_id.as_deref(), Some("US.ENT.2"));
    assert_eq!(status(json!({ "id": "w", "status": "warning" })).state, State::Other("warning".into()));
}

#[test]
fn a_failed_status_says_why() {
    let failed = status(json!({ "id": "w", "status": "failed", "timestamp": "1", "errors": [
        { "code": 131047, "title": "Re-engagement message", "message": "Re-engagement message",
          "error_data": { "details": "more than 24 hours" } }, { "code": "131026" }, 7] }));
    assert_eq!(failed.state, State::Failed);
    assert_eq!(failed.errors.iter().map(|error| error.code).collect::<Vec<_>>(), [131047, 131026, 0]);
    assert_eq!(failed.errors[0].details.as_deref(), Some("more than 24 hours"));
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
            "broken",
            "broken",
            "broken",
            "wamid.A",
            "broken",
            "broken",
            "broken",
            "broken",
            "wamid.B",
            "broken",
            "y sent",
            "broken",
            "messages.errors"
        ]
    );
    assert!(matches!(&events[6].item, Item::Broken { raw, .. } if raw.contains(&deep)));
}

fn describe(item: &Item) -> String {
    match item {
        Item::Message(message) => message.id.clone(),
        Item::Status(status) => format!("{} {}", status.wamid, status.state.as_str()),
        Item::Other { field, .. } => field.clone(),
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
    assert!(matches!(&events[0].item, Item::Other { raw, .. } if raw == r#"{"event":"DISABLED"}"#));
}

#[test]
fn an_object_without_entries_is_kept_as_other() {
    for body in ["{}", r#"{"entry":[]}"#, r#"{"field":"messages","value":{"messages":[]}}"#] {
        let events = parse(body.as_bytes()).unwrap();
        assert!(
            matches!(&events[..], [Event { item: Item::Other { raw, .. }, .. }] if raw == body),
            "{body}"
        );
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
        assert_eq!(message.content, Content::Text { body: expected.into() }, "{written:?}");
        assert_eq!(
            events.iter().map(|event| event.is_altered).collect::<Vec<_>>(),
            [true, false],
            "{written:?}"
        );
        assert!(serde_json::from_str::<Value>(&message.raw).is_ok());
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
    assert_eq!(event.contact.and_then(|Contact { wa_id, .. }| wa_id).as_deref(), Some("1650"));
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
}
