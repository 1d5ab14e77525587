//! Numbers, times and lists as people read them, by the browser's `Intl`: no data in the download.

use js_sys::{Array, Date, Intl, Object, Reflect};
use shared::Time;
use wasm_bindgen::JsValue;

use crate::i18n;

/// Seconds of a minute, an hour, a day and a week.
const MINUTE_S: f64 = 60.0;
const HOUR_S: f64 = 3_600.0;
const DAY_S: f64 = 86_400.0;
const WEEK_S: f64 = 604_800.0;

/// How a day is written.
const DAY: [(&str, &str); 3] = [("weekday", "long"), ("day", "numeric"), ("month", "long")];

fn locales() -> Array {
    Array::of1(&JsValue::from_str(&i18n::region()))
}

fn options(pairs: &[(&str, &str)]) -> Object {
    let object = Object::new();
    for (key, value) in pairs {
        let _ = Reflect::set(&object, &JsValue::from_str(key), &JsValue::from_str(value));
    }
    object
}

#[allow(clippy::cast_precision_loss, reason = "milliseconds since 1970 are far below 2^53")]
fn millis(at: Time) -> f64 {
    at.timestamp_millis() as f64
}

fn js_date(at: Time) -> Date {
    Date::new(&JsValue::from_f64(millis(at)))
}

fn in_words(at: Time, pairs: &[(&str, &str)]) -> String {
    js_date(at).to_locale_string(&i18n::region(), &options(pairs)).into()
}

/// This moment, by the browser's clock.
#[must_use]
pub fn now() -> Time {
    #[allow(clippy::cast_possible_truncation, reason = "milliseconds since 1970 fit")]
    Time::from_timestamp_millis(Date::now() as i64).unwrap_or_default()
}

/// A whole number with the language's separators.
#[must_use]
pub fn number(value: u64) -> String {
    #[allow(clippy::cast_precision_loss, reason = "shown to people, far below 2^53")]
    let value = JsValue::from_f64(value as f64);
    let format = Intl::NumberFormat::new(&locales(), &Object::new()).format();
    format.call1(&JsValue::UNDEFINED, &value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// A share of `of` in whole percent, such as `78%`; `None` when `of` is 0.
#[must_use]
pub fn percent(part: u64, of: u64) -> Option<String> {
    #[allow(clippy::cast_precision_loss, reason = "shown to people, far below 2^53")]
    let share = (of > 0).then(|| part as f64 / of as f64)?;
    let format = Intl::NumberFormat::new(&locales(), &options(&[("style", "percent")])).format();
    format.call1(&JsValue::UNDEFINED, &JsValue::from_f64(share)).ok().and_then(|text| text.as_string())
}

/// The time of day, such as `14:20`.
#[must_use]
pub fn time_of_day(at: Time) -> String {
    in_words(at, &[("hour", "2-digit"), ("minute", "2-digit")])
}

/// The day, such as `Monday 23 November`.
#[must_use]
pub fn day(at: Time) -> String {
    in_words(at, &DAY)
}

/// Today, as `day` writes it.
#[must_use]
pub fn today() -> String {
    let text = Date::new_0().to_locale_string(&i18n::region(), &options(&DAY));
    text.into()
}

/// Day and time as they are said, such as `Monday 23 November 2026 at 14:20`.
#[must_use]
pub fn day_and_time(at: Time) -> String {
    in_words(at, &[("dateStyle", "full"), ("timeStyle", "short")])
}

/// The date, such as `23 Nov 2026`.
#[must_use]
pub fn date(at: Time) -> String {
    in_words(at, &[("day", "numeric"), ("month", "short"), ("year", "numeric")])
}

/// Date and time in short, such as `23 Nov 2026, 14:20`.
#[must_use]
pub fn date_and_time(at: Time) -> String {
    in_words(at, &[("dateStyle", "medium"), ("timeStyle", "short")])
}

/// Day and time in full, for titles.
#[must_use]
pub fn exact(at: Time) -> String {
    in_words(at, &[("dateStyle", "full"), ("timeStyle", "medium")])
}

/// The time for today, the weekday within a week, the date before: for lists.
#[must_use]
pub fn short(at: Time) -> String {
    let age_s = (Date::now() - millis(at)) / 1_000.0;
    let is_today = js_date(at).to_date_string() == Date::new_0().to_date_string();
    if is_today {
        time_of_day(at)
    } else if age_s.abs() < WEEK_S {
        in_words(at, &[("weekday", "short")])
    } else {
        date(at)
    }
}

/// How long ago, up to seven days, then the date: `18 min. ago`, `yesterday`, `12 Mar 2026`.
#[must_use]
pub fn relative(at: Time) -> String {
    let seconds = (millis(at) - Date::now()) / 1_000.0;
    let (value, unit) = match seconds.abs() {
        age if age < MINUTE_S => (0.0, "minute"),
        age if age < HOUR_S => (seconds / MINUTE_S, "minute"),
        age if age < DAY_S => (seconds / HOUR_S, "hour"),
        age if age < WEEK_S => (seconds / DAY_S, "day"),
        _ => return date(at),
    };
    if value == 0.0 {
        return i18n::common::just_now().to_owned();
    }
    let format =
        Intl::RelativeTimeFormat::new(&locales(), &options(&[("numeric", "auto"), ("style", "short")]));
    format.format(value.round(), unit).into()
}

/// The browser's IANA time zone, such as `Asia/Kolkata`.
#[must_use]
pub fn browser_time_zone() -> Option<String> {
    let resolved = Intl::DateTimeFormat::new(&locales(), &Object::new()).resolved_options();
    Reflect::get(&resolved, &JsValue::from_str("timeZone")).ok().and_then(|zone| zone.as_string())
}

/// Every IANA time zone the browser knows, `UTC` first; only `UTC` where the browser cannot say.
#[must_use]
pub fn time_zones() -> Vec<String> {
    let mut zones = vec!["UTC".to_owned()];
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).unwrap_or_default();
    let values =
        Reflect::get(&intl, &JsValue::from_str("supportedValuesOf")).ok().map(js_sys::Function::from);
    if let Some(list) = values.and_then(|f| f.call1(&intl, &JsValue::from_str("timeZone")).ok()) {
        zones.extend(
            Array::from(&list).iter().filter_map(|zone| zone.as_string()).filter(|zone| zone != "UTC"),
        );
    }
    zones
}

/// The name of a language in the language shown, such as `German`.
#[must_use]
pub fn language_name(tag: &str) -> String {
    name_of_language(tag, &i18n::region())
}

/// The name of a language as its speakers call it, such as `Deutsch`.
#[must_use]
pub fn own_name_of_language(tag: &str) -> String {
    name_of_language(tag, tag)
}

fn name_of_language(tag: &str, written_in: &str) -> String {
    let intl = Reflect::get(&js_sys::global(), &JsValue::from_str("Intl")).unwrap_or_default();
    let name = || {
        let class = Reflect::get(&intl, &JsValue::from_str("DisplayNames")).ok()?;
        let locales = Array::of1(&JsValue::from_str(written_in));
        let names =
            Reflect::construct(&class.into(), &Array::of2(&locales, &options(&[("type", "language")])))
                .ok()?;
        let of = Reflect::get(&names, &JsValue::from_str("of")).ok()?;
        js_sys::Function::from(of).call1(&names, &JsValue::from_str(tag)).ok()?.as_string()
    };
    name().unwrap_or_else(|| tag.to_owned())
}
