//! Ids, times and amounts: Meta writes them as strings in one place and as numbers in the next.

use std::fmt;
use std::ops::Deref;

use serde_json::{Number, Value};

use super::Wire;

/// A string that is not empty, or a number: an id, a code, a time in Unix seconds, an amount. Written back as it was read.
///
/// It reads as text, whichever it was. Empty strings, which Meta writes for ids that are not known, are no scalar: the field is
/// then absent.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Scalar {
    text: String,
    /// The number it was read from; its text, read again, may be a neighbour of it.
    number: Option<Number>,
}

impl Scalar {
    /// The text, or the number written as one.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// A whole number, such as Unix seconds or a code, whichever way it was written.
    pub fn as_i64(&self) -> Option<i64> {
        self.text.trim().parse().ok()
    }

    /// A number, such as a latitude or a price, whichever way it was written; never infinite.
    pub fn as_f64(&self) -> Option<f64> {
        self.text.trim().parse().ok().filter(|number: &f64| number.is_finite())
    }
}

impl Deref for Scalar {
    type Target = str;

    fn deref(&self) -> &str {
        &self.text
    }
}

impl fmt::Display for Scalar {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<&str> for Scalar {
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), number: None }
    }
}

impl From<Number> for Scalar {
    fn from(number: Number) -> Self {
        Self { text: number.to_string(), number: Some(number) }
    }
}

impl From<Scalar> for String {
    fn from(scalar: Scalar) -> Self {
        scalar.text
    }
}

impl PartialEq<str> for Scalar {
    fn eq(&self, other: &str) -> bool {
        self.text == other
    }
}

impl PartialEq<String> for Scalar {
    fn eq(&self, other: &String) -> bool {
        self.text == *other
    }
}

impl PartialEq<&str> for Scalar {
    fn eq(&self, other: &&str) -> bool {
        self.text == *other
    }
}

impl Wire for Scalar {
    fn from_value(value: Value) -> Result<Self, Value> {
        match value {
            Value::String(text) if !text.is_empty() => Ok(Self { text, number: None }),
            Value::Number(number) => Ok(Self::from(number)),
            other => Err(other),
        }
    }

    fn to_value(&self) -> Value {
        match &self.number {
            Some(number) => Value::Number(number.clone()),
            None => Value::String(self.text.clone()),
        }
    }

    fn fits(value: &Value) -> bool {
        value.is_number() || value.as_str().is_some_and(|text| !text.is_empty())
    }
}

serde_by_value!(Scalar, "a string or a number");
