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
    /// No two alike; `actual` is the position of the second one.
    Unique,
}

impl fmt::Display for LimitError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { field, limit, actual, .. } = self;
        match self.rule {
            Rule::MaxChars => write!(f, "{field} has {actual} characters, at most {limit} are allowed"),
            Rule::MinChars => write!(f, "{field} has {actual} characters, at least {limit} is needed"),
            Rule::MaxItems => write!(f, "{field} has {actual} items, at most {limit} are allowed"),
            Rule::MinItems => write!(f, "{field} has {actual} items, at least {limit} is needed"),
            Rule::Unique => write!(f, "{field} is used twice"),
        }
    }
}

pub(super) fn at_most(field: impl Into<String>, text: &str, limit: usize) -> Result<(), LimitError> {
    let actual = text.chars().count();
    if actual <= limit {
        return Ok(());
    }
    Err(LimitError { field: field.into(), rule: Rule::MaxChars, limit, actual })
}

pub(super) fn at_least(field: impl Into<String>, text: &str, limit: usize) -> Result<(), LimitError> {
    let actual = text.trim().chars().count();
    if actual >= limit {
        return Ok(());
    }
    Err(LimitError { field: field.into(), rule: Rule::MinChars, limit, actual })
}

/// Between one and `limit` characters.
pub(super) fn filled(field: impl Into<String> + Copy, text: &str, limit: usize) -> Result<(), LimitError> {
    at_least(field, text, 1)?;
    at_most(field, text, limit)
}

pub(super) fn items(field: &str, actual: usize, limit: usize) -> Result<(), LimitError> {
    let field = || field.to_owned();
    match actual {
        0 => Err(LimitError { field: field(), rule: Rule::MinItems, limit: 1, actual }),
        _ if actual > limit => Err(LimitError { field: field(), rule: Rule::MaxItems, limit, actual }),
        _ => Ok(()),
    }
}

/// Refuses the second of two equal values; `field` names the place of the value at an index.
pub(super) fn unique<'a>(
    values: impl IntoIterator<Item = &'a str>,
    field: impl Fn(usize) -> String,
) -> Result<(), LimitError> {
    let mut seen = std::collections::HashSet::new();
    for (at, value) in values.into_iter().enumerate() {
        if !seen.insert(value) {
            return Err(LimitError { field: field(at), rule: Rule::Unique, limit: 1, actual: at });
        }
    }
    Ok(())
}
