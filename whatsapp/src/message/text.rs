//! Text messages and reactions.

use serde_json::{Value, json};

use super::LimitError;
use super::limit::{at_least, filled};
use super::read::{Node, Read};
use crate::limits;

/// A text message. Meta: Messages, Text messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    body: String,
    preview_url: bool,
}

impl Text {
    /// Makes a text message.
    ///
    /// # Errors
    /// When the body is blank or longer than [`limits::TEXT_BODY_CHARS`].
    pub fn new(body: impl Into<String>) -> Result<Self, LimitError> {
        let body = body.into();
        filled("text.body", &body, limits::TEXT_BODY_CHARS)?;
        Ok(Self { body, preview_url: false })
    }

    /// Asks WhatsApp to show a preview of the first link.
    #[must_use]
    pub fn with_preview_url(mut self) -> Self {
        self.preview_url = true;
        self
    }

    /// The text.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Whether a preview of the first link is asked for.
    pub fn preview_url(&self) -> bool {
        self.preview_url
    }

    pub(super) fn graph(&self) -> Value {
        if self.preview_url {
            json!({ "body": self.body, "preview_url": true })
        } else {
            json!({ "body": self.body })
        }
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let text = Self::new(node.text("body")?)?;
        Ok(if node.flag("preview_url") { text.with_preview_url() } else { text })
    }
}

/// An emoji on a message, or its removal. Meta: Messages, Reaction messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reaction {
    message_id: String,
    emoji: String,
}

impl Reaction {
    /// Puts an emoji on the message with this wamid.
    ///
    /// # Errors
    /// When the wamid or the emoji is blank.
    pub fn new(message_id: impl Into<String>, emoji: impl Into<String>) -> Result<Self, LimitError> {
        let emoji = emoji.into();
        at_least("reaction.emoji", &emoji, 1)?;
        Ok(Self { emoji, ..Self::removal(message_id)? })
    }

    /// Takes the emoji away again.
    ///
    /// # Errors
    /// When the wamid is blank.
    pub fn removal(message_id: impl Into<String>) -> Result<Self, LimitError> {
        let message_id = message_id.into();
        at_least("reaction.message_id", &message_id, 1)?;
        Ok(Self { message_id, emoji: String::new() })
    }

    /// The wamid of the message.
    pub fn message_id(&self) -> &str {
        &self.message_id
    }

    /// The emoji; `None` removes it.
    pub fn emoji(&self) -> Option<&str> {
        Some(self.emoji.as_str()).filter(|emoji| !emoji.is_empty())
    }

    pub(super) fn graph(&self) -> Value {
        json!({ "message_id": self.message_id, "emoji": self.emoji })
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let message_id = node.text("message_id")?;
        let emoji = node.optional_text("emoji")?.unwrap_or_default();
        Ok(if emoji.is_empty() { Self::removal(message_id)? } else { Self::new(message_id, emoji)? })
    }
}
