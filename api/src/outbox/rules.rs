//! Decisions of sending: how far a message got, when to try again, how long a number rests. Pure.

use std::time::Duration;

use whatsapp::client::{NotSent, SendError};
use whatsapp::error::Class;

use crate::entities::message::MessageStatus;

/// Attempts of one message before a fault that may pass is taken for final.
pub const MAX_ATTEMPTS: i32 = 8;
/// Waits between attempts, in seconds; the last one repeats.
pub const RETRY_AFTER_S: [u64; 6] = [1, 2, 5, 15, 60, 300];
/// How long a number rests when Graph says its token does not work, in seconds.
pub const REST_AFTER_REFUSED_TOKEN_S: u64 = 60;
/// How long a number rests when Graph says it sends too fast, in seconds.
pub const REST_AFTER_THROTTLE_S: u64 = 1;

/// Code of Graph's pair rate limit: too fast for one recipient, not for the number. Meta: Error codes.
const PAIR_RATE_LIMIT: i64 = 131_056;

/// How far a message got, as shown: the furthest of all that was reported, in whatever order.
///
/// A failure reported after acceptance wins over `sent`; a report that it reached the phone wins over a failure.
#[must_use]
pub fn fold(shown: MessageStatus, reported: MessageStatus) -> MessageStatus {
    if rank(reported) > rank(shown) { reported } else { shown }
}

/// The status that a word of Meta's stands for; `None` for those that only the log shows.
#[must_use]
pub fn reported(state: &whatsapp::webhook::State) -> Option<MessageStatus> {
    use whatsapp::webhook::State;
    match state {
        State::Sent => Some(MessageStatus::Sent),
        State::Delivered => Some(MessageStatus::Delivered),
        State::Read | State::Played => Some(MessageStatus::Read),
        State::Failed => Some(MessageStatus::Failed),
        State::Deleted | State::Warning | State::Pending | State::Captured | State::Other(_) => None,
    }
}

const fn rank(status: MessageStatus) -> u8 {
    match status {
        MessageStatus::Queued => 0,
        MessageStatus::Sending => 1,
        MessageStatus::Unknown => 2,
        MessageStatus::Accepted => 3,
        MessageStatus::Sent => 4,
        MessageStatus::Failed => 5,
        MessageStatus::Delivered => 6,
        MessageStatus::Read => 7,
        // Inbound messages have no other status.
        MessageStatus::Received => 8,
    }
}

/// What became of an attempt.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Graph took it.
    Accepted {
        /// Its id from now on.
        wamid: String,
    },
    /// Certainly not sent, and worth another try.
    Retry {
        /// When, from now.
        after: Duration,
    },
    /// Certainly not sent, and not to be tried again.
    Failed {
        /// Graph's code, when it gave one.
        code: Option<i64>,
        /// What happened, for developers.
        detail: String,
    },
    /// Perhaps sent: never tried again, Meta's statuses will tell.
    Unknown,
}

/// How long other messages of the same number wait after an attempt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rest(pub Duration);

/// Judges an attempt; `attempts` counts it in.
#[must_use]
pub fn judge(result: Result<String, SendError>, attempts: i32) -> (Verdict, Option<Rest>) {
    let fault = match result {
        Ok(wamid) => return (Verdict::Accepted { wamid }, None),
        Err(SendError::Unknown(_)) => return (Verdict::Unknown, None),
        Err(SendError::NotSent(fault)) => fault,
    };
    let rest = rest(&fault);
    // A token that does not work says nothing about the message: it waits until somebody connects the number again.
    let waits_for_people = fault.class() == Class::ReAuthenticate;
    if waits_for_people || (fault.is_retryable() && attempts < MAX_ATTEMPTS) {
        let after = fault.retry_after().unwrap_or_else(|| backoff(attempts));
        let after = rest.map_or(after, |Rest(rest)| after.max(rest));
        return (Verdict::Retry { after }, rest);
    }
    let code = match &fault {
        NotSent::Graph { error, .. } => Some(error.code),
        NotSent::Unreachable { .. } | NotSent::Refused { .. } | NotSent::Request { .. } => None,
    };
    (Verdict::Failed { code, detail: fault.to_string() }, rest)
}

/// The wait after the n-th attempt.
#[must_use]
pub fn backoff(attempts: i32) -> Duration {
    let at = usize::try_from(attempts.max(1) - 1).unwrap_or_default().min(RETRY_AFTER_S.len() - 1);
    Duration::from_secs(RETRY_AFTER_S.get(at).copied().unwrap_or(1))
}

