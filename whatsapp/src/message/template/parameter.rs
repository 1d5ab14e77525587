//! Values for the places in a template's texts.

use serde_json::{Value, json};

use crate::limits;
use crate::message::limit::{allowed, at_least, filled, format, unique};
use crate::message::read::{Node, Read};
use crate::message::{ContentError, LimitError};

/// A value for a place in a text. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Parameter {
    /// A text.
    Text {
        /// The place's name; `None` where the places are counted.
        name: Option<String>,
        /// The text.
        text: String,
    },
    /// An amount of money; Meta shows it as the reader's country writes it.
    Currency {
        /// What is shown where it cannot be.
        fallback_value: String,
        /// The currency in three letters.
        code: String,
        /// The amount times 1000.
        amount_1000: i64,
    },
    /// A date; Meta shows the fallback.
    DateTime {
        /// What is shown.
        fallback_value: String,
    },
}

impl Parameter {
    /// A text for a counted place (`{{1}}`).
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { name: None, text: text.into() }
    }

    /// A text for a named place (`{{first_name}}`).
    pub fn named(name: impl Into<String>, text: impl Into<String>) -> Self {
        Self::Text { name: Some(name.into()), text: text.into() }
    }

    fn name(&self) -> Option<&str> {
        match self {
            Self::Text { name, .. } => name.as_deref(),
            Self::Currency { .. } | Self::DateTime { .. } => None,
        }
    }

    pub(super) fn check(&self, place: &str, limit: usize) -> Result<(), LimitError> {
        match self {
            Self::Text { name, text } => {
                if let Some(name) = name {
                    let is_name = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
                    let is_right = !name.is_empty() && name.chars().all(is_name);
                    format(format!("{place}.parameter_name"), name, is_right)?;
                }
                filled(format!("{place}.text").as_str(), text, limit)
            }
            Self::Currency { fallback_value, code, .. } => {
                let is_code = code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_uppercase());
                format(format!("{place}.currency.code"), code, is_code)?;
                at_least(format!("{place}.currency.fallback_value"), fallback_value, 1)
            }
            Self::DateTime { fallback_value } => {
                at_least(format!("{place}.date_time.fallback_value"), fallback_value, 1)
            }
        }
    }

    pub(super) fn graph(&self) -> Value {
        match self {
            Self::Text { name: None, text } => json!({ "type": "text", "text": text }),
            Self::Text { name: Some(name), text } => {
                json!({ "type": "text", "parameter_name": name, "text": text })
            }
            Self::Currency { fallback_value, code, amount_1000 } => json!({ "type": "currency",
                "currency": { "fallback_value": fallback_value, "code": code, "amount_1000": amount_1000 } }),
            Self::DateTime { fallback_value } => {
                json!({ "type": "date_time", "date_time": { "fallback_value": fallback_value } })
            }
        }
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        Ok(match node.word("type")?.as_str() {
            "text" => Self::Text { name: node.optional_text("parameter_name")?, text: node.text("text")? },
            "currency" => {
                let currency = node.object("currency")?;
                Self::Currency {
                    fallback_value: currency.text("fallback_value")?,
                    code: currency.text("code")?,
                    amount_1000: currency.integer("amount_1000")?,
                }
            }
            "date_time" => {
                Self::DateTime { fallback_value: node.object("date_time")?.text("fallback_value")? }
            }
            kind => return Err(ContentError::Unsupported { kind: format!("template parameter {kind}") }),
        })
    }
}

/// All counted or all named, no name twice.
pub(super) fn check(place: &str, parameters: &[Parameter]) -> Result<(), LimitError> {
    let field = |at: usize| format!("{place}.parameters[{at}]");
    let is_named = parameters.first().is_some_and(|first| first.name().is_some());
    for (at, parameter) in parameters.iter().enumerate() {
        parameter.check(&field(at), limits::TEMPLATE_BODY_CHARS)?;
        allowed(&format!("{}.parameter_name", field(at)), parameter.name().is_some() == is_named)?;
    }
    let names = parameters.iter().filter_map(Parameter::name);
    unique(names, |at| format!("{}.parameter_name", field(at)))
}
