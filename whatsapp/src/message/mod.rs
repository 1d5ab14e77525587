//! What a business sends: `POST /{version}/{phone_number_id}/messages` and its answer.
//!
//! A [`Message`] that exists keeps Meta's limits: every constructor checks them and says which field broke which limit. It
//! serialises to exactly the JSON that Graph takes. Meta: Messages, Send messages.

mod content;
mod limit;
mod wire;

pub use content::{Button, Buttons, Content, List, Row, Section, Text, Words};
pub use limit::{LimitError, Rule};
pub use wire::ContentError;

use serde::{Deserialize, Serialize};

use crate::limits;
use limit::{at_least, at_most};

/// Whom a message goes to. Meta: Messages, Send messages; Business-scoped user ids.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A phone number or `wa_id`, sent as `to`.
    Phone(String),
    /// A business-scoped user id (`US.1349…`), sent as `recipient`.
    UserId(String),
}

/// One message of a business to one person. Meta: Messages, Send messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    to: Recipient,
    content: Content,
    reply_to: Option<String>,
    callback_data: Option<String>,
}

impl Message {
    /// Makes a message; content was checked when it was made.
    pub fn new(to: Recipient, content: impl Into<Content>) -> Self {
        Self { to, content: content.into(), reply_to: None, callback_data: None }
    }

    /// Shows the message as a reply to the message with this wamid (`context.message_id`). Meta: Contextual replies.
    #[must_use]
    pub fn with_reply_to(mut self, wamid: impl Into<String>) -> Self {
        self.reply_to = Some(wamid.into());
        self
    }

    /// Adds `biz_opaque_callback_data`, which Meta repeats in every status of the message.
    ///
    /// # Errors
    /// When it is empty or longer than [`limits::CALLBACK_DATA_CHARS`].
    pub fn with_callback_data(mut self, data: impl Into<String>) -> Result<Self, LimitError> {
        let data = data.into();
        at_least("biz_opaque_callback_data", &data, 1)?;
        at_most("biz_opaque_callback_data", &data, limits::CALLBACK_DATA_CHARS)?;
        self.callback_data = Some(data);
        Ok(self)
    }

    /// Whom it goes to.
    pub fn to(&self) -> &Recipient {
        &self.to
    }

    /// What it says.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The wamid it replies to.
    pub fn reply_to(&self) -> Option<&str> {
        self.reply_to.as_deref()
    }

    /// The data that Meta repeats in its statuses.
    pub fn callback_data(&self) -> Option<&str> {
        self.callback_data.as_deref()
    }
}

/// Graph's answer to an accepted message. A 200 is not delivery. Meta: Messages, Send messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct SendResponse {
    /// Whom Meta took the message for.
    #[serde(default)]
    pub contacts: Vec<SentTo>,
    /// The accepted message; Meta lists exactly one.
    #[serde(default)]
    pub messages: Vec<Accepted>,
}

impl SendResponse {
    /// The id of the accepted message.
    pub fn wamid(&self) -> Option<&str> {
        self.messages.first().map(|accepted| accepted.id.as_str()).filter(|id| !id.is_empty())
    }
}

/// `contacts[]` of Graph's answer. Meta: Messages, Send messages; Business-scoped user ids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentTo {
    /// The recipient as it was given.
    #[serde(default)]
    pub input: String,
    /// The WhatsApp id it stands for; may differ from the input, absent for people known by user name only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<String>,
    /// The business-scoped user id, where Meta gives it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
}

/// `messages[]` of Graph's answer. Meta: Messages, Send messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// The wamid.
    #[serde(default)]
    pub id: String,
    /// `accepted`, `held_for_quality_assessment` or `paused`; for templates only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub message_status: Option<String>,
}
