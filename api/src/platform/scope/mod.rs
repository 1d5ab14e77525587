//! The only module that holds a database connection.
//!
//! [`Db`] hands out a [`Scope`] to read one workspace, a [`Tx`] to write in one, a [`GlobalTx`] for the tables above
//! workspaces, and, for jobs and the pipeline alone, [`Across`]. A [`Scope`] adds its workspace to every statement, so
//! a row of another workspace cannot be reached by forgetting something.
//!
//! On PostgreSQL, row-level security is the second wall: what serves requests connects as a role that sees the workspace
//! its transaction names and nothing else, and [`Across`] as another one; see `migration::walls`.
//!
//! SQLite has one writer at a time: a lock is held from `BEGIN IMMEDIATE` until COMMIT or an awaited ROLLBACK has
//! returned, also when the caller's future is dropped halfway.

#![expect(clippy::disallowed_types, reason = "the connection is here")]

mod across;
mod audit;
mod change;
mod connect;
mod executor;
mod insert;
mod line;
mod migrate;
mod news;
mod once;
mod open;
mod own;
mod peers;
mod raw;
mod read;
mod roles;
mod write;

use std::path::PathBuf;
use std::sync::Arc;

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr};
use shared::{UserId, WorkspaceId};
use tokio::sync::Mutex;

pub use across::{Across, AcrossTx};
pub use audit::{Actor, AuditEvent};
pub use change::{Change, Remove};
pub use connect::{Database, Urls, connect, refuse_second_server};
pub use migrate::migrate;
pub use news::{Waker, Work};
pub use once::{Before, Once};
pub use own::OwnTx;
pub use peers::is_gone;
pub use raw::Raw;
pub use read::{Find, Global, Scope};
pub use write::{GlobalTx, Tx, Within};

use super::clock::Clock;
use super::live::Live;
use executor::Sees;
use news::Listeners;
use open::Open;
use peers::Peers;

/// The database: cheap to clone, and private in what it holds.
#[derive(Clone)]
pub struct Db {
    inner: Arc<Inner>,
}

struct Inner {
    /// Of the request role.
    requests: Pools,
    /// Of the pipeline role; on SQLite, which has no roles, the same.
    pipeline: Pools,
    /// SQLite alone: held by whoever writes.
    writer_lock: Option<Arc<Mutex<()>>>,
    sqlite_file: Option<PathBuf>,
    /// SQLite alone: the lock file that keeps a second server away, until it is closed.
    instance_lock: Option<std::fs::File>,
    runtime: tokio::runtime::Handle,
    clock: Arc<dyn Clock>,
    listeners: Arc<Listeners>,
    /// This process, towards others on the same database.
    process: String,
    /// PostgreSQL alone, and only of a server: the others.
    peers: Option<Peers>,
}

#[derive(Clone)]
struct Pools {
    readers: DatabaseConnection,
    writer: DatabaseConnection,
}

/// As whom a transaction runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Request,
    Pipeline,
}

impl Inner {
    const fn pools(&self, role: Role) -> &Pools {
        match role {
            Role::Request => &self.requests,
            Role::Pipeline => &self.pipeline,
        }
    }
}

impl std::fmt::Debug for Db {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Db").field("sqlite_file", &self.inner.sqlite_file).finish_non_exhaustive()
    }
}

impl Db {
    /// Reads of one workspace. In a handler it comes from `Cx<P>` instead.
    #[must_use]
    pub fn scope(&self, workspace: WorkspaceId) -> Scope {
        Scope::new(read::Conn::Pool(self.inner.requests.readers.clone()), workspace)
    }

    /// Begins to write in one workspace.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn begin(&self, actor: Actor, workspace: WorkspaceId) -> Result<Tx, DbErr> {
        let open = Open::begin(self, Role::Request, actor, Sees::Workspace(workspace)).await?;
        Ok(Tx::new(Arc::new(open), workspace))
    }

    /// Begins to write in the tables above workspaces; `within` reaches one workspace in the same transaction.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn begin_global(&self, actor: Actor) -> Result<GlobalTx, DbErr> {
        Ok(GlobalTx::new(Open::begin(self, Role::Request, actor, Sees::Any).await?))
    }

    /// The same for what a user does themselves and must not happen twice.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn begin_own(&self, user: UserId) -> Result<OwnTx, DbErr> {
        Ok(OwnTx::new(self.begin_global(Actor::User(user)).await?, user))
    }

    /// Reads of the tables above workspaces: users, sessions, what a user belongs to.
    #[must_use]
    pub fn accounts(&self) -> Global {
        Global::new(read::Conn::Pool(self.inner.requests.readers.clone()))
    }

    /// Reads and writes of all workspaces at once, for jobs and the pipeline; `why` stands there to be searched for.
    #[must_use]
    pub fn across_workspaces(&self, why: &'static str) -> Across {
        Across::new(self.clone(), why)
    }

    /// The way past sea-orm, for the hand-written statements of the pipeline that bring work of a kind.
    #[must_use]
    pub fn raw(&self, why: &'static str, brings: Work) -> Raw {
        raw::raw(&self.inner, why, brings)
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.inner.requests.writer.get_database_backend()
    }

    /// Whether the database answers.
    ///
    /// # Errors
    /// When it does not.
    pub async fn ping(&self) -> Result<(), DbErr> {
        self.inner.requests.readers.execute_unprepared("SELECT 1").await.map(drop)
    }

    /// The clock that stamps what is written.
    #[must_use]
    pub fn clock(&self) -> &Arc<dyn Clock> {
        &self.inner.clock
    }

    /// Where live events go after a commit.
    #[must_use]
    pub fn live(&self) -> &Live {
        &self.inner.listeners.live
    }

    /// Returns when there may be work of this kind: a transaction has brought some, here or in another process.
    pub async fn wait_for(&self, work: Work) {
        self.inner.listeners.waiting_for(work).notified().await;
    }

    /// What wakes whoever waits for work of this kind, after a commit past [`Tx`].
    #[must_use]
    pub fn waker(&self, work: Work) -> Waker {
        Waker { listeners: self.inner.listeners.clone(), work }
    }

    /// Which generation of apps and numbers is read now. What was read in an earlier one is not kept any longer: take the
    /// generation before reading.
    #[must_use]
    pub fn kept_generation(&self) -> u64 {
        self.inner.listeners.generation()
    }

    /// The name of this process towards the others on the same database; [`is_gone`] tells when it has died.
    #[must_use]
    pub fn process(&self) -> &str {
        &self.inner.process
    }

    /// Whether the others know that this process is alive, so that it may take work in hand, and may judge them.
    #[must_use]
    pub fn is_present(&self) -> bool {
        self.inner.peers.as_ref().is_none_or(Peers::is_present)
    }

    /// Closes every connection; what is still running fails.
    pub async fn close(&self) {
        if let Some(peers) = &self.inner.peers {
            peers.leave();
        }
        for pools in [&self.inner.requests, &self.inner.pipeline] {
            let _ = pools.readers.close_by_ref().await;
            let _ = pools.writer.close_by_ref().await;
        }
        // Whoever still holds a clone of this can do nothing with it, and must not keep the next server waiting.
        if let Some(lock) = &self.inner.instance_lock {
            let _ = lock.unlock();
        }
    }
}
