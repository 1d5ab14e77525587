//! Writes: [`Tx`] in one workspace, [`GlobalTx`] in the tables above them.

use std::ops::Deref;
use std::sync::Arc;

use sea_orm::{
    ActiveModelTrait, ActiveValue, ColumnTrait, DbBackend, DbErr, EntityTrait, Insert, IntoActiveModel,
    QueryFilter, Update, Value,
};
use shared::WorkspaceId;
use shared::live::LiveEvent;
use uuid::Uuid;

use super::executor::Sees;
use super::insert::{enqueue, insert_many, insert_new};
use super::open::Open;
use super::read::{Conn, Global, Scope};
use super::{AuditEvent, Change, Remove, Work};
use crate::entities::{GlobalOwned, TenantOwned, workspace};
use crate::platform::jobs::NewJob;

/// Reads and writes one workspace; dropped without a commit it rolls back.
pub struct Tx {
    scope: Scope,
    open: Arc<Open>,
    /// The row of its idempotency key, until the answer is kept.
    pub(super) once: Option<Uuid>,
}

impl Deref for Tx {
    type Target = Scope;
    fn deref(&self) -> &Scope {
        &self.scope
    }
}

impl Tx {
    pub(super) fn new(open: Arc<Open>, workspace: WorkspaceId) -> Self {
        Self { scope: Scope::new(Conn::Open(open.clone()), workspace), open, once: None }
    }

    /// The tables above workspaces, read in this transaction.
    #[must_use]
    pub fn accounts(&self) -> Global {
        Global::new(Conn::Open(self.open.clone()))
    }

    /// The time, for what is written.
    #[must_use]
    pub fn now(&self) -> shared::Time {
        self.open.db().clock().now()
    }

