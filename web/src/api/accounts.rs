//! Sign-up to sign-out, and the person who is signed in.

use serde_json::json;
use shared::account::{
    EmailChangeLink, EmailConfirmations, Instance, MailRequest, Me, MePatch, NewEmail, NewPassword,
    Reauthenticate, Reauthenticated, ResetPassword, Session, SignIn, SignUp, VerifyEmail,
};
use shared::{ErrorCode, Page, SessionId};

use super::client::{Method, command, get, public, public_get, public_write, write};
use super::{ApiResult, renew_session, session_is_back};

/// What may be known before anybody signs in.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn instance() -> ApiResult<Instance> {
    public_get("/instance").await
}

/// Makes a user and a workspace; a mail follows.
pub async fn sign_up(body: &SignUp) -> ApiResult<()> {
    public(Method::POST, "/sign-up", body).await
}

/// Redeems the link of the mail; opens a session.
pub async fn verify_email(body: &VerifyEmail) -> ApiResult<Me> {
    opened(public_write(Method::POST, "/verify", body).await)
}

/// Sends the link to verify again.
pub async fn resend_verification(body: &MailRequest) -> ApiResult<()> {
    public(Method::POST, "/verification-mails", body).await
}

/// Opens a session.
pub async fn sign_in(body: &SignIn) -> ApiResult<Me> {
    opened(public_write(Method::POST, "/sign-in", body).await)
}

/// Sends a link to reset the password.
pub async fn forgot_password(body: &MailRequest) -> ApiResult<()> {
    public(Method::POST, "/password-reset-mails", body).await
}

/// Sets a new password by the link of the mail.
pub async fn reset_password(body: &ResetPassword) -> ApiResult<()> {
    public(Method::POST, "/password-reset", body).await
}

/// Ends the session; nobody is asked to sign in for it.
pub async fn sign_out() -> ApiResult<()> {
    let end = || async { public(Method::POST, "/sign-out", &json!({})).await };
    match end().await {
        Err(error) if error.code() == Some(ErrorCode::Unauthenticated) => {
            renew_session().await?;
            end().await
        }
        answer => answer,
    }
}

/// The signed-in person.
pub async fn me() -> ApiResult<Me> {
    get("/me").await
}

/// Changes the signed-in person.
pub async fn update_me(body: &MePatch) -> ApiResult<Me> {
    write(Method::PATCH, "/me", body).await
}

/// Proves the password; what is sensitive is open to this session for some minutes.
pub async fn reauthenticate(body: &Reauthenticate) -> ApiResult<Reauthenticated> {
    write(Method::POST, "/me/reauthentication", body).await
}

/// Sets another password; ends every other session.
pub async fn change_password(body: &NewPassword) -> ApiResult<()> {
    command(Method::POST, "/me/password", body).await
}

/// Asks for another address; mails follow to both.
pub async fn request_email_change(body: &NewEmail) -> ApiResult<()> {
    command(Method::POST, "/me/email-change", body).await
}

/// Sends the mails of the change of address that waits again, to who has not confirmed it.
pub async fn resend_email_change() -> ApiResult<()> {
    command(Method::POST, "/me/email-change/mails", &json!({})).await
}

/// Gives up the change of address that waits.
pub async fn cancel_email_change() -> ApiResult<()> {
    command(Method::DELETE, "/me/email-change", &json!({})).await
}

/// Confirms a change of address, by the link of the mail to one of the two; says which have.
pub async fn confirm_email_change(body: &EmailChangeLink) -> ApiResult<EmailConfirmations> {
    public_write(Method::POST, "/email-change/confirm", body).await
}

/// Stops a change of address, by the other link of the mail to the old one.
pub async fn stop_email_change(body: &EmailChangeLink) -> ApiResult<()> {
    public(Method::POST, "/email-change/stop", body).await
}

/// A page of the browsers one is signed in with, after `cursor`.
pub async fn sessions(cursor: Option<&str>) -> ApiResult<Page<Session>> {
    let after = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
    get(&format!("/me/sessions{after}")).await
}

/// Ends a session, at once.
pub async fn end_session(id: SessionId) -> ApiResult<()> {
    command(Method::DELETE, &format!("/me/sessions/{id}"), &json!({})).await
}

/// Ends every session but this one, at once.
pub async fn end_other_sessions() -> ApiResult<()> {
    command(Method::DELETE, "/me/sessions", &json!({})).await
}

fn opened(answer: ApiResult<Me>) -> ApiResult<Me> {
    answer.inspect(|_| session_is_back())
}
