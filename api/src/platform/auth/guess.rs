//! Wrong passwords, as pure state machines: the time comes with each call, and where counts are kept is no matter here.
//!
//! [`AccountGuesses`] slows down whoever guesses the password of one account; [`AddressGuesses`] whoever guesses from one
//! address, and shuts out an address that tries a list of accounts with a password each. Both grow for unknown accounts
//! as for known ones, and both always end: nobody can lock a person out for good.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::Time;

use crate::platform::ring::{Ring, hmac_sha256};
use crate::platform::seal::SealKey;

/// Wrong passwords for an account before the first wait.
const FREE_OF_ACCOUNT: u32 = 3;
/// Wrong passwords from an address before the first wait: an office shares one.
const FREE_OF_ADDRESS: u32 = 10;
/// The longest wait.
const LONGEST: TimeDelta = TimeDelta::minutes(15);
/// A count is forgotten after this long without another wrong password.
const FORGOTTEN: TimeDelta = TimeDelta::hours(1);
/// Different pairs of account and password from one address, within [`STUFFING_TIME`], that are a list being tried.
const STUFFING_PAIRS: usize = 15;
const STUFFING_TIME: TimeDelta = TimeDelta::hours(3);
/// How long an address that tried a list is shut out.
const STUFFING_BLOCK: TimeDelta = TimeDelta::days(1);

/// Names what is counted, so that the table does not say whose account or address it is.
pub struct GuessKeys {
    key: SealKey,
}

impl GuessKeys {
    /// With a key of the ring.
    #[must_use]
    pub fn new(ring: &Ring) -> Self {
        Self { key: ring.derive("guesses") }
    }

    /// The name of what `parts` are together; `kind` keeps kinds apart.
    #[must_use]
    pub fn name(&self, kind: &str, parts: &[&str]) -> [u8; 32] {
        let mut text = vec![kind.len().to_string(), kind.to_owned()];
        text.extend(parts.iter().flat_map(|part| [part.len().to_string(), (*part).to_owned()]));
        let joined = text.join(":");
        hmac_sha256(self.key.expose(), &[joined.as_bytes()])
    }

    /// A short name of a pair of account and password.
    #[must_use]
    pub fn pair(&self, account: &str, password: &str) -> u32 {
        let [a, b, c, d, ..] = self.name("pair", &[account, password]);
        u32::from_be_bytes([a, b, c, d])
    }
}

/// Consecutive wrong passwords.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
struct Count {
    wrong: u32,
    last: Time,
}

impl Count {
    /// 1 s, 2 s, 4 s … 15 min, from the `free`th wrong one on; `None` when there is no wait.
    fn wait(self, free: u32, now: Time) -> Option<TimeDelta> {
        let over = self.wrong.checked_sub(free)?;
        let whole = TimeDelta::seconds(1_i64 << over.min(10)).min(LONGEST);
        // A clock that was put back makes nobody wait longer than that.
        let rest = (self.last + whole - now).min(whole);
        (rest > TimeDelta::zero()).then_some(rest)
    }

    fn after_wrong(self, now: Time) -> Self {
        let is_forgotten = now - self.last >= FORGOTTEN;
        Self { wrong: if is_forgotten { 1 } else { self.wrong.saturating_add(1) }, last: now }
    }
}

/// Guesses at one account.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountGuesses {
    #[serde(flatten)]
    count: Count,
}

impl AccountGuesses {
    /// How long the account takes no password; `None` when it takes one now.
    #[must_use]
    pub fn wait(self, now: Time) -> Option<TimeDelta> {
        self.count.wait(FREE_OF_ACCOUNT, now)
    }

    /// After a wrong password. A right one forgets the count.
    #[must_use]
    pub fn after_wrong(self, now: Time) -> Self {
        Self { count: self.count.after_wrong(now) }
    }

    /// Wrong passwords in a row, as many as are remembered.
    #[cfg(test)]
    fn wrong(self, now: Time) -> u32 {
        if now - self.count.last >= FORGOTTEN { 0 } else { self.count.wrong }
    }

    /// When it can be forgotten.
    #[must_use]
    pub fn ends_at(self) -> Time {
        self.count.last + FORGOTTEN
    }
}

/// Guesses from one address.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressGuesses {
    #[serde(flatten)]
    count: Count,
    /// The latest different wrong pairs of account and password, at most [`STUFFING_PAIRS`].
    pairs: Vec<(u32, Time)>,
    blocked_until: Option<Time>,
}

impl AddressGuesses {
    /// How long the address may not try; `None` when it may now.
    #[must_use]
    pub fn wait(&self, now: Time) -> Option<TimeDelta> {
        let blocked = self.blocked_until.map(|end| (end - now).min(STUFFING_BLOCK));
        let blocked = blocked.filter(|rest| *rest > TimeDelta::zero());
        blocked.max(self.count.wait(FREE_OF_ADDRESS, now))
    }

    /// After a wrong pair. A right one changes nothing: whoever tries a list may have an account of their own.
    #[must_use]
    pub fn after_wrong(mut self, pair: u32, now: Time) -> Self {
        self.count = self.count.after_wrong(now);
        self.pairs.retain(|(known, at)| *known != pair && now - *at < STUFFING_TIME);
        self.pairs.push((pair, now));
        if self.pairs.len() >= STUFFING_PAIRS {
            self.pairs.clear();
            self.blocked_until = Some(now + STUFFING_BLOCK);
        }
        self
    }

    /// When it can be forgotten.
    #[must_use]
    pub fn ends_at(&self) -> Time {
        let pairs = self.count.last + STUFFING_TIME;
        self.blocked_until.map_or(pairs, |end| end.max(pairs))
    }
}

#[cfg(test)]
mod tests;
