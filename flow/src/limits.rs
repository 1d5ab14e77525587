//! Limits of a flow, of one turn and of what it leaves behind, and how something too long is made to fit.
//!
//! Meta's own limits stand in `whatsapp::limits`; here is what this product decides beside them. A flow above the limits
//! of a document is never read and never made by an op, so nothing that walks through a flow meets more.

use std::borrow::Cow;

/// The most languages of a flow.
pub const LANGUAGES: usize = 20;
/// The most triggers of a flow.
pub const TRIGGERS: usize = 50;
/// The most keywords of one trigger.
pub const TRIGGER_WORDS: usize = 100;
/// The most keywords of a flow, those of all its triggers together.
pub const WORDS: usize = 500;
/// The longest keyword, in characters.
pub const WORD_CHARS: usize = 100;
/// The most steps of a flow. The editor advises to split it at 1,500.
pub const STEPS: usize = 2_000;
/// The most items of a step.
pub const ITEMS: usize = 100;
/// The most buttons, rows, sections or conditions of a step; a draft may have more than WhatsApp takes.
pub const CHOICES: usize = 50;

/// The most errors that a list of problems holds; those after them are left out.
pub const LISTED_ERRORS: usize = 200;
/// The most warnings that a list of problems holds.
pub const LISTED_WARNINGS: usize = 100;
/// The longest message or parameter of a problem, in characters.
pub(crate) const PROBLEM_CHARS: usize = 300;

/// The most steps that one message can walk through.
pub const STEPS_PER_TURN: usize = 1_000;
/// The most messages that one message can cause.
pub const MESSAGES_PER_TURN: usize = 20;
/// The most items that one message can cause to be done.
pub const ITEMS_PER_TURN: usize = 10_000;
/// The most that all variables of a run hold together, in bytes.
pub const VARIABLES_BYTES: usize = 256 * 1024;
/// The most fields of a contact.
pub const CONTACT_FIELDS: usize = 100;
/// The longest key of a contact's field, in characters.
pub const FIELD_KEY_CHARS: usize = 64;
/// The largest value of a contact's field, in bytes.
pub const FIELD_VALUE_BYTES: usize = 4 * 1024;
/// The most that all fields of a contact hold together, keys and values, in bytes.
pub const FIELDS_BYTES: usize = 32 * 1024;
/// The most events that one message leaves in the log of a run; messages sent and the end of the run are always there.
pub const EVENTS_PER_TURN: usize = 500;
/// The most bytes that the events of one message take; messages sent and the end of the run are always there.
pub const EVENTS_BYTES: usize = 128 * 1024;
/// How much of a value or a text an event shows, in characters.
pub const EVENT_CHARS: usize = 500;

/// The text itself, or its beginning with an ellipsis, so that it has at most `chars` characters.
pub(crate) fn shorten(text: &str, chars: usize) -> Cow<'_, str> {
    if text.len() <= chars || text.chars().nth(chars).is_none() {
        return Cow::Borrowed(text);
    }
    let kept: String = text.chars().take(chars.saturating_sub(1)).collect();
    Cow::Owned(kept.trim_end().to_owned() + if chars == 0 { "" } else { "…" })
}
