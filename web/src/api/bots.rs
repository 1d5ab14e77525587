//! Bots.

use shared::bot::Bot;
use shared::{Page, WorkspaceId};

use super::ApiResult;
use super::client::get;

/// The bots of a workspace, the last changed first.
///
/// # Errors
/// When the call fails.
pub async fn bots(workspace: WorkspaceId) -> ApiResult<Page<Bot>> {
    get(&format!("/workspaces/{workspace}/bots")).await
}
