//! The sandbox phone of a number.

use serde_json::json;
use shared::phone::{PhoneInput, PhoneThread};
use shared::{NumberId, WorkspaceId};

use super::ApiResult;
use super::client::{Method, command, get, write};

fn path(workspace: WorkspaceId, number: NumberId, rest: &str) -> String {
    format!("/workspaces/{workspace}/numbers/{number}/phone{rest}")
}

/// The phone's thread with the number.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn phone(workspace: WorkspaceId, number: NumberId) -> ApiResult<PhoneThread> {
    get(&path(workspace, number, "")).await
}

/// The part of the thread before a message.
pub async fn phone_before(workspace: WorkspaceId, number: NumberId, message: &str) -> ApiResult<PhoneThread> {
    let message = js_sys::encode_uri_component(message);
    get(&path(workspace, number, &format!("?before={message}"))).await
}

/// Writes or taps as the customer.
pub async fn write_from_phone(
    workspace: WorkspaceId,
    number: NumberId,
    body: &PhoneInput,
) -> ApiResult<PhoneThread> {
    write(Method::POST, &path(workspace, number, "/messages"), body).await
}

/// Marks what the bot sent as read.
pub async fn mark_phone_read(workspace: WorkspaceId, number: NumberId) -> ApiResult<()> {
    command(Method::POST, &path(workspace, number, "/read"), &json!({})).await
}
