//! The first owner of an installation, made by whoever has a shell on it.

use shared::UserId;
use shared::account::SignUp;

use super::{Error, queries, rules, sign_up};
use crate::error::ApiError;
use crate::platform::scope::{Actor, AuditEvent};
use crate::platform::secret::Secret;
use crate::platform::state::State;

/// What an owner is made of.
pub type NewOwner = SignUp;

/// Makes a verified user with a workspace.
///
/// # Errors
/// When a field is wrong or the address is taken.
pub async fn create_owner(state: &State, input: NewOwner) -> Result<UserId, ApiError> {
    let account = rules::checked_account(&input)?;
    let hash = state.passwords.hash(Secret::new(input.password)).await?;
    let tx = state.db.begin_global(Actor::Operator).await?;
    let (id, now) = (UserId::new(), tx.now());
    if !queries::insert_user(&tx, id, &account, hash, Some(now)).await? {
        let taken = shared::FieldError {
            pointer: "/email".into(),
            code: "taken".into(),
            detail: "there is an account with this address".into(),
        };
        return Err(Error::Invalid(vec![taken]).into());
    }
    let workspace = sign_up::create_workspace(state, &tx, id, &account).await?;
    tx.commit(AuditEvent::new("user.created_by_operator").about("user", id).in_workspace(workspace)).await?;
    Ok(id)
}
