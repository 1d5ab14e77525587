//! Callers with an API key: bound to one workspace, to its scopes, and to what whoever made it still may.

use std::net::IpAddr;

use actix_web::HttpRequest;
use actix_web::http::header::AUTHORIZATION;
use chrono::TimeDelta;
use sea_orm::ActiveValue::{Set, Unchanged};
use shared::{ErrorCode, Permission, Time, UserId, WorkspaceId};
use subtle::ConstantTimeEq;

use super::member::workspace_of;
use super::{address, check_transport, source, state, user_agent};
use crate::entities::api_key;
use crate::error::ApiError;
use crate::platform::auth::{PresentedKey, looks_like_key};
use crate::platform::limit::{self, Who};
use crate::platform::network::Network;
use crate::platform::scope::Actor;
use crate::platform::state::State;

const NOT_FOR_KEYS: &str = "this operation takes a signed-in browser, not an API key";
const UNKNOWN: &str = "there is no such API key";

/// How often the use of a key is written down, at most.
const NOTED: TimeDelta = TimeDelta::minutes(1);

/// A key that may call.
pub(super) struct Found {
    pub(super) state: State,
    pub(super) used: Used,
    pub(super) user: UserId,
    pub(super) workspace: WorkspaceId,
    pub(super) scopes: Vec<Permission>,
}

/// A key as it was presented, and from where.
#[derive(Debug, Clone, Copy)]
pub(super) struct Used {
    pub(super) key: PresentedKey,
    address: Option<IpAddr>,
}

impl Used {
    /// What keeps the key from working, as its row stands; `None` when it works.
    fn fault(&self, row: &api_key::Model, now: Time) -> Option<&'static str> {
        if !is_secret(row, &self.key.hash, now) {
            Some(UNKNOWN)
        } else if row.revoked_at.is_some() {
            Some("the API key was revoked")
        } else if now >= row.expires_at {
            Some("the API key has expired")
        } else if !may_come_from(row, self.address) {
            Some("the API key may not be used from this address")
        } else {
            None
        }
    }

    /// Whether it still works for a permission, apart from the role of whoever made it.
    pub(super) fn lives(&self, row: Option<&api_key::Model>, permission: Permission, now: Time) -> bool {
        row.is_some_and(|row| self.fault(row, now).is_none() && scopes(row).contains(&permission))
    }
}

/// Whether a request says who calls by a key. Its cookies are not looked at then, and so need no protection against forged
/// requests: no other site can make a browser send this header.
pub(super) fn is_given(request: &HttpRequest) -> bool {
    bearer(request).is_some()
}

/// Whether a key stands in the address, where proxies and histories keep it.
pub(super) fn is_in_address(request: &HttpRequest) -> bool {
    // Letters may come as their codes.
    let holds = |text: &str| {
        let mut parts = url::form_urlencoded::parse(text.as_bytes());
        parts.any(|(name, value)| looks_like_key(&name) || looks_like_key(&value))
    };
    holds(request.query_string()) || holds(request.path())
}

/// Refuses a key where a person is wanted.
pub(super) fn refused(request: &HttpRequest) -> Result<(), ApiError> {
    if !is_given(request) {
        return Ok(());
    }
    let state = state(request)?;
    check_transport(request, &state)?;
    limit::take(request, &state, Who::Address(source(request, &state)))?;
    Err(ApiError::new(ErrorCode::Unauthenticated, NOT_FOR_KEYS))
}

fn bearer(request: &HttpRequest) -> Option<&str> {
    let mut values = request.headers().get_all(AUTHORIZATION);
    // Two of them are one that is none.
    let value = values.next()?.to_str().ok().filter(|_| values.next().is_none()).unwrap_or("Bearer ");
    let (scheme, key) = value.split_once(' ').unwrap_or((value, ""));
    scheme.eq_ignore_ascii_case("bearer").then_some(key)
}

