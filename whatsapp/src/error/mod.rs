//! Graph's errors: the envelope, and what the codes mean for a sender and for the person who runs the shop.
//!
//! Branch on the code; Meta's HTTP status is not authoritative. Meta: Error codes.

mod table;

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What a sender does about an error. Meta: Error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Too fast: wait, then send the same again.
    Throttle,
    /// Meta has trouble: send the same again after a while.
    Retry,
    /// The token does not work: stop sending for this number until somebody connects it again.
    ReAuthenticate,
    /// The 24-hour customer service window is closed: only a template may be sent.
    WindowClosed,
    /// This person cannot or does not want to get it: do not send it again.
    Recipient,
    /// Something is wrong with the template.
    Template,
    /// Meta restricts the account, the number or the country.
    Policy,
    /// The request is wrong and will be wrong again.
    Permanent,
}

impl Class {
    /// Whether sending the same again can succeed without anybody changing anything.
    pub fn is_retryable(self) -> bool {
        matches!(self, Self::Throttle | Self::Retry)
    }
}

/// A code in words. Meta: Error codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Explanation {
    /// Meta's code.
    pub code: i64,
    /// What a sender does about it.
    pub class: Class,
    /// What happened, for a shop owner.
    pub meaning: &'static str,
    /// What to do about it, for a shop owner.
    pub action: &'static str,
}

/// Explains a code; `None` for codes this crate does not know. Meta: Error codes.
pub fn explain(code: i64) -> Option<&'static Explanation> {
    let of_range = table::RANGES.iter().find(|(range, _)| range.contains(&code));
    let code = of_range.map_or(code, |(_, row)| *row);
    let at = table::EXPLANATIONS.binary_search_by_key(&code, |explanation| explanation.code).ok()?;
    table::EXPLANATIONS.get(at)
}

/// The class of a code; unknown ones are permanent, so that nothing is sent again by mistake. Meta: Error codes.
pub fn class(code: i64) -> Class {
    explain(code).map_or(Class::Permanent, |explanation| explanation.class)
}

/// Every code this crate can explain. Meta: Error codes.
pub fn explanations() -> &'static [Explanation] {
    &table::EXPLANATIONS
}

/// `{"error":{…}}` as Graph answers it. Meta: Graph API, Handle errors; Cloud API, Error codes.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("graph error {code}: {message}")]
pub struct GraphError {
    /// Meta's code.
    pub code: i64,
    /// `error_subcode`.
    pub subcode: Option<i64>,
    /// Meta's message, for developers.
    pub message: String,
    /// `error_data.details`, usually the useful part.
    pub details: Option<String>,
    /// `type`, such as `OAuthException`.
    pub kind: Option<String>,
    /// Meta's id of the request, for its support.
    pub fbtrace_id: Option<String>,
    /// `is_transient`: Meta itself says that trying again may help.
    pub is_transient: bool,
}

impl GraphError {
    /// Reads Graph's error envelope; `None` when the body is something else.
    pub fn parse(body: &[u8]) -> Option<Self> {
        let body: Value = serde_json::from_slice(body).ok()?;
        let error = body.get("error")?;
        let text = |value: Option<&Value>| value.and_then(Value::as_str).map(str::to_owned);
        let data = error.get("error_data");
        Some(Self {
            code: error.get("code")?.as_i64()?,
            subcode: error.get("error_subcode").and_then(Value::as_i64),
            message: text(error.get("message")).unwrap_or_default(),
            details: text(data.and_then(|data| data.get("details"))).or_else(|| text(data)),
            kind: text(error.get("type")),
            fbtrace_id: text(error.get("fbtrace_id")),
            is_transient: error.get("is_transient").and_then(Value::as_bool).unwrap_or(false),
        })
    }

    /// What a sender does about it; Meta's own `is_transient` makes an otherwise permanent error worth a retry.
    pub fn class(&self) -> Class {
        match class(self.code) {
            Class::Permanent if self.is_transient => Class::Retry,
            class => class,
        }
    }
}
