//! The way past sea-orm for the few hot statements of the pipeline, which are written by hand.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::Inner;

/// What a hand-written writer needs to share the database with everybody else.
#[derive(Clone)]
pub enum Raw {
    /// A rusqlite connection of its own to `file`. Hold `writer` from BEGIN IMMEDIATE until COMMIT or ROLLBACK has
    /// returned (`blocking_lock` in a thread), and set `busy_timeout`, `journal_mode=WAL` and `synchronous=FULL`.
    Sqlite {
        /// The database file.
        file: PathBuf,
        /// The lock of the one writer.
        writer: Arc<Mutex<()>>,
    },
    /// The pool that everybody uses.
    Postgres(sea_orm::sqlx::PgPool),
}

pub(super) fn raw(inner: &Inner, why: &'static str) -> Raw {
    tracing::trace!(why, "past sea-orm");
    match (&inner.sqlite_file, &inner.writer_lock) {
        (Some(file), Some(writer)) => Raw::Sqlite { file: file.clone(), writer: writer.clone() },
        _ => Raw::Postgres(inner.writer.get_postgres_connection_pool().clone()),
    }
}
