//! Oneself: profile, password, address, and the browsers one is signed in with.

use actix_web::{delete, get, patch, post};
use sea_orm::ActiveValue::{Set, Unchanged};
use serde::Deserialize;
use shared::account::{
    EmailChange, Me as MyAccount, MePatch, Membership, NewEmail, NewPassword, Reauthenticate,
    Reauthenticated, Session,
};
use shared::{Page, PageQuery, SessionId, UserId};
use utoipa::IntoParams;

use super::queries::Which;
use super::{Error, emails, passwords, queries, rules, sessions};
use crate::entities::{email_change, user};
use crate::error::{ApiError, ApiResult};
use crate::platform::cursor::List;
use crate::platform::cx::{Fresh, Me};
use crate::platform::extract::{Accepted, Json, NoContent, Path, Query};
use crate::platform::scope::AuditEvent;
use crate::platform::state::State;

/// A session of one's own.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct SessionPath {
    /// The session.
    pub session_id: SessionId,
}

/// Get who is signed in, with their workspaces.
///
/// With every workspace they belong to and their role there.
#[utoipa::path(responses((status = 200, body = MyAccount)))]
#[get("/me")]
pub(crate) async fn get_me(me: Me) -> ApiResult<Json<MyAccount>> {
    account(me.state(), me.user()).await.map(Json)
}

/// Change one's own name, phone or language.
///
/// Only what is given changes; the address and the password have ways of their own.
#[utoipa::path(responses((status = 200, body = MyAccount)))]
#[patch("/me")]
pub(crate) async fn update_me(me: Me, Json(patch): Json<MePatch>) -> ApiResult<Json<MyAccount>> {
    let patch = rules::checked_patch(patch)?;
    let tx = me.begin().await?;
    let mut row = user::ActiveModel { id: Unchanged(me.user().uuid()), ..Default::default() };
    if let Some(name) = patch.name {
        row.name = Set(name);
    }
    if let Some(phone) = patch.phone {
        row.phone = Set(phone);
    }
    if let Some(language) = patch.language {
        row.language = Set(Some(language));
    }
    queries::update_user(&tx, row).await?;
    tx.commit(AuditEvent::new("user.updated").about("user", me.user())).await?;
    account(me.state(), me.user()).await.map(Json)
}

/// Prove the password again.
///
/// Opens sensitive acts to this session for five minutes: those that answer `reauthentication_required` otherwise.
#[utoipa::path(responses((status = 200, body = Reauthenticated), (status = 429)))]
#[post("/me/reauthentication")]
pub(crate) async fn reauthenticate(
    me: Me,
    Json(input): Json<Reauthenticate>,
) -> ApiResult<Json<Reauthenticated>> {
    passwords::reauthenticate(&me, input.password).await.map(Json)
}

/// Change the password.
///
/// Ends every other session, makes links sent before void, and is told by mail.
#[utoipa::path(responses((status = 204)))]
#[post("/me/password")]
pub(crate) async fn change_password(me: Fresh<Me>, Json(input): Json<NewPassword>) -> ApiResult<NoContent> {
    passwords::change(&me, input).await?;
    Ok(NoContent)
}

/// Ask for another address.
///
/// Both addresses get a link that confirms the change, good for 24 hours: it happens when both were followed. The old one gets
/// another link that stops it. The answer is the same whoever has the new address.
#[utoipa::path(responses((status = 202)))]
#[post("/me/email-change")]
pub(crate) async fn request_email_change(me: Fresh<Me>, Json(input): Json<NewEmail>) -> ApiResult<Accepted> {
    emails::request(me.begin_once().await?, &me, &input.email).await?;
    Ok(Accepted)
}

/// Send the mails of a change of address again.
///
/// To whichever address has not confirmed it; the links sent before stay good. At most once a minute, and five times in all.
#[utoipa::path(responses((status = 202), (status = 404), (status = 429)))]
#[post("/me/email-change/mails")]
pub(crate) async fn resend_email_change(me: Me) -> ApiResult<Accepted> {
    emails::send_again(&me).await?;
    Ok(Accepted)
}

/// Give up a change of address that waits.
///
/// Its links stop working; the address stays as it is.
#[utoipa::path(responses((status = 204), (status = 404)))]
#[delete("/me/email-change")]
pub(crate) async fn cancel_email_change(me: Me) -> ApiResult<NoContent> {
    emails::cancel(&me).await?;
    Ok(NoContent)
}

/// List one's sessions.
///
/// The browsers one is signed in with, the newest first.
#[utoipa::path(params(PageQuery), responses((status = 200, body = Page<Session>)))]
#[get("/me/sessions")]
pub(crate) async fn list_sessions(me: Me, Query(query): Query<PageQuery>) -> ApiResult<Json<Page<Session>>> {
    let state = me.state();
    // A cursor is bound to its owner, who stands where a workspace does.
    let list = List::of_user(me.user(), "sessions");
    let wanted = state.cursors.wanted(list, &query)?;
    let rows = queries::sessions(&state.db.accounts(), me.user(), state.clock.now(), &wanted).await?;
    let page = state.cursors.page(list, &wanted, rows, |row| row.id);
    let items = page.items.into_iter().map(|row| sessions::shown(row, me.session()));
    Ok(Json(Page { items: items.collect(), next_cursor: page.next_cursor }))
}

/// End all other sessions.
///
/// At once: their next request is refused, and their event streams end.
#[utoipa::path(responses((status = 204)))]
#[delete("/me/sessions")]
pub(crate) async fn end_other_sessions(me: Me) -> ApiResult<NoContent> {
    sessions::end(me.state(), me.user(), Which::AllBut(me.session()), "ended_by_owner").await?;
    Ok(NoContent)
}

/// End a session.
///
/// At once: its next request is refused, and its event streams end.
#[utoipa::path(params(SessionPath), responses((status = 204)))]
#[delete("/me/sessions/{session_id}")]
pub(crate) async fn end_session(me: Me, path: Path<SessionPath>) -> ApiResult<NoContent> {
    let which = Which::One(path.session_id);
    match sessions::end(me.state(), me.user(), which, "ended_by_owner").await? {
        0 => Err(ApiError::not_found()),
        _ => Ok(NoContent),
    }
}

/// Who somebody is, with their workspaces.
pub(super) async fn account(state: &State, user: UserId) -> Result<MyAccount, ApiError> {
    let reads = state.db.accounts();
    let row = queries::user(&reads, user).await?.ok_or(Error::SessionEnded)?;
    let change = queries::waiting_change(&reads, user, state.clock.now()).await?;
    let mut workspaces = Vec::new();
    for (member, workspace) in queries::memberships(&reads, user).await? {
        workspaces.push(Membership {
            workspace_id: workspace.id.into(),
            workspace_name: workspace.name,
            member_id: member.id.into(),
            role: member.role.parse().map_err(|_| ApiError::internal("a member has an unknown role"))?,
        });
    }
    Ok(MyAccount {
        id: user,
        name: row.name,
        email: row.email,
        phone: row.phone,
        language: row.language,
        email_change: change.map(waiting),
        wrong_passwords: None,
        created_at: row.created_at,
        workspaces,
    })
}

fn waiting(change: email_change::Model) -> EmailChange {
    let confirmed = rules::confirmations(&change);
    EmailChange { email: change.new_email, expires_at: change.expires_at, confirmed }
}
