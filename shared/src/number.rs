//! Numbers: connected WhatsApp business phone numbers.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::NumberId;

/// A connected number.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Number {
    /// Its id.
    pub id: NumberId,
    /// Sandbox, or a real one on Meta's Cloud API.
    pub kind: NumberKind,
    /// The name people see.
    pub name: String,
    /// The phone number as people write it, e.g. `+1 555 010 0042`.
    pub display_phone: String,
    /// Meta's id of the number.
    pub phone_number_id: String,
    /// Meta's id of the WhatsApp Business Account.
    pub waba_id: String,
    /// Whether it takes and sends messages.
    pub state: NumberState,
    /// When somebody last wrote to it.
    pub last_event_at: Option<DateTime<Utc>>,
    /// When it was connected.
    pub created_at: DateTime<Utc>,
}

/// Where a number lives.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberKind {
    /// Served by the built-in simulator; no Meta account is needed.
    Sandbox,
    /// On Meta's Cloud API.
    Cloud,
}

/// Whether a number is in use.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum NumberState {
    /// Takes and sends messages.
    Connected,
    /// Kept for its history only.
    Disconnected,
}

/// Changes a number; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NumberPatch {
    /// The name people see.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: Option<String>,
}
