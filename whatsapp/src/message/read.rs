//! A cursor in Graph's JSON that knows where it is, so that every error names its field.

use serde_json::{Map, Value};

use super::ContentError;

/// A value and its place in the request.
#[derive(Debug, Clone)]
pub(crate) struct Node<'v> {
    value: &'v Value,
    place: String,
}

pub(crate) type Read<T> = Result<T, ContentError>;

impl<'v> Node<'v> {
    /// The whole request.
    pub(crate) fn root(value: &'v Value) -> Self {
        Self { value, place: String::new() }
    }

    pub(crate) fn value(&self) -> &'v Value {
        self.value
    }

    /// The place of a field in here.
    pub(crate) fn place(&self, name: &str) -> String {
        if self.place.is_empty() { name.to_owned() } else { format!("{}.{name}", self.place) }
    }

    /// A field that is there and not null.
    pub(crate) fn get(&self, name: &str) -> Option<Self> {
        let value = self.value.get(name).filter(|value| !value.is_null())?;
        Some(Self { value, place: self.place(name) })
    }

    fn need(&self, name: &str) -> Read<Self> {
        self.get(name).ok_or_else(|| self.missing(name))
    }

    pub(crate) fn missing(&self, name: &str) -> ContentError {
        ContentError::Missing { field: self.place(name) }
    }

    /// This value itself is not what Graph takes.
    pub(crate) fn invalid(&self) -> ContentError {
        ContentError::Invalid { field: self.place.clone() }
    }

    pub(crate) fn invalid_at(&self, name: &str) -> ContentError {
        ContentError::Invalid { field: self.place(name) }
    }

    pub(crate) fn object(&self, name: &str) -> Read<Self> {
        let node = self.need(name)?;
        if node.value.is_object() { Ok(node) } else { Err(node.invalid()) }
    }

    pub(crate) fn optional_object(&self, name: &str) -> Read<Option<Self>> {
        self.get(name).map(|_| self.object(name)).transpose()
    }

    /// The fields of an object, as they are.
    pub(crate) fn optional_map(&self, name: &str) -> Read<Option<Map<String, Value>>> {
        Ok(self.optional_object(name)?.and_then(|node| node.value.as_object().cloned()))
    }

    pub(crate) fn items(&self, name: &str) -> Read<Vec<Self>> {
        let node = self.need(name)?;
        let Value::Array(items) = node.value else { return Err(node.invalid()) };
        let place = |at: usize| format!("{}[{at}]", node.place);
        Ok(items.iter().enumerate().map(|(at, value)| Self { value, place: place(at) }).collect())
    }

    pub(crate) fn optional_items(&self, name: &str) -> Read<Vec<Self>> {
        if self.get(name).is_some() { self.items(name) } else { Ok(Vec::new()) }
    }

    /// Reads every item of a list.
    pub(crate) fn list<T>(&self, name: &str, read: impl Fn(&Self) -> Read<T>) -> Read<Vec<T>> {
        self.items(name)?.iter().map(read).collect()
    }

    pub(crate) fn text(&self, name: &str) -> Read<String> {
        let node = self.need(name)?;
        node.value.as_str().map(str::to_owned).ok_or_else(|| node.invalid())
    }

    pub(crate) fn optional_text(&self, name: &str) -> Read<Option<String>> {
        self.get(name).map(|_| self.text(name)).transpose()
    }

    /// A string in lower case: Meta takes both cases of its own words.
    pub(crate) fn word(&self, name: &str) -> Read<String> {
        Ok(self.text(name)?.to_ascii_lowercase())
    }

    /// A number, or a string that holds one: Meta takes both.
    pub(crate) fn float(&self, name: &str) -> Read<f64> {
        let node = self.need(name)?;
        let number = match node.value {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_f64(),
        };
        number.ok_or_else(|| node.invalid())
    }

    /// A whole number, or a string that holds one: Meta takes both.
    pub(crate) fn integer(&self, name: &str) -> Read<i64> {
        let node = self.need(name)?;
        let number = match node.value {
            Value::String(text) => text.trim().parse().ok(),
            value => value.as_i64(),
        };
        number.ok_or_else(|| node.invalid())
    }

    pub(crate) fn flag(&self, name: &str) -> bool {
        self.value.get(name).and_then(Value::as_bool).unwrap_or(false)
    }
}
