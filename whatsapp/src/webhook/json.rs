//! Shallow JSON: an object or array whose members stay raw text, so that each can be read, or fail, on its own.
//!
//! Repeated keys are all kept. Reading one level needs no recursion, however deep the members are.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;

/// An object's members, in order, repeated keys included.
pub(super) struct Object<'a>(Vec<(String, &'a RawValue)>);

impl<'a> Object<'a> {
    pub(super) fn read(text: &'a str) -> Option<Self> {
        serde_json::from_str(text).ok()
    }

    /// Every member with this name.
    pub(super) fn all<'n>(&self, name: &'n str) -> impl Iterator<Item = &'a RawValue> + use<'_, 'n, 'a> {
        self.0.iter().filter(move |(key, _)| key == name).map(|(_, value)| *value)
    }

    pub(super) fn last(&self, name: &str) -> Option<&'a RawValue> {
        self.all(name).last()
    }

    pub(super) fn has(&self, name: &str) -> bool {
        self.last(name).is_some()
    }

    /// A string, or a number written as one.
    pub(super) fn text(&self, name: &str) -> Option<String> {
        self.last(name).and_then(|raw| serde_json::from_str(raw.get()).ok()).as_ref().and_then(scalar)
    }

    /// The members of every array with this name; `Err` holds what is there instead of an array.
    pub(super) fn items(&self, name: &str) -> Vec<Result<&'a str, &'a str>> {
        let mut items = Vec::new();
        for raw in self.all(name).filter(|raw| raw.get() != "null") {
            match serde_json::from_str::<Vec<&'a RawValue>>(raw.get()) {
                Ok(members) => items.extend(members.into_iter().map(|member| Ok(member.get()))),
                Err(_) => items.push(Err(raw.get())),
            }
        }
        items
    }
}

impl<'de> Deserialize<'de> for Object<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Members;
        impl<'de> Visitor<'de> for Members {
            type Value = Object<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Object(members))
            }
        }
        deserializer.deserialize_map(Members)
    }
}

/// A scalar as text; empty strings count as absent.
pub(super) fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// A member as text, see [`scalar`].
pub(super) fn text(value: &Value, name: &str) -> Option<String> {
    value.get(name).and_then(scalar)
}

/// The first of several spellings that is there.
pub(super) fn text_of(value: &Value, names: &[&str]) -> Option<String> {
    names.iter().find_map(|name| text(value, name))
}

/// Unix seconds, written as a number or a string.
pub(super) fn timestamp(value: &Value) -> Option<i64> {
    text(value, "timestamp")?.trim().parse().ok()
}
