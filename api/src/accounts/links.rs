//! Following a link from a mail.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use sea_orm::ActiveValue::{Set, Unchanged};
use shared::UserId;
use shared::account::ResetPassword;
use uuid::Uuid;

use super::guesses::Guard;
use super::jobs::{About, AccountMail};
use super::queries::Which;
use super::sessions::{self, Opened};
use super::{Error, passwords, queries, rules};
use crate::entities::email_change::ChangeState;
use crate::entities::mail_token::{self, Purpose};
use crate::entities::user;
use crate::error::ApiError;
use crate::jobs::Job;
use crate::platform::auth::hash_secret;
use crate::platform::cx::Client;
use crate::platform::scope::{Actor, AuditEvent, GlobalTx};
use crate::platform::secret::Secret;
use crate::platform::state::State;

/// Verifies an address and opens the first session.
pub(super) async fn verify(state: &State, token: &str, client: Client) -> Result<Opened, ApiError> {
    let tx = state.db.begin_global(Actor::System).await?;
    let user = UserId(redeem(&tx, token, Purpose::Verify).await?.user_id);
    let row = user::ActiveModel {
        id: Unchanged(user.uuid()),
        verified_at: Set(Some(tx.now())),
        ..Default::default()
    };
    queries::update_user(&tx, row).await?;
    queries::void_links(&tx, user, Some(Purpose::Verify)).await?;
    let opened = sessions::open(state, &tx, user, client, None).await?;
    tx.commit(AuditEvent::new("user.verified").about("user", user)).await?;
    Ok(opened)
}

/// Sets a new password, ends every session, and makes every other link void.
pub(super) async fn reset_password(
    state: &State,
    input: ResetPassword,
    client: &Client,
) -> Result<(), ApiError> {
    let user = peek(state, &input.token).await?;
    let email_key = passwords::check_new(state, user, &input.password).await?;
    let guard = Guard::of(state, &email_key, Some(user), client).await?;
    // Hashed before the transaction: it takes long.
    let password_hash = state.passwords.hash(Secret::new(input.password)).await?;
    let tx = state.db.begin_global(Actor::System).await?;
    let user = UserId(redeem(&tx, &input.token, Purpose::Reset).await?.user_id);
    let row = queries::user(&tx, user).await?.ok_or(Error::LinkInvalid)?;
    let change = user::ActiveModel {
        id: Unchanged(user.uuid()),
        password_hash: Set(password_hash),
        // Whoever follows a link from the mail has the address.
        verified_at: Set(row.verified_at.or_else(|| Some(tx.now()))),
        ..Default::default()
    };
    queries::update_user(&tx, change).await?;
    passwords::void_proofs(&tx, user).await?;
    queries::end_sessions(&tx, user, Which::All, "password_reset").await?;
    guard.right(&tx).await?;
    tx.enqueue(Job::AccountMail(AccountMail { user, about: About::PasswordChanged })).await?;
    tx.commit(AuditEvent::new("user.password_reset").about("user", user)).await?;
    state.sessions.forget(user);
    Ok(())
}

/// Makes the new address of a change the account's.
pub(super) async fn confirm_email_change(state: &State, token: &str) -> Result<(), ApiError> {
    let tx = state.db.begin_global(Actor::System).await?;
    let link = redeem(&tx, token, Purpose::ConfirmEmail).await?;
    let id = link.email_change_id.ok_or(Error::LinkInvalid)?.into();
    let change = queries::email_change(&tx, id).await?.ok_or(Error::LinkInvalid)?;
    let user = UserId(change.user_id);
    let row = queries::user(&tx, user).await?.ok_or(Error::LinkInvalid)?;
    let is_waiting = change.state == ChangeState::Waiting && tx.now() < change.expires_at;
    if !is_waiting || row.email != change.old_email {
        return Err(Error::LinkInvalid.into());
    }
    set_email(&tx, user, change.new_email).await?;
    queries::end_change(&tx, id, ChangeState::Confirmed).await?;
    queries::void_links(&tx, user, None).await?;
    tx.commit(AuditEvent::new("user.email_changed").about("user", user)).await?;
    state.sessions.forget(user);
    Ok(())
}

/// Takes a change of address back, also one that was confirmed: signs everybody out and makes the password worthless, because
/// whoever asked for the change knew it.
pub(super) async fn stop_email_change(state: &State, token: &str) -> Result<(), ApiError> {
    let tx = state.db.begin_global(Actor::System).await?;
    let link = redeem(&tx, token, Purpose::StopEmailChange).await?;
    let id = link.email_change_id.ok_or(Error::LinkInvalid)?.into();
    let change = queries::email_change(&tx, id).await?.ok_or(Error::LinkInvalid)?;
    let user = UserId(change.user_id);
    if change.state == ChangeState::Confirmed {
        set_email(&tx, user, change.old_email).await?;
    }
    let password_hash = Set(state.passwords.unusable());
    let row = user::ActiveModel { id: Unchanged(user.uuid()), password_hash, ..Default::default() };
    queries::update_user(&tx, row).await?;
    passwords::void_proofs(&tx, user).await?;
    queries::void_links(&tx, user, Some(Purpose::StopEmailChange)).await?;
    queries::end_change(&tx, id, ChangeState::Stopped).await?;
    queries::end_sessions(&tx, user, Which::All, "email_change_stopped").await?;
    tx.enqueue(Job::AccountMail(AccountMail { user, about: About::Recover })).await?;
    tx.commit(AuditEvent::new("user.email_change_stopped").about("user", user)).await?;
    state.sessions.forget(user);
    Ok(())
}

/// Writes an address; one that somebody else has by now makes the link worthless.
async fn set_email(tx: &GlobalTx, user: UserId, email: String) -> Result<(), ApiError> {
    let key = rules::email_key(&email);
    if queries::user_by_email(tx, &key).await?.is_some_and(|other| other.id != user.uuid()) {
        return Err(Error::LinkInvalid.into());
    }
    let row = user::ActiveModel {
        id: Unchanged(user.uuid()),
        email: Set(email),
        email_key: Set(key),
        verified_at: Set(Some(tx.now())),
        ..Default::default()
    };
    match queries::update_user(tx, row).await {
        Ok(_) => Ok(()),
        Err(error) if crate::error::is_duplicate(&error) => Err(Error::LinkInvalid.into()),
        Err(error) => Err(error.into()),
    }
}

/// Whose link it is, when it would be taken: so that a bad link is told before the password is.
async fn peek(state: &State, token: &str) -> Result<UserId, ApiError> {
    let tx = state.db.begin_global(Actor::System).await?;
    // Dropped, and so rolled back: nothing was used up.
    Ok(redeem(&tx, token, Purpose::Reset).await?.user_id.into())
}

async fn redeem(tx: &GlobalTx, token: &str, purpose: Purpose) -> Result<mail_token::Model, ApiError> {
    let (id, hash) = read(token).ok_or(Error::LinkInvalid)?;
    let row = queries::link(tx, id).await?.ok_or(Error::LinkInvalid)?;
    if !rules::is_redeemable(&row, purpose, &hash, tx.now()) {
        return Err(Error::LinkInvalid.into());
    }
    Ok(row)
}

fn read(token: &str) -> Option<(Uuid, [u8; 32])> {
    let (id, secret) = token.split_once('.')?;
    let secret: [u8; 32] = BASE64.decode(secret).ok()?.try_into().ok()?;
    Some((Uuid::try_parse(id).ok()?, hash_secret(&secret)))
}
