//! What variables and fields hold.

use std::cmp::Ordering;

use serde::{Deserialize, Serialize};

use super::ExpressionError;

/// A value of a variable, a field or an expression. In schemas it is anything.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Value {
    /// Nothing: a variable that was not set, a field that the contact does not have.
    #[default]
    Null,
    /// Yes or no.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number; always finite.
    Float(f64),
    /// Words.
    Text(String),
    /// Several values.
    List(Vec<Value>),
}

impl Value {
    /// Whether a condition with this value holds: not nothing, not false, not 0, not empty.
    pub fn is_true(&self) -> bool {
        match self {
            Self::Null => false,
            Self::Bool(value) => *value,
            Self::Int(value) => *value != 0,
            Self::Float(value) => *value != 0.0,
            Self::Text(text) => !text.is_empty(),
            Self::List(list) => !list.is_empty(),
        }
    }

    /// The value as contacts read it. Nothing is an empty text, lists are separated by commas.
    pub fn to_text(&self) -> String {
        match self {
            Self::Null => String::new(),
            Self::Bool(value) => value.to_string(),
            Self::Int(value) => value.to_string(),
            // Ten places hide what binary fractions leave behind: 0.1 + 0.2 is 0.3.
            Self::Float(value) => {
                let places = format!("{value:.10}");
                places.trim_end_matches('0').trim_end_matches('.').to_owned()
            }
            Self::Text(text) => text.clone(),
            Self::List(list) => list.iter().map(Self::to_text).collect::<Vec<_>>().join(", "),
        }
    }

    /// About how much memory the value takes, in bytes.
    pub fn size_bytes(&self) -> usize {
        match self {
            Self::Text(text) => 16 + text.len(),
            Self::List(list) => list.iter().map(Self::size_bytes).fold(16, usize::saturating_add),
            Self::Null | Self::Bool(_) | Self::Int(_) | Self::Float(_) => 16,
        }
    }

    /// A finite number, whole where it can be.
    pub(crate) fn number(value: f64) -> Result<Self, ExpressionError> {
        if !value.is_finite() {
            return Err(ExpressionError::NumberTooLarge);
        }
        // Whole numbers up to 2^53 are exact in both types.
        const EXACT: f64 = 9_007_199_254_740_992.0;
        if value.fract() == 0.0 && value.abs() <= EXACT {
            #[expect(clippy::cast_possible_truncation, reason = "whole and within 2^53")]
            return Ok(Self::Int(value as i64));
        }
        Ok(Self::Float(value))
    }

    pub(crate) fn as_f64(&self) -> Option<f64> {
        match self {
            #[expect(clippy::cast_precision_loss, reason = "beyond 2^53 the nearest float is what is wanted")]
            Self::Int(value) => Some(*value as f64),
            Self::Float(value) => Some(*value),
            _ => None,
        }
    }

    pub(crate) fn as_index(&self) -> Option<i64> {
        match self {
            Self::Int(value) => Some(*value),
            _ => None,
        }
    }

    /// Equal as people see it: 2 and 2.0 are the same number.
    pub(crate) fn equals(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals(b)),
            (Self::Int(a), Self::Int(b)) => a == b,
            _ => match (self.as_f64(), other.as_f64()) {
                (Some(a), Some(b)) => a == b,
                _ => self == other,
            },
        }
    }

    /// Numbers and texts have an order among themselves.
    pub(crate) fn order(&self, other: &Self) -> Result<Ordering, ExpressionError> {
        let wrong =
            |on: &Self| ExpressionError::WrongType { operation: "a comparison of size", on: on.kind() };
        match (self, other) {
            (Self::Int(a), Self::Int(b)) => Ok(a.cmp(b)),
            (Self::Text(a), Self::Text(b)) => Ok(a.cmp(b)),
            _ => {
                let a = self.as_f64().ok_or_else(|| wrong(self))?;
                let b = other.as_f64().ok_or_else(|| wrong(other))?;
                Ok(a.total_cmp(&b))
            }
        }
    }

    pub(crate) fn kind(&self) -> &'static str {
        match self {
            Self::Null => "nothing",
            Self::Bool(_) => "yes or no",
            Self::Int(_) | Self::Float(_) => "a number",
            Self::Text(_) => "a text",
            Self::List(_) => "a list",
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<i64> for Value {
    fn from(value: i64) -> Self {
        Self::Int(value)
    }
}

impl From<bool> for Value {
    fn from(value: bool) -> Self {
        Self::Bool(value)
    }
}
