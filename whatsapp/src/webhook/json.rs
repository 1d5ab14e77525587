//! Shallow JSON: an object or array whose members stay raw text, so that each can be read, or fail, on its own.
//!
//! Repeated keys are all kept. Reading one level needs no recursion, however deep the members are.

use std::fmt;

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

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

    /// Every member, in order.
    pub(super) fn members(&self) -> impl Iterator<Item = (&str, &'a RawValue)> {
        self.0.iter().map(|(key, value)| (key.as_str(), *value))
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
fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

/// How deep [`read_around`] looks for what can be read: value, its list, one of the list, its parts.
const LEVELS: usize = 4;

/// Reads what can be read. A part that no parser takes (nested too deep, a number out of range) is left out and handed to
/// `lost`; `None` when nothing is left.
pub(super) fn read_around<'a>(text: &'a str, lost: &mut Vec<&'a str>) -> Option<Value> {
    part(text, LEVELS, lost)
}

fn part<'a>(text: &'a str, levels: usize, lost: &mut Vec<&'a str>) -> Option<Value> {
    if let Ok(value) = serde_json::from_str(text) {
        return Some(value);
    }
    let Some(levels) = levels.checked_sub(1) else {
        lost.push(text);
        return None;
    };
    let before = lost.len();
    let read = if let Some(object) = Object::read(text) {
        let members =
            object.0.into_iter().filter_map(|(key, raw)| Some((key, part(raw.get(), levels, lost)?)));
        Some(Value::Object(members.collect())).filter(|read| read != &Value::Object(Map::new()))
    } else if let Ok(values) = serde_json::from_str::<Vec<&RawValue>>(text) {
        let values = values.into_iter().filter_map(|raw| part(raw.get(), levels, lost));
        Some(Value::Array(values.collect())).filter(|read| read != &Value::Array(Vec::new()))
    } else {
        None
    };
    if read.is_none() {
        // Nothing of it can be read: it is lost as a whole.
        lost.truncate(before);
        lost.push(text);
    }
    read
}
