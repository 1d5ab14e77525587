//! The workspace: one business.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{Role, WorkspaceId};

/// A workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Workspace {
    /// Its id.
    pub id: WorkspaceId,
    /// The business's name.
    pub name: String,
    /// IANA time zone name, e.g. `Asia/Kolkata`.
    pub time_zone: String,
    /// BCP 47 tag of the main language, e.g. `en`.
    pub language: String,
    /// The caller's role in it.
    pub role: Role,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// Workspaces one person may own.
pub const OWNED_MAX: usize = 20;
/// Workspaces one person may belong to.
pub const JOINED_MAX: usize = 100;

/// Makes a workspace; whoever makes it owns it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewWorkspace {
    /// The business's name.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, example = "Maa Bakery"))]
    pub name: String,
    /// IANA time zone name; UTC when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64, example = "Asia/Kolkata"))]
    pub time_zone: Option<String>,
    /// BCP 47 tag of the main language; `en` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 2, max_length = 35, example = "en"))]
    pub language: Option<String>,
}

/// Changes a workspace; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct WorkspacePatch {
    /// The business's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: Option<String>,
    /// IANA time zone name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 64))]
    pub time_zone: Option<String>,
    /// BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 35, pattern = "^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$"))]
    pub language: Option<String>,
}

/// What is done and what is left of the way to a bot that answers, and today's counts.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Home {
    /// A number is connected, a sandbox number counts.
    pub has_number: bool,
    /// A bot exists.
    pub has_bot: bool,
    /// A bot is live.
    pub has_live_bot: bool,
    /// Somebody wrote and a bot answered.
    pub has_answered: bool,
    /// Somebody put the checklist of these four aside.
    pub is_setup_dismissed: bool,
    /// Conversations with a message since midnight in the workspace's time zone (UTC when the zone is unknown).
    pub conversations_today: u64,
    /// Messages received since then.
    pub received_today: u64,
    /// Messages sent since then.
    pub sent_today: u64,
    /// Conversations waiting for a person.
    pub waiting: u64,
    /// Messages that could not be sent since then.
    pub failed_today: u64,
}
