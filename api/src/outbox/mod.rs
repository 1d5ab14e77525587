//! What goes out: queued in the transaction that wants it, sent by the [`Sender`], one at a time within a conversation.
//!
//! An attempt is committed before the call; what may have been sent is never sent again. Deliberately not here: what is
//! said (`runs`, `inbox`). Invariant: at most one attempt per message reaches Graph without a certain refusal.

mod channel;
mod claim;
mod content;
mod enqueue;
mod jobs;
mod result;
mod retention;
pub mod rules;
mod shown;

pub use content::{ContentError, to_graph};
pub use enqueue::enqueue;
pub(crate) use enqueue::{due, queued};
pub use jobs::Sender;
pub use retention::sweep;
pub(crate) use shown::{Shown, open_attempts, reconcile, show};
