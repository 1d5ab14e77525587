//! A whole webhook as a document that `serde` reads and writes.
//!
//! [`super::parse`] is what a receiver wants: it survives bodies that no JSON parser takes. This is for whoever stores,
//! changes or makes webhooks.

use serde_json::Value;

use super::value::ChangeValue;
use super::wire::{Member, below, note_extra};
use super::{Extra, List, Scalar, Wire};

object! {
    /// The body of a webhook. Meta: Webhooks, Overview.
    pub struct Webhook {
        /// Always `whatsapp_business_account`.
        object: Option<Scalar> = "object",
        /// What changed, by account.
        entry: List<Entry> = "entry",
    }
}

object! {
    /// `entry[]`: what changed in one account. Meta: Webhooks, Overview.
    pub struct Entry {
        /// The account; the portfolio for `partner_solutions`, `0` in tests of the dashboard.
        id: Option<Scalar> = "id",
        /// When, in Unix seconds; absent for messages.
        time: Option<Scalar> = "time",
        /// What changed.
        changes: List<Change> = "changes",
    }
}

/// `changes[]`: one field and its value. Meta: Webhooks, Overview.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Change {
    /// Which field; some senders leave it out.
    pub field: Option<Scalar>,
    /// Its value.
    pub value: Option<ChangeValue>,
    /// What else was there.
    pub extra: Extra,
}

impl Wire for Change {
    fn from_value(value: Value) -> Result<Self, Value> {
        let Value::Object(mut extra) = value else { return Err(value) };
        let field = <Option<Scalar> as Member>::take(&mut extra, "field");
        let value = extra.remove("value").map(|value| ChangeValue::read(field.as_deref(), value));
        Ok(Self { field, value, extra })
    }

    fn to_value(&self) -> Value {
        let mut members = self.extra.clone();
        self.field.put(&mut members, "field");
        if let Some(value) = &self.value {
            members.insert("value".to_owned(), value.to_value());
        }
        Value::Object(members)
    }

    fn note_unknown(&self, path: &str, found: &mut Vec<String>) {
        if let Some(value) = &self.value {
            value.note_unknown(&below(path, "value"), found);
        }
        note_extra(&self.extra, path, found);
    }
}

serde_by_value!(Change, "an object as Meta writes it");
