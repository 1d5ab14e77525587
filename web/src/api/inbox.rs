//! Conversations and messages.

use shared::inbox::{Conversation, InboxView};
use shared::{Page, WorkspaceId};

use super::ApiResult;
use super::client::get;

/// The first page of a workspace's conversations.
///
/// # Errors
/// When the call fails.
pub async fn conversations(workspace: WorkspaceId, view: InboxView) -> ApiResult<Page<Conversation>> {
    let view = match view {
        InboxView::All => "all",
        InboxView::Waiting => "waiting",
        InboxView::Open => "open",
        InboxView::Bot => "bot",
        InboxView::Closed => "closed",
    };
    get(&format!("/workspaces/{workspace}/conversations?view={view}")).await
}
