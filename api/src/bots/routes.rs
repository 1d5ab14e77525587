//! Bots: made from starters, changed as drafts, published as immutable versions.

use actix_web::web::Data;
use actix_web::{delete, get, patch, post};
use serde::Deserialize;
use shared::bot::{
    Bot, BotPatch, BotVersion, BotVersionDetail, Draft, DraftChange, NewBot, Publish, Starter,
};
use shared::live::LiveEvent;
use shared::{BotId, Page, PageQuery, Permission, WorkspaceId};
use utoipa::IntoParams;

use super::aside::aside;
use super::{Error, Versions, draft, queries, rules, summary, view};
use crate::entities::bot::BotState;
use crate::error::ApiResult;
use crate::platform::cursor::List;
use crate::platform::cx::Cx;
use crate::platform::extract::{Created, Json, NoContent, Path, Query};
use crate::platform::permission::{BotsEdit, BotsPublish, BotsRead};
use crate::platform::scope::AuditEvent;

/// A workspace's bots.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "for the document; `Cx` has read and checked it")]
pub struct BotsPath {
    /// The workspace.
    workspace_id: WorkspaceId,
}

/// A bot.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct BotPath {
    /// The bot.
    pub bot_id: BotId,
}

/// A version of a bot.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct VersionPath {
    /// The bot.
    pub bot_id: BotId,
    /// The version: 1, 2, 3 … within the bot.
    pub number: u32,
}

/// List the starters.
///
/// Bots that work from the start, to be made one's own.
#[utoipa::path(params(BotsPath), responses((status = 200, body = Vec<Starter>)))]
#[get("/workspaces/{workspace_id}/starters")]
pub(crate) async fn list_starters(_cx: Cx<BotsRead>) -> ApiResult<Json<Vec<Starter>>> {
    Ok(Json(rules::starters()))
}

