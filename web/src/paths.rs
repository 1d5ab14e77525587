//! The dashboard's own addresses, so that links and routes agree.

use shared::{BotId, ConversationId, NumberId, WorkspaceId};

/// Home of a workspace.
#[must_use]
pub fn home(w: WorkspaceId) -> String {
    format!("/w/{w}")
}

/// The inbox.
#[must_use]
pub fn inbox(w: WorkspaceId) -> String {
    format!("/w/{w}/inbox")
}

/// A view of the inbox.
#[must_use]
pub fn inbox_view(w: WorkspaceId, view: &str) -> String {
    format!("/w/{w}/inbox/{view}")
}

/// A conversation in the inbox.
#[must_use]
pub fn conversation(w: WorkspaceId, view: &str, id: ConversationId) -> String {
    format!("/w/{w}/inbox/{view}/{id}")
}

/// The bots.
#[must_use]
pub fn bots(w: WorkspaceId) -> String {
    format!("/w/{w}/bots")
}

/// Where a bot is made.
#[must_use]
pub fn new_bot(w: WorkspaceId) -> String {
    format!("/w/{w}/bots/new")
}

/// A section of a bot: `build`, `runs`, `versions` or `settings`.
#[must_use]
pub fn bot(w: WorkspaceId, id: BotId, section: &str) -> String {
    format!("/w/{w}/bots/{id}/{section}")
}

/// The sandbox phone of a sandbox number.
#[must_use]
pub fn phone(w: WorkspaceId, number: NumberId) -> String {
    format!("/w/{w}/phone/{number}")
}

/// A section of the settings: `business`, `numbers`, `team`, `roles` or `api-keys`.
#[must_use]
pub fn settings(w: WorkspaceId, section: &str) -> String {
    format!("/w/{w}/settings/{section}")
}

/// A number's page.
#[must_use]
pub fn number(w: WorkspaceId, id: NumberId) -> String {
    format!("/w/{w}/settings/numbers/{id}")
}

/// A section of the account: `profile`, `security` or `appearance`.
#[must_use]
pub fn account(section: &str) -> String {
    format!("/account/{section}")
}
