//! A brake on mails that anybody can have sent to somebody: by asking for a link, or by signing up with their address.

use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::Time;

/// A second request within this time sends no second mail: the first one is on its way.
const QUIET: TimeDelta = TimeDelta::seconds(30);
/// Mails of one kind to one person within [`WINDOW`].
const MAILS: usize = 5;
const WINDOW: TimeDelta = TimeDelta::hours(1);

/// When mails of one kind went to one person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Brake {
    #[serde(default)]
    sent: Vec<Time>,
}

impl Brake {
    /// With a mail sent now; `None` when none may be.
    pub(crate) fn after_mail(mut self, now: Time) -> Option<Self> {
        // A clock that was put back keeps nobody waiting for longer than the window.
        self.sent.retain(|at| (now - *at).abs() < WINDOW);
        let is_quiet = self.sent.last().is_none_or(|last| (now - *last).abs() >= QUIET);
        if !is_quiet || self.sent.len() >= MAILS {
            return None;
        }
        self.sent.push(now);
        Some(self)
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
        let mut brake = Brake::default().after_mail(start).unwrap();
        assert_eq!(brake.clone().after_mail(at(29)), None, "it is on its way");
        for n in 1..5 {
            brake = brake.after_mail(at(30 * n)).unwrap();
        }
        assert_eq!(brake.clone().after_mail(at(150)), None, "five were enough");
        assert_eq!(brake.clone().after_mail(at(3_599)), None);
        let later = brake.clone().after_mail(at(3_600)).unwrap();
        assert_eq!(later.clone().after_mail(at(3_601)), None, "one has become free");
        assert_eq!(later.ends_at(at(3_600)), at(7_200));
        assert!(brake.after_mail(start - TimeDelta::days(1)).is_some(), "the clock was put back");
    }
}
