//! What time it is. Everything that depends on time asks a [`Clock`] it was given, so that tests can turn it.

use chrono::{DurationRound, TimeDelta, Utc};
use shared::Time;

/// A source of the current time.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The time, in whole microseconds: the finest that both databases keep.
    fn now(&self) -> Time;
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    fn now(&self) -> Time {
        #[expect(clippy::disallowed_methods, reason = "the one place where the machine is asked")]
        let now = Utc::now();
        to_microseconds(now)
    }
}

/// Cuts what the databases would not keep.
#[must_use]
pub fn to_microseconds(time: Time) -> Time {
    time.duration_trunc(TimeDelta::microseconds(1)).unwrap_or(time)
}
