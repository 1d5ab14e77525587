//! A change of address: who has confirmed it, and how often its mails are sent.

use chrono::TimeDelta;
use shared::Time;
use shared::account::EmailConfirmations;

use super::super::Error;
use crate::entities::email_change::Model;
use crate::entities::mail_token::Purpose;

/// Times the mails of one change are sent, the first one included: the new address may be a stranger's.
const MAILS: i32 = 5;
/// How long after a mail the next one may be sent.
const BETWEEN_MAILS: TimeDelta = TimeDelta::minutes(1);

/// One of the two addresses of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// The account's.
    Old,
    /// The one it is to have.
    New,
}

impl Side {
    /// What a link does that confirms the change from there.
    pub(crate) const fn purpose(self) -> Purpose {
        match self {
            Self::Old => Purpose::ConfirmOldEmail,
            Self::New => Purpose::ConfirmEmail,
        }
    }

    /// From where a link confirms a change; `None` when it does something else.
    pub(crate) const fn of(purpose: Purpose) -> Option<Self> {
        match purpose {
            Purpose::ConfirmOldEmail => Some(Self::Old),
            Purpose::ConfirmEmail => Some(Self::New),
            Purpose::Verify | Purpose::Reset | Purpose::StopEmailChange => None,
        }
    }

    /// For the audit log.
    pub(crate) const fn as_str(self) -> &'static str {
        match self {
            Self::Old => "old",
            Self::New => "new",
        }
    }

    /// Whether it has confirmed.
    pub(crate) const fn has(self, confirmed: EmailConfirmations) -> bool {
        match self {
            Self::Old => confirmed.old,
            Self::New => confirmed.new,
        }
    }

    /// With its confirmation.
    pub(crate) const fn added_to(self, confirmed: EmailConfirmations) -> EmailConfirmations {
        match self {
            Self::Old => EmailConfirmations { old: true, ..confirmed },
            Self::New => EmailConfirmations { new: true, ..confirmed },
        }
    }
}

/// Which addresses have confirmed a change.
pub(crate) const fn confirmations(change: &Model) -> EmailConfirmations {
    EmailConfirmations { old: change.old_confirmed_at.is_some(), new: change.new_confirmed_at.is_some() }
}

/// When the mails of a change were last sent, and how often.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Sent {
    pub(crate) at: Time,
    pub(crate) n: i32,
}

impl Sent {
    /// Sent once more; refused right after the last time, and for good after [`MAILS`] times.
    pub(crate) fn again(self, expires_at: Time, now: Time) -> Result<Self, Error> {
        // A clock that was put back keeps nobody waiting for longer than usual.
        let rest = (self.at + BETWEEN_MAILS - now).min(BETWEEN_MAILS);
        let wait = if self.n >= MAILS { expires_at - now } else { rest };
        match u32::try_from(wait.num_milliseconds()) {
            Ok(wait_ms) if wait_ms > 0 => Err(Error::Locked { wait_s: wait_ms.div_ceil(1_000) }),
            _ => Ok(Self { at: now, n: self.n.saturating_add(1) }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, SystemClock};

    #[test]
    fn a_change_is_whole_when_both_have_confirmed_in_any_order() {
        let none = EmailConfirmations { old: false, new: false };
        for (first, second) in [(Side::Old, Side::New), (Side::New, Side::Old)] {
            let half = first.added_to(none);
            assert!(first.has(half) && !second.has(half) && !half.is_whole());
            assert!(!first.added_to(half).is_whole(), "twice from one address is once");
            assert!(second.added_to(half).is_whole());
            assert_eq!(Side::of(first.purpose()), Some(first));
        }
        for other in [Purpose::Verify, Purpose::Reset, Purpose::StopEmailChange] {
            assert_eq!(Side::of(other), None);
        }
    }

    #[test]
    fn its_mails_are_sent_once_a_minute_and_five_times_at_most() {
        let start = SystemClock.now();
        let at = |seconds| start + TimeDelta::seconds(seconds);
        let end = at(86_400);
        let mut sent = Sent { at: start, n: 1 };
        assert_eq!(sent.again(end, at(59)), Err(Error::Locked { wait_s: 1 }));
        assert_eq!(sent.again(end, at(-3_600)), Err(Error::Locked { wait_s: 60 }), "the clock was put back");
        for n in 2..=5 {
            sent = sent.again(end, at(60 * i64::from(n))).unwrap();
            assert_eq!(sent.n, n);
        }
        assert_eq!(sent.again(end, at(3_600)), Err(Error::Locked { wait_s: 82_800 }), "enough of them");
    }
}
