//! All workspaces at once: for jobs and the pipeline, which begin before the workspace is known.
//!
//! On PostgreSQL this is another role with connections of its own: it sees every workspace, but no user, session or key.

use std::ops::Deref;

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, DbBackend, DbErr, EntityTrait, QueryResult, Value};

use super::executor::Sees;
use super::insert::insert_many;
use super::open::Open;
use super::read::{Conn, Find, Global};
use super::{Actor, Change, Db, GlobalTx, Remove, Role, Work};

/// Reads every table of every workspace.
pub struct Across {
    db: Db,
    reads: Global,
}

impl Across {
    pub(super) fn new(db: Db, why: &'static str) -> Self {
        tracing::trace!(why, "across workspaces");
        let reads = Global::new(Conn::Pool(db.inner.pipeline.readers.clone()));
        Self { db, reads }
    }

    /// Rows of `E`, whatever their workspace.
    pub fn find<E: EntityTrait>(&self) -> Find<'_, E> {
        self.reads.find_any()
    }

    /// Begins to write, as the server itself.
    ///
    /// # Errors
    /// When no connection can be had in time.
    pub async fn begin(&self) -> Result<AcrossTx, DbErr> {
        Ok(AcrossTx {
            tx: GlobalTx::new(Open::begin(&self.db, Role::Pipeline, Actor::System, Sees::Any).await?),
        })
    }
}

/// Reads and writes every table; `within` gives one workspace for everything after the first look.
pub struct AcrossTx {
    tx: GlobalTx,
}

impl Deref for AcrossTx {
    type Target = GlobalTx;
    fn deref(&self) -> &GlobalTx {
        &self.tx
    }
}

impl AcrossTx {
    /// Rows of `E`, whatever their workspace.
    pub fn find_any<E: EntityTrait>(&self) -> Find<'_, E> {
        Global::find_any(&self.tx)
    }

    /// Changes all rows of `E` that the filters leave, whatever their workspace.
    pub fn change_any<E: EntityTrait>(&self) -> Change<'_, E> {
        Change::new(self.tx.open(), Sees::Any, E::update_many())
    }

    /// Deletes all rows of `E` that the filters leave, whatever their workspace.
    pub fn remove_any<E: EntityTrait>(&self) -> Remove<'_, E> {
        Remove::new(self.tx.open(), Sees::Any, E::delete_many())
    }

    /// Inserts rows, each of the workspace it names.
    ///
    /// # Errors
    /// When the database refuses one.
    pub async fn insert_any<A: ActiveModelTrait>(&self, rows: Vec<A>) -> Result<(), DbErr> {
        insert_many(&self.tx.open().executor(Sees::Any)?, rows, None).await
    }

    /// Inserts rows; of those whose `key` is there, `columns` are written, and nothing when there are none.
    ///
    /// # Errors
    /// When the database refuses one for another reason.
    pub async fn upsert_any<A: ActiveModelTrait>(
        &self,
        rows: Vec<A>,
        key: impl IntoIterator<Item = <A::Entity as EntityTrait>::Column>,
        columns: impl IntoIterator<Item = <A::Entity as EntityTrait>::Column>,
    ) -> Result<(), DbErr> {
        let (mut conflict, columns) = (OnConflict::columns(key), columns.into_iter().collect::<Vec<_>>());
        if columns.is_empty() {
            conflict.do_nothing();
        } else {
            conflict.update_columns(columns);
        }
        insert_many(&self.tx.open().executor(Sees::Any)?, rows, Some(conflict)).await
    }

    /// Wakes whoever does this work, here and in other processes, after the commit.
    pub fn wake(&self, work: Work) {
        self.tx.open().wake(work);
    }

    /// A statement of the pipeline, written by hand: `$1` on PostgreSQL, `?1` on SQLite.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn execute_sql(&self, sql: &'static str, values: Vec<Value>) -> Result<u64, DbErr> {
        self.tx.open().execute(Sees::Any, sql, values).await
    }

    /// A query of the pipeline, written by hand.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn query_sql(&self, sql: &'static str, values: Vec<Value>) -> Result<Vec<QueryResult>, DbErr> {
        self.tx.open().query(Sees::Any, sql, values).await
    }

    /// Which database this is.
    #[must_use]
    pub fn backend(&self) -> DbBackend {
        self.tx.open().backend()
    }

    /// Commits without an audit event.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit_pipeline(self) -> Result<(), DbErr> {
        self.tx.commit_pipeline().await
    }

    /// Rolls back, and returns when the database has: its locks are free then.
    pub async fn roll_back(self) {
        self.tx.roll_back().await;
    }
}
