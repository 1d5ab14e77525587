//! The way past sea-orm for the few hot statements of the pipeline, which are written by hand.

use std::path::PathBuf;
use std::sync::Arc;

use tokio::sync::Mutex;

use super::news::News;
use super::{Inner, Work, peers};

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
    /// The pool of the pipeline's role. Whoever brings work runs [`Raw::ANNOUNCE`] with `call` before the COMMIT, so that the
    /// other processes hear of it.
    Postgres {
        /// The pool.
        pool: sea_orm::sqlx::PgPool,
        /// What the others are told.
        call: String,
    },
}

impl Raw {
    /// Tells the other processes; bind the `call`.
    pub const ANNOUNCE: &str = peers::ANNOUNCE;
}

pub(super) fn raw(inner: &Inner, why: &'static str, brings: Work) -> Raw {
    tracing::trace!(why, "past sea-orm");
    match (&inner.sqlite_file, &inner.writer_lock) {
        (Some(file), Some(writer)) => Raw::Sqlite { file: file.clone(), writer: writer.clone() },
        _ => Raw::Postgres {
            pool: inner.pipeline.writer.get_postgres_connection_pool().clone(),
            call: peers::calls(&inner.process, &[News::Work(brings)]),
        },
    }
}
