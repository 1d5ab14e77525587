//! A lock that grows with wrong passwords and never stays: 1 s after the third one, twice as long with each more, at
//! most 15 minutes. Kept for known and unknown accounts alike, so that it tells nobody which is which.

use std::collections::HashMap;
use std::sync::Mutex;

use chrono::TimeDelta;
use shared::Time;

use super::hash_secret;

/// Wrong passwords before the first lock.
const FREE: u32 = 3;
const LONGEST: TimeDelta = TimeDelta::minutes(15);
/// A count is forgotten after this long without another wrong password.
const FORGET: TimeDelta = TimeDelta::hours(1);
/// Accounts counted at once; beyond it the ones that are longest ago go.
const CAPACITY: usize = 20_000;

/// Counts wrong passwords by account.
#[derive(Default)]
pub struct SoftLocks {
    counts: Mutex<HashMap<[u8; 32], Count>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Count {
    wrong: u32,
    last: Time,
}

impl Count {
    fn locked_until(self) -> Time {
        match self.wrong.checked_sub(FREE) {
            None => self.last,
            Some(over) => self.last + TimeDelta::seconds(1_i64 << over.min(10)).min(LONGEST),
        }
    }
}

impl SoftLocks {
    /// How long the account is locked still, in whole seconds; `None` when it is not.
    #[must_use]
    pub fn wait_s(&self, account: &str, now: Time) -> Option<u32> {
        let counts = self.counts.lock().ok()?;
        let rest = counts.get(&hash_secret(account.as_bytes()))?.locked_until() - now;
        let rest_ms = u32::try_from(rest.num_milliseconds()).ok()?;
        (rest_ms > 0).then(|| rest_ms.div_ceil(1_000))
    }

    /// A wrong password.
    pub fn wrong(&self, account: &str, now: Time) {
        let Ok(mut counts) = self.counts.lock() else { return };
        if counts.len() >= CAPACITY {
            counts.retain(|_, count| now - count.last < FORGET);
            if counts.len() >= CAPACITY {
                counts.clear();
            }
        }
        let count = counts.entry(hash_secret(account.as_bytes())).or_insert(Count { wrong: 0, last: now });
        if now - count.last >= FORGET {
            count.wrong = 0;
        }
        *count = Count { wrong: count.wrong.saturating_add(1), last: now };
    }

    /// A right password, or a reset one.
    pub fn clear(&self, account: &str) {
        if let Ok(mut counts) = self.counts.lock() {
            counts.remove(&hash_secret(account.as_bytes()));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, SystemClock};

    #[test]
    fn the_lock_grows_and_always_ends() {
        let (locks, mut now) = (SoftLocks::default(), SystemClock.now());
        let mut waits = Vec::new();
        for _ in 0..15 {
            locks.wrong("a", now);
            let wait = locks.wait_s("a", now).unwrap_or(0);
            waits.push(wait);
            assert_eq!(locks.wait_s("b", now), None);
            now += TimeDelta::seconds(wait.into());
            assert_eq!(locks.wait_s("a", now), None, "it ends");
        }
        assert_eq!(waits, [0, 0, 1, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        now += FORGET;
        locks.wrong("a", now);
        assert_eq!(locks.wait_s("a", now), None, "an hour later it begins anew");
        locks.wrong("a", now);
        locks.wrong("a", now);
        assert!(locks.wait_s("a", now).is_some());
        locks.clear("a");
        assert_eq!(locks.wait_s("a", now), None);
    }
}
