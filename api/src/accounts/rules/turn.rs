//! The turn of a refresh token: each is good once; the one just spent still gives its successor for 10 s, for requests
//! that crossed; one spent longer ago shows that somebody has a copy, and ends the session.

use chrono::TimeDelta;
use shared::Time;

/// A session without a refresh ends after this.
pub(crate) const IDLE: TimeDelta = TimeDelta::days(7);
/// A session ends after this, whatever happens.
pub(crate) const ABSOLUTE: TimeDelta = TimeDelta::days(30);
/// How long the direct predecessor still gives its successor.
const GRACE: TimeDelta = TimeDelta::seconds(10);

/// Which token of its session was presented.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Match {
    /// The one that is good.
    Current,
    /// The one before it.
    Previous,
    /// An earlier one of this session.
    Older,
    /// None of this session's.
    Unknown,
}

/// What happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Turn {
    /// A successor is made.
    Rotate,
    /// The successor made a moment ago is given again.
    Again,
    /// The session ends: a spent token was used again.
    Reuse,
    /// Nothing: there is no such session any more.
    Refused,
}

/// Decides. `rotated_at` is when the current token was made from its predecessor.
pub(crate) fn turn(presented: Match, rotated_at: Option<Time>, ends_at: Option<Time>, now: Time) -> Turn {
    let has_ended = ends_at.is_none_or(|end| now >= end);
    match presented {
        Match::Unknown => Turn::Refused,
        _ if has_ended => Turn::Refused,
        Match::Current => Turn::Rotate,
        Match::Previous if rotated_at.is_some_and(|at| now - at <= GRACE) => Turn::Again,
        Match::Previous | Match::Older => Turn::Reuse,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// A session as the table keeps it, by numbers of generations instead of hashes.
    struct Session {
        generation: usize,
        rotated_at: Option<Time>,
        idle_end: Time,
        absolute_end: Time,
        is_ended: bool,
    }

    impl Session {
        fn present(&mut self, token: usize, now: Time) -> Turn {
            let presented = match self.generation.checked_sub(token) {
                Some(0) => Match::Current,
                Some(1) => Match::Previous,
                Some(_) => Match::Older,
                None => Match::Unknown,
            };
            let ends_at = (!self.is_ended).then_some(self.idle_end.min(self.absolute_end));
            let turn = turn(presented, self.rotated_at, ends_at, now);
            match turn {
                Turn::Rotate => {
                    self.generation += 1;
                    self.rotated_at = Some(now);
                    self.idle_end = now + IDLE;
                }
                Turn::Reuse => self.is_ended = true,
                Turn::Again | Turn::Refused => {}
            }
            turn
        }
    }

    proptest! {
        #[test]
        fn a_token_has_one_successor_and_a_copy_ends_the_session(
            steps in prop::collection::vec((0_usize..6, 0_i64..2_000_000), 1..60)
        ) {
            let begun: Time = "2026-01-01T00:00:00Z".parse().unwrap();
            let mut now = begun;
            let mut session = Session {
                generation: 0, rotated_at: None, idle_end: now + IDLE, absolute_end: now + ABSOLUTE, is_ended: false,
            };
            let mut spent_at = std::collections::BTreeMap::new();
            for (back, seconds) in steps {
                // Most steps are short, so that the grace time and long chains are met.
                now += TimeDelta::seconds(if seconds % 3 == 0 { seconds } else { seconds % 15 });
                let was_ended = session.is_ended;
                let was_idle = now >= session.idle_end;
                let token = (session.generation + 1).saturating_sub(back);
                let is_current = token == session.generation;
                let turn = session.present(token, now);
                if was_ended || was_idle || now >= begun + ABSOLUTE {
                    prop_assert_eq!(turn, Turn::Refused);
                }
                match turn {
                    Turn::Rotate => {
                        prop_assert!(is_current);
                        prop_assert!(spent_at.insert(token, now).is_none(), "two successors");
                    }
                    Turn::Again => {
                        prop_assert_eq!(token + 1, session.generation, "only the direct predecessor");
                        prop_assert!(now - spent_at[&token] <= TimeDelta::seconds(10));
                    }
                    Turn::Reuse => prop_assert!(spent_at.contains_key(&token) && session.is_ended),
                    Turn::Refused => {}
                }
            }
        }
    }
}
