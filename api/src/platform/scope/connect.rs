//! Opening the database: pragmas, pools, and the lock that keeps a second server away.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use migration::walls::Roles;
use sea_orm::sqlx::postgres::PgConnectOptions;
use sea_orm::sqlx::sqlite::{SqliteJournalMode, SqliteSynchronous};
use sea_orm::{ConnectOptions, DatabaseConnection, DbErr, RuntimeErr, sqlx};
use tokio::sync::Mutex;
use uuid::Uuid;

use super::news::Listeners;
use super::peers::Peers;
use super::{Db, Inner, Pools, roles};
use crate::platform::clock::Clock;
use crate::platform::live::Live;

/// How long one process waits for another (CLI, backup) that writes to the same SQLite file.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// Connections that read an SQLite file.
const SQLITE_READERS: u32 = 4;
/// Connections to PostgreSQL that serve requests, all opened at the start.
const POSTGRES_REQUESTS: u32 = 10;
/// Those of the intake, the runner, the sender and the job queue.
const POSTGRES_PIPELINE: u32 = 6;
/// How long a request waits for a connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(5);

/// Which database.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// A file, made when it is missing.
    Sqlite(PathBuf),
    /// A PostgreSQL server.
    Postgres(Urls),
}

/// The same PostgreSQL database as different roles, by `postgres://` URLs.
#[derive(Clone, PartialEq, Eq)]
pub struct Urls {
    /// The role that serves requests.
    pub request: String,
    /// The role that works on all workspaces.
    pub pipeline: String,
    /// The role that owns the schema, for `mgs-wa migrate`.
    pub owner: Option<String>,
}

impl Urls {
    /// The names of the two roles of the server.
    pub(super) fn roles(&self) -> Result<Roles, DbErr> {
        let role = |url: &str| url.parse::<PgConnectOptions>().map(|url| url.get_username().to_owned());
        let (request, pipeline) = (role(&self.request), role(&self.pipeline));
        Ok(Roles { request: request.map_err(refused)?, pipeline: pipeline.map_err(refused)? })
    }
}

impl std::fmt::Debug for Database {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Sqlite(file) => f.debug_tuple("Sqlite").field(file).finish(),
            // The URLs may hold passwords.
            Self::Postgres(_) => f.write_str("Postgres(***)"),
        }
    }
}

/// Opens the database, whose schema is up to date by now. With `is_server` a second server on the same SQLite file is refused, and on PostgreSQL this process
/// and the others hear of each other.
///
/// # Errors
/// When it cannot be reached; when another server holds the file; when PostgreSQL's roles or walls are not as they must be.
pub async fn connect(
    database: &Database,
    is_server: bool,
    clock: Arc<dyn Clock>,
    live: Live,
) -> Result<Db, DbErr> {
    let (process, listeners) = (Uuid::now_v7().to_string(), Arc::new(Listeners::new(live)));
    let (requests, pipeline, file, lock, peers) = match database {
        Database::Sqlite(file) => {
            let lock = if is_server { Some(lock_instance(file)?) } else { None };
            make_private(file)?;
            let writer = sqlite(file, 1, false).await?;
            let pools = Pools { readers: sqlite(file, SQLITE_READERS, true).await?, writer };
            (pools.clone(), pools, Some(file.clone()), lock, None)
        }
        Database::Postgres(urls) => {
            let requests = postgres(&urls.request, POSTGRES_REQUESTS).await?;
            let pipeline = postgres(&urls.pipeline, POSTGRES_PIPELINE).await?;
            roles::check(urls, &requests, &pipeline).await?;
            let join = Peers::join(&urls.pipeline, &process, listeners.clone());
            let peers = if is_server { Some(join.await.map_err(refused)?) } else { None };
            let pools = |pool: DatabaseConnection| Pools { readers: pool.clone(), writer: pool };
            (pools(requests), pools(pipeline), None, None, peers)
        }
    };
    Ok(Db {
        inner: Arc::new(Inner {
            requests,
            pipeline,
            writer_lock: file.is_some().then(|| Arc::new(Mutex::new(()))),
            sqlite_file: file,
            instance_lock: lock,
            runtime: tokio::runtime::Handle::current(),
            clock,
            listeners,
            process,
            peers,
        }),
    })
}

fn refused(error: sqlx::Error) -> DbErr {
    DbErr::Conn(RuntimeErr::SqlxError(error.into()))
}

pub(super) async fn sqlite(
    file: &Path,
    connections: u32,
    only_reads: bool,
) -> Result<DatabaseConnection, DbErr> {
    let file = file.to_path_buf();
    let mut options = ConnectOptions::new("sqlite://");
    options
        .max_connections(connections)
        .min_connections(1)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_sqlite_pool_opts(|pool| pool.idle_timeout(None).max_lifetime(None))
        .map_sqlx_sqlite_opts(move |sqlite| {
            let sqlite = sqlite
                .filename(&file)
                .in_memory(false)
                .create_if_missing(true)
                .journal_mode(SqliteJournalMode::Wal)
                .synchronous(SqliteSynchronous::Full)
                .busy_timeout(BUSY_TIMEOUT)
                .foreign_keys(true);
            if only_reads { sqlite.pragma("query_only", "ON") } else { sqlite }
        });
    sea_orm::Database::connect(options).await
}

async fn postgres(url: &str, connections: u32) -> Result<DatabaseConnection, DbErr> {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(connections)
        // Made by this runtime, which lives longest: a connection ends with the threads it was made on.
        .min_connections(connections)
        .acquire_timeout(ACQUIRE_TIMEOUT)
        .test_before_acquire(false)
        .sqlx_logging(false)
        .map_sqlx_postgres_pool_opts(|pool| pool.idle_timeout(None).max_lifetime(None));
    sea_orm::Database::connect(options).await
}

/// Refuses at once when another server runs on the same SQLite file, before anything else is opened. [`connect`] takes
/// the lock for good.
///
/// # Errors
/// When there is one.
pub fn refuse_second_server(database: &Database) -> Result<(), DbErr> {
    match database {
        Database::Sqlite(file) => lock_instance(file).map(drop),
        Database::Postgres(_) => Ok(()),
    }
}

/// Makes the file only its owner can read; SQLite gives its companions the same rights.
pub(super) fn make_private(file: &Path) -> Result<(), DbErr> {
    let mut options = OpenOptions::new();
    options.create(true).append(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let error = |error| DbErr::Custom(format!("cannot open {}: {error}", file.display()));
    options.open(file).map(drop).map_err(error)
}

/// Takes `<file>.lock`; the system gives it back when the process ends, however it ends.
fn lock_instance(file: &Path) -> Result<File, DbErr> {
    let path = file.with_added_extension("lock");
    let lock = OpenOptions::new()
        .create(true)
        .truncate(false)
        .write(true)
        .open(&path)
        .map_err(|error| DbErr::Custom(format!("cannot open {}: {error}", path.display())))?;
    match lock.try_lock() {
        Ok(()) => Ok(lock),
        Err(TryLockError::WouldBlock) => Err(DbErr::Custom(format!(
            "another server is running on {}; stop it first, or give this one a data folder of its own (MGS_DATA_DIR)",
            file.display()
        ))),
        Err(TryLockError::Error(error)) => {
            Err(DbErr::Custom(format!("cannot lock {}: {error}", path.display())))
        }
    }
}
