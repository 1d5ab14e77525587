//! The admin API: what stands for Meta's dashboards and for people's phones. JSON under `/_simulator`, bearer token.
//!
//! | Call | Does |
//! |---|---|
//! | `GET health` | answers 200 when it serves; needs no token |
//! | `PUT apps/{app_id}` | makes or changes an app: secret, webhook URL, verify token |
//! | `POST apps/{app_id}/handshake` | asks the webhook URL for its challenge |
//! | `POST numbers` | makes a business number, or changes the one with the given id |
//! | `DELETE numbers/{phone_number_id}` | forgets a number with all its messages |
//! | `POST phones` | makes a phone, or changes the one with the given `wa_id` or `user_id` |
//! | `GET`, `DELETE phones/{phone}` | shows a phone; forgets it with all its messages |
//! | `POST numbers/{phone_number_id}/phones/{phone}/messages` | the phone writes |
//! | `GET numbers/{phone_number_id}/phones/{phone}/messages?since=&wait_ms=` | the conversation; waits for news |
//! | `POST numbers/{phone_number_id}/phones/{phone}/read` | the phone reads what came |
//! | `POST numbers/{phone_number_id}/phones/{phone}/close_window` | lets the 24 hours pass |
//! | `GET stats` | what was accepted, grouped; what waits |
//! | `PUT`, `DELETE faults` | sets faults of sends and webhooks; clears them |
//!
//! `{phone}` is a `user_id` or a `wa_id`. This API is ours, not Meta's.

mod client;
mod routes;

pub use client::{AdminClient, AdminError};
pub(super) use routes::routes;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// An app in Meta's dashboard: it gets the webhooks of its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NewApp {
    /// Signs the webhooks.
    pub secret: String,
    /// Where webhooks are posted; `http` only.
    pub webhook_url: String,
    /// Given in the handshake.
    pub verify_token: String,
}

/// How a handshake ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Handshake {
    /// Whether the challenge came back with 200.
    pub is_verified: bool,
    /// The HTTP status; `None` when nothing answered.
    pub status: Option<u16>,
}

/// A business number to make; what is left out is made up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewNumber {
    /// The app that gets its webhooks.
    pub app_id: String,
    /// The business's name.
    pub verified_name: String,
    /// Its Graph id; an existing one is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phone_number_id: Option<String>,
    /// The WhatsApp Business Account.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub waba_id: Option<String>,
    /// The access token that may send from it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub token: Option<String>,
    /// The number as people write it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub display_phone_number: Option<String>,
}

/// A business number.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Number {
    /// Its Graph id.
    pub phone_number_id: String,
    /// The WhatsApp Business Account.
    pub waba_id: String,
    /// The app that gets its webhooks.
    pub app_id: String,
    /// The access token that may send from it.
    pub token: String,
    /// The number as people write it.
    pub display_phone_number: String,
    /// The business's name.
    pub verified_name: String,
}

impl std::fmt::Debug for Number {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Number").field("phone_number_id", &self.phone_number_id).finish_non_exhaustive()
    }
}

/// A phone to make; what is left out is made up.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct NewPhone {
    /// The person's name in WhatsApp.
    pub name: String,
    /// The person's user name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub username: Option<String>,
    /// The number without `+`; a phone that has it is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<String>,
    /// The business-scoped user id; a phone that has it is changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user_id: Option<String>,
    /// Whether businesses never see the number: the phone has no `wa_id`.
    #[serde(default)]
    pub is_number_hidden: bool,
}

/// A person's phone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Phone {
    /// The business-scoped user id.
    pub user_id: String,
    /// The number without `+`; `None` when businesses never see it.
    pub wa_id: Option<String>,
    /// The person's name in WhatsApp.
    pub name: String,
    /// The person's user name.
    pub username: Option<String>,
}

/// What a phone writes.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PhoneMessage {
    /// What it says.
    #[serde(flatten)]
    pub content: PhoneContent,
    /// The message it answers; replies to buttons and lists always answer one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reply_to: Option<String>,
}

/// What a phone can say. Meta: Webhooks, Reference, messages.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum PhoneContent {
    /// Plain text.
    Text {
        /// The text.
        body: String,
    },
    /// Presses a reply button.
    ButtonReply {
        /// The button's id.
        id: String,
        /// The button's title.
        title: String,
    },
    /// Chooses a row of a list.
    ListReply {
        /// The row's id.
        id: String,
        /// The row's title.
        title: String,
        /// The row's description.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        description: Option<String>,
    },
    /// Any other type, such as `image`, with Meta's object of that name.
    Other {
        /// Meta's `type`.
        message_type: String,
        /// The object of that name.
        object: Value,
    },
}

/// A message that a phone wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    /// Its id.
    pub wamid: String,
}

/// What a conversation holds since a cursor.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Conversation {
    /// New and changed messages, oldest first.
    pub messages: Vec<ConversationMessage>,
    /// Give it as `since` to get what comes after.
    pub cursor: i64,
}

/// Messages of a conversation that follow each other.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Thread {
    /// Oldest first.
    pub messages: Vec<ConversationMessage>,
    /// Whether there are messages before the first of them.
    pub has_older: bool,
}

/// A message as the phone shows it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ConversationMessage {
    /// Its id.
    pub wamid: String,
    /// Whether the business sent it.
    pub is_from_business: bool,
    /// Graph's JSON: `type` and the object of that name; [`crate::message::Content::from_graph`] reads what a business sent.
    pub content: Value,
    /// The message it answers.
    pub reply_to: Option<String>,
    /// `sent`, `delivered`, `read` or `failed`; of the phone's own messages: `delivered` once the webhook was answered 200.
    pub state: String,
    /// Meta's code of a failed one.
    pub error_code: Option<i64>,
    /// When it was written, in milliseconds since 1970.
    pub at_ms: i64,
}

/// How many messages a phone has read now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReadUp {
    /// Messages that were not read before.
    pub n_read: usize,
}

/// What was accepted and what waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stats {
    /// Accepted messages of businesses; more than one where all is equal is a double send.
    pub accepted: Vec<AcceptedCount>,
    /// Messages that phones wrote.
    pub n_written: u64,
    /// Webhooks not answered 200 yet.
    pub n_webhooks_waiting: u64,
    /// Apps there are.
    pub n_apps: u64,
}

/// Accepted messages that are alike.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AcceptedCount {
    /// The business number.
    pub phone_number_id: String,
    /// The recipient: digits or a user id.
    pub to: String,
    /// The text.
    pub body: String,
    /// `biz_opaque_callback_data`.
    pub callback_data: Option<String>,
    /// How many were accepted.
    pub n: u64,
}

/// Faults to come; setting them replaces those of the same number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Faults {
    /// The number they hold for; `None` for every number.
    #[serde(default)]
    pub phone_number_id: Option<String>,
    /// Answers sends with an error instead of accepting them.
    #[serde(default)]
    pub error: Option<ErrorFault>,
    /// Waits before it answers a send.
    #[serde(default)]
    pub latency_ms: u64,
    /// Accepts so many sends and breaks the connection instead of answering.
    #[serde(default)]
    pub drop_answers: u32,
    /// Posts so many webhooks twice.
    #[serde(default)]
    pub double_webhooks: u32,
}

/// An error of Graph for the next sends.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ErrorFault {
    /// Meta's code.
    pub code: i64,
    /// The HTTP status.
    pub http_status: u16,
    /// For how many sends.
    pub n_sends: u32,
}
