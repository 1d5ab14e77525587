//! The pure flow engine of MGS WA: what a bot is, how it changes, what is wrong with it, and how it runs.
//!
//! Values in, values out. No I/O, no clock, no randomness, no async: what the engine may know comes in as an argument,
//! what it wants done goes out as data. The same crate runs on the server and in the browser.

pub mod definition;
pub mod endings;
pub mod items;
mod migrations;
pub mod op;

pub use definition::{
    Flow, Keyword, Language, Layout, MatchRule, Position, SPEC_VERSION, Step, StepId, Text,
    TextField, Trigger,
};
pub use endings::{
    Answer, Ask, Branch, Button, Buttons, Continue, Decide, End, Ending, HandOver, Label, List,
    Output, OutputKind, Row, Section,
};
pub use items::{Item, SendText, SetContactField, SetVariable};
pub use migrations::{ReadError, read, read_value};
pub use op::{Description, Op, OpError};
