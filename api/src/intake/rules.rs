//! What a verified body holds: one item per message, status and other change, with the thread it belongs to. Pure.

use std::collections::HashMap;

use serde_json::{Value, json};
use uuid::Uuid;
use whatsapp::webhook::{self, Contact, Event, Item, Wire};

use crate::entities::inbound_event::ContentState;
use crate::entities::inbound_item::{ItemKind, ItemState};

/// The most changes of one body; Meta sends at most this many.
pub const MAX_ITEMS: usize = whatsapp::limits::WEBHOOK_ITEMS;

/// The numbers an app may speak for.
#[derive(Debug, Clone, Default)]
pub struct Numbers {
    by_phone_number_id: HashMap<String, Uuid>,
    by_waba_id: HashMap<String, Uuid>,
}

impl Numbers {
    /// Takes the numbers of one app: `(id, phone_number_id, waba_id)`.
    pub fn new(numbers: impl IntoIterator<Item = (Uuid, String, String)>) -> Self {
        let mut known = Self::default();
        for (id, phone_number_id, waba_id) in numbers {
            known.by_phone_number_id.insert(phone_number_id, id);
            known.by_waba_id.insert(waba_id, id);
        }
        known
    }

    /// The number an event is about: one of the app whose secret signed the body, so nobody speaks for a number of others.
    /// Where Meta names the number, the account in `entry.id` is not asked: in Meta's own examples one number has several.
    fn of(&self, event: &Event) -> Option<Uuid> {
        match (&event.phone_number_id, &event.waba_id) {
            (Some(phone_number_id), _) => self.by_phone_number_id.get(phone_number_id).copied(),
            (None, Some(waba_id)) => self.by_waba_id.get(waba_id).copied(),
            (None, None) => None,
        }
    }
}

/// A body as it will be stored.
#[derive(Debug, Clone, PartialEq)]
pub struct Parsed {
    /// Whether the body could be read.
    pub content_state: ContentState,
    /// Why not, or what had to be replaced.
    pub reason: Option<String>,
    /// What it holds, in order.
    pub items: Vec<NewItem>,
}

impl Parsed {
    /// How much of it is put aside for people.
    #[must_use]
    pub fn n_quarantined(&self) -> u64 {
        let items = self.items.iter().filter(|item| item.state == ItemState::Quarantined).count();
        let body = usize::from(self.content_state == ContentState::Quarantined);
        u64::try_from(items + body).unwrap_or(u64::MAX)
    }
}

/// One thing that happened, ready for the runner.
#[derive(Debug, Clone, PartialEq)]
pub struct NewItem {
    /// The number it is about, when it is one of the app's.
    pub number_id: Option<Uuid>,
    /// Whose thread: items of one thread take effect one after the other.
    pub thread_key: Option<String>,
    /// What it is.
    pub kind: ItemKind,
    /// A Meta webhook with this one item, to be read again by [`webhook::parse`]; for others what there is.
    pub payload: Value,
    /// `Pending` for the runner, `Done` when there is nothing to do, `Quarantined` for people.
    pub state: ItemState,
    /// Why it is in quarantine.
    pub reason: Option<String>,
}

/// Reads a body; never fails.
#[must_use]
pub fn read(body: &[u8], numbers: &Numbers) -> Parsed {
    let events = match webhook::parse(body) {
        Ok(events) => events,
        Err(webhook::ParseError::TooManyItems) => return quarantined("too_many_items".to_owned()),
        Err(error) => return quarantined(format!("not_readable: {}", place(&error))),
    };
    let is_altered = events.iter().any(|event| event.is_altered);
    Parsed {
        content_state: ContentState::Accepted,
        reason: is_altered.then(|| "characters_replaced".to_owned()),
        items: events.into_iter().map(|event| item(event, numbers)).collect(),
    }
}

fn quarantined(reason: String) -> Parsed {
    Parsed { content_state: ContentState::Quarantined, reason: Some(reason), items: Vec::new() }
}

/// Says what is wrong without repeating the content.
fn place(error: &webhook::ParseError) -> &'static str {
    match error {
        webhook::ParseError::NotJson(_) => "not_json",
        webhook::ParseError::NotAnObject => "not_an_object",
        webhook::ParseError::TooManyItems => "too_many_items",
    }
}

