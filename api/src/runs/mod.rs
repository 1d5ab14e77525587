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
pub use rules::preview;

use sea_orm::{DbErr, RuntimeErr};

/// Why a batch, or one item, could not be processed.
#[derive(Debug, thiserror::Error)]
enum Error {
    /// The database failed or refused.
    #[error("{}", crate::error::scrub(.0))]
    Database(#[from] DbErr),
    /// What is stored is no webhook item.
    #[error("the stored item cannot be read")]
    Unreadable,
    /// Our own code panicked.
    #[error("processing panicked")]
    Panicked,
}

impl Error {
    /// Whether it is no fault of an item: no connection, no space, a lock. The same may go well later, however often.
    fn is_of_database(error: &DbErr) -> bool {
        let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error
        else {
            return matches!(error, DbErr::Conn(_) | DbErr::ConnectionAcquire(_));
        };
        let code = error.as_database_error().and_then(|error| error.code());
        match code.as_deref() {
            // PostgreSQL: connection, deadlock, resources, operator, system.
            Some(code) if code.len() == 5 => {
                ["08", "40", "53", "57", "58"].iter().any(|class| code.starts_with(class))
            }
            // SQLite: busy, locked, out of memory, input and output, full; the low byte is the code.
            Some(code) => code.parse::<u32>().is_ok_and(|code| matches!(code & 0xff, 5 | 6 | 7 | 10 | 13)),
            None => true,
        }
    }
}
