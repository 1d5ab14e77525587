//! What the engine may know about the world, told by whoever calls it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::definition::Language;
use crate::expression::Value;

/// The world as one turn sees it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Env {
    /// The time of this turn.
    pub now: Now,
    /// A number that differs from turn to turn, for what chooses at random.
    pub seed: u64,
    /// The language to speak; texts that lack it fall back to the flow's default.
    pub language: Language,
    /// Who writes.
    pub contact: Contact,
    /// The thread.
    pub conversation: Conversation,
    /// This run.
    pub run: RunInfo,
    /// The bot.
    pub bot: Named,
    /// The business.
    pub workspace: Named,
}

/// The contact as expressions see it.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Contact {
    /// As they call themselves. May be empty.
    pub name: String,
    /// With country code and `+`. `None`: Meta has not told.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone: Option<String>,
    /// The workspace's own fields.
    pub fields: BTreeMap<String, Value>,
}

/// The conversation as expressions see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Conversation {
    /// Its public id.
    pub id: String,
}

/// The run as expressions see it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct RunInfo {
    /// Its public id.
    pub id: String,
}

/// Something of which expressions see the name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Named {
    /// The name.
    pub name: String,
}

/// A moment, and where on earth it is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Now {
    /// Milliseconds since 1970-01-01 00:00 UTC.
    pub unix_ms: i64,
    /// Minutes that the workspace's clock is ahead of UTC at this moment.
    pub utc_offset_minutes: i32,
}

const DAY_S: i64 = 86_400;

impl Now {
    /// One of the attributes of `now`; nothing for a name it does not have.
    pub(crate) fn attribute(self, name: &str) -> Value {
        let local_s = self.unix_ms.div_euclid(1_000).saturating_add(i64::from(self.utc_offset_minutes) * 60);
        let (days, second) = (local_s.div_euclid(DAY_S), local_s.rem_euclid(DAY_S));
        let (hour, minute) = (second / 3_600, second % 3_600 / 60);
        let (year, month, day) = civil(days);
        match name {
            "unix" => Value::Int(self.unix_ms.div_euclid(1_000)),
            "date" => Value::Text(format!("{year:04}-{month:02}-{day:02}")),
            "time" => Value::Text(format!("{hour:02}:{minute:02}")),
            "year" => Value::Int(year),
            "month" => Value::Int(month),
            "day" => Value::Int(day),
            "hour" => Value::Int(hour),
            "minute" => Value::Int(minute),
            // 1970-01-01 was a Thursday; Monday is 1.
            "weekday" => Value::Int((days + 3).rem_euclid(7) + 1),
            _ => Value::Null,
        }
    }
}

/// Year, month and day of a day counted from 1970-01-01, in the Gregorian calendar (Howard Hinnant's `civil_from_days`).
fn civil(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let day_of_era = days.rem_euclid(146_097);
    let year_of_era = (day_of_era - day_of_era / 1_460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let shifted_month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * shifted_month + 2) / 5 + 1;
    let month = if shifted_month < 10 { shifted_month + 3 } else { shifted_month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::{Now, Value};

    #[test]
    fn the_clock_is_read_where_the_business_is() {
        // 2024-02-29 23:30 UTC, a Thursday.
        let utc = Now { unix_ms: 1_709_249_400_000, utc_offset_minutes: 0 };
        let india = Now { utc_offset_minutes: 330, ..utc };
        let seen = |now: Now, name| now.attribute(name).to_text();
        assert_eq!([seen(utc, "date"), seen(utc, "time")], ["2024-02-29", "23:30"]);
        assert_eq!([seen(india, "date"), seen(india, "time")], ["2024-03-01", "05:00"]);
        assert_eq!((utc.attribute("weekday"), india.attribute("weekday")), (Value::Int(4), Value::Int(5)));
        assert_eq!(utc.attribute("unix"), Value::Int(1_709_249_400));
        assert_eq!(seen(Now { unix_ms: -1, utc_offset_minutes: 0 }, "date"), "1969-12-31");
    }

    #[test]
    fn any_number_is_a_time() {
        for unix_ms in [i64::MIN, i64::MAX] {
            for utc_offset_minutes in [i32::MIN, i32::MAX] {
                assert_ne!(Now { unix_ms, utc_offset_minutes }.attribute("date"), Value::Null);
            }
        }
    }
}
