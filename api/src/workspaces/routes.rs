//! The workspace: one business.

use actix_web::{HttpRequest, HttpResponse, get, patch, post};
use serde::Deserialize;
use shared::account::Membership;
use shared::live::LiveEvent;
use shared::workspace::{Home, NewWorkspace, Workspace, WorkspacePatch};
use shared::{Page, PageQuery, Permission, Role, WorkspaceId};
use utoipa::IntoParams;

use super::{Error, create, events, home, queries, rules};
use crate::entities::workspace;
use crate::error::{ApiError, ApiResult};
use crate::platform::cx::{Cx, Me};
use crate::platform::extract::{Created, Json, NoContent, Query};
use crate::platform::permission::{WorkspaceRead, WorkspaceUpdate};
use crate::platform::scope::AuditEvent;
use crate::platform::zone;

/// The workspace of an address; `Cx` has read and checked it.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "for the document")]
pub(crate) struct WorkspacePath {
    /// The workspace.
    workspace_id: WorkspaceId,
}

/// List the workspaces one belongs to.
///
/// By name, with one's role in each.
#[utoipa::path(params(PageQuery), responses((status = 200, body = Page<Membership>)))]
#[get("/workspaces")]
pub(crate) async fn list_workspaces(
    me: Me,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<Membership>>> {
    create::mine(&me, &query).await.map(Json)
}

/// Create a further workspace.
///
/// Whoever makes it owns it. Where sign-up is by invitation, only who owns a workspace may make another.
#[utoipa::path(responses((status = 201, body = Workspace), (status = 409)))]
#[post("/workspaces")]
pub(crate) async fn create_workspace(me: Me, Json(new): Json<NewWorkspace>) -> ApiResult<Created<Workspace>> {
    create::further(me.begin_once().await?, &me, new).await.map(Created)
}

/// Get the workspace.
///
/// With the role of whoever asks.
#[utoipa::path(params(WorkspacePath), responses((status = 200, body = Workspace)))]
#[get("/workspaces/{workspace_id}")]
pub(crate) async fn get_workspace(cx: Cx<WorkspaceRead>) -> ApiResult<Json<Workspace>> {
    let row = queries::workspace(&cx.scope()).await?.ok_or(Error::Gone)?;
    Ok(Json(shown(row, cx.role())))
}

/// Change the workspace's name, time zone or language.
///
/// Only what is given changes. The time zone decides what “today” and opening hours are.
#[utoipa::path(params(WorkspacePath), responses((status = 200, body = Workspace)))]
#[patch("/workspaces/{workspace_id}")]
pub(crate) async fn update_workspace(
    cx: Cx<WorkspaceUpdate>,
    Json(patch): Json<WorkspacePatch>,
) -> ApiResult<Json<Workspace>> {
    let patch = rules::checked(patch)?;
    let tx = cx.begin().await?;
    cx.if_match(Permission::WorkspaceRead, async || {
        tx.lock_workspace().await?;
        let row = queries::workspace(&tx).await?.ok_or(Error::Gone)?;
        Ok::<_, ApiError>(shown(row, cx.role()))
    })
    .await?;
    let row = queries::update_workspace(&tx, patch).await?;
    tx.publish(LiveEvent::WorkspaceChanged {});
    tx.commit(AuditEvent::new("workspace.updated").about("workspace", cx.workspace())).await?;
    Ok(Json(shown(row, cx.role())))
}

/// Get the home page's numbers.
///
/// What is set up, and what happened since midnight in the workspace's time zone.
#[utoipa::path(params(WorkspacePath), responses((status = 200, body = Home)))]
#[get("/workspaces/{workspace_id}/home")]
pub(crate) async fn get_home(cx: Cx<WorkspaceRead>) -> ApiResult<Json<Home>> {
    let scope = cx.scope();
    let row = queries::workspace(&scope).await?.ok_or(Error::Gone)?;
    Ok(Json(home::home(&scope, &row, zone::day_start(&row.time_zone, cx.now())).await?))
}

/// Dismiss the set-up checklist.
///
/// Home shows it to nobody in the workspace any more, until it is restored. A checklist that is dismissed already stays so.
#[utoipa::path(params(WorkspacePath), responses((status = 204)))]
#[post("/workspaces/{workspace_id}/setup/dismiss")]
pub(crate) async fn dismiss_setup(cx: Cx<WorkspaceUpdate>) -> ApiResult<NoContent> {
    let tx = cx.begin().await?;
    queries::set_setup_dismissed_at(&tx, Some(tx.now())).await?;
    tx.publish(LiveEvent::WorkspaceChanged {});
    tx.commit(AuditEvent::new("workspace.setup_dismissed").about("workspace", cx.workspace())).await?;
    Ok(NoContent)
}

/// Restore the set-up checklist.
///
/// Home shows it again.
#[utoipa::path(params(WorkspacePath), responses((status = 204)))]
#[post("/workspaces/{workspace_id}/setup/restore")]
pub(crate) async fn restore_setup(cx: Cx<WorkspaceUpdate>) -> ApiResult<NoContent> {
    let tx = cx.begin().await?;
    queries::set_setup_dismissed_at(&tx, None).await?;
    tx.publish(LiveEvent::WorkspaceChanged {});
    tx.commit(AuditEvent::new("workspace.setup_restored").about("workspace", cx.workspace())).await?;
    Ok(NoContent)
}

/// Stream what changes in the workspace, as server-sent events.
///
/// Each event is a [`LiveEvent`] in JSON under the name `change`; its id is a cursor. Connect again with
/// `Last-Event-ID` to go on where the stream broke off: `Reset` says that events were missed. A comment every 15 s
/// keeps the connection open. The stream ends when the session does.
#[utoipa::path(
    params(WorkspacePath),
    responses((status = 200, content_type = "text/event-stream", body = shared::live::LiveEvent))
)]
#[get("/workspaces/{workspace_id}/events")]
pub(crate) async fn stream_events(cx: Cx<WorkspaceRead>, request: HttpRequest) -> ApiResult<HttpResponse> {
    let last = request.headers().get("last-event-id").and_then(|value| value.to_str().ok());
    Ok(events::stream(&cx, last).await)
}

pub(super) fn shown(row: workspace::Model, role: Role) -> Workspace {
    Workspace {
        id: row.id.into(),
        name: row.name,
        time_zone: row.time_zone,
        language: row.language,
        role,
        created_at: row.created_at,
    }
}
