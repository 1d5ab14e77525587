//! A brake on what one person can have happen to another: mails that anybody can have sent by asking for a link or by signing
//! up with an address, and sign-outs by who manages a team.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::Time;

/// A second time within this one does not pass: the first mail is on its way.
const QUIET: TimeDelta = TimeDelta::seconds(30);
/// Times of one kind for one person within [`WINDOW`].
const TIMES: usize = 5;
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// When something of one kind happened to one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Brake {
    #[serde(default)]
    sent: Vec<Time>,
}

/// How long to wait before it passes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Held(pub(crate) TimeDelta);

impl Brake {
    /// With one more time, now.
    pub(crate) fn pass(mut self, now: Time) -> Result<Self, Held> {
        // A clock that was put back keeps nobody waiting for longer than the window.
        self.sent.retain(|at| (now - *at).abs() < WINDOW);
        let quiet = self.sent.last().map(|last| QUIET - (now - *last).abs());
        let full = self.sent.first().filter(|_| self.sent.len() >= TIMES).map(|first| *first + WINDOW - now);
        match quiet.max(full).filter(|wait| *wait > TimeDelta::zero()) {
            Some(wait) => Err(Held(wait)),
            None => {
                self.sent.push(now);
                Ok(self)
            }
        }
    }

    /// When it can be forgotten.
    pub(crate) fn ends_at(&self, now: Time) -> Time {
        self.sent.last().map_or(now, |last| *last + WINDOW)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, SystemClock};

    #[test]
    fn a_mail_goes_out_twice_a_minute_and_five_times_an_hour_at_most() {
        let start = SystemClock.now();
        let at = |seconds| start + TimeDelta::seconds(seconds);
        let held = |seconds| Err(Held(TimeDelta::seconds(seconds)));
        let mut brake = Brake::default().pass(start).unwrap();
        assert_eq!(brake.clone().pass(at(29)), held(1), "it is on its way");
        for n in 1..5 {
            brake = brake.pass(at(30 * n)).unwrap();
        }
        assert_eq!(brake.clone().pass(at(150)), held(3_450), "five were enough");
        assert_eq!(brake.clone().pass(at(3_599)), held(1));
        let later = brake.clone().pass(at(3_600)).unwrap();
        assert_eq!(later.clone().pass(at(3_601)), held(29), "one has become free");
        assert_eq!(later.ends_at(at(3_600)), at(7_200));
        assert!(brake.pass(start - TimeDelta::days(1)).is_ok(), "the clock was put back");
    }
}
