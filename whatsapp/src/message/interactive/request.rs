//! Asking a person for a location or for the phone number.

use serde_json::{Value, json};

use super::Words;
use crate::limits;
use crate::message::LimitError;
use crate::message::read::{Node, Read};

/// Asks a person to send a location. Meta: Messages, Location request messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocationRequest {
    words: Words,
}

/// Asks a person who is known by user name only for the phone number. Meta: Business-scoped user ids.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ContactInfoRequest {
    words: Words,
}

/// A body alone.
fn body(body: String) -> Result<Words, LimitError> {
    let words = Words::from(body);
    words.check_body(limits::BODY_CHARS)?;
    Ok(words)
}

fn read(node: &Node<'_>) -> Read<String> {
    node.object("body")?.text("text")
}

impl LocationRequest {
    /// Makes a request for a location.
    ///
    /// # Errors
    /// When the body is blank or longer than [`limits::BODY_CHARS`].
    pub fn new(text: impl Into<String>) -> Result<Self, LimitError> {
        Ok(Self { words: body(text.into())? })
    }

    /// The text.
    pub fn body(&self) -> &str {
        self.words.body()
    }

    pub(in crate::message) fn graph(&self) -> Value {
        super::object("location_request_message", &self.words, json!({ "name": "send_location" }))
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        Ok(Self::new(read(node)?)?)
    }
}

impl ContactInfoRequest {
    /// Makes a request for the phone number.
    ///
    /// # Errors
    /// When the body is blank or longer than [`limits::BODY_CHARS`].
    pub fn new(text: impl Into<String>) -> Result<Self, LimitError> {
        Ok(Self { words: body(text.into())? })
    }

    /// The text.
    pub fn body(&self) -> &str {
        self.words.body()
    }

    pub(in crate::message) fn graph(&self) -> Value {
        super::object("request_contact_info", &self.words, json!({ "name": "request_contact_info" }))
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        Ok(Self::new(read(node)?)?)
    }
}
