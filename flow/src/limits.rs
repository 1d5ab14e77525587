//! Limits of what is sent, and how something too long is made to fit.
//!
//! Meta's own limits stand in `whatsapp::limits`; here is what this product decides beside them.

use std::borrow::Cow;

/// The most steps that one message can walk through.
pub const STEPS_PER_TURN: usize = 1_000;
/// The most messages that one message can cause.
pub const MESSAGES_PER_TURN: usize = 20;
/// The most items that one message can cause to be done.
pub const ITEMS_PER_TURN: usize = 10_000;
/// The most that all variables of a run hold together, in bytes.
pub const VARIABLES_BYTES: usize = 256 * 1024;

/// The text itself, or its beginning with an ellipsis, so that it has at most `chars` characters.
pub(crate) fn shorten(text: &str, chars: usize) -> Cow<'_, str> {
    if text.len() <= chars || text.chars().nth(chars).is_none() {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().take(chars.saturating_sub(1)).collect();
    Cow::Owned(kept.trim_end().to_owned() + if chars == 0 { "" } else { "…" })
}