/// Finds who calls.
pub(super) async fn authenticate(request: &HttpRequest, permission: Permission) -> Result<Found, ApiError> {
    let state = state(request)?;
    check_transport(request, &state)?;
    let guest = Who::Address(source(request, &state));
    match find(request, &state, permission).await? {
        Ok((used, row)) => admit(request, state, used, row, permission).await,
        Err(detail) => {
            limit::take(request, &state, guest)?;
            Err(ApiError::new(ErrorCode::Unauthenticated, detail))
        }
    }
}

/// The key with its row, when its secret is right and its time is now; else what is wrong with it.
async fn find(
    request: &HttpRequest,
    state: &State,
    permission: Permission,
) -> Result<Result<(Used, api_key::Model), &'static str>, ApiError> {
    if !permission.is_for_keys() {
        return Ok(Err(NOT_FOR_KEYS));
    }
    let Some(presented) = bearer(request).and_then(|text| PresentedKey::read(state.config.env, text)) else {
        return Ok(Err(UNKNOWN));
    };
    let Some(row) = state.db.accounts().api_key(presented.id).await? else { return Ok(Err(UNKNOWN)) };
    let used = Used { key: presented, address: address(request, state) };
    Ok(used.fault(&row, state.clock.now()).map_or(Ok((used, row)), Err))
}

async fn admit(
    request: &HttpRequest,
    state: State,
    used: Used,
    row: api_key::Model,
    permission: Permission,
) -> Result<Found, ApiError> {
    let (user, workspace) = (UserId(row.user_id), WorkspaceId(row.workspace_id));
    limit::take(request, &state, Who::Key(used.key.id))?;
    limit::take(request, &state, Who::Workspace(workspace))?;
    if workspace_of(request)? != workspace {
        return Err(ApiError::not_found());
    }
    let scopes = scopes(&row);
    if !scopes.contains(&permission) {
        return Err(ApiError::key_forbidden(permission));
    }
    note_use(request, &state, &row).await?;
    Ok(Found { state, used, user, workspace, scopes })
}

fn is_secret(row: &api_key::Model, hash: &[u8; 32], now: Time) -> bool {
    let is = |stored: &[u8]| bool::from(stored.ct_eq(hash.as_slice()));
    let lives = row.previous_expires_at.is_some_and(|end| now < end);
    let is_previous = row.previous_hash.as_deref().is_some_and(is);
    is(&row.secret_hash) || (is_previous && lives)
}

/// What the key may do; a scope that this version does not know is none.
fn scopes(row: &api_key::Model) -> Vec<Permission> {
    let scopes = row.scopes.as_array().map(Vec::as_slice).unwrap_or_default();
    scopes.iter().filter_map(|scope| scope.as_str()?.parse().ok()).collect()
}

fn may_come_from(row: &api_key::Model, address: Option<IpAddr>) -> bool {
    // What cannot be read lets nobody in.
    let Some(allowed) = row.addresses.as_array() else { return false };
    let networks = allowed.iter().filter_map(|text| text.as_str()?.parse::<Network>().ok());
    allowed.is_empty() || address.is_some_and(|ip| networks.into_iter().any(|network| network.contains(ip)))
}

/// Writes down where a key was used, once a minute.
async fn note_use(request: &HttpRequest, state: &State, row: &api_key::Model) -> Result<(), ApiError> {
    let now = state.clock.now();
    if row.last_used_at.is_some_and(|at| now - at < NOTED) {
        return Ok(());
    }
    let tx = state.db.begin(Actor::ApiKey(row.id.into()), row.workspace_id.into()).await?;
    let change = api_key::ActiveModel {
        id: Unchanged(row.id),
        last_used_at: Set(Some(now)),
        last_used_ip: Set(source(request, state).map(|network| network.to_string())),
        last_used_agent: Set(Some(user_agent(request))),
        ..Default::default()
    };
    tx.update(change).await?;
    Ok(tx.commit_pipeline().await?)
}
