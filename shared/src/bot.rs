//! Bots: drafts, versions, starters.

use chrono::{DateTime, Utc};
use flow::Flow;
use serde::{Deserialize, Serialize};

use crate::{BotId, VersionId};

/// A chatbot in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Bot {
    /// Its id.
    pub id: BotId,
    /// Its name.
    pub name: String,
    /// What customers get from it.
    pub state: BotState,
    /// The published version that is (or was last) live.
    pub live_version: Option<u32>,
    /// Whether the draft differs from that version.
    pub has_draft_changes: bool,
    /// What starts the live version, else the draft.
    pub triggers: Vec<flow::Trigger>,
    /// Errors in the draft that block publishing.
    pub n_errors: u32,
    /// Warnings in the draft.
    pub n_warnings: u32,
    /// Runs started in the last 7 days.
    pub n_runs_7d: u64,
    /// Of those, finished or handed over.
    pub n_finished_7d: u64,
    /// When the draft or the bot last changed.
    pub updated_at: DateTime<Utc>,
    /// Who changed it last, by name.
    pub updated_by: Option<String>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
}

/// What customers get from a bot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum BotState {
    /// Nothing: no version was published yet.
    NotPublished,
    /// The live version answers.
    Live,
    /// Nothing: it is switched off; runs in progress stop at their next message.
    Paused,
}

/// Makes a bot: from a starter, from imported JSON, or blank when both are absent.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewBot {
    /// Its name; the starter's title when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: Option<String>,
    /// Id of a starter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 40))]
    pub starter: Option<String>,
    /// An exported flow.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(value_type = Option<Object>))]
    pub import: Option<serde_json::Value>,
}

/// Changes a bot; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct BotPatch {
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: Option<String>,
}

/// The draft of a bot.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Draft {
    /// Grows by one with each save.
    pub revision: u64,
    /// The flow.
    pub flow: Flow,
    /// What is wrong with it, in flow order.
    pub problems: Vec<flow::Problem>,
    /// When it was last saved.
    pub updated_at: DateTime<Utc>,
}

/// Changes a draft by operations on the revision they were made for.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct DraftChange {
    /// The revision the operations start from; another one is answered 409 with the current draft.
    pub base_revision: u64,
    /// At most 500 operations, each in a batch counted, applied in order, all or none.
    #[cfg_attr(feature = "openapi", schema(max_items = 500))]
    pub ops: Vec<flow::Op>,
}

/// Publishes the draft.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Publish {
    /// The revision that was looked at; another one is answered 409.
    pub revision: u64,
    /// What changed, for the team.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", schema(max_length = 500))]
    pub note: String,
}

/// A published version, immutable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BotVersion {
    /// Its id.
    pub id: VersionId,
    /// 1, 2, 3 … within the bot.
    pub number: u32,
    /// What changed, for the team.
    pub note: String,
    /// Whether it is the live one.
    pub is_live: bool,
    /// SHA-256 of the flow's canonical JSON, in hex.
    pub content_hash: String,
    /// Who published it, by name.
    pub published_by: Option<String>,
    /// When.
    pub published_at: DateTime<Utc>,
}

/// A version with its flow.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct BotVersionDetail {
    /// The version.
    #[serde(flatten)]
    pub version: BotVersion,
    /// What it does.
    pub flow: Flow,
}

/// A bot that works from the start, to be made one's own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Starter {
    /// Its id, e.g. `menu`.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it does, in a sentence.
    pub summary: String,
    /// The flow it starts with.
    pub flow: Flow,
}
