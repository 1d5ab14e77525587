//! The 24-hour customer service window: how long one may still write freely.

use shared::Time;

/// Under this the time left is said aloud, in minutes.
const SOON_MIN: i64 = 4 * 60;
/// Under this the hour of closing is named, in minutes.
const LAST_MIN: i64 = 30;

/// How the window of a conversation stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Window {
    /// The contact never wrote.
    Never,
    /// More than four hours are left.
    Open {
        /// Whole hours left.
        hours: u64,
    },
    /// Four hours or less.
    Soon {
        /// Whole hours left.
        hours: u64,
        /// Minutes beyond them.
        minutes: u64,
    },
    /// Half an hour or less.
    Last {
        /// When it closes.
        at: Time,
    },
    /// Only templates may be sent.
    Closed,
}

/// The state of a window that closes at `closes_at`.
pub(super) fn window(closes_at: Option<Time>, now: Time) -> Window {
    let Some(at) = closes_at else { return Window::Never };
    let left = at - now;
    let minutes = left.num_minutes();
    let part = |n: i64| u64::try_from(n).unwrap_or_default();
    if left <= chrono::TimeDelta::zero() {
        Window::Closed
    } else if minutes <= LAST_MIN {
        Window::Last { at }
    } else if minutes <= SOON_MIN {
        Window::Soon { hours: part(minutes / 60), minutes: part(minutes % 60) }
    } else {
        Window::Open { hours: part(minutes / 60) }
    }
}

impl Window {
    /// Whether free text may be sent.
    pub(super) const fn is_open(self) -> bool {
        matches!(self, Self::Open { .. } | Self::Soon { .. } | Self::Last { .. })
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeDelta, TimeZone, Utc};

    use super::*;

    fn after(minutes: i64) -> Window {
        let now = Utc.timestamp_opt(1_760_000_000, 0).unwrap();
        window(Some(now + TimeDelta::minutes(minutes)), now)
    }

    #[test]
    fn the_window_is_open_to_the_last_second() {
        let now = Utc.timestamp_opt(1_760_000_000, 0).unwrap();
        let at = now + TimeDelta::seconds(1);
        assert_eq!(window(Some(at), now), Window::Last { at });
        assert_eq!(window(Some(now), now), Window::Closed);
        assert_eq!(window(None, now), Window::Never);
    }

    #[test]
    fn the_less_is_left_the_plainer_it_is_said() {
        assert_eq!(after(24 * 60), Window::Open { hours: 24 });
        assert_eq!(after(240), Window::Soon { hours: 4, minutes: 0 });
        assert_eq!(after(190), Window::Soon { hours: 3, minutes: 10 });
        assert!(matches!(after(30), Window::Last { .. }));
        assert!(!after(-1).is_open());
    }
}
