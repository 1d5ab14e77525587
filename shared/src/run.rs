//! Runs: one pass of one contact through a bot, as a list of events.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{BotId, ContactId, ConversationId, RunId};

/// A run in a list.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Run {
    /// Its id.
    pub id: RunId,
    /// The bot.
    pub bot_id: BotId,
    /// The version it runs on, for its whole life.
    pub version: u32,
    /// The contact.
    pub contact_id: ContactId,
    /// The contact's name, or their number when there is none.
    pub contact_name: String,
    /// The conversation it belongs to.
    pub conversation_id: ConversationId,
    /// How it stands.
    pub state: RunState,
    /// The name of the step where it stands or ended.
    pub at_step: Option<String>,
    /// When it began.
    pub started_at: DateTime<Utc>,
    /// When it ended.
    pub ended_at: Option<DateTime<Utc>>,
}

/// How a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum RunState {
    /// Waits for the contact.
    Waiting,
    /// Came to an end.
    Finished,
    /// Handed over to a person.
    HandedOver,
    /// Stopped: the bot was paused, another run began, or a limit was met.
    Stopped,
}

/// A run with its event log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunDetail {
    /// The run.
    #[serde(flatten)]
    pub run: Run,
    /// What happened, in order.
    pub events: Vec<RunLogEntry>,
}

/// One event of a run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct RunLogEntry {
    /// 0, 1, 2 … within the run.
    pub position: u32,
    /// When.
    pub at: DateTime<Utc>,
    /// What.
    pub event: flow::RunEvent,
}
