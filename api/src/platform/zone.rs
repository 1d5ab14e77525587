//! Time zones of workspaces: when a day begins there, and what the clock on the wall says.
//!
//! The tables of chrono-tz are on the server only; the browser has its own. An unknown name counts as UTC.

use chrono::{DateTime, Days, FixedOffset, LocalResult, NaiveTime, Offset, TimeZone, Utc};
use chrono_tz::Tz;

/// Whether `name` is an IANA time zone this server knows, such as `Asia/Kolkata`.
#[must_use]
pub fn is_known(name: &str) -> bool {
    name.parse::<Tz>().is_ok()
}

/// `now` by the clock of the zone.
#[must_use]
pub fn local(name: &str, now: DateTime<Utc>) -> DateTime<FixedOffset> {
    let local = now.with_timezone(&zone(name));
    local.with_timezone(&local.offset().fix())
}

/// When the day of `now` began in the zone. Where the clock skips midnight, the day begins at its first hour.
#[must_use]
pub fn day_start(name: &str, now: DateTime<Utc>) -> DateTime<Utc> {
    let zone = zone(name);
    let day = now.with_timezone(&zone).date_naive();
    (0..24)
        .filter_map(|hour| NaiveTime::from_hms_opt(hour, 0, 0))
        .find_map(|time| match zone.from_local_datetime(&day.and_time(time)) {
            LocalResult::Single(start) | LocalResult::Ambiguous(start, _) => Some(start.with_timezone(&Utc)),
            LocalResult::None => None,
        })
        .or_else(|| now.checked_sub_days(Days::new(1)))
        .unwrap_or(now)
}

fn zone(name: &str) -> Tz {
    name.parse().unwrap_or(Tz::UTC)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> DateTime<Utc> {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_begins_at_midnight_of_the_zone() {
        let now = at("2026-11-24T20:00:00Z");
        assert_eq!(day_start("UTC", now), at("2026-11-24T00:00:00Z"));
        assert_eq!(day_start("Asia/Kolkata", now), at("2026-11-24T18:30:00Z"));
        assert_eq!(day_start("America/New_York", now), at("2026-11-24T05:00:00Z"));
        assert_eq!(day_start("Moon/Crater", now), at("2026-11-24T00:00:00Z"));
    }

    #[test]
    fn a_day_whose_midnight_is_skipped_begins_an_hour_later() {
        // Beirut went from 00:00 to 01:00 on 2024-03-31.
        assert_eq!(day_start("Asia/Beirut", at("2024-03-31T12:00:00Z")), at("2024-03-30T22:00:00Z"));
    }

    #[test]
    fn the_wall_clock_has_the_offset_of_its_day() {
        assert_eq!(
            local("Europe/Berlin", at("2026-07-01T10:00:00Z")).to_rfc3339(),
            "2026-07-01T12:00:00+02:00"
        );
        assert_eq!(
            local("Europe/Berlin", at("2026-12-01T10:00:00Z")).to_rfc3339(),
            "2026-12-01T11:00:00+01:00"
        );
    }
}
