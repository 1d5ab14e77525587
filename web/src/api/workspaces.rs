//! The workspace and its home.

use serde_json::json;
use shared::WorkspaceId;
use shared::workspace::{Home, Workspace, WorkspacePatch};

use super::ApiResult;
use super::client::{Method, command, get, write};

/// The workspace.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn workspace(id: WorkspaceId) -> ApiResult<Workspace> {
    get(&format!("/workspaces/{id}")).await
}

/// Changes the workspace.
pub async fn update_workspace(id: WorkspaceId, body: &WorkspacePatch) -> ApiResult<Workspace> {
    write(Method::PATCH, &format!("/workspaces/{id}"), body).await
}

/// Puts the set-up checklist aside, for everybody in the workspace.
pub async fn dismiss_setup(id: WorkspaceId) -> ApiResult<()> {
    command(Method::POST, &format!("/workspaces/{id}/setup/dismiss"), &json!({})).await
}

/// Shows the set-up checklist again.
pub async fn restore_setup(id: WorkspaceId) -> ApiResult<()> {
    command(Method::POST, &format!("/workspaces/{id}/setup/restore"), &json!({})).await
}

/// What is done and left of the set-up, and today's counts.
pub async fn home(id: WorkspaceId) -> ApiResult<Home> {
    get(&format!("/workspaces/{id}/home")).await
}
