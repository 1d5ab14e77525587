//! The pure flow engine of MGS WA: what a bot is, how it changes, what is wrong with it, and how it runs.
//!
//! Values in, values out. No I/O, no clock, no randomness, no async: what the engine may know comes in as an argument,
//! what it wants done goes out as data. The same crate runs on the server and in the browser.

#![warn(clippy::too_many_lines)]

mod advance;
mod check;
pub mod definition;
pub mod endings;
pub mod expression;
pub mod items;
pub mod limits;
mod migrations;
mod numbers;
pub mod op;
#[cfg(feature = "openapi")]
mod openapi;
pub mod run;
pub mod starters;
mod triggers;
mod turn;

pub use advance::{Advance, advance};
pub use check::{Level, Problem, ProblemCode, check};
pub use definition::{
    Flow, Keyword, Language, Layout, Limited, MatchRule, OverLimit, Position, SPEC_VERSION, Step, StepId,
    Text, TextField, Trigger,
};
pub use endings::{
    Answer, Ask, Branch, Button, Buttons, Continue, Decide, End, Ending, HandOver, Label, List, Output,
    OutputKind, Row, Section,
};
pub use expression::Value;
pub use items::{Item, SendText, SetContactField, SetVariable};
pub use migrations::{ReadError, read, read_value};
pub use op::{Description, Op, OpError};
#[cfg(feature = "openapi")]
pub use openapi::TaggedKinds;
pub use run::{
    Effect, Env, Input, Note, Outgoing, OutgoingRow, OutgoingSection, ReplyButton, RunEvent, StartedBy,
    State, Status, StopReason,
};
pub use starters::Starter;
pub use triggers::{Match, STOP_WORDS, matches, normal};
