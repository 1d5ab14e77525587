//! Runs: what each contact did in a bot, as a list of events.

use actix_web::get;
use actix_web::web::Data;
use serde::Deserialize;
use shared::run::{Run, RunDetail};
use shared::{BotId, Page, PageQuery, RunId, WorkspaceId};
use utoipa::IntoParams;

use super::queries::{self, RunKey};
use super::view;
use crate::bots::Versions;
use crate::error::{ApiError, ApiResult};
use crate::platform::cursor::List;
use crate::platform::cx::Cx;
use crate::platform::extract::{Json, Path, Query};
use crate::platform::permission::RunsRead;

/// A bot's runs.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct RunsPath {
    /// The workspace; `Cx` has read and checked it.
    #[expect(dead_code, reason = "for the document")]
    workspace_id: WorkspaceId,
    /// The bot.
    pub bot_id: BotId,
}

/// A run.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct RunPath {
    /// The workspace; `Cx` has read and checked it.
    #[expect(dead_code, reason = "for the document")]
    workspace_id: WorkspaceId,
    /// The run.
    pub run_id: RunId,
}

/// List a bot's runs.
///
/// The latest first. Those of a deleted bot stay.
#[utoipa::path(params(RunsPath, PageQuery), responses((status = 200, body = Page<Run>)))]
#[get("/workspaces/{workspace_id}/bots/{bot_id}/runs")]
pub(crate) async fn list_runs(
    cx: Cx<RunsRead>,
    versions: Data<Versions>,
    path: Path<RunsPath>,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<Run>>> {
    let (scope, bot) = (cx.scope(), path.bot_id);
    if !queries::has_bot(&scope, bot).await? {
        return Err(ApiError::not_found());
    }
    let name = format!("runs:{bot}");
    let list = List { workspace: cx.workspace(), name: &name };
    let cursors = &cx.state().cursors;
    let wanted = cursors.wanted(list, &query)?;
    let rows = queries::runs(&scope, bot, &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| RunKey { at: row.started_at, id: row.id });
    let items = view::runs(&scope, &versions, &page.items).await?;
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// Get a run with its event log.
///
/// With its events in order: what came in, which steps were entered, what was sent.
#[utoipa::path(params(RunPath), responses((status = 200, body = RunDetail)))]
#[get("/workspaces/{workspace_id}/runs/{run_id}")]
pub(crate) async fn get_run(
    cx: Cx<RunsRead>,
    versions: Data<Versions>,
    path: Path<RunPath>,
) -> ApiResult<Json<RunDetail>> {
    let scope = cx.scope();
    let row = queries::run(&scope, path.run_id).await?.ok_or_else(ApiError::not_found)?;
    let run = view::runs(&scope, &versions, &[row]).await?.pop().ok_or_else(ApiError::not_found)?;
    let events = queries::events(&scope, path.run_id).await?;
    let events = events.into_iter().map(view::event).collect::<Result<Vec<_>, _>>()?;
    Ok(Json(RunDetail { run, events }))
}
