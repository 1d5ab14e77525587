//! The way through an envelope: every entry, every change, every message and status.

use serde_json::Value;

use super::contact::{self, Contact};
use super::json::Object;
use super::{Event, InboundMessage, Item, ParseError, Status};
use crate::limits::WEBHOOK_ITEMS;

pub(super) fn events(text: &str, is_altered: bool) -> Result<Vec<Event>, ParseError> {
    let body = match serde_json::from_str::<Object<'_>>(text) {
        Ok(body) => body,
        Err(error) if error.is_data() => return Err(ParseError::NotAnObject),
        Err(error) => return Err(ParseError::NotJson(error.to_string())),
    };
    let mut walk = Walk { is_altered, waba_id: None, events: Vec::new(), n_seen: 0 };
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
        walk.push(None, Item::Other { field: String::new(), raw: text.to_owned() }, text);
    }
    Ok(walk.events)
}

struct Walk {
    is_altered: bool,
    waba_id: Option<String>,
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
                Some(value) if is_messages(&value) => self.messages(&value, raw.get())?,
                _ => {
                    let item =
                        Item::Other { field: field.clone().unwrap_or_default(), raw: raw.get().to_owned() };
                    self.push(None, item, raw.get());
                }
            }
        }
        if self.events.len() == before {
            self.broken(field.as_deref().unwrap_or_default(), raw_change, "the change has no value");
        }
        Ok(())
    }

    fn messages(&mut self, value: &Object<'_>, raw_value: &str) -> Result<(), ParseError> {
        let before = self.events.len();
        let place = Place::read(value);
        for raw in value.items("messages") {
            self.check()?;
            self.item(&place, raw, |value, raw| {
                let (user_id, wa_id) = contact::sender(value);
                InboundMessage::read(value, raw)
                    .map(|message| (Item::Message(Box::new(message)), user_id, wa_id))
            });
        }
        for raw in value.items("statuses") {
            self.check()?;
            self.item(&place, raw, |value, raw| {
                let (user_id, wa_id) = contact::receiver(value);
                Status::read(value, raw).map(|status| (Item::Status(Box::new(status)), user_id, wa_id))
            });
        }
        for raw in value.all("errors").filter(|raw| !matches!(raw.get(), "null" | "[]")) {
            let item = Item::Other { field: "messages.errors".into(), raw: raw.get().to_owned() };
            self.push(Some(&place), item, raw.get());
        }
        if self.events.len() == before {
            let item = Item::Other { field: "messages".into(), raw: raw_value.to_owned() };
            self.push(Some(&place), item, raw_value);
        }
        Ok(())
    }

    fn item(
        &mut self,
        place: &Place,
        raw: Result<&str, &str>,
        read: impl FnOnce(&Value, &str) -> Result<(Item, Option<String>, Option<String>), &'static str>,
    ) {
        let (raw, read) = match raw {
            Err(raw) => (raw, Err("a list of items is not an array".to_owned())),
            Ok(raw) => (
                raw,
                match serde_json::from_str::<Value>(raw) {
                    Ok(value) if value.is_object() => read(&value, raw).map_err(str::to_owned),
                    Ok(_) => Err("the item is not an object".to_owned()),
                    Err(error) => Err(error.to_string()),
                },
            ),
        };
        match read {
            Ok((item, user_id, wa_id)) => {
                self.push(Some(place), item, raw);
                if let Some(event) = self.events.last_mut() {
                    event.contact = Contact::find(&place.contacts, user_id.as_deref(), wa_id.as_deref());
                }
            }
            Err(reason) => self.push(
                Some(place),
                Item::Broken { field: "messages".into(), raw: raw.to_owned(), reason },
                raw,
            ),
        }
    }

    fn broken(&mut self, field: &str, raw: &str, reason: &str) {
        self.push(
            None,
            Item::Broken { field: field.to_owned(), raw: raw.to_owned(), reason: reason.to_owned() },
            raw,
        );
    }

    fn push(&mut self, place: Option<&Place>, item: Item, raw: &str) {
        self.events.push(Event {
            waba_id: self.waba_id.clone(),
            phone_number_id: place.and_then(|place| place.phone_number_id.clone()),
            display_phone_number: place.and_then(|place| place.display_phone_number.clone()),
            contact: None,
            is_altered: self.is_altered && (raw.contains('\u{fffd}') || raw.contains("\\ufffd")),
            item,
        });
    }
}

impl Place {
    fn read(value: &Object<'_>) -> Self {
        let metadata = value.last("metadata").and_then(|raw| Object::read(raw.get()));
        let metadata = |name: &str| metadata.as_ref().and_then(|metadata| metadata.text(name));
        let contacts = value.items("contacts").into_iter().flatten();
        Self {
            phone_number_id: metadata("phone_number_id"),
            display_phone_number: metadata("display_phone_number"),
            contacts: contacts
                .take(WEBHOOK_ITEMS)
                .filter_map(|raw| serde_json::from_str(raw).ok())
                .map(|value| Contact::read(&value))
                .collect(),
        }
    }
}
