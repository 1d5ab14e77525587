//! How a broken limit is told: which field, which rule, what was allowed and what was there.

use std::fmt;

/// A value outside Meta's limits. Meta: Messages, the page of the message type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub struct LimitError {
    /// The field in Graph's JSON, such as `interactive.action.buttons[1].reply.title`.
    pub field: String,
    /// Which rule it broke.
    pub rule: Rule,
    /// The limit: the most or the least allowed.
    pub limit: usize,
    /// What was there.
    pub actual: usize,
}

/// The kind of a limit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rule {
    /// At most `limit` characters.
    MaxChars,
    /// At least `limit` characters, blanks not counted.
    MinChars,
    /// At most `limit` items.
    MaxItems,
    /// At least `limit` items.
    MinItems,
    /// At most `limit` bytes.
    MaxBytes,
    /// A number of at most `limit`; of a coordinate the amount counts, without its sign.
    MaxValue,
    /// A number of at least `limit`.
    MinValue,
    /// No two alike; `actual` is the position of the second one.
    Unique,
    /// Another form than Meta takes, such as a link without `https://`; `actual` is its length.
    Format,
    /// What Meta does not take at this place, or not beside the rest of the message.
    Misplaced,
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, limit, actual, .. } = self;
        match self.rule {
            Rule::MaxChars => write!(f, "{field} has {actual} characters, at most {limit} are allowed"),
            Rule::MinChars => write!(f, "{field} has {actual} characters, at least {limit} is needed"),
            Rule::MaxItems => write!(f, "{field} has {actual} items, at most {limit} are allowed"),
            Rule::MinItems => write!(f, "{field} has {actual} items, at least {limit} is needed"),
            Rule::MaxBytes => write!(f, "{field} has {actual} bytes, at most {limit} are allowed"),
            Rule::MaxValue => write!(f, "{field} is {actual}, at most {limit} is allowed"),
            Rule::MinValue => write!(f, "{field} is {actual}, at least {limit} is needed"),
            Rule::Unique => write!(f, "{field} is used twice"),
            Rule::Format => write!(f, "{field} has a form that Meta does not take"),
            Rule::Misplaced => write!(f, "{field} is not allowed here"),
        }
    }
}

/// What a check answers.
pub(crate) type Checked = Result<(), LimitError>;

fn broken(field: impl Into<String>, rule: Rule, limit: usize, actual: usize) -> Checked {
    Err(LimitError { field: field.into(), rule, limit, actual })
}

pub(crate) fn at_most(field: impl Into<String>, text: &str, limit: usize) -> Checked {
    let actual = text.chars().count();
    if actual <= limit { Ok(()) } else { broken(field, Rule::MaxChars, limit, actual) }
}

pub(crate) fn at_least(field: impl Into<String>, text: &str, limit: usize) -> Checked {
    let actual = text.trim().chars().count();
    if actual >= limit { Ok(()) } else { broken(field, Rule::MinChars, limit, actual) }
}

/// Between one and `limit` characters.
pub(crate) fn filled(field: impl Into<String> + Copy, text: &str, limit: usize) -> Checked {
    at_least(field, text, 1)?;
    at_most(field, text, limit)
}

/// As [`filled`] where there is something.
pub(crate) fn optional(field: impl Into<String> + Copy, text: Option<&str>, limit: usize) -> Checked {
    text.map_or(Ok(()), |text| filled(field, text, limit))
}

/// Between one and `limit` items.
pub(crate) fn items(field: &str, actual: usize, limit: usize) -> Checked {
    items_between(field, actual, 1, limit)
}

pub(crate) fn items_between(field: &str, actual: usize, least: usize, most: usize) -> Checked {
    match actual {
        _ if actual < least => broken(field, Rule::MinItems, least, actual),
        _ if actual > most => broken(field, Rule::MaxItems, most, actual),
        _ => Ok(()),
    }
}

#[cfg(feature = "client")]
pub(crate) fn bytes(field: &str, actual: usize, limit: usize) -> Checked {
    if actual <= limit { Ok(()) } else { broken(field, Rule::MaxBytes, limit, actual) }
}

pub(crate) fn between(field: &str, actual: usize, least: usize, most: usize) -> Checked {
    match actual {
        _ if actual < least => broken(field, Rule::MinValue, least, actual),
        _ if actual > most => broken(field, Rule::MaxValue, most, actual),
        _ => Ok(()),
    }
}

/// Degrees within `limit` on both sides of zero.
pub(crate) fn degrees(field: &str, value: f64, limit: usize) -> Checked {
    let most = u16::try_from(limit).unwrap_or(u16::MAX);
    if value.is_finite() && value.abs() <= f64::from(most) {
        return Ok(());
    }
    // Only for the words of the error: a float becomes the nearest number it can.
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "saturates; the sign is dropped"
    )]
    let actual = value.abs().ceil() as usize;
    broken(field, Rule::MaxValue, limit, actual)
}

/// An address of the web.
pub(crate) fn link(field: impl Into<String>, text: &str) -> Checked {
    let rest = text.strip_prefix("https://").or_else(|| text.strip_prefix("http://"));
    format(field, text, rest.is_some_and(|rest| !rest.is_empty()) && !text.contains(char::is_whitespace))
}

pub(crate) fn format(field: impl Into<String>, text: &str, is_right: bool) -> Checked {
    if is_right { Ok(()) } else { broken(field, Rule::Format, 0, text.chars().count()) }
}

pub(crate) fn allowed(field: &str, is_allowed: bool) -> Checked {
    if is_allowed { Ok(()) } else { broken(field, Rule::Misplaced, 0, 1) }
}

/// Refuses the second of two equal values; `field` names the place of the value at an index.
pub(crate) fn unique<'a>(
    values: impl IntoIterator<Item = &'a str>,
    field: impl Fn(usize) -> String,
) -> Checked {
    let mut seen = std::collections::HashSet::new();
    for (at, value) in values.into_iter().enumerate() {
        if !seen.insert(value) {
            return broken(field(at), Rule::Unique, 1, at);
        }
    }
    Ok(())
}