    /// Waits for its turn among those who call this in the same workspace, until the transaction ends: for rules over
    /// several rows that no constraint can hold. On SQLite every writer has had its turn already.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn lock_workspace(&self) -> Result<(), DbErr> {
        if self.open.backend() == DbBackend::Postgres {
            // Weaker than FOR UPDATE, so that rows which only refer to the workspace can be inserted meanwhile.
            let sql = "SELECT 1 FROM workspaces WHERE id = $1 FOR NO KEY UPDATE";
            self.open.query(self.sees(), sql, vec![self.workspace().uuid().into()]).await?;
        }
        Ok(())
    }

    /// Inserts a row; its workspace is set here.
    ///
    /// # Errors
    /// When the database refuses it, or the row names another workspace.
    pub async fn insert<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model, DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: TenantOwned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        let row = self.own(row)?;
        Insert::one(row).exec_with_returning(&self.open.executor(self.sees())?).await
    }

    /// Inserts a row unless one with the same `key` is there; says whether it did.
    ///
    /// # Errors
    /// When the database refuses it for another reason, or the row names another workspace.
    pub async fn insert_new<A>(
        &self,
        row: A,
        key: impl IntoIterator<Item = <A::Entity as EntityTrait>::Column>,
    ) -> Result<bool, DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: TenantOwned,
    {
        let row = self.own(row)?;
        insert_new(&self.open.executor(self.sees())?, row, key).await
    }

    /// Inserts rows; their workspace is set here.
    ///
    /// # Errors
    /// When the database refuses one, or a row names another workspace.
    pub async fn insert_many<A>(&self, rows: Vec<A>) -> Result<(), DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: TenantOwned,
    {
        let rows = rows.into_iter().map(|row| self.own(row)).collect::<Result<Vec<_>, _>>()?;
        insert_many(&self.open.executor(self.sees())?, rows, None).await
    }

    /// Writes what is set in `row`, found by its primary key.
    ///
    /// # Errors
    /// [`DbErr::RecordNotUpdated`] when this workspace has no such row.
    pub async fn update<A>(&self, mut row: A) -> Result<<A::Entity as EntityTrait>::Model, DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: TenantOwned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        row.not_set(A::Entity::WORKSPACE);
        Update::one(row)
            .validate()?
            .filter(A::Entity::WORKSPACE.eq(self.workspace().uuid()))
            .exec(&self.open.executor(self.sees())?)
            .await
    }

    /// Inserts the row of the workspace itself.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn insert_this_workspace(
        &self,
        mut row: workspace::ActiveModel,
    ) -> Result<workspace::Model, DbErr> {
        row.id = ActiveValue::Set(self.workspace().uuid());
        Insert::one(row).exec_with_returning(&self.open.executor(self.sees())?).await
    }

    /// Writes what is set in `row` to the workspace's own row.
    ///
    /// # Errors
    /// [`DbErr::RecordNotUpdated`] when the workspace is gone.
    pub async fn update_this_workspace(
        &self,
        mut row: workspace::ActiveModel,
    ) -> Result<workspace::Model, DbErr> {
        row.id = ActiveValue::Unchanged(self.workspace().uuid());
        Update::one(row).exec(&self.open.executor(self.sees())?).await
    }

    /// Changes all rows of `E` in this workspace that the filters leave.
    pub fn change<E: TenantOwned>(&self) -> Change<'_, E> {
        let update = E::update_many().filter(E::WORKSPACE.eq(self.workspace().uuid()));
        Change::new(&self.open, self.sees(), update)
    }

    /// Deletes all rows of `E` in this workspace that the filters leave.
    pub fn remove<E: TenantOwned>(&self) -> Remove<'_, E> {
        let delete = E::delete_many().filter(E::WORKSPACE.eq(self.workspace().uuid()));
        Remove::new(&self.open, self.sees(), delete)
    }

    /// Enqueues a job of this workspace; it runs after the commit, or never.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enqueue(&self, job: impl Into<NewJob>) -> Result<(), DbErr> {
        enqueue(&self.open, Some(self.workspace()), job.into()).await
    }

    /// Tells the open browsers of this workspace, after the commit.
    pub fn publish(&self, event: LiveEvent) {
        self.open.publish(self.workspace(), event);
    }

    /// Makes every process read anew, after the commit, what it keeps in memory of apps and numbers.
    pub fn outdate_kept(&self) {
        self.open.outdate_kept();
    }

    /// Wakes whoever does this work, here and in other processes, after the commit.
    pub fn wake(&self, work: Work) {
        self.open.wake(work);
    }

    /// Writes the audit event and commits.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit(self, event: AuditEvent) -> Result<(), DbErr> {
        self.open.audit(Some(self.workspace().uuid()), event).await?;
        self.commit_pipeline().await
    }

    /// Commits without an audit event: for what contacts do, which has logs of its own (messages, runs).
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit_pipeline(self) -> Result<(), DbErr> {
        let Self { scope, open, once } = self;
        drop(scope);
        match once {
            None => close(open).await,
            Some(_) => Err(DbErr::Custom("an idempotency key has no answer; end with commit_answer".into())),
        }
    }

    fn sees(&self) -> Sees {
        Sees::Workspace(self.workspace())
    }

    fn own<A>(&self, mut row: A) -> Result<A, DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: TenantOwned,
    {
        let workspace = Value::from(self.workspace().uuid());
        match row.get(A::Entity::WORKSPACE) {
            ActiveValue::Set(other) if other != workspace => {
                Err(DbErr::Custom("a row of another workspace was about to be written".into()))
            }
            _ => {
                row.set(A::Entity::WORKSPACE, workspace);
                Ok(row)
            }
        }
    }
}

/// Reads and writes the tables above workspaces; dropped without a commit it rolls back.
pub struct GlobalTx {
    reads: Global,
    open: Arc<Open>,
}

impl Deref for GlobalTx {
    type Target = Global;
    fn deref(&self) -> &Global {
        &self.reads
    }
}

