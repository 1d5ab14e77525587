//! The way through an envelope: every entry, every change, every message and status.

use serde_json::value::RawValue;
use serde_json::{Map, Value};

use super::contact::Contact;
use super::json::{Object, read_around};
use super::value::ChangeValue;
use super::{Event, InboundMessage, Item, Metadata, Notice, ParseError, Status, Wire};
use crate::limits::WEBHOOK_ITEMS;

pub(super) fn events(text: &str, is_altered: bool) -> Result<Vec<Event>, ParseError> {
    let body = match serde_json::from_str::<Object<'_>>(text) {
        Ok(body) => body,
        Err(error) if error.is_data() => return Err(ParseError::NotAnObject),
        Err(error) => return Err(ParseError::NotJson(error.to_string())),
    };
    let mut walk = Walk { is_altered, waba_id: None, time_s: None, events: Vec::new(), n_seen: 0 };
    for entry in body.items("entry") {
        walk.check()?;
        match entry.map(Object::read) {
            Ok(Some(object)) => walk.entry(&object)?,
            Ok(None) => walk.broken("", entry.unwrap_or_default(), "the entry is not an object"),
            Err(raw) => walk.broken("", raw, "entry is not an array"),
        }
    }
    walk.check()?;
    if walk.events.is_empty() {
        walk.notice(&Place::default(), None, text, ChangeValue::Unknown)?;
    }
    Ok(walk.events)
}

struct Walk {
    is_altered: bool,
    waba_id: Option<String>,
    time_s: Option<i64>,
    events: Vec<Event>,
    /// Entries, changes and items looked at, also those that made no event.
    n_seen: usize,
}

/// Where the items of one value belong.
#[derive(Default)]
struct Place {
    phone_number_id: Option<String>,
    display_phone_number: Option<String>,
    contacts: Vec<Contact>,
}

impl Walk {
    /// Counts one more thing to look at. An item stands in a change and that in an entry.
    fn check(&mut self) -> Result<(), ParseError> {
        self.n_seen += 1;
        let is_too_much = self.events.len() > WEBHOOK_ITEMS || self.n_seen > 4 * WEBHOOK_ITEMS;
        if is_too_much { Err(ParseError::TooManyItems) } else { Ok(()) }
    }

    fn entry(&mut self, entry: &Object<'_>) -> Result<(), ParseError> {
        self.waba_id = entry.text("id");
        self.time_s = entry.text("time").and_then(|time| time.parse().ok());
        for change in entry.items("changes") {
            self.check()?;
            match change.map(Object::read) {
                Ok(Some(object)) => self.change(&object, change.unwrap_or_default())?,
                Ok(None) => self.broken("", change.unwrap_or_default(), "the change is not an object"),
                Err(raw) => self.broken("", raw, "changes is not an array"),
            }
        }
        Ok(())
    }

