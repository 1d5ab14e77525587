//! Bots, their drafts and their versions.

use serde::Deserialize;
use serde_json::json;
use shared::bot::{
    Bot, BotPatch, BotVersion, BotVersionDetail, Draft, DraftChange, NewBot, Publish, Starter,
};
use shared::{BotId, Page, WorkspaceId};

use super::ApiResult;
use super::client::{Method, command, get, write};

fn path(workspace: WorkspaceId, bot: BotId, rest: &str) -> String {
    format!("/workspaces/{workspace}/bots/{bot}{rest}")
}

/// The bots that one may start from.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn starters(workspace: WorkspaceId) -> ApiResult<Vec<Starter>> {
    get(&format!("/workspaces/{workspace}/starters")).await
}

/// What a starter is, without its flow: to read that takes a good part of the download.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct StarterSummary {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What it does, in a sentence.
    pub summary: String,
}

/// The same without their flows.
pub async fn starter_summaries(workspace: WorkspaceId) -> ApiResult<Vec<StarterSummary>> {
    get(&format!("/workspaces/{workspace}/starters")).await
}

/// The bots of a workspace, the last changed first.
pub async fn bots(workspace: WorkspaceId) -> ApiResult<Page<Bot>> {
    get(&format!("/workspaces/{workspace}/bots?limit=200")).await
}

/// Makes a bot.
pub async fn create_bot(workspace: WorkspaceId, body: &NewBot) -> ApiResult<Bot> {
    write(Method::POST, &format!("/workspaces/{workspace}/bots"), body).await
}

/// One bot.
pub async fn bot(workspace: WorkspaceId, id: BotId) -> ApiResult<Bot> {
    get(&path(workspace, id, "")).await
}

/// Renames a bot.
pub async fn update_bot(workspace: WorkspaceId, id: BotId, body: &BotPatch) -> ApiResult<Bot> {
    write(Method::PATCH, &path(workspace, id, ""), body).await
}

/// Deletes a bot.
pub async fn delete_bot(workspace: WorkspaceId, id: BotId) -> ApiResult<()> {
    command(Method::DELETE, &path(workspace, id, ""), &json!({})).await
}

/// The draft of a bot.
pub async fn draft(workspace: WorkspaceId, id: BotId) -> ApiResult<Draft> {
    get(&path(workspace, id, "/draft")).await
}

/// The flow of a draft as it is written, for a file.
pub async fn flow_json(workspace: WorkspaceId, id: BotId) -> ApiResult<serde_json::Value> {
    let mut draft: serde_json::Value = get(&path(workspace, id, "/draft")).await?;
    Ok(draft.get_mut("flow").map(serde_json::Value::take).unwrap_or_default())
}

/// Changes a draft by ops. A newer draft refuses with `stale_revision` and stands in the problem's `current`.
pub async fn change_draft(workspace: WorkspaceId, id: BotId, body: &DraftChange) -> ApiResult<Draft> {
    write(Method::POST, &path(workspace, id, "/draft/ops"), body).await
}

/// Publishes the draft as the next version.
pub async fn publish_bot(workspace: WorkspaceId, id: BotId, body: &Publish) -> ApiResult<BotVersion> {
    write(Method::POST, &path(workspace, id, "/publish"), body).await
}

/// Switches a bot off.
pub async fn pause_bot(workspace: WorkspaceId, id: BotId) -> ApiResult<Bot> {
    write(Method::POST, &path(workspace, id, "/pause"), &json!({})).await
}

/// Switches a paused bot on again.
pub async fn resume_bot(workspace: WorkspaceId, id: BotId) -> ApiResult<Bot> {
    write(Method::POST, &path(workspace, id, "/resume"), &json!({})).await
}

/// The published versions, the newest first.
pub async fn versions(workspace: WorkspaceId, id: BotId) -> ApiResult<Page<BotVersion>> {
    get(&path(workspace, id, "/versions?limit=200")).await
}

/// One version with its flow.
pub async fn version(workspace: WorkspaceId, id: BotId, number: u32) -> ApiResult<BotVersionDetail> {
    get(&path(workspace, id, &format!("/versions/{number}"))).await
}

/// Makes a version the draft.
pub async fn restore_version(workspace: WorkspaceId, id: BotId, number: u32) -> ApiResult<Draft> {
    write(Method::POST, &path(workspace, id, &format!("/versions/{number}/restore")), &json!({})).await
}
