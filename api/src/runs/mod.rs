//! The runner: takes stored webhook items, conversation by conversation, and makes messages, runs and replies of them.
//!
//! One transaction holds everything an item causes: the message, the contact, the conversation, the run with its events,
//! and what is to be sent. Deliberately not here: sending (`outbox`), how webhooks get in (`intake`). Invariant: an item
//! takes effect once, in order within its thread, however often the process dies.

mod batch;
mod claim;
mod jobs;
mod live;
mod load;
mod message;
mod outside;
mod queries;
pub mod routes;
pub mod rules;
mod status;
mod store;
mod talk;
mod view;

pub use jobs::Runner;
pub use outside::{Which, stop};

/// Why a batch, or one item, could not be processed.
#[derive(Debug, thiserror::Error)]
enum Error {
    /// The database failed or refused.
    #[error("{}", crate::error::scrub(.0))]
    Database(#[from] sea_orm::DbErr),
    /// What is stored is no webhook item.
    #[error("the stored item cannot be read")]
    Unreadable,
    /// Our own code panicked.
    #[error("processing panicked")]
    Panicked,
}

impl Error {
    /// Whether it is no fault of an item: the same may go well later, however often.
    const fn is_of_database(error: &sea_orm::DbErr) -> bool {
        matches!(error, sea_orm::DbErr::Conn(_) | sea_orm::DbErr::ConnectionAcquire(_))
    }
}
