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
    let user = UserId(redeem(&tx, token, &[Purpose::Verify]).await?.user_id);
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
    let user = UserId(redeem(&tx, &input.token, &[Purpose::Reset]).await?.user_id);
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

/// Whose link it is, when it would be taken: so that a bad link is told before the password is.
async fn peek(state: &State, token: &str) -> Result<UserId, ApiError> {
    let tx = state.db.begin_global(Actor::System).await?;
    // Dropped, and so rolled back: nothing was used up.
    Ok(redeem(&tx, token, &[Purpose::Reset]).await?.user_id.into())
}

/// The link of a token, for one of these purposes; it and its owner are locked until the transaction ends. The owner first, as
/// wherever both are: of two links of one person each would wait for what the other holds.
pub(super) async fn redeem(
    tx: &GlobalTx,
    token: &str,
    purposes: &[Purpose],
) -> Result<mail_token::Model, ApiError> {
    let (id, hash) = read(token).ok_or(Error::LinkInvalid)?;
    let owner = queries::link(tx, id).await?.ok_or(Error::LinkInvalid)?.user_id;
    queries::locked_user(tx, owner.into()).await?;
    let row = queries::locked_link(tx, id).await?.ok_or(Error::LinkInvalid)?;
    if !rules::is_redeemable(&row, purposes, &hash, tx.now()) {
        return Err(Error::LinkInvalid.into());
    }
    Ok(row)
}

fn read(token: &str) -> Option<(Uuid, [u8; 32])> {
    let (id, secret) = token.split_once('.')?;
    let secret: [u8; 32] = BASE64.decode(secret).ok()?.try_into().ok()?;
    Some((Uuid::try_parse(id).ok()?, hash_secret(&secret)))
}
