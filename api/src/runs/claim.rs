//! The statements that claim stored items, and what an item is once it is read.
//!
//! Claimed is the first pending item of each thread with what follows it, so that a thread is in one hand at a time. SQLite
//! has one runner; on PostgreSQL the row lock on a thread's first item keeps other processes away until the commit.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbBackend, DbErr, QueryFilter, QueryResult};
use shared::Time;
use uuid::Uuid;
use whatsapp::webhook::{self, Event, Item};

use super::Error;
use super::batch::Patience;
use crate::entities::inbound_item;
use crate::platform::scope::{Across, AcrossTx};

/// Items of one batch.
pub(super) const BATCH: i64 = 256;

/// Pending items, oldest first, but none behind a failed one that waits for its next attempt.
const PENDING_SQLITE: &str = "SELECT i.seq, i.workspace_id, i.number_id, i.thread_key, i.attempts, \
    CAST(i.payload AS TEXT) AS payload, e.received_at \
    FROM inbound_items i JOIN inbound_events e ON e.seq = i.event_seq \
    WHERE i.state = 'pending' AND i.due_at <= $1 AND NOT EXISTS (SELECT 1 FROM inbound_items f \
        WHERE f.state = 'pending' AND f.attempts > 0 AND f.due_at > $1 \
        AND f.number_id = i.number_id AND f.thread_key = i.thread_key) \
    ORDER BY i.seq LIMIT $2";

const PENDING_POSTGRES: &str = "WITH due AS (SELECT d.seq, d.number_id, d.thread_key FROM inbound_items d \
        WHERE d.state = 'pending' AND d.due_at <= $1 AND NOT EXISTS (SELECT 1 FROM inbound_items f \
            WHERE f.state = 'pending' AND f.attempts > 0 AND f.due_at > $1 \
            AND f.number_id = d.number_id AND f.thread_key = d.thread_key) \
        ORDER BY d.seq LIMIT $2), \
    firsts AS (SELECT number_id, thread_key, min(seq) AS seq FROM due GROUP BY number_id, thread_key), \
    held AS (SELECT h.number_id, h.thread_key FROM inbound_items h \
        WHERE h.seq IN (SELECT seq FROM firsts) AND h.state = 'pending' \
        AND h.seq = (SELECT min(m.seq) FROM inbound_items m \
            WHERE m.state = 'pending' AND m.number_id = h.number_id AND m.thread_key = h.thread_key) \
        ORDER BY h.seq FOR UPDATE SKIP LOCKED) \
    SELECT i.seq, i.workspace_id, i.number_id, i.thread_key, i.attempts, \
    CAST(i.payload AS TEXT) AS payload, e.received_at \
    FROM due JOIN held ON held.number_id = due.number_id AND held.thread_key = due.thread_key \
    JOIN inbound_items i ON i.seq = due.seq JOIN inbound_events e ON e.seq = i.event_seq ORDER BY i.seq";

const ONE_SQLITE: &str = "SELECT i.seq, i.workspace_id, i.number_id, i.thread_key, i.attempts, \
    CAST(i.payload AS TEXT) AS payload, e.received_at \
    FROM inbound_items i JOIN inbound_events e ON e.seq = i.event_seq \
    WHERE i.seq = $1 AND i.state = $2 AND NOT EXISTS (SELECT 1 FROM inbound_items b \
        WHERE b.state = 'pending' AND b.number_id = i.number_id AND b.thread_key = i.thread_key AND b.seq < i.seq)";

const ONE_POSTGRES: &str = "SELECT i.seq, i.workspace_id, i.number_id, i.thread_key, i.attempts, \
    CAST(i.payload AS TEXT) AS payload, e.received_at \
    FROM inbound_items i JOIN inbound_events e ON e.seq = i.event_seq \
    WHERE i.seq = $1 AND i.state = $2 AND NOT EXISTS (SELECT 1 FROM inbound_items b \
        WHERE b.state = 'pending' AND b.number_id = i.number_id AND b.thread_key = i.thread_key AND b.seq < i.seq) \
    FOR UPDATE OF i SKIP LOCKED";

const WAITED_SQLITE: &str = "SELECT i.seq, i.workspace_id, i.number_id, i.thread_key, i.attempts, \
    CAST(i.payload AS TEXT) AS payload, e.received_at \
    FROM inbound_items i JOIN inbound_events e ON e.seq = i.event_seq \
    WHERE i.state = 'waiting' AND i.due_at <= $1 ORDER BY i.due_at LIMIT $2";

const WAITED_POSTGRES: &str = "SELECT i.seq, i.workspace_id, i.number_id, i.thread_key, i.attempts, \
    CAST(i.payload AS TEXT) AS payload, e.received_at \
    FROM inbound_items i JOIN inbound_events e ON e.seq = i.event_seq \
    WHERE i.state = 'waiting' AND i.due_at <= $1 ORDER BY i.due_at LIMIT $2 FOR UPDATE OF i SKIP LOCKED";

