//! The state file: one connection on a thread of its own, small writes committed together.
//!
//! A caller gets its answer only after the commit that holds its work. The journal is not synced on every commit: state
//! survives `kill -9`, the last moments before a power cut it may not.

pub(super) mod directory;
pub(super) mod messages;
pub(super) mod webhooks;

use std::path::Path;
use std::time::Duration;

use rusqlite::{Connection, OptionalExtension, params};
use tokio::sync::{mpsc, oneshot};

use super::ids::Ids;

const WAITING_JOBS: usize = 1024;
const JOBS_PER_COMMIT: usize = 256;
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// What the statements work with.
pub(super) struct Db {
    pub(super) sql: Connection,
    pub(super) ids: Ids,
}

/// Hands work to the thread that owns the state file.
#[derive(Clone)]
pub(super) struct Store {
    jobs: mpsc::Sender<Job>,
}

/// Why work was not done; nothing of it is stored.
#[derive(Debug, thiserror::Error)]
pub(super) enum StoreError {
    #[error("the state file cannot be written")]
    Sql(#[from] rusqlite::Error),
    #[error("the state file is closed")]
    Closed,
}

type Job = Box<dyn FnOnce(&Db) -> Settle + Send>;
/// Answers the caller, once it is known whether the work was committed.
type Settle = Box<dyn FnOnce(bool) + Send>;

impl Store {
    pub(super) fn open(file: &Path, seed: Option<u64>) -> rusqlite::Result<Self> {
        make_private(file)?;
        let sql = Connection::open(file)?;
        sql.busy_timeout(BUSY_TIMEOUT)?;
        // Exclusive: a second simulator on the same file fails to open it.
        sql.execute_batch(
            "PRAGMA locking_mode = EXCLUSIVE; PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;",
        )?;
        sql.execute_batch(include_str!("schema.sql"))?;
        let seed = stored_seed(&sql, seed)?;
        let (jobs, waiting) = mpsc::channel(WAITING_JOBS);
        let db = Db { sql, ids: Ids { seed } };
        std::thread::Builder::new()
            .name("whatsapp-simulator-state".into())
            .spawn(move || serve(&db, waiting))
            .map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))?;
        Ok(Self { jobs })
    }

    /// Does work in a transaction shared with others; an error takes back this work alone.
    pub(super) async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&Db) -> rusqlite::Result<T> + Send + 'static,
    ) -> Result<T, StoreError> {
        let (answer, answered) = oneshot::channel();
        let job: Job = Box::new(move |db| {
            let done = in_savepoint(db, work);
            Box::new(move |is_committed| {
                // A dropped sender says Closed; a caller that went away needs no answer.
                if is_committed || done.is_err() {
                    let _ = answer.send(done);
                }
            })
        });
        self.jobs.send(job).await.map_err(|_| StoreError::Closed)?;
        Ok(answered.await.map_err(|_| StoreError::Closed)??)
    }
}

fn serve(db: &Db, mut jobs: mpsc::Receiver<Job>) {
    while let Some(first) = jobs.blocking_recv() {
        if let Err(error) = db.sql.execute_batch("BEGIN IMMEDIATE") {
            tracing::error!(%error, "the simulator's state file cannot be written");
            continue;
        }
        let mut settles = vec![first(db)];
        while settles.len() < JOBS_PER_COMMIT
            && let Ok(job) = jobs.try_recv()
        {
            settles.push(job(db));
        }
        let committed = db.sql.execute_batch("COMMIT");
        if let Err(error) = &committed {
            tracing::error!(%error, "the simulator's state file cannot be written");
            let _ = db.sql.execute_batch("ROLLBACK");
        }
        settles.into_iter().for_each(|settle| settle(committed.is_ok()));
    }
}

fn in_savepoint<T>(db: &Db, work: impl FnOnce(&Db) -> rusqlite::Result<T>) -> rusqlite::Result<T> {
    db.sql.execute_batch("SAVEPOINT job")?;
    let done = work(db);
    if let Err(error) = &done {
        tracing::error!(%error, "work on the simulator's state file failed");
        db.sql.execute_batch("ROLLBACK TO job")?;
    }
    db.sql.execute_batch("RELEASE job")?;
    done
}

/// Makes the file, which holds tokens, readable by its owner alone; SQLite gives its companions the same rights.
fn make_private(file: &Path) -> rusqlite::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(file).map(drop).map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()))
}

/// The seed of the file; a new file takes the given one, or a random one.
fn stored_seed(sql: &Connection, given: Option<u64>) -> rusqlite::Result<u64> {
    let stored: Option<i64> =
        sql.query_row("SELECT value FROM setting WHERE name = 'seed'", [], |row| row.get(0)).optional()?;
    if let Some(seed) = stored {
        return Ok(seed.cast_unsigned());
    }
    let random = || getrandom::u64().map_err(|error| rusqlite::Error::ToSqlConversionFailure(error.into()));
    let seed = given.map_or_else(random, Ok)?;
    sql.execute("INSERT INTO setting (name, value) VALUES ('seed', ?1)", params![seed.cast_signed()])?;
    Ok(seed)
}

/// The next number of the file, for ids.
fn next_id(db: &Db) -> rusqlite::Result<i64> {
    db.sql
        .prepare_cached(
            "INSERT INTO setting (name, value) VALUES ('ids', 1)
             ON CONFLICT (name) DO UPDATE SET value = value + 1 RETURNING value",
        )?
        .query_row([], |row| row.get(0))
}
