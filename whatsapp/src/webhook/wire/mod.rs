//! JSON read without losing anything: every type here writes exactly what it was read from.
//!
//! The rule is the same everywhere. A member whose value is what Meta documents becomes a typed field; any other member
//! (unknown, `null`, or of another type) stays in `extra` as it came, and is written back from there. So a webhook of tomorrow,
//! or one that is half broken, is read as far as it is known, and nothing of it is lost.

#[macro_use]
mod object;
#[macro_use]
mod word;
mod list;
mod scalar;

pub use list::List;
pub use scalar::Scalar;

use serde_json::{Map, Number, Value};

/// Members that this crate does not know, or whose value is not what Meta documents, as they came.
pub type Extra = Map<String, Value>;

/// A type that is read from JSON and written back as the same JSON. All types of webhooks are such types.
pub trait Wire: Sized {
    /// Reads a value.
    ///
    /// # Errors
    /// Gives the value back, unchanged, when it is not of this type.
    fn from_value(value: Value) -> Result<Self, Value>;

    /// Writes what was read: for every `x` that can be read, `from_value(x)?.to_value() == x`.
    fn to_value(&self) -> Value;

    /// Whether [`Wire::from_value`] would take the value.
    fn fits(value: &Value) -> bool {
        Self::from_value(value.clone()).is_ok()
    }

    /// Adds the paths (`/errors/0/href`, JSON pointers below `path`) of everything that was kept without being understood.
    fn note_unknown(&self, path: &str, found: &mut Vec<String>) {
        let _ = (path, found);
    }

    /// The JSON pointers of everything that was kept without being understood: what Meta added, or this crate lacks.
    fn unknown(&self) -> Vec<String> {
        let mut found = Vec::new();
        self.note_unknown("", &mut found);
        found
    }
}

impl Wire for Value {
    fn from_value(value: Value) -> Result<Self, Value> {
        Ok(value)
    }

    fn to_value(&self) -> Value {
        self.clone()
    }
}

impl Wire for String {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) => Ok(text),
            other => Err(other),
        }
    }

    fn to_value(&self) -> Value {
        Value::String(self.clone())
    }
}

impl Wire for bool {
    fn from_value(value: Value) -> Result<Self, Value> {
        value.as_bool().ok_or(value)
    }

    fn to_value(&self) -> Value {
        Value::Bool(*self)
    }
}

impl Wire for Number {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::Number(number) => Ok(number),
            other => Err(other),
        }
    }

    fn to_value(&self) -> Value {
        Value::Number(self.clone())
    }
}

impl<T: Wire> Wire for Box<T> {
    fn from_value(value: Value) -> Result<Self, Value> {
        T::from_value(value).map(Self::new)
    }

    fn to_value(&self) -> Value {
        T::to_value(self)
    }

    fn note_unknown(&self, path: &str, found: &mut Vec<String>) {
        T::note_unknown(self, path, found);
    }
}

/// A field of an object: how it is taken out of the members and put back.
pub(crate) trait Member {
    fn take(members: &mut Extra, key: &str) -> Self;
    fn put(&self, members: &mut Extra, key: &str);
    fn note(&self, path: &str, key: &str, found: &mut Vec<String>);
}

impl<T: Wire> Member for Option<T> {
    fn take(members: &mut Extra, key: &str) -> Self {
        match T::from_value(members.remove(key)?) {
            Ok(known) => Some(known),
            Err(other) => {
                members.insert(key.to_owned(), other);
                None
            }
        }
    }

    fn put(&self, members: &mut Extra, key: &str) {
        if let Some(known) = self {
            members.insert(key.to_owned(), known.to_value());
        }
    }

    fn note(&self, path: &str, key: &str, found: &mut Vec<String>) {
        if let Some(known) = self {
            known.note_unknown(&below(path, key), found);
        }
    }
}

/// The JSON pointer of a member.
pub(crate) fn below(path: &str, key: &str) -> String {
    format!("{path}/{}", key.replace('~', "~0").replace('/', "~1"))
}

pub(crate) fn note_extra(extra: &Extra, path: &str, found: &mut Vec<String>) {
    found.extend(extra.keys().map(|key| below(path, key)));
}
