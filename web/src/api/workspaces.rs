//! The workspace and its home.

use gloo_net::http::Method;
use shared::WorkspaceId;
use shared::workspace::{Home, Workspace, WorkspacePatch};

use super::ApiResult;
use super::client::{get, write};

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

/// What is done and left of the set-up, and today's counts.
pub async fn home(id: WorkspaceId) -> ApiResult<Home> {
    get(&format!("/workspaces/{id}/home")).await
}
