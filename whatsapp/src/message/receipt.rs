//! Telling a person that the business has read, and is typing.

use serde::ser::SerializeMap;
use serde::{Serialize, Serializer};
use serde_json::json;

/// Marks a person's message, and all before it, as read. Meta: Messages, Mark messages as read; Typing indicators.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Receipt {
    message_id: String,
    is_typing: bool,
}

impl Receipt {
    /// For the message with this wamid.
    pub fn new(message_id: impl Into<String>) -> Self {
        Self { message_id: message_id.into(), is_typing: false }
    }

    /// Shows that the business is typing too, until it sends or 25 seconds have passed.
    #[must_use]
    pub fn with_typing(mut self) -> Self {
        self.is_typing = true;
        self
    }
}

impl Serialize for Receipt {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("messaging_product", "whatsapp")?;
        map.serialize_entry("status", "read")?;
        map.serialize_entry("message_id", &self.message_id)?;
        if self.is_typing {
            map.serialize_entry("typing_indicator", &json!({ "type": "text" }))?;
        }
        map.end()
    }
}
