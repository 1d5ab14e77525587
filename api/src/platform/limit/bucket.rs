//! A token bucket as one moment: the time at which it would be full again. Pure; the clock comes with each call.

use chrono::TimeDelta;
use shared::Time;

/// The time a whole quota takes to come back; the burst is one quota.
pub const WINDOW: TimeDelta = TimeDelta::seconds(60);

/// A bucket.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bucket {
    full_at: Time,
}

/// What is left after a request.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Left {
    /// Requests that would be taken now.
    pub requests: u32,
    /// Until the whole quota is there again.
    pub full_in: TimeDelta,
    /// For a request that was refused: until the next one is taken.
    pub next_in: Option<TimeDelta>,
}

impl Bucket {
    /// A bucket nothing was taken from.
    #[must_use]
    pub const fn full(now: Time) -> Self {
        Self { full_at: now }
    }

    /// Whether nothing is missing, so that it can be forgotten.
    #[must_use]
    pub fn is_full(&self, now: Time) -> bool {
        self.full_at <= now
    }

    /// Takes a request, when there is one left.
    pub fn take(&mut self, quota: u32, now: Time) -> Left {
        let (missing, one) = (self.missing(now), one(quota));
        if missing + one > WINDOW {
            return left(quota, missing, Some(missing + one - WINDOW));
        }
        self.full_at = now + missing + one;
        left(quota, missing + one, None)
    }

    /// A clock that was put back does not make anybody wait longer than for a whole quota.
    fn missing(&self, now: Time) -> TimeDelta {
        (self.full_at - now).clamp(TimeDelta::zero(), WINDOW)
    }
}

/// The time one request takes to come back.
fn one(quota: u32) -> TimeDelta {
    TimeDelta::microseconds(WINDOW.num_seconds() * 1_000_000 / i64::from(quota.max(1)))
}

fn left(quota: u32, missing: TimeDelta, next_in: Option<TimeDelta>) -> Left {
    let us = |time: TimeDelta| time.num_microseconds().unwrap_or(i64::MAX);
    let requests = us(WINDOW - missing) / us(one(quota)).max(1);
    let requests = u32::try_from(requests.max(0)).unwrap_or(u32::MAX).min(quota);
    Left { requests, full_in: missing, next_in }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn begin() -> Time {
        "2026-01-01T00:00:00Z".parse().unwrap()
    }

    #[test]
    fn a_burst_is_one_quota_and_then_they_come_back_one_by_one() {
        let (mut bucket, mut now) = (Bucket::full(begin()), begin());
        let left: Vec<u32> = (0..60).map(|_| bucket.take(60, now).requests).collect();
        assert_eq!((left[0], left[59]), (59, 0));
        assert_eq!(bucket.take(60, now).next_in, Some(TimeDelta::seconds(1)));
        now += TimeDelta::seconds(1);
        assert_eq!(bucket.take(60, now).next_in, None);
        assert!(bucket.take(60, now).next_in.is_some());
        now += WINDOW;
        assert_eq!(look(&bucket, 60, now).requests, 59);
    }

    /// What taking would say.
    fn look(bucket: &Bucket, quota: u32, now: Time) -> Left {
        let mut copy = *bucket;
        copy.take(quota, now)
    }

    proptest! {
        #[test]
        fn no_more_are_taken_than_the_quota_and_nobody_waits_longer_than_told(
            quota in 1_u32..200,
            steps in prop::collection::vec((-5_000_i64..30_000, 1_usize..40), 1..80),
        ) {
            let (mut bucket, mut now) = (Bucket::full(begin()), begin());
            let mut taken: Vec<Time> = Vec::new();
            let mut latest = now;
            for (ms, n) in steps {
                now += TimeDelta::milliseconds(ms);
                // A clock that goes back is met now and then; what is counted below holds for one that does not.
                if now < latest {
                    let left = bucket.take(quota, now);
                    prop_assert!(left.next_in.is_none_or(|wait| wait <= WINDOW));
                    return Ok(());
                }
                latest = now;
                for _ in 0..n {
                    let left = bucket.take(quota, now);
                    match left.next_in {
                        None => taken.push(now),
                        Some(wait) => {
                            prop_assert_eq!(left.requests, 0);
                            prop_assert!(wait > TimeDelta::zero() && wait <= WINDOW);
                            prop_assert!(look(&bucket, quota, now + wait).next_in.is_none(), "the promise holds");
                        }
                    }
                }
                // A quota at once, and what came back in the meantime.
                for (index, first) in taken.iter().enumerate() {
                    let since = taken.len() - index;
                    let came_back = (now - *first).num_microseconds().unwrap() / one(quota).num_microseconds().unwrap();
                    prop_assert!(since as i64 <= i64::from(quota) + came_back + 1);
                }
            }
        }
    }
}
