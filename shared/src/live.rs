//! Live events: what the server tells open browsers. They say what changed, never what it holds: the page refetches.

use serde::{Deserialize, Serialize};

use crate::{BotId, ConversationId, NumberId, RunId};

/// Something changed in the workspace of the stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum LiveEvent {
    /// A conversation, one of its messages or statuses.
    ConversationChanged {
        /// Which.
        conversation_id: ConversationId,
        /// Of which number.
        number_id: NumberId,
    },
    /// A bot, its draft or its versions.
    BotChanged {
        /// Which.
        bot_id: BotId,
    },
    /// A run.
    RunChanged {
        /// Which.
        run_id: RunId,
        /// Of which bot.
        bot_id: BotId,
    },
    /// A number.
    NumberChanged {
        /// Which.
        number_id: NumberId,
    },
    /// The workspace itself.
    WorkspaceChanged {},
    /// Its members, their roles or the invitations.
    TeamChanged {},
    /// Events were missed: refetch everything that is shown.
    Reset {},
}
