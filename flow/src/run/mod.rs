//! What a run is made of: its state, what comes in, what the engine may know, what it wants done and what it reports.
//!
//! All of it is data that can be stored, compared and replayed. `advance` turns one into the other.

mod effect;
mod env;
mod event;
mod input;
pub(crate) mod log;
mod state;

pub use effect::{Effect, Outgoing, OutgoingRow, OutgoingSection, ReplyButton};
pub use env::{Contact, Conversation, Env, Named, Now, RunInfo};
pub use event::{Note, RunEvent, StopReason};
pub use input::{Input, Message, StartedBy};
pub(crate) use log::Log;
pub use state::{State, Status};
