//! Connected numbers.

use serde_json::json;
use shared::number::{Number, NumberPatch};
use shared::{NumberId, Page, WorkspaceId};

use super::ApiResult;
use super::client::{Method, get, write};

/// The numbers of a workspace.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn numbers(workspace: WorkspaceId) -> ApiResult<Page<Number>> {
    get(&format!("/workspaces/{workspace}/numbers")).await
}

/// One number.
pub async fn number(workspace: WorkspaceId, id: NumberId) -> ApiResult<Number> {
    get(&format!("/workspaces/{workspace}/numbers/{id}")).await
}

/// Gives the workspace a sandbox number.
pub async fn create_sandbox_number(workspace: WorkspaceId) -> ApiResult<Number> {
    write(Method::POST, &format!("/workspaces/{workspace}/numbers/sandbox"), &json!({})).await
}

/// Renames a number.
pub async fn update_number(workspace: WorkspaceId, id: NumberId, body: &NumberPatch) -> ApiResult<Number> {
    write(Method::PATCH, &format!("/workspaces/{workspace}/numbers/{id}"), body).await
}
