//! One open transaction, from BEGIN to the end that always comes.
//!
//! BEGIN, COMMIT and ROLLBACK run in tasks of their own, so that a request that goes away halfway cannot leave the
//! writer's lock free while its transaction is still open.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ConnectionTrait, DatabaseTransaction, DbBackend, DbErr, EntityTrait, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};
use shared::WorkspaceId;
use shared::live::LiveEvent;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::executor::{Executor, Sees};
use super::line::Line;
use super::news::{News, Work};
use super::{Actor, AuditEvent, Db, Inner, Role, peers};
use crate::entities::audit_event;

/// How long a transaction may hold the writer's lock before the log says so.
const SLOW: Duration = Duration::from_secs(1);

pub(super) struct Open {
    db: Db,
    role: Role,
    /// `None` once it ends.
    running: Option<Running>,
    actor: Actor,
    begun: Instant,
    news: Mutex<Vec<News>>,
}

enum Running {
    Sqlite { transaction: DatabaseTransaction, writer: Option<OwnedMutexGuard<()>> },
    Postgres(Line),
}

impl Running {
    async fn begin(inner: &Inner, role: Role, sees: Sees) -> Result<Self, DbErr> {
        let pool = &inner.pools(role).writer;
        if pool.get_database_backend() == DbBackend::Postgres {
            return Ok(Self::Postgres(Line::begin(pool.get_postgres_connection_pool(), sees).await?));
        }
        let writer = match &inner.writer_lock {
            Some(lock) => Some(lock.clone().lock_owned().await),
            None => None,
        };
        let sqlite_transaction_mode = Some(SqliteTransactionMode::Immediate);
        let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
        Ok(Self::Sqlite { transaction: pool.begin_with_options(options).await?, writer })
    }

    async fn commit(self, process: &str, news: &[News]) -> Result<(), DbErr> {
        match self {
            Self::Sqlite { transaction, writer } => {
                transaction.commit().await?;
                drop(writer);
            }
            Self::Postgres(line) => {
                if !news.is_empty() {
                    line.execute(Sees::Any, peers::announcement(process, news)).await?;
                }
                line.commit().await?;
            }
        }
        Ok(())
    }

    async fn roll_back(self) {
        let done = match self {
            Self::Sqlite { transaction, writer } => {
                let done = transaction.rollback().await;
                drop(writer);
                done
            }
            Self::Postgres(line) => line.roll_back().await,
        };
        if let Err(error) = done {
            tracing::error!(error = %crate::error::scrub(&error), "a rollback failed");
        }
    }
}

impl Open {
    pub(super) async fn begin(db: &Db, role: Role, actor: Actor, sees: Sees) -> Result<Self, DbErr> {
        let db = db.clone();
        let task = db.inner.runtime.clone().spawn(async move {
            let running = Some(Running::begin(&db.inner, role, sees).await?);
            Ok(Self { db, role, running, actor, begun: Instant::now(), news: Mutex::new(Vec::new()) })
        });
        task.await.map_err(|_| DbErr::Custom("the server is stopping".into()))?
    }

    /// For a statement that must see this. The pipeline's role sees every workspace, and need not say which.
    pub(super) fn executor(&self, sees: Sees) -> Result<Executor<'_>, DbErr> {
        match &self.running {
            Some(Running::Sqlite { transaction, .. }) => Ok(Executor::Sqlite(transaction)),
            Some(Running::Postgres(line)) => {
                let sees = if self.role == Role::Pipeline { Sees::Any } else { sees };
                Ok(Executor::Postgres(line, sees))
            }
            None => Err(DbErr::Custom("the transaction has ended".into())),
        }
    }

    pub(super) const fn db(&self) -> &Db {
        &self.db
    }

    pub(super) fn publish(&self, workspace: WorkspaceId, event: LiveEvent) {
        self.say(News::Live(workspace, event));
    }

    pub(super) fn wake(&self, work: Work) {
        self.say(News::Work(work));
    }

    pub(super) fn outdate_kept(&self) {
        self.say(News::Kept);
    }

    fn say(&self, one: News) {
        if let Ok(mut news) = self.news.lock()
            && !news.contains(&one)
        {
            news.push(one);
        }
    }

    pub(super) async fn execute(
        &self,
        sees: Sees,
        sql: &str,
        values: Vec<sea_orm::Value>,
    ) -> Result<u64, DbErr> {
        let executor = self.executor(sees)?;
        let statement = Statement::from_sql_and_values(executor.get_database_backend(), sql, values);
        Ok(executor.execute_raw(statement).await?.rows_affected())
    }

    pub(super) async fn query(
        &self,
        sees: Sees,
        sql: &str,
        values: Vec<sea_orm::Value>,
    ) -> Result<Vec<sea_orm::QueryResult>, DbErr> {
        let executor = self.executor(sees)?;
        let statement = Statement::from_sql_and_values(executor.get_database_backend(), sql, values);
        executor.query_all_raw(statement).await
    }

    pub(super) fn backend(&self) -> DbBackend {
        self.db.backend()
    }

    pub(super) async fn audit(&self, workspace: Option<Uuid>, event: AuditEvent) -> Result<(), DbErr> {
        let workspace = workspace.or(event.workspace);
        let sees = workspace.map_or(Sees::Any, |workspace| Sees::Workspace(workspace.into()));
        let row = audit_event::ActiveModel {
            id: Set(Uuid::now_v7()),
            workspace_id: Set(workspace),
            actor_kind: Set(self.actor.kind()),
            actor_id: Set(self.actor.id()),
            event: Set(event.event.to_owned()),
            object_kind: Set(event.object.map(|(kind, _)| kind.to_owned())),
            object_id: Set(event.object.map(|(_, id)| id)),
            detail: Set(event.detail),
            at: Set(self.db.inner.clock.now()),
            ..Default::default()
        };
        audit_event::Entity::insert(row).exec_without_returning(&self.executor(sees)?).await.map(drop)
    }

    pub(super) async fn commit(mut self) -> Result<(), DbErr> {
        let Some(running) = self.running.take() else {
            return Err(DbErr::Custom("the transaction has ended".into()));
        };
        let runtime = self.db.inner.runtime.clone();
        let task = runtime.spawn(async move {
            let news = self.news.lock().map(|mut news| std::mem::take(&mut *news)).unwrap_or_default();
            running.commit(self.db.process(), &news).await?;
            self.after_commit(news);
            Ok(())
        });
        task.await.map_err(|_| DbErr::Custom("the server is stopping".into()))?
    }

    /// Rolls back, and returns when the database has: its locks are free then.
    pub(super) async fn roll_back(mut self) {
        let Some(running) = self.running.take() else { return };
        let _ = self.db.inner.runtime.spawn(running.roll_back()).await;
    }

    fn after_commit(&self, news: Vec<News>) {
        let held = self.begun.elapsed();
        if held > SLOW {
            tracing::warn!(held_ms = held.as_millis(), "a transaction was open for long");
        }
        for one in news {
            self.db.inner.listeners.tell(one);
        }
    }
}

impl Drop for Open {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            self.db.inner.runtime.spawn(running.roll_back());
        }
    }
}
