//! Proving the password again, and setting another one.

use sea_orm::ActiveValue::{Set, Unchanged};
use shared::UserId;
use shared::account::{NewPassword, Reauthenticated};

use super::guesses::Guard;
use super::jobs::{About, AccountMail};
use super::queries::Which;
use super::{Error, queries, rules};
use crate::entities::email_change::ChangeState;
use crate::entities::{session, user};
use crate::error::ApiError;
use crate::jobs::Job;
use crate::platform::cx::{FRESH, Me};
use crate::platform::scope::{AuditEvent, GlobalTx};
use crate::platform::secret::Secret;
use crate::platform::state::State;

/// Proves the password for this session; sensitive acts are open to it for a while.
pub(super) async fn reauthenticate(me: &Me, password: String) -> Result<Reauthenticated, ApiError> {
    let (state, user) = (me.state(), me.user());
    let row = queries::user(&state.db.accounts(), user).await?.ok_or(Error::SessionEnded)?;
    let guard = Guard::of(state, &row.email_key, Some(user), &me.client()).await?;
    guard.check().await?;
    let slot = state.passwords.slot().await?;
    guard.check().await?;
    if !slot.verify(Secret::new(password.clone()), Some(row.password_hash.clone())).await? {
        guard.wrong(&password, "session.reauthentication_failed").await?;
        return Err(Error::WrongPassword.into());
    }
    let tx = me.begin().await?;
    if still(&tx, user, &row.password_hash).await?.is_none() {
        return Err(Error::WrongPassword.into());
    }
    guard.right(&tx).await?;
    let now = tx.now();
    let change = session::ActiveModel {
        id: Unchanged(me.session().uuid()),
        reauthenticated_at: Set(Some(now)),
        ..Default::default()
    };
    queries::update_session(&tx, change).await?;
    tx.commit(AuditEvent::new("session.reauthenticated").about("session", me.session())).await?;
    Ok(Reauthenticated { expires_at: now + FRESH })
}

/// Sets another password, and ends every other session.
pub(super) async fn change(me: &Me, input: NewPassword) -> Result<(), ApiError> {
    let (state, user) = (me.state(), me.user());
    check_new(state, user, &input.password).await?;
    // Hashed before the transaction: it takes long.
    let password_hash = state.passwords.hash(Secret::new(input.password)).await?;
    let tx = me.begin().await?;
    let row = user::ActiveModel {
        id: Unchanged(user.uuid()),
        password_hash: Set(password_hash),
        ..Default::default()
    };
    queries::update_user(&tx, row).await?;
    void_proofs(&tx, user).await?;
    queries::end_sessions(&tx, user, Which::AllBut(me.session()), "password_changed").await?;
    tx.enqueue(Job::AccountMail(AccountMail { user, about: About::PasswordChanged })).await?;
    tx.commit(AuditEvent::new("user.password_changed").about("user", user)).await?;
    state.sessions.forget(user);
    Ok(())
}

/// The account, when a password that was looked at is still its; then it stays so until the transaction ends. Without it a
/// sign-in with the old password beside a reset would open a session that outlives the reset.
pub(super) async fn still(
    tx: &GlobalTx,
    user: UserId,
    verified: &str,
) -> Result<Option<user::Model>, ApiError> {
    let row = queries::locked_user(tx, user).await?;
    Ok(row.filter(|row| row.password_hash == verified))
}

/// Refuses a new password that is too short, too common, or made of what is known of the account; gives what the account is
/// found by.
pub(super) async fn check_new(state: &State, user: UserId, password: &str) -> Result<String, ApiError> {
    let reads = state.db.accounts();
    let row = queries::user(&reads, user).await?.ok_or(Error::SessionEnded)?;
    let workspaces = queries::memberships(&reads, user).await?;
    let mut own_words = vec![row.name.as_str(), row.email_key.as_str()];
    own_words.extend(workspaces.iter().map(|(_, workspace)| workspace.name.as_str()));
    rules::checked_password(password, &own_words)?;
    Ok(row.email_key)
}

/// Makes void what was sent before the password changed: links, and a change of address that waits.
pub(super) async fn void_proofs(tx: &GlobalTx, user: UserId) -> Result<(), ApiError> {
    queries::end_waiting_changes(tx, user, ChangeState::Stopped).await?;
    queries::void_links(tx, user, None).await?;
    Ok(())
}
