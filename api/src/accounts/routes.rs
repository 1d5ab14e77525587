//! Accounts: from sign-up to sign-out.

use actix_web::{HttpResponse, post};
use shared::account::{
    EmailChangeLink, EmailConfirmations, MailRequest, Me as MyAccount, ResetPassword, SignIn, SignUp,
    VerifyEmail,
};

use super::jobs::About;
use super::sessions::{self, Opened};
use super::{Error, emails, links, me, rules, sign_up as signing_up};
use crate::error::ApiResult;
use crate::platform::auth::{clear_cookies, refresh_cookie, session_cookies};
use crate::platform::cx::{Anyone, Me};
use crate::platform::extract::{Accepted, Json, NoContent};
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
/// The link is good for 24 hours. The answer is the same when nobody waits for it; at most five mails an hour are sent.
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
/// Sets the two session cookies, and says how many wrong passwords there were since the sign-in before when there were several;
/// that, and a browser or network that is new, are told by mail, too. An address that is not verified yet gets a new mail instead.
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
/// The link is good for 30 minutes. The answer is the same when nobody has the address; at most five mails an hour are sent.
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
    links::reset_password(anyone.state(), input, &anyone.client()).await?;
    Ok(NoContent)
}

/// Confirm a change of address, by the link sent to one of its two addresses.
///
/// Says which of the two have confirmed it. With the second one the new address is the account's: sessions go on, links that were
/// sent to the old address before are void.
#[utoipa::path(responses((status = 200, body = EmailConfirmations)))]
#[post("/email-change/confirm")]
pub(crate) async fn confirm_email_change(
    anyone: Anyone,
    Json(input): Json<EmailChangeLink>,
) -> ApiResult<Json<EmailConfirmations>> {
    emails::confirm(anyone.state(), &input.token).await.map(Json)
}

/// Stop a change of address, by the other link sent to the old one.
///
/// Works for 72 hours, unless both addresses have confirmed the change by then. Signs everybody out and asks for a new password,
/// by a mail to the old address.
#[utoipa::path(responses((status = 204)))]
#[post("/email-change/stop")]
pub(crate) async fn stop_email_change(
    anyone: Anyone,
    Json(input): Json<EmailChangeLink>,
) -> ApiResult<NoContent> {
    emails::stop(anyone.state(), &input.token).await?;
    Ok(NoContent)
}

/// The answer to a browser in which a session was just opened.
pub(crate) async fn signed_in(state: &State, opened: Opened) -> ApiResult<HttpResponse> {
    let mut account = me::account(state, opened.user).await?;
    account.wrong_passwords = opened.wrong;
    let mut response = HttpResponse::Ok();
    for cookie in session_cookies(opened.access, opened.refresh, opened.rest) {
        response.cookie(cookie);
    }
    Ok(response.json(account))
}