impl GlobalTx {
    pub(super) fn new(open: Open) -> Self {
        let open = Arc::new(open);
        Self { reads: Global::new(Conn::Open(open.clone())), open }
    }

    pub(super) fn open(&self) -> &Open {
        &self.open
    }

    /// One workspace, in the same transaction.
    #[must_use]
    pub fn within(&self, workspace: WorkspaceId) -> Within<'_> {
        Within { tx: Tx::new(self.open.clone(), workspace), _outer: self }
    }

    /// The time, for what is written.
    #[must_use]
    pub fn now(&self) -> shared::Time {
        self.open.db().clock().now()
    }

    /// Inserts a row.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn insert<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model, DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: GlobalOwned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        Insert::one(row).exec_with_returning(&self.open.executor(Sees::Any)?).await
    }

    /// Inserts a row unless one with the same `key` is there; says whether it did.
    ///
    /// # Errors
    /// When the database refuses it for another reason.
    pub async fn insert_new<A>(
        &self,
        row: A,
        key: impl IntoIterator<Item = <A::Entity as EntityTrait>::Column>,
    ) -> Result<bool, DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: GlobalOwned,
    {
        insert_new(&self.open.executor(Sees::Any)?, row, key).await
    }

    /// Inserts rows.
    ///
    /// # Errors
    /// When the database refuses one.
    pub async fn insert_many<A>(&self, rows: Vec<A>) -> Result<(), DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: GlobalOwned,
    {
        insert_many(&self.open.executor(Sees::Any)?, rows, None).await
    }

    /// Writes what is set in `row`, found by its primary key.
    ///
    /// # Errors
    /// [`DbErr::RecordNotUpdated`] when there is no such row.
    pub async fn update<A>(&self, row: A) -> Result<<A::Entity as EntityTrait>::Model, DbErr>
    where
        A: ActiveModelTrait,
        A::Entity: GlobalOwned,
        <A::Entity as EntityTrait>::Model: IntoActiveModel<A>,
    {
        Update::one(row).exec(&self.open.executor(Sees::Any)?).await
    }

    /// Changes all rows of `E` that the filters leave.
    pub fn change<E: GlobalOwned>(&self) -> Change<'_, E> {
        Change::new(&self.open, Sees::Any, E::update_many())
    }

    /// Deletes all rows of `E` that the filters leave.
    pub fn remove<E: GlobalOwned>(&self) -> Remove<'_, E> {
        Remove::new(&self.open, Sees::Any, E::delete_many())
    }

    /// Enqueues a job of no workspace; it runs after the commit, or never.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn enqueue(&self, job: impl Into<NewJob>) -> Result<(), DbErr> {
        enqueue(&self.open, None, job.into()).await
    }

    /// Writes the audit event and commits.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit(self, event: AuditEvent) -> Result<(), DbErr> {
        self.open.audit(None, event).await?;
        self.commit_pipeline().await
    }

    /// Commits without an audit event: the pipeline, the job queue, the turn of a session's token.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit_pipeline(self) -> Result<(), DbErr> {
        let Self { reads, open } = self;
        drop(reads);
        close(open).await
    }

    pub(super) async fn roll_back(self) {
        let Self { reads, open } = self;
        drop(reads);
        if let Some(open) = Arc::into_inner(open) {
            open.roll_back().await;
        }
    }
}

/// A workspace inside a [`GlobalTx`]: everything a [`Tx`] can, but to commit.
pub struct Within<'a> {
    tx: Tx,
    _outer: &'a GlobalTx,
}

impl Deref for Within<'_> {
    type Target = Tx;
    fn deref(&self) -> &Tx {
        &self.tx
    }
}

async fn close(open: Arc<Open>) -> Result<(), DbErr> {
    match Arc::into_inner(open) {
        Some(open) => open.commit().await,
        None => Err(DbErr::Custom("the transaction is still in use".into())),
    }
}
