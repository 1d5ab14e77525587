//! Runs of bots.

use shared::run::{Run, RunDetail};
use shared::{BotId, Page, RunId, WorkspaceId};

use super::ApiResult;
use super::client::get;

/// The runs of a bot, the newest first.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn runs(workspace: WorkspaceId, bot: BotId, cursor: Option<&str>) -> ApiResult<Page<Run>> {
    let cursor =
        cursor.map(|cursor| format!("?cursor={}", js_sys::encode_uri_component(cursor))).unwrap_or_default();
    get(&format!("/workspaces/{workspace}/bots/{bot}/runs{cursor}")).await
}

/// A run with its event log.
pub async fn run(workspace: WorkspaceId, id: RunId) -> ApiResult<RunDetail> {
    get(&format!("/workspaces/{workspace}/runs/{id}")).await
}
