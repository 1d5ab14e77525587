//! One open transaction, from BEGIN to the end that always comes.
//!
//! BEGIN, COMMIT and ROLLBACK run in tasks of their own, so that a request that goes away halfway cannot leave the
//! writer's lock free while its transaction is still open.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use sea_orm::ActiveValue::Set;
use sea_orm::{
    ConnectionTrait, DatabaseExecutor, DatabaseTransaction, DbBackend, DbErr, EntityTrait,
    SqliteTransactionMode, Statement, TransactionOptions, TransactionTrait,
};
use shared::WorkspaceId;
use shared::live::LiveEvent;
use tokio::sync::OwnedMutexGuard;
use uuid::Uuid;

use super::news::{News, Work};
use super::{Actor, AuditEvent, Db, peers};
use crate::entities::audit_event;

/// How long a transaction may hold the writer's lock before the log says so.
const SLOW: Duration = Duration::from_secs(1);

pub(super) struct Open {
    db: Db,
    /// `None` once it ends.
    running: Option<Running>,
    actor: Actor,
    begun: Instant,
    news: Mutex<Vec<News>>,
}

struct Running {
    transaction: DatabaseTransaction,
    _writer: Option<OwnedMutexGuard<()>>,
}

impl Open {
    pub(super) async fn begin(db: &Db, actor: Actor) -> Result<Self, DbErr> {
        let task_db = db.clone();
        let task = db.inner.runtime.spawn(async move {
            let db = task_db;
            let writer = match &db.inner.writer_lock {
                Some(lock) => Some(lock.clone().lock_owned().await),
                None => None,
            };
            let sqlite_transaction_mode = writer.is_some().then_some(SqliteTransactionMode::Immediate);
            let options = TransactionOptions { sqlite_transaction_mode, ..TransactionOptions::default() };
            let transaction = db.inner.writer.begin_with_options(options).await?;
            Ok(Self {
                running: Some(Running { transaction, _writer: writer }),
                actor,
                begun: Instant::now(),
                news: Mutex::new(Vec::new()),
                db,
            })
        });
        task.await.map_err(|_| DbErr::Custom("the server is stopping".into()))?
    }

    pub(super) fn executor(&self) -> Result<DatabaseExecutor<'_>, DbErr> {
        match &self.running {
            Some(running) => Ok(DatabaseExecutor::Transaction(&running.transaction)),
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

    pub(super) async fn execute(&self, sql: &str, values: Vec<sea_orm::Value>) -> Result<u64, DbErr> {
        let executor = self.executor()?;
        let statement = Statement::from_sql_and_values(executor.get_database_backend(), sql, values);
        Ok(executor.execute_raw(statement).await?.rows_affected())
    }

    pub(super) async fn query(
        &self,
        sql: &str,
        values: Vec<sea_orm::Value>,
    ) -> Result<Vec<sea_orm::QueryResult>, DbErr> {
        let executor = self.executor()?;
        let statement = Statement::from_sql_and_values(executor.get_database_backend(), sql, values);
        executor.query_all_raw(statement).await
    }

    pub(super) fn backend(&self) -> DbBackend {
        self.db.backend()
    }

    pub(super) async fn audit(&self, workspace: Option<Uuid>, event: AuditEvent) -> Result<(), DbErr> {
        let row = audit_event::ActiveModel {
            id: Set(Uuid::now_v7()),
            workspace_id: Set(workspace.or(event.workspace)),
            actor_kind: Set(self.actor.kind()),
            actor_id: Set(self.actor.id()),
            event: Set(event.event.to_owned()),
            object_kind: Set(event.object.map(|(kind, _)| kind.to_owned())),
            object_id: Set(event.object.map(|(_, id)| id)),
            detail: Set(event.detail),
            at: Set(self.db.inner.clock.now()),
            ..Default::default()
        };
        audit_event::Entity::insert(row).exec_without_returning(&self.executor()?).await.map(drop)
    }

    pub(super) async fn commit(mut self) -> Result<(), DbErr> {
        let Some(running) = self.running.take() else {
            return Err(DbErr::Custom("the transaction has ended".into()));
        };
        let runtime = self.db.inner.runtime.clone();
        let task = runtime.spawn(async move {
            let Running { transaction, _writer: writer } = running;
            let news = self.news.lock().map(|mut news| std::mem::take(&mut *news)).unwrap_or_default();
            if self.backend() == DbBackend::Postgres && !news.is_empty() {
                transaction.execute_raw(peers::announcement(self.db.process(), &news)).await?;
            }
            transaction.commit().await?;
            drop(writer);
            self.after_commit(news);
            Ok(())
        });
        task.await.map_err(|_| DbErr::Custom("the server is stopping".into()))?
    }

    /// Rolls back, and returns when the database has: its locks are free then.
    pub(super) async fn roll_back(mut self) {
        let Some(running) = self.running.take() else { return };
        let _ = self.db.inner.runtime.spawn(end(running)).await;
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
            self.db.inner.runtime.spawn(end(running));
        }
    }
}

async fn end(running: Running) {
    let Running { transaction, _writer: writer } = running;
    if let Err(error) = transaction.rollback().await {
        tracing::error!(error = %crate::error::scrub(&error), "a rollback failed");
    }
    drop(writer);
}
