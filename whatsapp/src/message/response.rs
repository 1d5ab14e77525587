//! Graph's answer to a message.

use serde::{Deserialize, Serialize};

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
