//! Numbers: connected WhatsApp business numbers, and the sandbox phone.

use actix_web::{get, patch, post};
use serde::Deserialize;
use shared::live::LiveEvent;
use shared::number::{Number, NumberPatch};
use shared::phone::{PhoneInput, PhoneQuery, PhoneThread};
use shared::{NumberId, Page, PageQuery, Permission, WorkspaceId};
use utoipa::IntoParams;

use super::phone::Phone;
use super::rules::{self, SandboxIds};
use super::sandbox::{self, Credentials};
use super::{Error, queries};
use crate::entities::number::{self, NumberState};
use crate::error::ApiResult;
use crate::platform::cursor::List;
use crate::platform::cx::Cx;
use crate::platform::extract::{AcceptedJson, Created, Json, NoContent, Path, Query};
use crate::platform::permission::{NumbersManage, NumbersRead, SandboxUse};
use crate::platform::random;
use crate::platform::scope::{AuditEvent, Scope};

/// A workspace's numbers.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "for the document; `Cx` has read and checked it")]
pub struct NumbersPath {
    /// The workspace.
    workspace_id: WorkspaceId,
}

/// A number.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub struct NumberPath {
    /// The number.
    pub number_id: NumberId,
}

/// List the numbers.
///
/// The oldest first; disconnected ones stay for their history.
#[utoipa::path(params(NumbersPath, PageQuery), responses((status = 200, body = Page<Number>)))]
#[get("/workspaces/{workspace_id}/numbers")]
pub(crate) async fn list_numbers(
    cx: Cx<NumbersRead>,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<Number>>> {
    let scope = cx.scope();
    let list = List { workspace: cx.workspace(), name: "numbers" };
    let cursors = &cx.state().cursors;
    let wanted = cursors.wanted(list, &query)?;
    let rows = queries::numbers(&scope, &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| row.id);
    let last = queries::last_written_at(&scope, page.items.iter().map(|row| row.id)).await?;
    let items = page.items.iter().map(|row| rules::number(row, last.get(&row.id).copied()));
    Ok(Json(Page { items: items.collect(), next_cursor: page.next_cursor }))
}

/// Get a number.
///
/// With its state and when WhatsApp last wrote about it.
#[utoipa::path(params(NumbersPath, NumberPath), responses((status = 200, body = Number)))]
#[get("/workspaces/{workspace_id}/numbers/{number_id}")]
pub(crate) async fn get_number(cx: Cx<NumbersRead>, path: Path<NumberPath>) -> ApiResult<Json<Number>> {
    Ok(Json(shown(&cx.scope(), path.number_id).await?))
}

/// Rename a number.
///
/// Changes its name in this workspace; customers do not see it.
#[utoipa::path(params(NumbersPath, NumberPath), responses((status = 200, body = Number)))]
#[patch("/workspaces/{workspace_id}/numbers/{number_id}")]
pub(crate) async fn update_number(
    cx: Cx<NumbersManage>,
    path: Path<NumberPath>,
    Json(patch): Json<NumberPatch>,
) -> ApiResult<Json<Number>> {
    let id = path.number_id;
    if let Some(name) = patch.name {
        let name = shared::name::name(&name).map_err(|detail| Error::field("/name", "wrong", detail))?;
        let tx = cx.begin().await?;
        cx.if_match(Permission::NumbersRead, async || {
            queries::locked_number(&tx, id).await?;
            shown(&tx, id).await
        })
        .await?;
        if queries::change_number(&tx, id).set(number::Column::Name, name).run().await? == 0 {
            return Err(Error::NotFound.into());
        }
        tx.publish(LiveEvent::NumberChanged { number_id: id });
        tx.commit(AuditEvent::new("number.renamed").about("number", id)).await?;
    }
    Ok(Json(shown(&cx.scope(), id).await?))
}

/// Create a sandbox number.
///
/// A number of the simulator: no Meta account is needed. A workspace has at most five at the same time.
#[utoipa::path(params(NumbersPath), responses((status = 201, body = Number), (status = 409), (status = 502)))]
#[post("/workspaces/{workspace_id}/numbers/sandbox")]
pub(crate) async fn create_sandbox_number(cx: Cx<NumbersManage>) -> ApiResult<Created<Number>> {
    let (scope, state) = (cx.scope(), cx.state());
    let simulator = sandbox::simulator(state)?;
    // Answered before: nothing is made at the simulator then.
    cx.answer_again().await?;
    sandbox::check_limit(&scope).await?;
    let name = scope.this_workspace().await?.ok_or(Error::NotFound)?.name;
    let (ids, credentials) = (SandboxIds::new(&random::secret()?), Credentials::generate()?);
    sandbox::ensure(simulator, &ids, &name, &credentials).await?;
    let meta_app_id = ids.meta_app_id.clone();
    let stored = store(&cx, name, ids, &credentials).await;
    if stored.is_err() {
        sandbox::forget(simulator, &meta_app_id).await;
    }
    Ok(Created(stored?))
}

/// Disconnect a number.
///
/// Nothing is sent from it any more; its conversations stay, and what still arrives is kept with them.
#[utoipa::path(params(NumbersPath, NumberPath), responses((status = 204)))]
#[post("/workspaces/{workspace_id}/numbers/{number_id}/disconnect")]
pub(crate) async fn disconnect_number(cx: Cx<NumbersManage>, path: Path<NumberPath>) -> ApiResult<NoContent> {
    let id = path.number_id;
    let tx = cx.begin().await?;
    let change = queries::change_number(&tx, id).set(number::Column::State, NumberState::Disconnected);
    if change.run().await? == 0 {
        return Err(Error::NotFound.into());
    }
    tx.outdate_kept();
    tx.publish(LiveEvent::NumberChanged { number_id: id });
    tx.commit(AuditEvent::new("number.disconnected").about("number", id)).await?;
    Ok(NoContent)
}

/// Get the sandbox phone.
///
/// Every member has a customer phone of their own, which writes to sandbox numbers; this is its thread with one of them:
/// the newest messages, or those before one of them.
#[utoipa::path(params(NumbersPath, NumberPath, PhoneQuery), responses((status = 200, body = PhoneThread), (status = 409), (status = 502)))]
#[get("/workspaces/{workspace_id}/numbers/{number_id}/phone")]
pub(crate) async fn get_phone(
    cx: Cx<SandboxUse>,
    path: Path<NumberPath>,
    Query(query): Query<PhoneQuery>,
) -> ApiResult<Json<PhoneThread>> {
    let scope = cx.scope();
    let phone = Phone::of(cx.state(), &scope, path.number_id, owner(&cx).await?).await?;
    Ok(Json(phone.thread(query.before.as_deref()).await?))
}

/// Write from the sandbox phone.
///
/// The simulator posts a signed webhook to this server, as Meta does; the answer comes the same way, so read the thread
/// again a moment later.
#[utoipa::path(params(NumbersPath, NumberPath), responses((status = 202, body = PhoneThread), (status = 409), (status = 502)))]
#[post("/workspaces/{workspace_id}/numbers/{number_id}/phone/messages")]
pub(crate) async fn write_from_phone(
    cx: Cx<SandboxUse>,
    path: Path<NumberPath>,
    Json(input): Json<PhoneInput>,
) -> ApiResult<AcceptedJson<PhoneThread>> {
    let scope = cx.scope();
    let phone = Phone::of(cx.state(), &scope, path.number_id, owner(&cx).await?).await?;
    phone.write(input).await?;
    Ok(AcceptedJson(phone.thread(None).await?))
}

/// Mark everything on the sandbox phone as read.
///
/// The simulator tells this server so, as WhatsApp does when a customer opens the chat.
#[utoipa::path(params(NumbersPath, NumberPath), responses((status = 204), (status = 409), (status = 502)))]
#[post("/workspaces/{workspace_id}/numbers/{number_id}/phone/read")]
pub(crate) async fn mark_phone_read(cx: Cx<SandboxUse>, path: Path<NumberPath>) -> ApiResult<NoContent> {
    let scope = cx.scope();
    let phone = Phone::of(cx.state(), &scope, path.number_id, owner(&cx).await?).await?;
    phone.read().await?;
    Ok(NoContent)
}

async fn store(
    cx: &Cx<NumbersManage>,
    name: String,
    ids: SandboxIds,
    credentials: &Credentials,
) -> ApiResult<Number> {
    let tx = cx.begin_once().await?;
    let row = sandbox::store(&tx, &cx.state().seal, name, ids, credentials).await?;
    let id = NumberId(row.id);
    tx.outdate_kept();
    tx.publish(LiveEvent::NumberChanged { number_id: id });
    let number = rules::number(&row, None);
    tx.commit_answer(AuditEvent::new("number.sandbox_created").about("number", id), 201, &number).await?;
    Ok(number)
}

async fn shown(scope: &Scope, id: NumberId) -> Result<Number, Error> {
    let row = queries::number(scope, id).await?.ok_or(Error::NotFound)?;
    let last = queries::last_written_at(scope, [row.id]).await?;
    Ok(rules::number(&row, last.get(&row.id).copied()))
}

/// Whose phone it is: the caller's, under their own name.
async fn owner(cx: &Cx<SandboxUse>) -> Result<(shared::MemberId, String), Error> {
    let name = queries::user_name(&cx.state().db.accounts(), cx.user()).await?;
    Ok((cx.member(), name.ok_or(Error::NotFound)?))
}