    fn change(&mut self, change: &Object<'_>, raw_change: &str) -> Result<(), ParseError> {
        let field = change.text("field");
        let before = self.events.len();
        for raw in change.all("value") {
            let value = Object::read(raw.get());
            let is_messages = |value: &Object<'_>| match &field {
                Some(field) => field == "messages",
                // Some senders leave the field out.
                None => value.has("messages") || value.has("statuses"),
            };
            match value {
                Some(value) if is_messages(&value) => self.messages(&value)?,
                value => {
                    let place = value.map(|value| Place::read(&value)).unwrap_or_default();
                    let read = |value| ChangeValue::read(field.as_deref(), value);
                    self.notice(&place, field.as_deref(), raw.get(), read)?;
                }
            }
        }
        if self.events.len() == before {
            self.broken(field.as_deref().unwrap_or_default(), raw_change, "the change has no value");
        }
        Ok(())
    }

    fn messages(&mut self, value: &Object<'_>) -> Result<(), ParseError> {
        let before = self.events.len();
        let place = Place::read(value);
        for raw in value.items("messages") {
            self.check()?;
            self.item(&place, raw, |value| {
                let message = InboundMessage::from_value(value).map_err(|_| "the message has no id")?;
                let person = (message.from_user_id.as_deref(), message.from.as_deref());
                Ok((place.contact(person), Item::Message(Box::new(message))))
            });
        }
        for raw in value.items("statuses") {
            self.check()?;
            self.item(&place, raw, |value| {
                let status = Status::from_value(value)
                    .map_err(|_| "the status lacks the message's id or what it is")?;
                let person = (status.recipient_user(), status.recipient_phone());
                Ok((place.contact(person), Item::Status(Box::new(status))))
            });
        }
        let has_events = self.events.len() > before;
        self.beside(&place, value, has_events)
    }

    /// What stands beside messages and statuses: errors without a message, a summary, what Meta adds.
    fn beside(&mut self, place: &Place, value: &Object<'_>, has_events: bool) -> Result<(), ParseError> {
        let is_list = |key: &str| matches!(key, "messages" | "statuses");
        let is_place = |key: &str| matches!(key, "messaging_product" | "metadata" | "contacts");
        let is_empty = |raw: &str| matches!(raw, "null" | "[]" | "{}");
        let says_more =
            |(key, raw): (&str, &RawValue)| !is_list(key) && !is_place(key) && !is_empty(raw.get());
        if has_events && !value.members().any(says_more) {
            return Ok(());
        }
        let mut rest = Map::new();
        for (key, raw) in value.members().filter(|(key, _)| !is_list(key)) {
            let mut lost = Vec::new();
            if let Some(part) = read_around(raw.get(), &mut lost) {
                rest.insert(key.to_owned(), part);
            }
            self.lost("messages", &lost)?;
        }
        let rest = Value::Object(rest);
        let raw = rest.to_string();
        let value = ChangeValue::read(Some("messages"), rest);
        self.push(place, Item::Notice(Box::new(Notice { field: "messages".to_owned(), value })), &raw);
        Ok(())
    }

    fn item(
        &mut self,
        place: &Place,
        raw: Result<&str, &str>,
        read: impl FnOnce(Value) -> Result<(Option<Contact>, Item), &'static str>,
    ) {
        let (raw, read) = match raw {
            Err(raw) => (raw, Err("a list of items is not an array".to_owned())),
            Ok(raw) => (
                raw,
                match serde_json::from_str::<Value>(raw) {
                    Ok(value) if value.is_object() => read(value).map_err(str::to_owned),
                    Ok(_) => Err("the item is not an object".to_owned()),
                    Err(error) => Err(error.to_string()),
                },
            ),
        };
        match read {
            Ok((contact, item)) => {
                self.push(place, item, raw);
                if let Some(event) = self.events.last_mut() {
                    event.contact = contact;
                }
            }
            Err(reason) => {
                self.push(place, Item::Broken { field: "messages".into(), raw: raw.to_owned(), reason }, raw)
            }
        }
    }

    /// Any other change; what no parser takes of it becomes broken, the rest is read.
    fn notice(
        &mut self,
        place: &Place,
        field: Option<&str>,
        raw: &str,
        read: impl FnOnce(Value) -> ChangeValue,
    ) -> Result<(), ParseError> {
        let mut lost = Vec::new();
        let value = read_around(raw, &mut lost);
        let name = field.unwrap_or_default();
        if let Some(value) = value {
            let notice = Notice { field: name.to_owned(), value: read(value) };
            self.push(place, Item::Notice(Box::new(notice)), raw);
        }
        self.lost(name, &lost)
    }

    /// Parts that no parser takes.
    fn lost(&mut self, field: &str, parts: &[&str]) -> Result<(), ParseError> {
        for raw in parts {
            self.check()?;
            self.broken(field, raw, "nested too deep, or a number out of range");
        }
        Ok(())
    }

    fn broken(&mut self, field: &str, raw: &str, reason: &str) {
        let item = Item::Broken { field: field.to_owned(), raw: raw.to_owned(), reason: reason.to_owned() };
        self.push(&Place::default(), item, raw);
    }

    fn push(&mut self, place: &Place, item: Item, raw: &str) {
        self.events.push(Event {
            waba_id: self.waba_id.clone(),
            time_s: self.time_s,
            phone_number_id: place.phone_number_id.clone(),
            display_phone_number: place.display_phone_number.clone(),
            contact: None,
            is_altered: self.is_altered && (raw.contains('\u{fffd}') || raw.contains("\\ufffd")),
            item,
        });
    }
}

impl Place {
    fn read(value: &Object<'_>) -> Self {
        // Handovers call it `recipient`.
        let raw = value.last("metadata").or_else(|| value.last("recipient"));
        let metadata =
            raw.and_then(|raw| serde_json::from_str::<Metadata>(raw.get()).ok()).unwrap_or_default();
        let contacts = value.items("contacts").into_iter().flatten();
        Self {
            phone_number_id: metadata.phone_number_id.map(String::from),
            display_phone_number: metadata.display_phone_number.map(String::from),
            contacts: contacts.take(WEBHOOK_ITEMS).filter_map(|raw| serde_json::from_str(raw).ok()).collect(),
        }
    }

    fn contact(&self, (user_id, wa_id): (Option<&str>, Option<&str>)) -> Option<Contact> {
        Contact::find(&self.contacts, user_id, wa_id)
    }
}
