//! Accounts: from sign-up to sign-out.

use actix_web::{HttpResponse, get, patch, post};
use sea_orm::ActiveValue::{Set, Unchanged};
use shared::UserId;
use shared::account::{
    MailRequest, Me as MyAccount, MePatch, Membership, ResetPassword, SignIn, SignUp, VerifyEmail,
};

use super::jobs::About;
use super::sessions::{self, Opened};
use super::{Error, links, queries, rules, sign_up as signing_up};
use crate::entities::user;
use crate::error::{ApiError, ApiResult};
use crate::platform::auth::{clear_cookies, refresh_cookie, session_cookies};
use crate::platform::cx::{Anyone, Me};
use crate::platform::extract::{Accepted, Json, NoContent};
use crate::platform::scope::AuditEvent;
use crate::platform::state::State;

/// Sign up: make a user and a workspace.
///
/// Answers the same for a known and an unknown address: what happens next is told by mail.
#[utoipa::path(responses((status = 202)))]
#[post("/sign-up")]
pub(crate) async fn sign_up(anyone: Anyone, Json(input): Json<SignUp>) -> ApiResult<Accepted> {
    signing_up::sign_up(anyone.state(), input).await?;
    Ok(Accepted)
}

/// Ask for another mail with the link that verifies an address.
///
/// The link is good for 24 hours and makes earlier ones void. The answer is the same when nobody waits for it.
#[utoipa::path(responses((status = 202)))]
#[post("/verification-mails")]
pub(crate) async fn request_verification(
    anyone: Anyone,
    Json(input): Json<MailRequest>,
) -> ApiResult<Accepted> {
    let email = rules::checked_address(&input.email)?;
    signing_up::request_mail(anyone.state(), email, About::Verify).await?;
    Ok(Accepted)
}

/// Verify an address by the link from the mail; opens a session.
///
/// The link from the mail is good once; it opens the first session of the account.
#[utoipa::path(responses((status = 200, body = MyAccount)))]
#[post("/verify")]
pub(crate) async fn verify_email(anyone: Anyone, Json(input): Json<VerifyEmail>) -> ApiResult<HttpResponse> {
    let opened = links::verify(anyone.state(), &input.token, anyone.client()).await?;
    signed_in(anyone.state(), opened).await
}

/// Sign in; opens a session.
///
/// Sets the two session cookies. An address that is not verified yet gets a new mail instead.
#[utoipa::path(responses((status = 200, body = MyAccount), (status = 401), (status = 429)))]
#[post("/sign-in")]
pub(crate) async fn sign_in(anyone: Anyone, Json(input): Json<SignIn>) -> ApiResult<HttpResponse> {
    let opened = sessions::sign_in(anyone.state(), input, anyone.client()).await?;
    signed_in(anyone.state(), opened).await
}

/// Renew the session's cookies.
///
/// A refresh token is good once. The one just spent gives the same successor for 10 s; one spent before that ends the
/// session, because somebody has a copy.
#[utoipa::path(responses((status = 204), (status = 401)))]
#[post("/session/refresh")]
pub(crate) async fn refresh_session(anyone: Anyone) -> ApiResult<HttpResponse> {
    let token = refresh_cookie(anyone.request()).ok_or(Error::SessionEnded)?;
    let opened = sessions::refresh(anyone.state(), &token).await?;
    let mut response = HttpResponse::NoContent();
    for cookie in session_cookies(opened.access, opened.refresh, opened.rest) {
        response.cookie(cookie);
    }
    Ok(response.finish())
}

/// Sign out: end this browser's session.
///
/// Ends this session at once, with its event stream, and clears the cookies.
#[utoipa::path(responses((status = 204)))]
#[post("/sign-out")]
pub(crate) async fn sign_out(me: Me) -> ApiResult<HttpResponse> {
    sessions::sign_out(me.state(), me.user(), me.session()).await?;
    let mut response = HttpResponse::NoContent();
    for cookie in clear_cookies() {
        response.cookie(cookie);
    }
    Ok(response.finish())
}

/// Ask for a mail with a link to set a new password.
///
/// The link is good for 30 minutes. The answer is the same when nobody has the address.
#[utoipa::path(responses((status = 202)))]
#[post("/password-reset-mails")]
pub(crate) async fn request_password_reset(
    anyone: Anyone,
    Json(input): Json<MailRequest>,
) -> ApiResult<Accepted> {
    let email = rules::checked_address(&input.email)?;
    signing_up::request_mail(anyone.state(), email, About::Reset).await?;
    Ok(Accepted)
}

/// Set a new password by the link from the mail; ends every session.
///
/// Ends every session of the account and makes its other links void; sign in with the new password afterwards.
#[utoipa::path(responses((status = 204)))]
#[post("/password-reset")]
pub(crate) async fn reset_password(anyone: Anyone, Json(input): Json<ResetPassword>) -> ApiResult<NoContent> {
    links::reset_password(anyone.state(), input).await?;
    Ok(NoContent)
}

/// Get who is signed in, with their workspaces.
///
/// With every workspace they belong to and their role there.
#[utoipa::path(responses((status = 200, body = MyAccount)))]
#[get("/me")]
pub(crate) async fn get_me(me: Me) -> ApiResult<Json<MyAccount>> {
    account(me.state(), me.user()).await.map(Json)
}

/// Change one's own name or phone.
///
/// Only what is given changes; the address and the password have ways of their own.
#[utoipa::path(responses((status = 200, body = MyAccount)))]
#[patch("/me")]
pub(crate) async fn update_me(me: Me, Json(patch): Json<MePatch>) -> ApiResult<Json<MyAccount>> {
    let patch = rules::checked_patch(patch)?;
    let tx = me.state().db.begin_global(me.actor()).await?;
    let mut row = user::ActiveModel { id: Unchanged(me.user().uuid()), ..Default::default() };
    if let Some(name) = patch.name {
        row.name = Set(name);
    }
    if let Some(phone) = patch.phone {
        row.phone = Set(phone);
    }
    queries::update_user(&tx, row).await?;
    tx.commit(AuditEvent::new("user.updated").about("user", me.user())).await?;
    account(me.state(), me.user()).await.map(Json)
}

/// The answer to a browser in which a session was just opened.
pub(crate) async fn signed_in(state: &State, opened: Opened) -> ApiResult<HttpResponse> {
    let account = account(state, opened.user).await?;
    let mut response = HttpResponse::Ok();
    for cookie in session_cookies(opened.access, opened.refresh, opened.rest) {
        response.cookie(cookie);
    }
    Ok(response.json(account))
}

async fn account(state: &State, user: UserId) -> Result<MyAccount, ApiError> {
    let reads = state.db.accounts();
    let row = queries::user(&reads, user).await?.ok_or(Error::SessionEnded)?;
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
        created_at: row.created_at,
        workspaces,
    })
}