fn item(event: Event, numbers: &Numbers) -> NewItem {
    let number_id = numbers.of(&event);
    let (kind, thread_key, payload) = match &event.item {
        Item::Message(message) => {
            let key = thread_key(message.from_user_id.as_deref(), message.from.as_deref(), &event.contact);
            (ItemKind::Message, key, envelope("messages", message.to_value(), &event))
        }
        Item::Status(status) => {
            let key = thread_key(status.recipient_user(), status.recipient_phone(), &event.contact);
            (ItemKind::Status, key, envelope("statuses", status.to_value(), &event))
        }
        Item::Notice(notice) => {
            (ItemKind::Other, None, json!({ "field": notice.field, "value": notice.to_value() }))
        }
        Item::Broken { field, raw, .. } => (ItemKind::Other, None, json!({ "field": field, "text": raw })),
    };
    let (state, reason) = match (&event.item, kind, &number_id, &thread_key) {
        (Item::Broken { reason, .. }, ..) => (ItemState::Quarantined, Some(format!("broken: {reason}"))),
        (_, _, None, _) => (ItemState::Quarantined, Some("unknown_number".to_owned())),
        (_, ItemKind::Other, ..) => (ItemState::Done, None),
        (_, ItemKind::Message, _, None) => (ItemState::Quarantined, Some("no_sender".to_owned())),
        (_, ItemKind::Message | ItemKind::Status, ..) => (ItemState::Pending, None),
    };
    // A status that names nobody is a thread of its own message.
    let thread_key = thread_key.or_else(|| match &event.item {
        Item::Status(status) => Some(format!("wamid:{}", status.wamid)),
        _ => None,
    });
    NewItem { number_id, thread_key, kind, payload, state, reason }
}

fn thread_key(user_id: Option<&str>, wa_id: Option<&str>, contact: &Option<Contact>) -> Option<String> {
    let user_id = user_id.or(contact.as_ref().and_then(|contact| contact.user_id.as_deref()));
    let wa_id = wa_id.or(contact.as_ref().and_then(|contact| contact.wa_id.as_deref()));
    match (user_id, wa_id) {
        (Some(user_id), _) => Some(format!("bsuid:{user_id}")),
        (None, Some(wa_id)) => Some(format!("wa:{wa_id}")),
        (None, None) => None,
    }
}

