//! The account of somebody who was invited: the link from their mail shows that the address is theirs.

use shared::UserId;

use super::queries::Which;
use super::rules::NewAccount;
use super::{Error, queries, rules};
use crate::error::ApiError;
use crate::platform::scope::{Global, GlobalTx};
use crate::platform::secret::Secret;
use crate::platform::state::State;

/// Somebody who was invited, checked, with the password hashed.
pub(crate) struct Newcomer {
    account: NewAccount,
    password_hash: String,
}

/// Whether somebody can sign in with this address.
///
/// # Errors
/// When the database fails.
pub(crate) async fn has_account(db: &Global, email_key: &str) -> Result<bool, ApiError> {
    let row = queries::user_by_email(db, email_key).await?;
    Ok(row.is_some_and(|row| row.verified_at.is_some()))
}

/// Checks what somebody says of themselves and hashes the password: before the transaction, because it takes long.
///
/// # Errors
/// When a field is wrong.
pub(crate) async fn prepare_newcomer(
    state: &State,
    email: &str,
    name: &str,
    password: String,
) -> Result<Newcomer, ApiError> {
    let name = rules::checked_newcomer(email, name, &password)?;
    let password_hash = state.passwords.hash(Secret::new(password)).await?;
    let account = NewAccount {
        name,
        email: email.to_owned(),
        email_key: rules::email_key(email),
        phone: String::new(),
        business_name: String::new(),
        time_zone: String::new(),
    };
    Ok(Newcomer { account, password_hash })
}

/// Makes the user, verified, in a transaction that the caller commits.
///
/// An account that nobody has verified may have been begun by anybody: it becomes that of whoever has the link, with
/// their name and password, and what was begun before is void.
///
/// # Errors
/// [`Error::HasAccount`] when the address has an account.
pub(crate) async fn settle_newcomer(tx: &GlobalTx, newcomer: Newcomer) -> Result<UserId, ApiError> {
    let Newcomer { account, password_hash } = newcomer;
    let (id, now) = (UserId::new(), tx.now());
    if queries::insert_user(tx, id, &account, password_hash.clone(), Some(now)).await? {
        return Ok(id);
    }
    let Some(row) = queries::user_by_email(tx, &account.email_key).await? else {
        return Err(ApiError::internal("a user vanished within a transaction"));
    };
    let user = UserId(row.id);
    if !queries::take_unverified(tx, user, &account, password_hash).await? {
        return Err(Error::HasAccount.into());
    }
    queries::void_links(tx, user, None).await?;
    queries::end_sessions(tx, user, Which::All, "invitation_accepted").await?;
    Ok(user)
}
