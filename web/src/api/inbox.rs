//! Conversations and messages.

use shared::inbox::{Conversation, ConversationPatch, InboxView, Message, NewMessage};
use shared::{ConversationId, Page, WorkspaceId};

use super::ApiResult;
use super::client::{Method, get, write};

/// The name of a view in addresses: the API's and the dashboard's.
#[must_use]
pub const fn view_name(view: InboxView) -> &'static str {
    match view {
        InboxView::All => "all",
        InboxView::Waiting => "waiting",
        InboxView::Open => "open",
        InboxView::Bot => "bot",
        InboxView::Closed => "closed",
    }
}

/// A page of a workspace's conversations, the last written first.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn conversations(
    workspace: WorkspaceId,
    view: InboxView,
    limit: u16,
) -> ApiResult<Page<Conversation>> {
    get(&format!("/workspaces/{workspace}/conversations?view={}&limit={limit}", view_name(view))).await
}

/// One conversation.
pub async fn conversation(workspace: WorkspaceId, id: ConversationId) -> ApiResult<Conversation> {
    get(&format!("/workspaces/{workspace}/conversations/{id}")).await
}

/// Takes over, hands back, closes or marks as read.
pub async fn update_conversation(
    workspace: WorkspaceId,
    id: ConversationId,
    body: &ConversationPatch,
) -> ApiResult<Conversation> {
    write(Method::PATCH, &format!("/workspaces/{workspace}/conversations/{id}"), body).await
}

/// A page of messages, the newest first.
pub async fn messages(
    workspace: WorkspaceId,
    id: ConversationId,
    cursor: Option<&str>,
) -> ApiResult<Page<Message>> {
    let cursor =
        cursor.map(|cursor| format!("?cursor={}", js_sys::encode_uri_component(cursor))).unwrap_or_default();
    get(&format!("/workspaces/{workspace}/conversations/{id}/messages{cursor}")).await
}

/// Sends a text.
pub async fn send_message(
    workspace: WorkspaceId,
    id: ConversationId,
    body: &NewMessage,
) -> ApiResult<Message> {
    write(Method::POST, &format!("/workspaces/{workspace}/conversations/{id}/messages"), body).await
}