fn rest(fault: &NotSent) -> Option<Rest> {
    let is_of_pair = matches!(fault, NotSent::Graph { error, .. } if error.code == PAIR_RATE_LIMIT);
    match fault.class() {
        Class::ReAuthenticate => Some(Rest(Duration::from_secs(REST_AFTER_REFUSED_TOKEN_S))),
        Class::Throttle if !is_of_pair => {
            Some(Rest(fault.retry_after().unwrap_or(Duration::from_secs(REST_AFTER_THROTTLE_S))))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn statuses() -> impl Strategy<Value = Vec<MessageStatus>> {
        use MessageStatus::{Accepted, Delivered, Failed, Read, Sent};
        let one = prop::sample::select(vec![Accepted, Sent, Delivered, Read, Failed]);
        prop::collection::vec(one, 0..8)
    }

    fn shown(statuses: &[MessageStatus]) -> MessageStatus {
        statuses.iter().fold(MessageStatus::Queued, |shown, reported| fold(shown, *reported))
    }

    proptest! {
        #[test]
        fn any_order_of_the_same_statuses_gives_the_same_view(
            (one, other) in statuses().prop_flat_map(|set| (Just(set.clone()), Just(set).prop_shuffle()))
        ) {
            prop_assert_eq!(shown(&one), shown(&other));
        }

        #[test]
        fn reporting_again_changes_nothing(set in statuses()) {
            let twice: Vec<_> = set.iter().chain(&set).copied().collect();
            prop_assert_eq!(shown(&set), shown(&twice));
        }
    }

    #[test]
    fn a_message_never_goes_back_and_a_failure_after_sending_wins() {
        use MessageStatus::{Accepted, Delivered, Failed, Read, Sent, Unknown};
        assert_eq!(shown(&[Read, Delivered, Sent]), Read);
        assert_eq!(shown(&[Sent, Failed]), Failed);
        assert_eq!(shown(&[Failed, Sent]), Failed);
        assert_eq!(shown(&[Failed, Delivered]), Delivered);
        assert_eq!(fold(Sent, Accepted), Sent);
        assert_eq!(fold(Unknown, Sent), Sent);
    }

    #[test]
    fn what_may_have_been_sent_is_never_tried_again() {
        let unknown = SendError::Unknown(whatsapp::client::Unknown::Timeout);
        assert_eq!(judge(Err(unknown), 1), (Verdict::Unknown, None));
    }

    #[test]
    fn a_refused_connection_is_tried_again_until_the_attempts_are_used_up() {
        let refused = || SendError::NotSent(NotSent::Unreachable { reason: "refused".into() });
        assert_eq!(judge(Err(refused()), 1).0, Verdict::Retry { after: Duration::from_secs(1) });
        assert_eq!(judge(Err(refused()), 4).0, Verdict::Retry { after: Duration::from_secs(15) });
        assert!(matches!(judge(Err(refused()), MAX_ATTEMPTS).0, Verdict::Failed { code: None, .. }));
    }

    fn graph(code: i64) -> SendError {
        let body = format!(r#"{{"error":{{"code":{code},"message":"no"}}}}"#);
        let error = whatsapp::error::GraphError::parse(body.as_bytes()).unwrap();
        SendError::NotSent(NotSent::Graph { status: 400, error: Box::new(error), retry_after: None })
    }

    #[test]
    fn graphs_codes_decide_whether_a_message_or_a_number_waits() {
        let (verdict, rest) = judge(Err(graph(131_047)), 1);
        assert!(matches!(verdict, Verdict::Failed { code: Some(131_047), .. }));
        assert_eq!(rest, None);
        let (verdict, rest) = judge(Err(graph(190)), 1);
        assert_eq!(verdict, Verdict::Retry { after: Duration::from_secs(REST_AFTER_REFUSED_TOKEN_S) });
        assert!(rest.is_some());
        let (verdict, rest) = judge(Err(graph(PAIR_RATE_LIMIT)), 2);
        assert_eq!(verdict, Verdict::Retry { after: Duration::from_secs(2) });
        assert_eq!(rest, None, "the number may go on with other people");
        let (_, rest) = judge(Err(graph(130_429)), 1);
        assert!(rest.is_some());
    }
}
