//! API keys: what integrators sign in with.

use actix_web::{delete, get, patch, post};
use serde::Deserialize;
use shared::key::{ApiKey, ApiKeyPatch, IssuedApiKey, NewApiKey};
use shared::{ApiKeyId, Page, PageQuery, WorkspaceId};
use utoipa::IntoParams;

use super::{Error, queries, rules};
use crate::entities::api_key;
use crate::error::ApiResult;
use crate::platform::auth::issue_key;
use crate::platform::cursor::List;
use crate::platform::cx::{Cx, Fresh};
use crate::platform::extract::{Created, Json, NoContent, Path, Query};
use crate::platform::permission::KeysManage;
use crate::platform::scope::AuditEvent;

/// A workspace's keys.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "for the document; `Cx` has read and checked it")]
pub(crate) struct KeysPath {
    /// The workspace.
    workspace_id: WorkspaceId,
}

/// A key.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct KeyPath {
    /// The key.
    pub api_key_id: ApiKeyId,
}

/// List the API keys.
///
/// The newest first; those that were revoked or have expired stay in the list.
#[utoipa::path(params(KeysPath, PageQuery), responses((status = 200, body = Page<ApiKey>)))]
#[get("/workspaces/{workspace_id}/api-keys")]
pub(crate) async fn list_api_keys(
    cx: Cx<KeysManage>,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<ApiKey>>> {
    let list = List { workspace: cx.workspace(), name: "api_keys" };
    let cursors = &cx.state().cursors;
    let wanted = cursors.wanted(list, &query)?;
    let rows = queries::keys(&cx.scope(), &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| row.id);
    Ok(Json(Page { items: shown(&cx, page.items).await?, next_cursor: page.next_cursor }))
}

/// Create an API key.
///
/// The secret is in this answer and never again. The key acts in the name of whoever makes it, and works no longer than they
/// are a member.
#[utoipa::path(params(KeysPath), responses((status = 201, body = IssuedApiKey), (status = 409)))]
#[post("/workspaces/{workspace_id}/api-keys")]
pub(crate) async fn create_api_key(
    cx: Fresh<Cx<KeysManage>>,
    Json(new): Json<NewApiKey>,
) -> ApiResult<Created<IssuedApiKey>> {
    let lifetime = rules::lifetime(&new)?;
    let checked = rules::checked(cx.role(), Some(&new.name), Some(&new.scopes), Some(&new.addresses))?;
    let id = ApiKeyId::new();
    let issued = issue_key(cx.state().config.env, id)?;
    let tx = cx.begin_once().await?;
    tx.lock_workspace().await?;
    if queries::n_live_keys(&tx).await? >= rules::KEYS {
        return Err(Error::TooMany(rules::KEYS).into());
    }
    let row = queries::insert_key(&tx, id, cx.user(), checked, &issued, cx.now() + lifetime).await?;
    let detail = serde_json::json!({ "scopes": row.scopes });
    let event = AuditEvent::new("api_key.created").about("api_key", id).detail(detail);
    tx.commit_secret_answer(event, 201).await?;
    Ok(Created(IssuedApiKey { key: one(&cx, row).await?, secret: issued.text.expose().clone() }))
}

/// Get an API key.
///
/// How it stands, what it may do, and when and from where it was used last.
#[utoipa::path(params(KeysPath, KeyPath), responses((status = 200, body = ApiKey)))]
#[get("/workspaces/{workspace_id}/api-keys/{api_key_id}")]
pub(crate) async fn get_api_key(cx: Cx<KeysManage>, path: Path<KeyPath>) -> ApiResult<Json<ApiKey>> {
    let row = queries::key(&cx.scope(), path.api_key_id).await?.ok_or(Error::NotFound)?;
    Ok(Json(one(&cx, row).await?))
}

/// Change an API key's name, scopes or addresses.
///
/// At once, for every request that comes later. What it may do and where it may be used from is changed by whoever made it.
#[utoipa::path(params(KeysPath, KeyPath), responses((status = 200, body = ApiKey), (status = 409)))]
#[patch("/workspaces/{workspace_id}/api-keys/{api_key_id}")]
pub(crate) async fn update_api_key(
    cx: Fresh<Cx<KeysManage>>,
    path: Path<KeyPath>,
    Json(patch): Json<ApiKeyPatch>,
) -> ApiResult<Json<ApiKey>> {
    let id = path.api_key_id;
    let (scopes, addresses) = (patch.scopes.as_deref(), patch.addresses.as_deref());
    let checked = rules::checked(cx.role(), patch.name.as_deref(), scopes, addresses)?;
    let tx = cx.begin().await?;
    let row = queries::locked_key(&tx, id).await?.ok_or(Error::NotFound)?;
    check_lives(&row, cx.now())?;
    if checked.scopes.is_some() || checked.addresses.is_some() {
        check_maker(&cx, &row)?;
    }
    let row = queries::change_key(&tx, id, checked).await?;
    let detail = serde_json::json!({ "scopes": row.scopes });
    tx.commit(AuditEvent::new("api_key.updated").about("api_key", id).detail(detail)).await?;
    shake(&cx, &row);
    Ok(Json(one(&cx, row).await?))
}

/// Give an API key another secret.
///
/// For whoever made it. The new secret is in this answer and never again; the one before works for 24 hours more.
#[utoipa::path(params(KeysPath, KeyPath), responses((status = 200, body = IssuedApiKey), (status = 409)))]
#[post("/workspaces/{workspace_id}/api-keys/{api_key_id}/rotate")]
pub(crate) async fn rotate_api_key(
    cx: Fresh<Cx<KeysManage>>,
    path: Path<KeyPath>,
) -> ApiResult<Json<IssuedApiKey>> {
    let id = path.api_key_id;
    let issued = issue_key(cx.state().config.env, id)?;
    let tx = cx.begin_once().await?;
    let row = queries::locked_key(&tx, id).await?.ok_or(Error::NotFound)?;
    check_lives(&row, cx.now())?;
    check_maker(&cx, &row)?;
    let row = queries::rotate_key(&tx, row, &issued, cx.now() + rules::ROTATION).await?;
    tx.commit_secret_answer(AuditEvent::new("api_key.rotated").about("api_key", id), 200).await?;
    shake(&cx, &row);
    Ok(Json(IssuedApiKey { key: one(&cx, row).await?, secret: issued.text.expose().clone() }))
}

/// Revoke an API key.
///
/// At once: its next request is refused, and its event streams end. It cannot be undone.
#[utoipa::path(params(KeysPath, KeyPath), responses((status = 204)))]
#[delete("/workspaces/{workspace_id}/api-keys/{api_key_id}")]
pub(crate) async fn revoke_api_key(cx: Cx<KeysManage>, path: Path<KeyPath>) -> ApiResult<NoContent> {
    let id = path.api_key_id;
    let tx = cx.begin().await?;
    let row = queries::locked_key(&tx, id).await?.ok_or(Error::NotFound)?;
    if row.revoked_at.is_none() {
        queries::revoke_key(&tx, id).await?;
        tx.commit(AuditEvent::new("api_key.revoked").about("api_key", id)).await?;
        shake(&cx, &row);
    }
    Ok(NoContent)
}

/// Lets the key's streams look again whether they may go on: they listen for its maker.
fn shake(cx: &Cx<KeysManage>, row: &api_key::Model) {
    cx.state().sessions.forget(row.user_id.into());
}

/// A key acts in the name of whoever made it: another one who got its secret would go on acting as them.
fn check_maker(cx: &Cx<KeysManage>, row: &api_key::Model) -> Result<(), Error> {
    if cx.user().uuid() == row.user_id { Ok(()) } else { Err(Error::OfAnother) }
}

fn check_lives(row: &api_key::Model, now: shared::Time) -> Result<(), Error> {
    if row.revoked_at.is_some() || now >= row.expires_at { Err(Error::Ended) } else { Ok(()) }
}

async fn one(cx: &Cx<KeysManage>, row: api_key::Model) -> ApiResult<ApiKey> {
    Ok(shown(cx, vec![row]).await?.pop().ok_or(Error::NotFound)?)
}

/// Keys in the API's words, in the order given and in a fixed number of queries.
async fn shown(cx: &Cx<KeysManage>, rows: Vec<api_key::Model>) -> ApiResult<Vec<ApiKey>> {
    let (accounts, now) = (cx.state().db.accounts(), cx.now());
    let makers = queries::makers(&cx.scope(), &accounts, rows.iter().map(|row| row.user_id)).await?;
    let shown = rows.into_iter().map(|row| {
        let maker = makers.get(&row.user_id);
        ApiKey {
            id: row.id.into(),
            scopes: rules::scopes(&row),
            state: rules::state(&row, maker.is_some(), now),
            is_mine: row.user_id == cx.user().uuid(),
            addresses: serde_json::from_value(row.addresses).unwrap_or_default(),
            name: row.name,
            last_four: row.last_four,
            created_by: maker.cloned().unwrap_or_default(),
            created_at: row.created_at,
            expires_at: row.expires_at,
            previous_secret_expires_at: row.previous_expires_at.filter(|end| now < *end),
            last_used_at: row.last_used_at,
            last_used_ip: row.last_used_ip,
            last_used_agent: row.last_used_agent,
        }
    });
    Ok(shown.collect())
}
