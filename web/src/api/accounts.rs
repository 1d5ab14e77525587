//! Sign-up to sign-out, and the person who is signed in.

use serde_json::json;
use shared::ErrorCode;
use shared::account::{Instance, MailRequest, Me, MePatch, ResetPassword, SignIn, SignUp, VerifyEmail};

use super::client::{Method, get, public, public_get, public_write, write};
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

fn opened(answer: ApiResult<Me>) -> ApiResult<Me> {
    answer.inspect(|_| session_is_back())
}
