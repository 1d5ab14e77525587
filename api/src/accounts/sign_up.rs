//! Signing up, and asking for mails. The answer is the same whoever has the address.

use sea_orm::ActiveValue::{Set, Unchanged};
use shared::account::{SignUp, SignUpPolicy};
use shared::workspace::NewWorkspace;
use shared::{UserId, WorkspaceId};

use super::jobs::{About, AccountMail};
use super::rules::NewAccount;
use super::{Error, queries, rules};
use crate::entities::user;
use crate::error::ApiError;
use crate::jobs::Job;
use crate::platform::scope::{Actor, AuditEvent, GlobalTx};
use crate::platform::secret::Secret;
use crate::platform::state::State;
use crate::workspaces;

/// Makes a user and a workspace, or tells the address's owner by mail that there is one.
pub(super) async fn sign_up(state: &State, input: SignUp) -> Result<(), ApiError> {
    if state.config.sign_up != SignUpPolicy::Open {
        return Err(Error::SignUpClosed.into());
    }
    let account = rules::checked_account(&input)?;
    let password = Secret::new(input.password);
    // Both are done whether or not the address is known, and before the transaction: they take long.
    let known = queries::user_by_email(&state.db.accounts(), &account.email_key).await?;
    let hash = state.passwords.hash(password.clone()).await?;
    let is_same = state.passwords.verify(password, known.map(|row| row.password_hash)).await?;
    let tx = state.db.begin_global(Actor::System).await?;
    let id = UserId::new();
    if queries::insert_user(&tx, id, &account, hash, None).await? {
        let workspace = create_workspace(state, &tx, id, &account).await?;
        tx.enqueue(Job::AccountMail(AccountMail { user: id, about: About::Verify })).await?;
        tx.commit(AuditEvent::new("user.signed_up").about("user", id).in_workspace(workspace)).await?;
        return Ok(());
    }
    again(state, tx, &account, is_same).await
}

/// A sign-up for an address that is known.
async fn again(state: &State, tx: GlobalTx, account: &NewAccount, is_same: bool) -> Result<(), ApiError> {
    let Some(row) = queries::user_by_email(&tx, &account.email_key).await? else {
        return Err(ApiError::internal("a user vanished within a transaction"));
    };
    let user = UserId(row.id);
    let about = if row.verified_at.is_some() { About::KnownAddress } else { About::Verify };
    if row.verified_at.is_none() && !is_same {
        // Two passwords for an address nobody has verified: one of them may be somebody else's, who waits for the owner
        // to follow the link. Neither counts; the owner sets one by mail.
        let password_hash = Set(state.passwords.unusable());
        let change = user::ActiveModel { id: Unchanged(row.id), password_hash, ..Default::default() };
        queries::update_user(&tx, change).await?;
    }
    tx.enqueue(Job::AccountMail(AccountMail { user, about })).await?;
    Ok(tx.commit(AuditEvent::new("user.signed_up_again").about("user", user)).await?)
}

/// Makes the workspace of somebody who signs up.
pub(super) async fn create_workspace(
    state: &State,
    tx: &GlobalTx,
    owner: UserId,
    account: &NewAccount,
) -> Result<WorkspaceId, ApiError> {
    let new = NewWorkspace {
        name: account.business_name.clone(),
        time_zone: Some(account.time_zone.clone()),
        language: None,
    };
    workspaces::create(state, tx, owner, new).await
}

/// Enqueues a mail to whoever has the address; for an address that nobody has, a mail to nobody, which takes as long.
pub(super) async fn request_mail(state: &State, email: &str, about: About) -> Result<(), ApiError> {
    let row = queries::user_by_email(&state.db.accounts(), &rules::email_key(email)).await?;
    let user = row.map_or_else(UserId::new, |row| row.id.into());
    let tx = state.db.begin_global(Actor::System).await?;
    tx.enqueue(Job::AccountMail(AccountMail { user, about })).await?;
    Ok(tx.commit(AuditEvent::new("mail.requested")).await?)
}
