//! SQLite: a thread with a connection of its own, which holds the writer's lock for each commit.

use std::path::Path;
use std::sync::Arc;

use rusqlite::{Connection, OptionalExtension, TransactionBehavior, params};
use shared::Time;
use tokio::sync::{Mutex, mpsc};

use super::{StartError, content_state, item_kind, item_state};
use crate::intake::writer::{NewEvent, Refused, Waiting, answer, batch};
use crate::platform::scope::Waker;

/// How long other processes (CLI, backup) may hold the file, in milliseconds; less than a request waits.
const BUSY_TIMEOUT_MS: u64 = 700;

const INSERT_EVENT: &str = "INSERT INTO inbound_events (app_id, received_at, body, content_state, reason) VALUES (?1, ?2, ?3, ?4, ?5)";
const INSERT_ITEM: &str = "INSERT INTO inbound_items \
    (event_seq, position, workspace_id, number_id, thread_key, kind, payload, state, reason, attempts, due_at) \
    VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, 0, ?10)";

pub(super) fn start(
    file: &Path,
    writer: Arc<Mutex<()>>,
    mut queue: mpsc::Receiver<Waiting>,
    arrived: Waker,
) -> Result<(), StartError> {
    let mut connection = open(file)?;
    std::thread::Builder::new().name("intake".into()).spawn(move || {
        while let Some(first) = queue.blocking_recv() {
            let lock = writer.blocking_lock();
            // Whoever came while the lock was held shares this commit.
            let batch = batch(first, &mut queue);
            let result = store(&mut connection, &batch);
            drop(lock);
            if let Err(error) = &result {
                tracing::error!(code = ?error.sqlite_error_code(), "webhooks could not be stored");
            }
            answer(batch, result.map_err(|_| Refused));
            arrived.wake();
        }
    })?;
    Ok(())
}

fn open(file: &Path) -> rusqlite::Result<Connection> {
    let connection = Connection::open(file)?;
    connection.busy_timeout(std::time::Duration::from_millis(BUSY_TIMEOUT_MS))?;
    connection.query_row("PRAGMA journal_mode=WAL", [], |_| Ok(())).optional()?;
    connection.execute_batch("PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;")?;
    connection.set_prepared_statement_cache_capacity(8);
    Ok(connection)
}

fn store(connection: &mut Connection, batch: &[Waiting]) -> rusqlite::Result<()> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    for waiting in batch {
        insert(&transaction, &waiting.event)?;
    }
    transaction.commit()
}

fn insert(connection: &Connection, event: &NewEvent) -> rusqlite::Result<()> {
    let received_at = time(event.received_at);
    connection.prepare_cached(INSERT_EVENT)?.execute(params![
        event.app_id.as_bytes(),
        received_at,
        event.body.as_ref(),
        content_state(event.parsed.content_state),
        event.parsed.reason,
    ])?;
    let event_seq = connection.last_insert_rowid();
    let mut insert_item = connection.prepare_cached(INSERT_ITEM)?;
    for (position, item) in (0_i64..).zip(&event.parsed.items) {
        let number_id = item.number_id.as_ref().map(|id| id.as_bytes().as_slice());
        insert_item.execute(params![
            event_seq,
            position,
            number_id.is_some().then(|| event.workspace_id.as_bytes()),
            number_id,
            item.thread_key,
            item_kind(item.kind),
            item.payload.to_string(),
            item_state(item.state),
            item.reason,
            received_at,
        ])?;
    }
    Ok(())
}

/// As sqlx writes it.
fn time(at: Time) -> String {
    at.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, false)
}