/// List the bots.
///
/// The newest first.
#[utoipa::path(params(BotsPath, PageQuery), responses((status = 200, body = Page<Bot>)))]
#[get("/workspaces/{workspace_id}/bots")]
pub(crate) async fn list_bots(
    cx: Cx<BotsRead>,
    versions: Data<Versions>,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<Bot>>> {
    let list = List { workspace: cx.workspace(), name: "bots" };
    let cursors = &cx.state().cursors;
    let wanted = cursors.wanted(list, &query)?;
    let rows = queries::bots(&cx.scope(), &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| row.id);
    let items = view::bots(&cx, &versions, page.items).await?;
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// Create a bot.
///
/// From a starter, from an exported flow, or blank when neither is given. A workspace has at most 200.
#[utoipa::path(params(BotsPath), responses((status = 201, body = Bot), (status = 409)))]
#[post("/workspaces/{workspace_id}/bots")]
pub(crate) async fn create_bot(
    cx: Cx<BotsEdit>,
    versions: Data<Versions>,
    Json(new): Json<NewBot>,
) -> ApiResult<Created<Bot>> {
    let source = rules::Source::of(&new);
    let workspace = cx.scope().this_workspace().await?.ok_or(Error::NotFound)?;
    let language = rules::language(&workspace.language);
    let (name, looked) = aside(move || {
        let (name, flow) = rules::begun(new, language)?;
        Ok((name, draft::look(flow)?))
    })
    .await?;
    let names = queries::names(&cx.state().db.accounts(), [cx.user().uuid()]).await?;
    let tx = cx.begin_once().await?;
    // Nobody else counts meanwhile.
    tx.lock_workspace().await?;
    if queries::count_bots(&tx).await? >= rules::BOTS {
        let most = rules::BOTS;
        let words = format!("a workspace has at most {most} bots; delete one that is not needed any more");
        return Err(Error::TooMany(words).into());
    }
    let summary = summary::written(&looked.summary)?;
    let row = queries::insert_bot(&tx, name, looked.json, summary, cx.user()).await?;
    let id = BotId(row.id);
    tx.publish(LiveEvent::BotChanged { bot_id: id });
    let event = AuditEvent::new("bot.created").about("bot", id).detail(source.detail());
    let bot = view::new_bot(&tx, &versions, row.into(), &names).await?;
    tx.commit_answer(event, 201, &bot).await?;
    Ok(Created(bot))
}

/// Get a bot.
///
/// Its state, its live version, and what starts it; the draft is read on its own.
#[utoipa::path(params(BotsPath, BotPath), responses((status = 200, body = Bot)))]
#[get("/workspaces/{workspace_id}/bots/{bot_id}")]
pub(crate) async fn get_bot(
    cx: Cx<BotsRead>,
    versions: Data<Versions>,
    path: Path<BotPath>,
) -> ApiResult<Json<Bot>> {
    let row = queries::listed_bot(&cx.scope(), path.bot_id).await?.ok_or(Error::NotFound)?;
    Ok(Json(view::bot(&cx, &versions, row).await?))
}

/// Rename a bot.
///
/// Renames it; what customers see does not change.
#[utoipa::path(params(BotsPath, BotPath), responses((status = 200, body = Bot)))]
#[patch("/workspaces/{workspace_id}/bots/{bot_id}")]
pub(crate) async fn update_bot(
    cx: Cx<BotsEdit>,
    versions: Data<Versions>,
    path: Path<BotPath>,
    Json(patch): Json<BotPatch>,
) -> ApiResult<Json<Bot>> {
    let id = path.bot_id;
    let names = view::authors(&cx, id).await?;
    let tx = cx.begin().await?;
    cx.if_match(Permission::BotsRead, async || view::locked_bot(&tx, &versions, id, &names).await).await?;
    let mut row = queries::listed_bot(&tx, id).await?.ok_or(Error::NotFound)?;
    if let Some(name) = patch.name {
        row = queries::rename_bot(&tx, id, &rules::name(&name)?).await?.ok_or(Error::NotFound)?.into();
        tx.publish(LiveEvent::BotChanged { bot_id: id });
        tx.commit(AuditEvent::new("bot.renamed").about("bot", id)).await?;
    }
    Ok(Json(view::bot(&cx, &versions, row).await?))
}

/// Delete a bot.
///
/// It answers nobody any more; runs in progress stop at their next message. Its runs and conversations stay.
#[utoipa::path(params(BotsPath, BotPath), responses((status = 204)))]
#[delete("/workspaces/{workspace_id}/bots/{bot_id}")]
pub(crate) async fn delete_bot(
    cx: Cx<BotsEdit>,
    versions: Data<Versions>,
    path: Path<BotPath>,
) -> ApiResult<NoContent> {
    let id = path.bot_id;
    let names = view::authors(&cx, id).await?;
    let tx = cx.begin().await?;
    cx.if_match(Permission::BotsRead, async || view::locked_bot(&tx, &versions, id, &names).await).await?;
    if queries::delete_bot(&tx, id).await? == 0 {
        return Err(Error::NotFound.into());
    }
    tx.publish(LiveEvent::BotChanged { bot_id: id });
    tx.commit(AuditEvent::new("bot.deleted").about("bot", id)).await?;
    Ok(NoContent)
}

/// Get a bot's draft.
///
/// With everything that is wrong with it, also towards the other live bots.
#[utoipa::path(params(BotsPath, BotPath), responses((status = 200, body = Draft)))]
#[get("/workspaces/{workspace_id}/bots/{bot_id}/draft")]
pub(crate) async fn get_draft(
    cx: Cx<BotsRead>,
    versions: Data<Versions>,
    path: Path<BotPath>,
) -> ApiResult<Json<Draft>> {
    let scope = cx.scope();
    let row = queries::bot(&scope, path.bot_id).await?.ok_or(Error::NotFound)?;
    Ok(Json(draft::draft(&scope, &versions, row).await?))
}

/// Change a bot's draft.
///
/// Applies operations to the revision they were made for, all or none. When the draft has changed since, nothing is saved
/// and `current` of the problem holds the draft as it stands.
#[utoipa::path(params(BotsPath, BotPath), responses((status = 200, body = Draft), (status = 409)))]
#[post("/workspaces/{workspace_id}/bots/{bot_id}/draft/ops")]
pub(crate) async fn change_draft(
    cx: Cx<BotsEdit>,
    versions: Data<Versions>,
    path: Path<BotPath>,
    Json(change): Json<DraftChange>,
) -> ApiResult<Json<Draft>> {
    let id = path.bot_id;
    let scope = cx.scope();
    let n_ops = change.ops.len();
    let next = draft::changed(&scope, &versions, id, change.base_revision, change.ops).await?;
    let tx = cx.begin().await?;
    let Some(row) = draft::save(&tx, &next, cx.user()).await? else {
        drop(tx);
        return Err(draft::stale(&scope, &versions, id).await.into());
    };
    tx.publish(LiveEvent::BotChanged { bot_id: id });
    let detail = serde_json::json!({ "revision": row.draft_revision, "n_ops": n_ops });
    tx.commit(AuditEvent::new("bot.draft_changed").about("bot", id).detail(detail)).await?;
    Ok(Json(draft::answer(&scope, &versions, &row, next).await?))
}

/// Publish a bot's draft.
///
/// Freezes the draft as the next version, which goes live; runs already started stay on theirs. Refused while the draft
/// has errors, when it is not the revision that was looked at, and when nothing has changed since the live version.
#[utoipa::path(params(BotsPath, BotPath), responses((status = 200, body = BotVersion), (status = 409)))]
#[post("/workspaces/{workspace_id}/bots/{bot_id}/publish")]
pub(crate) async fn publish_bot(
    cx: Cx<BotsPublish>,
    versions: Data<Versions>,
    path: Path<BotPath>,
    Json(publish): Json<Publish>,
) -> ApiResult<Json<BotVersion>> {
    let id = path.bot_id;
    cx.answer_again().await?;
    let scope = cx.scope();
    let ready = draft::ready(&scope, &versions, id, &publish).await?;
    let names = queries::names(&cx.state().db.accounts(), [cx.user().uuid()]).await?;
    let tx = cx.begin_once().await?;
    let Some(version) = draft::publish(&tx, &versions, ready, &publish.note, cx.user()).await? else {
        drop(tx);
        return Err(draft::stale(&scope, &versions, id).await.into());
    };
    tx.publish(LiveEvent::BotChanged { bot_id: id });
    let detail = serde_json::json!({ "version": version.number, "content_hash": version.content_hash });
    let live = Some(version.id);
    let version = view::version_with(version, live, &names);
    let event = AuditEvent::new("bot.published").about("bot", id).detail(detail);
    tx.commit_answer(event, 200, &version).await?;
    Ok(Json(version))
}

/// Pause a bot.
///
/// It answers nobody; runs in progress stop at their next message.
#[utoipa::path(params(BotsPath, BotPath), responses((status = 200, body = Bot), (status = 409)))]
#[post("/workspaces/{workspace_id}/bots/{bot_id}/pause")]
pub(crate) async fn pause_bot(
    cx: Cx<BotsPublish>,
    versions: Data<Versions>,
    path: Path<BotPath>,
) -> ApiResult<Json<Bot>> {
    let id = path.bot_id;
    let tx = cx.begin().await?;
    let row = queries::listed_bot(&tx, id).await?.ok_or(Error::NotFound)?;
    if row.state == BotState::NeverPublished {
        return Err(Error::Conflict("the bot is not published, there is nothing to pause").into());
    }
    queries::set_state(&tx, id, BotState::Paused).await?;
    tx.publish(LiveEvent::BotChanged { bot_id: id });
    tx.commit(AuditEvent::new("bot.paused").about("bot", id)).await?;
    get(&cx, &versions, id).await
}

/// Resume a bot.
///
/// Its last published version answers again. Refused when another live bot has one of its triggers by now.
#[utoipa::path(params(BotsPath, BotPath), responses((status = 200, body = Bot), (status = 409), (status = 422)))]
#[post("/workspaces/{workspace_id}/bots/{bot_id}/resume")]
pub(crate) async fn resume_bot(
    cx: Cx<BotsPublish>,
    versions: Data<Versions>,
    path: Path<BotPath>,
) -> ApiResult<Json<Bot>> {
    let id = path.bot_id;
    let tx = cx.begin().await?;
    draft::resume(&tx, &versions, id).await?;
    tx.publish(LiveEvent::BotChanged { bot_id: id });
    tx.commit(AuditEvent::new("bot.resumed").about("bot", id)).await?;
    get(&cx, &versions, id).await
}

/// List a bot's versions.
///
/// The newest first.
#[utoipa::path(params(BotsPath, BotPath, PageQuery), responses((status = 200, body = Page<BotVersion>)))]
#[get("/workspaces/{workspace_id}/bots/{bot_id}/versions")]
pub(crate) async fn list_versions(
    cx: Cx<BotsRead>,
    path: Path<BotPath>,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<BotVersion>>> {
    let scope = cx.scope();
    let bot = queries::listed_bot(&scope, path.bot_id).await?.ok_or(Error::NotFound)?;
    let name = format!("versions:{}", path.bot_id);
    let list = List { workspace: cx.workspace(), name: &name };
    let cursors = &cx.state().cursors;
    let wanted = cursors.wanted(list, &query)?;
    let rows = queries::versions(&scope, path.bot_id, &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| row.number);
    let items = view::versions(&cx, page.items, view::live(&bot)).await?;
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// Get a version of a bot.
///
/// A version is what was published under its number; it never changes.
#[utoipa::path(params(BotsPath, VersionPath), responses((status = 200, body = BotVersionDetail)))]
#[get("/workspaces/{workspace_id}/bots/{bot_id}/versions/{number}")]
pub(crate) async fn get_version(
    cx: Cx<BotsRead>,
    versions: Data<Versions>,
    path: Path<VersionPath>,
) -> ApiResult<Json<BotVersionDetail>> {
    let scope = cx.scope();
    let bot = queries::listed_bot(&scope, path.bot_id).await?.ok_or(Error::NotFound)?;
    let row = draft::version(&scope, path.bot_id, path.number).await?;
    let published = versions.version(&scope, row.id.into()).await?.ok_or(Error::NotFound)?;
    let version = view::version(&cx, row, view::live(&bot)).await?;
    Ok(Json(BotVersionDetail { version, flow: published.flow.clone() }))
}

/// Restore a version as the draft.
///
/// What is live does not change; the draft's revision grows by one.
#[utoipa::path(params(BotsPath, VersionPath), responses((status = 200, body = Draft), (status = 409)))]
#[post("/workspaces/{workspace_id}/bots/{bot_id}/versions/{number}/restore")]
pub(crate) async fn restore_version(
    cx: Cx<BotsEdit>,
    versions: Data<Versions>,
    path: Path<VersionPath>,
) -> ApiResult<Json<Draft>> {
    let id = path.bot_id;
    cx.answer_again().await?;
    let scope = cx.scope();
    let next = draft::restored(&scope, id, path.number).await?;
    let tx = cx.begin_once().await?;
    let Some(row) = draft::save(&tx, &next, cx.user()).await? else {
        drop(tx);
        return Err(draft::stale(&scope, &versions, id).await.into());
    };
    tx.publish(LiveEvent::BotChanged { bot_id: id });
    let detail = serde_json::json!({ "version": path.number, "revision": row.draft_revision });
    let event = AuditEvent::new("bot.version_restored").about("bot", id).detail(detail);
    let draft = draft::answer(&tx, &versions, &row, next).await?;
    tx.commit_answer(event, 200, &draft).await?;
    Ok(Json(draft))
}

async fn get(cx: &Cx<BotsPublish>, versions: &Versions, id: BotId) -> ApiResult<Json<Bot>> {
    let row = queries::listed_bot(&cx.scope(), id).await?.ok_or(Error::NotFound)?;
    Ok(Json(view::bot(cx, versions, row).await?))
}