/// Written out, so that the indexes of what is to be done serve them.
pub(super) const PENDING: &str = "inbound_items.state = 'pending'";
pub(super) const WAITING: &str = "inbound_items.state = 'waiting'";

/// Whether any item of a state may be due.
pub(super) async fn is_any(across: &Across, state: &'static str, now: Time) -> Result<bool, DbErr> {
    let due = across.find::<inbound_item::Entity>().filter(inbound_item::Column::DueAt.lte(now));
    due.filter(Expr::cust(state)).is_any().await
}

/// A stored item as it lies there.
#[derive(Debug, Clone)]
pub(super) struct Claimed {
    pub(super) seq: i64,
    pub(super) workspace_id: Uuid,
    pub(super) number_id: Uuid,
    pub(super) thread_key: String,
    pub(super) attempts: i32,
    payload: String,
    pub(super) received_at: Time,
}

/// An item that was read.
#[derive(Debug, Clone)]
pub(super) struct Inbound {
    pub(super) seq: i64,
    pub(super) workspace_id: Uuid,
    pub(super) number_id: Uuid,
    pub(super) received_at: Time,
    pub(super) event: Event,
}

impl Claimed {
    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        Ok(Self {
            seq: row.try_get("", "seq")?,
            workspace_id: row.try_get("", "workspace_id")?,
            number_id: row.try_get("", "number_id")?,
            thread_key: row.try_get("", "thread_key")?,
            attempts: row.try_get("", "attempts")?,
            payload: row.try_get("", "payload")?,
            received_at: row.try_get("", "received_at")?,
        })
    }

    /// Reads the item.
    pub(super) fn read(&self) -> Result<Inbound, Error> {
        let events = webhook::parse(self.payload.as_bytes()).map_err(|_| Error::Unreadable)?;
        let [event] = <[Event; 1]>::try_from(events).map_err(|_| Error::Unreadable)?;
        if matches!(event.item, Item::Notice(_) | Item::Broken { .. }) {
            return Err(Error::Unreadable);
        }
        Ok(Inbound {
            seq: self.seq,
            workspace_id: self.workspace_id,
            number_id: self.number_id,
            received_at: self.received_at,
            event,
        })
    }
}

/// The first pending items of threads that nobody else has in hand, with what follows them.
pub(super) async fn pending(tx: &AcrossTx, now: Time) -> Result<Vec<Claimed>, DbErr> {
    let sql = of(tx, PENDING_SQLITE, PENDING_POSTGRES);
    claimed(tx.query_sql(sql, vec![now.into(), BATCH.into()]).await?)
}

/// One item, when it still is where it was, the first of its thread, and in nobody else's hand.
pub(super) async fn one(tx: &AcrossTx, seq: i64, patience: Patience) -> Result<Option<Claimed>, DbErr> {
    let state = match patience {
        Patience::Wait => "pending",
        Patience::GiveUp => "waiting",
    };
    let values = vec![seq.into(), state.into()];
    let rows = tx.query_sql(of(tx, ONE_SQLITE, ONE_POSTGRES), values).await?;
    rows.first().map(Claimed::from_row).transpose()
}

/// Statuses that have waited long enough for their message.
pub(super) async fn waited(tx: &AcrossTx, now: Time) -> Result<Vec<Claimed>, DbErr> {
    let sql = of(tx, WAITED_SQLITE, WAITED_POSTGRES);
    claimed(tx.query_sql(sql, vec![now.into(), BATCH.into()]).await?)
}

fn claimed(rows: Vec<QueryResult>) -> Result<Vec<Claimed>, DbErr> {
    rows.iter().map(Claimed::from_row).collect()
}

fn of(tx: &AcrossTx, sqlite: &'static str, postgres: &'static str) -> &'static str {
    if tx.backend() == DbBackend::Postgres { postgres } else { sqlite }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::platform::clock::SystemClock;
    use crate::platform::live::Live;
    use crate::platform::scope::{Database, connect, migrate};

    #[tokio::test]
    async fn what_is_done_is_never_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("db.sqlite"));
        migrate(&database).await.unwrap();
        let db = connect(&database, false, Arc::new(SystemClock), Live::new(1)).await.unwrap();
        let tx = db.across_workspaces("test").begin().await.unwrap();
        for (sql, index) in
            [(PENDING_SQLITE, "ix_inbound_items_pending"), (WAITED_SQLITE, "ix_inbound_items_waiting")]
        {
            let explain: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {sql}").into_boxed_str());
            let rows = tx.query_sql(explain, vec![tx.now().into(), 1_i64.into()]).await.unwrap();
            let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
            let plan = plan.join("; ");
            assert!(plan.contains(index), "{plan}");
            assert!(!plan.contains("TEMP B-TREE"), "{plan}");
        }
    }
}
