//! API keys of a workspace.

use serde_json::json;
use shared::key::{ApiKey, ApiKeyPatch, IssuedApiKey, NewApiKey};
use shared::{ApiKeyId, Page, Permission, WorkspaceId};

use super::ApiResult;
use super::client::{BASE, Method, command, get, write};

/// A page of keys, after `cursor`.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn api_keys(w: WorkspaceId, cursor: Option<&str>) -> ApiResult<Page<ApiKey>> {
    let after = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
    get(&format!("/workspaces/{w}/api-keys{after}")).await
}

/// Makes a key; its secret is in the answer and nowhere else.
pub async fn create_api_key(w: WorkspaceId, body: &NewApiKey) -> ApiResult<IssuedApiKey> {
    write(Method::POST, &format!("/workspaces/{w}/api-keys"), body).await
}

/// Changes what a key is called, may do, and where it may be used.
pub async fn update_api_key(w: WorkspaceId, id: ApiKeyId, body: &ApiKeyPatch) -> ApiResult<ApiKey> {
    write(Method::PATCH, &format!("/workspaces/{w}/api-keys/{id}"), body).await
}

/// Gives a key another secret; the one before works for a day more.
pub async fn rotate_api_key(w: WorkspaceId, id: ApiKeyId) -> ApiResult<IssuedApiKey> {
    write(Method::POST, &format!("/workspaces/{w}/api-keys/{id}/rotate"), &json!({})).await
}

/// Revokes a key, at once.
pub async fn revoke_api_key(w: WorkspaceId, id: ApiKeyId) -> ApiResult<()> {
    command(Method::DELETE, &format!("/workspaces/{w}/api-keys/{id}"), &json!({})).await
}

/// A call that a key of these scopes can make, to try it with.
#[must_use]
pub fn example_call(w: WorkspaceId, scopes: &[Permission]) -> String {
    let lists = [
        (Permission::BotsRead, "/bots"),
        (Permission::NumbersRead, "/numbers"),
        (Permission::InboxRead, "/conversations"),
        (Permission::MembersRead, "/members"),
    ];
    let list = lists.iter().find(|(permission, _)| scopes.contains(permission)).map_or("", |(_, path)| path);
    let origin = leptos::prelude::window().location().origin().unwrap_or_default();
    format!("{origin}{BASE}/workspaces/{w}{list}")
}

/// Where the API is explained.
pub const REFERENCE: &str = "/api/docs";
