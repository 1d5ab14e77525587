//! The editor's document without the screen: changes, undo, saving and the order in which steps are shown.
//!
//! Plain values, tested natively. No Leptos, no browser, no clock: moments come in as arguments. Every change of the
//! flow is a `flow::Op`; what was changed and not yet saved is a list of ops, never a second copy of the truth.

pub(crate) mod document;
pub(crate) mod edits;
pub(crate) mod endings;
pub(crate) mod history;
pub(crate) mod outline;
pub(crate) mod parts;
pub(crate) mod sync;
pub(crate) mod variables;

#[cfg(test)]
pub(crate) mod samples;