/// The smallest webhook that holds this item.
fn envelope(list: &str, item: Value, event: &Event) -> Value {
    let contacts: Vec<Value> = event.contact.iter().map(Wire::to_value).collect();
    let mut value = json!({ "metadata": { "phone_number_id": event.phone_number_id }, "contacts": contacts });
    if let Some(value) = value.as_object_mut() {
        value.insert(list.to_owned(), json!([item]));
    }
    json!({ "entry": [{ "id": event.waba_id, "changes": [{ "field": "messages", "value": value }] }] })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn numbers() -> (Uuid, Numbers) {
        let id = Uuid::now_v7();
        (id, Numbers::new([(id, "111".to_owned(), "waba".to_owned())]))
    }

    fn body(value: &str) -> Vec<u8> {
        let change =
            format!(r#"{{"field":"messages","value":{{"metadata":{{"phone_number_id":"111"}},{value}}}}}"#);
        format!(r#"{{"entry":[{{"id":"waba","changes":[{change}]}}]}}"#).into_bytes()
    }

    #[test]
    fn a_message_is_keyed_by_the_user_id_and_by_the_phone_only_without_one() {
        let (number, numbers) = numbers();
        let text = r#""type":"text","text":{"body":"hi"}"#;
        let value = format!(
            r#""contacts":[{{"user_id":"US.1","wa_id":"1650"}}],"messages":[{{"id":"a","from":"1650",{text}}}],
               "statuses":[{{"id":"b","status":"sent","recipient_id":"1650"}},{{"id":"c","status":"sent"}}]"#
        );
        let parsed = read(&body(&value), &numbers);
        let keys: Vec<_> = parsed.items.iter().map(|item| item.thread_key.as_deref().unwrap()).collect();
        assert_eq!(keys, ["bsuid:US.1", "bsuid:US.1", "wamid:c"]);
        assert!(parsed.items.iter().all(|item| item.number_id == Some(number)));
        let alone = read(&body(&format!(r#""messages":[{{"id":"a","from":"1650",{text}}}]"#)), &numbers);
        assert_eq!(alone.items[0].thread_key.as_deref(), Some("wa:1650"));
    }

    #[test]
    fn what_is_stored_reads_back_as_the_same_event() {
        let (_, numbers) = numbers();
        let value = r#""contacts":[{"user_id":"US.1","wa_id":"1650","profile":{"name":"Ana","username":"ana"}}],
            "messages":[{"id":"a","from":"1650","from_user_id":"US.1","timestamp":"17","type":"text","text":{"body":"hi"}}]"#;
        let raw = body(value);
        let stored = read(&raw, &numbers).items.remove(0).payload.to_string();
        let (before, after) = (webhook::parse(&raw).unwrap(), webhook::parse(stored.as_bytes()).unwrap());
        let message = |events: &[Event]| match &events[0].item {
            Item::Message(message) => (message.id.clone(), message.content.clone(), message.timestamp_s()),
            other => panic!("{other:?}"),
        };
        assert_eq!(message(&before), message(&after));
        assert_eq!(before[0].contact, after[0].contact);
        assert_eq!(before[0].phone_number_id, after[0].phone_number_id);
    }

    #[test]
    fn an_unknown_number_is_quarantined_and_its_neighbours_are_not() {
        let (_, numbers) = numbers();
        let message = r#""messages":[{"id":"a","from":"1","type":"text","text":{"body":"x"}}]"#;
        let body = format!(
            r#"{{"entry":[{{"id":"waba","changes":[
                {{"field":"messages","value":{{"metadata":{{"phone_number_id":"999"}},{message}}}}},
                {{"field":"messages","value":{{"metadata":{{"phone_number_id":"111"}},{message}}}}}]}}]}}"#
        );
        let parsed = read(body.as_bytes(), &numbers);
        assert_eq!(parsed.items[0].state, ItemState::Quarantined);
        assert_eq!(parsed.items[0].reason.as_deref(), Some("unknown_number"));
        assert_eq!(parsed.items[1].state, ItemState::Pending);
    }

    #[test]
    fn what_cannot_be_read_is_quarantined_with_its_reason() {
        let (_, numbers) = numbers();
        for (body, reason) in [("{", "not_readable: not_json"), ("[1]", "not_readable: not_an_object")] {
            let parsed = read(body.as_bytes(), &numbers);
            assert_eq!(parsed.content_state, ContentState::Quarantined);
            assert_eq!(parsed.reason.as_deref(), Some(reason));
        }
        let nobody = read(&body(r#""messages":[{"id":"a","type":"text","text":{"body":"x"}}]"#), &numbers);
        assert_eq!(nobody.items[0].reason.as_deref(), Some("no_sender"));
        let broken = read(&body(r#""messages":[{"from":"1"},{"id":"b","from":"1"}]"#), &numbers);
        assert_eq!(broken.items[0].state, ItemState::Quarantined);
        assert_eq!(broken.items[1].state, ItemState::Pending);
    }

    #[test]
    fn nul_and_lone_surrogates_are_replaced_and_the_event_says_so() {
        let (_, numbers) = numbers();
        let text = r#""messages":[{"id":"a","from":"1","type":"text","text":{"body":"a\u0000b\ud800c"}}]"#;
        let parsed = read(&body(text), &numbers);
        assert_eq!(parsed.reason.as_deref(), Some("characters_replaced"));
        let payload = parsed.items[0].payload.to_string();
        assert!(payload.contains("a\u{fffd}b\u{fffd}c"), "{payload}");
    }

    #[test]
    fn more_changes_than_meta_sends_are_not_read_one_by_one() {
        let (_, numbers) = numbers();
        let many =
            vec![r#"{"id":"a","from":"1","type":"text","text":{"body":"x"}}"#; MAX_ITEMS + 1].join(",");
        let parsed = read(&body(&format!(r#""messages":[{many}]"#)), &numbers);
        assert_eq!(parsed.content_state, ContentState::Quarantined);
        assert_eq!(parsed.reason.as_deref(), Some("too_many_items"));
    }
}
