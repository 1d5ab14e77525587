//! The payloads others wrote down, where the folder is at hand: none may be refused, and no message or status may be lost.

use serde_json::Value;
use whatsapp::webhook::{Item, parse};

use crate::fixtures::webhooks;

/// Messages, statuses and items without an id of a body, counted by other means than the parser's.
fn expected(body: &Value) -> [usize; 3] {
    let list =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let changes = list(body, "entry").iter().flat_map(|entry| list(entry, "changes")).collect::<Vec<_>>();
    let is_messages = |change: &&Value| change.get("field").is_none_or(|field| field == "messages");
    let values: Vec<_> =
        changes.iter().filter(is_messages).filter_map(|change| change.get("value")).collect();
    let items = |name: &str| values.iter().flat_map(|value| list(value, name)).collect::<Vec<_>>();
    let has_id = |item: &&Value| item.get("id").is_some();
    let (messages, statuses) = (items("messages"), items("statuses"));
    let n_messages = messages.iter().filter(has_id).count();
    let n_statuses = statuses.iter().filter(has_id).count();
    [n_messages, n_statuses, messages.len() + statuses.len() - n_messages - n_statuses]
}

#[test]
fn no_payload_of_others_loses_a_message_or_a_status() {
    for (name, bytes) in webhooks() {
        let Ok(body) = serde_json::from_slice::<Value>(&bytes) else {
            // Deliberately broken: it only must not panic.
            let _ = parse(&bytes);
            continue;
        };
        let events = parse(&bytes).unwrap_or_else(|error| panic!("{name}: {error}"));
        let count = |is: fn(&Item) -> bool| events.iter().filter(|event| is(&event.item)).count();
        let seen = [
            count(|item| matches!(item, Item::Message(_))),
            count(|item| matches!(item, Item::Status(_))),
            count(|item| matches!(item, Item::Broken { .. })),
        ];
        assert_eq!(seen, expected(&body), "{name}: {events:#?}");
        assert!(!events.is_empty(), "{name}");
    }
}
