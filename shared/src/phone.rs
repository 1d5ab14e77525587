//! The sandbox phone: a customer's phone in the browser that writes to a sandbox number through the simulator.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::inbox::{MessageContent, MessageStatus};

/// The phone's thread with a sandbox number, as the customer sees it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneThread {
    /// The customer's name.
    pub name: String,
    /// The customer's number.
    pub phone: String,
    /// The newest 200 messages, or the newest of those before the message asked for; oldest first.
    pub messages: Vec<PhoneMessage>,
    /// Whether there are messages before the first of these.
    pub has_older: bool,
}

/// Which part of the phone's thread is wanted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams))]
#[cfg_attr(feature = "openapi", into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct PhoneQuery {
    /// Id of a message: the ones before it. The newest ones when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(max_length = 200))]
    pub before: Option<String>,
}

impl PhoneQuery {
    /// Longest id of a message, in bytes.
    pub const BEFORE_MAX_BYTES: usize = 200;
}

/// A message on the phone.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct PhoneMessage {
    /// WhatsApp's id of the message.
    pub id: String,
    /// Whether the customer wrote it.
    pub is_mine: bool,
    /// What it holds.
    pub content: MessageContent,
    /// How far it got.
    pub status: MessageStatus,
    /// When.
    pub at: DateTime<Utc>,
}

/// What the customer writes or taps.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum PhoneInput {
    /// Writes a text.
    Text {
        /// 1 to 4,096 characters.
        #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4096))]
        text: String,
    },
    /// Taps a button.
    ButtonReply {
        /// The message the button belongs to.
        message_id: String,
        /// The button's id.
        id: String,
    },
    /// Chooses a row.
    ListReply {
        /// The message the row belongs to.
        message_id: String,
        /// The row's id.
        id: String,
    },
    /// Sends something the bot cannot read, such as a sticker.
    Sticker {},
}
