//! Statuses of what the business sent.

use serde_json::Value;

use super::contact::receiver;
use super::json::{text, text_of, timestamp};

/// A status of a sent message; they come late, doubled and in any order. Meta: Webhooks, Reference, messages, status.
#[derive(Debug, Clone, PartialEq)]
pub struct Status {
    /// The wamid of the message that was sent.
    pub wamid: String,
    /// What happened to it.
    pub state: State,
    /// When, in Unix seconds; `None` when Meta gave nothing readable.
    pub timestamp: Option<i64>,
    /// The recipient's phone number without `+`; absent for people known by user name only.
    pub recipient_id: Option<String>,
    /// The recipient's business-scoped user id.
    pub recipient_user_id: Option<String>,
    /// The recipient's parent business-scoped user id.
    pub recipient_parent_user_id: Option<String>,
    /// What was given as `biz_opaque_callback_data` when it was sent.
    pub biz_opaque_callback_data: Option<String>,
    /// Why it failed.
    pub errors: Vec<StatusError>,
    /// The whole status as JSON text, with faulty characters replaced.
    pub raw: String,
}

/// What happened to a sent message. Meta: Webhooks, Reference, messages, status.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State {
    /// One tick: it left Meta's servers.
    Sent,
    /// Two ticks: it is on the phone.
    Delivered,
    /// It was read.
    Read,
    /// It will not be delivered; see the errors.
    Failed,
    /// A voice message was played.
    Played,
    /// A state this crate does not know.
    Other(String),
}

impl State {
    /// Meta's word.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Sent => "sent",
            Self::Delivered => "delivered",
            Self::Read => "read",
            Self::Failed => "failed",
            Self::Played => "played",
            Self::Other(state) => state,
        }
    }

    fn read(state: String) -> Self {
        match state.as_str() {
            "sent" => Self::Sent,
            "delivered" => Self::Delivered,
            "read" => Self::Read,
            "failed" => Self::Failed,
            "played" => Self::Played,
            _ => Self::Other(state),
        }
    }
}

/// Why a message failed; [`crate::error::explain`] knows the codes. Meta: Error codes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StatusError {
    /// Meta's code, 0 when none was given.
    pub code: i64,
    /// Meta's title.
    pub title: Option<String>,
    /// Meta's message.
    pub message: Option<String>,
    /// `error_data.details`.
    pub details: Option<String>,
}

impl Status {
    /// A status out of its [`raw`](Self::raw) JSON, as it was kept; `None` when it is none.
    pub fn from_raw(raw: &Value) -> Option<Self> {
        Self::read(raw, &raw.to_string()).ok()
    }

    pub(super) fn read(value: &Value, raw: &str) -> Result<Self, &'static str> {
        let wamid = text(value, "id").ok_or("the status has no message id")?;
        let state = text(value, "status").ok_or("the status does not say which")?;
        let (recipient_user_id, recipient_id) = receiver(value);
        let parents = [
            "parent_recipient_user_id",
            "recipient_parent_user_id",
            "recipient_participant_parent_user_id",
            "parent_user_id",
        ];
        let errors = value.get("errors").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
        Ok(Self {
            wamid,
            state: State::read(state),
            timestamp: timestamp(value),
            recipient_id,
            recipient_user_id,
            recipient_parent_user_id: text_of(value, &parents),
            biz_opaque_callback_data: text(value, "biz_opaque_callback_data"),
            errors: errors.iter().map(StatusError::read).collect(),
            raw: raw.to_owned(),
        })
    }
}

impl StatusError {
    fn read(value: &Value) -> Self {
        Self {
            code: text(value, "code").and_then(|code| code.parse().ok()).unwrap_or_default(),
            title: text(value, "title"),
            message: text(value, "message"),
            details: value.pointer("/error_data/details").and_then(super::json::scalar),
        }
    }
}
