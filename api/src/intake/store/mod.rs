//! The hand-written inserts of the intake: one module per database, storing exactly what sea-orm stores.

mod postgres;
mod sqlite;

use tokio::sync::mpsc;

use super::writer::Waiting;
use crate::entities::inbound_event::ContentState;
use crate::entities::inbound_item::{ItemKind, ItemState};
use crate::platform::scope::{Db, Raw, Work};

/// Why the writer does not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The database file cannot be opened.
    #[error("the writer cannot open the database: {0}")]
    Open(#[from] rusqlite::Error),
    /// The system gives no thread.
    #[error("the writer's thread cannot be started: {0}")]
    Thread(#[from] std::io::Error),
}

pub(super) fn start(db: &Db, queue: mpsc::Receiver<Waiting>) -> Result<(), StartError> {
    let arrived = db.waker(Work::Webhooks);
    match db.raw("webhooks of many requests share one commit", Work::Webhooks) {
        Raw::Sqlite { file, writer } => sqlite::start(&file, writer, queue, arrived),
        Raw::Postgres { pool, call } => {
            tokio::spawn(postgres::run(pool, call, queue, arrived));
            Ok(())
        }
    }
}

const fn content_state(state: ContentState) -> &'static str {
    match state {
        ContentState::Accepted => "accepted",
        ContentState::Quarantined => "quarantined",
    }
}

const fn item_kind(kind: ItemKind) -> &'static str {
    match kind {
        ItemKind::Message => "message",
        ItemKind::Status => "status",
        ItemKind::Other => "other",
    }
}

const fn item_state(state: ItemState) -> &'static str {
    match state {
        ItemState::Pending => "pending",
        ItemState::Done => "done",
        ItemState::Quarantined => "quarantined",
        ItemState::Waiting => "waiting",
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ActiveEnum, Iterable};

    use super::*;

    #[test]
    fn the_writer_and_sea_orm_use_the_same_words() {
        assert!(ContentState::iter().all(|state| state.to_value() == content_state(state)));
        assert!(ItemKind::iter().all(|kind| kind.to_value() == item_kind(kind)));
        assert!(ItemState::iter().all(|state| state.to_value() == item_state(state)));
    }
}
