//! Lists whose members are read one by one: one that is something else loses neither itself nor its neighbours.

use std::ops::Deref;

use serde_json::Value;

use super::{Extra, Member, Wire, below};

/// A list of Meta's. It reads as a slice of what could be read; the rest is kept at its place and written back there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List<T> {
    items: Vec<T>,
    /// What is no `T`, with its place in the list, in order.
    misfits: Vec<(usize, Value)>,
    /// Whether there was a list; an empty one is written back too.
    is_given: bool,
}

impl<T> List<T> {
    /// Members of the list that are something else than Meta documents, as they came.
    pub fn misfits(&self) -> impl Iterator<Item = &Value> {
        self.misfits.iter().map(|(_, value)| value)
    }

    /// Takes the members that could be read.
    pub fn into_items(self) -> Vec<T> {
        self.items
    }
}

impl<T> Default for List<T> {
    fn default() -> Self {
        Self { items: Vec::new(), misfits: Vec::new(), is_given: false }
    }
}

impl<T> Deref for List<T> {
    type Target = [T];

    fn deref(&self) -> &[T] {
        &self.items
    }
}

impl<T> From<Vec<T>> for List<T> {
    fn from(items: Vec<T>) -> Self {
        Self { items, misfits: Vec::new(), is_given: true }
    }
}

impl<'a, T> IntoIterator for &'a List<T> {
    type Item = &'a T;
    type IntoIter = std::slice::Iter<'a, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.items.iter()
    }
}

impl<T: Wire> List<T> {
    /// The members at their places: `Ok` what could be read, `Err` what could not.
    fn members(&self) -> impl Iterator<Item = Result<&T, &Value>> {
        let mut items = self.items.iter();
        let mut misfits = self.misfits.iter().peekable();
        let mut at = 0;
        std::iter::from_fn(move || {
            let misfit = misfits.next_if(|(place, _)| *place == at).map(|(_, value)| Err(value));
            let member = misfit
                .or_else(|| items.next().map(Ok))
                .or_else(|| misfits.next().map(|(_, value)| Err(value)));
            at += 1;
            member
        })
    }
}

impl<T: Wire> Wire for List<T> {
    fn from_value(value: Value) -> Result<Self, Value> {
        let Value::Array(values) = value else { return Err(value) };
        let mut list = Self { items: Vec::with_capacity(values.len()), misfits: Vec::new(), is_given: true };
        for (place, value) in values.into_iter().enumerate() {
            match T::from_value(value) {
                Ok(item) => list.items.push(item),
                Err(other) => list.misfits.push((place, other)),
            }
        }
        Ok(list)
    }

    fn to_value(&self) -> Value {
        let values = self.members().map(|member| member.map_or_else(Value::clone, Wire::to_value));
        Value::Array(values.collect())
    }

    fn note_unknown(&self, path: &str, found: &mut Vec<String>) {
        for (place, member) in self.members().enumerate() {
            let path = below(path, &place.to_string());
            match member {
                Ok(item) => item.note_unknown(&path, found),
                Err(_) => found.push(path),
            }
        }
    }
}

impl<T: Wire> Member for List<T> {
    fn take(members: &mut Extra, key: &str) -> Self {
        <Option<Self> as Member>::take(members, key).unwrap_or_default()
    }

    fn put(&self, members: &mut Extra, key: &str) {
        if self.is_given || !self.items.is_empty() {
            members.insert(key.to_owned(), self.to_value());
        }
    }

    fn note(&self, path: &str, key: &str, found: &mut Vec<String>) {
        self.note_unknown(&below(path, key), found);
    }
}

impl<T: Wire> serde::Serialize for List<T> {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.to_value().serialize(serializer)
    }
}

impl<'de, T: Wire> serde::Deserialize<'de> for List<T> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = <Value as serde::Deserialize>::deserialize(deserializer)?;
        Self::from_value(value).map_err(|_| serde::de::Error::custom("expected an array"))
    }
}
