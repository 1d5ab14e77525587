//! Wrong passwords, counted in the database: several processes share the counts, and a restart forgets none.
//!
//! An account is counted apart for networks its owner has signed in from, so that a stranger who guesses elsewhere does not
//! keep the owner out. Known and unknown accounts cost the same statements.

use std::collections::BTreeMap;

use sea_orm::DbErr;
use serde::Serialize;
use serde::de::DeserializeOwned;
use shared::{Time, UserId};

use super::rules::{Brake, Held};
use super::{Error, queries};
use crate::error::ApiError;
use crate::platform::auth::{AccountGuesses, AddressGuesses};
use crate::platform::cx::Client;
use crate::platform::scope::{Actor, AuditEvent, GlobalTx};
use crate::platform::state::State;

/// Stands before a password is looked at.
pub(super) struct Guard<'a> {
    state: &'a State,
    email_key: &'a str,
    user: Option<UserId>,
    account: [u8; 32],
    address: [u8; 32],
}

impl<'a> Guard<'a> {
    /// For an account, known or not, and whoever tries.
    pub(super) async fn of(
        state: &'a State,
        email_key: &'a str,
        user: Option<UserId>,
        client: &Client,
    ) -> Result<Self, ApiError> {
        // Nobody's sessions are looked through where there is no account.
        let owner = user.unwrap_or_else(UserId::new);
        let is_known = queries::has_session_from(&state.db.accounts(), owner, &client.ip_prefix).await?;
        let network = if is_known { client.ip_prefix.as_str() } else { "" };
        Ok(Self {
            state,
            email_key,
            user,
            account: state.guess_keys.name("account", &[email_key, network]),
            address: state.guess_keys.name("address", &[&client.source]),
        })
    }

    /// Refuses while account or address has to wait.
    pub(super) async fn check(&self) -> Result<(), ApiError> {
        let counts = queries::guesses(&self.state.db.accounts(), [self.account, self.address]).await?;
        let now = self.state.clock.now();
        let account: AccountGuesses = read(&counts, &self.account);
        let address: AddressGuesses = read(&counts, &self.address);
        match account.wait(now).max(address.wait(now)) {
            None => Ok(()),
            Some(wait) => {
                let ms = u32::try_from(wait.num_milliseconds()).unwrap_or(u32::MAX);
                Err(Error::Locked { wait_s: ms.div_ceil(1_000).max(1) }.into())
            }
        }
    }

    /// Counts a wrong password.
    pub(super) async fn wrong(&self, password: &str, event: &'static str) -> Result<(), ApiError> {
        let pair = self.state.guess_keys.pair(self.email_key, password);
        let tx = self.state.db.begin_global(Actor::System).await?;
        let now = tx.now();
        // The person before the counts, as where a password is right: neither waits for the other.
        queries::count_wrong(&tx, self.email_key).await?;
        let counts = queries::locked_guesses(&tx, [self.account, self.address]).await?;
        let account = read::<AccountGuesses>(&counts, &self.account).after_wrong(now);
        let address = read::<AddressGuesses>(&counts, &self.address).after_wrong(pair, now);
        write(&tx, self.account, &account, account.ends_at()).await?;
        write(&tx, self.address, &address, address.ends_at()).await?;
        let event = AuditEvent::new(event);
        let event = match self.user {
            Some(user) => event.about("user", user),
            None => event,
        };
        Ok(tx.commit(event).await?)
    }

    /// Makes nobody wait for the wrong passwords of the account any more, after a right one.
    pub(super) async fn right(&self, tx: &GlobalTx) -> Result<(), ApiError> {
        queries::locked_guesses(tx, [self.account]).await?;
        Ok(queries::forget_guesses(tx, self.account).await?)
    }
}

type Counts = BTreeMap<Vec<u8>, serde_json::Value>;

/// A count; one that is not there, or of another version, begins anew.
fn read<T: DeserializeOwned + Default>(counts: &Counts, key: &[u8; 32]) -> T {
    let count = counts.get(key.as_slice()).cloned();
    count.and_then(|count| serde_json::from_value(count).ok()).unwrap_or_default()
}

async fn write(tx: &GlobalTx, key: [u8; 32], count: &impl Serialize, end: Time) -> Result<(), ApiError> {
    let count = serde_json::to_value(count).map_err(|error| ApiError::internal(&error.to_string()))?;
    Ok(queries::set_guesses(tx, key, count, end).await?)
}

/// Lets pass what may happen to one person twice a minute and five times an hour at most, and counts it.
pub(super) async fn pass(
    state: &State,
    tx: &GlobalTx,
    kind: &str,
    parts: &[&str],
) -> Result<Result<(), Held>, DbErr> {
    let key = state.guess_keys.name(kind, parts);
    let counts = queries::locked_guesses(tx, [key]).await?;
    let brake = match read::<Brake>(&counts, &key).pass(tx.now()) {
        Ok(brake) => brake,
        Err(held) => return Ok(Err(held)),
    };
    let count = serde_json::to_value(&brake).map_err(|error| DbErr::Json(error.to_string()))?;
    queries::set_guesses(tx, key, count, brake.ends_at(tx.now())).await?;
    Ok(Ok(()))
}
