//! Reads: of one workspace ([`Scope`]) and of the tables above workspaces ([`Global`]).

use std::sync::Arc;

use sea_orm::sea_query::{Expr, LockType, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, DatabaseConnection, DbErr, EntityTrait, FromQueryResult, PaginatorTrait, PrimaryKeyToColumn,
    PrimaryKeyTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};
use shared::{ApiKeyId, UserId, WorkspaceId};

use super::executor::{Executor, Sees};
use super::open::Open;
use crate::entities::{GlobalOwned, TenantOwned, api_key, member, workspace};

/// Where a read goes: to the pool, or through an open transaction, which sees its own writes.
pub(super) enum Conn {
    Pool(DatabaseConnection),
    Open(Arc<Open>),
}

impl Conn {
    fn executor(&self, sees: Sees) -> Result<Executor<'_>, DbErr> {
        match self {
            Self::Pool(pool) => Ok(Executor::pool(pool, sees)),
            Self::Open(open) => open.executor(sees),
        }
    }
}

/// Reads one workspace, and nothing else.
pub struct Scope {
    conn: Conn,
    workspace: WorkspaceId,
}

impl Scope {
    pub(super) const fn new(conn: Conn, workspace: WorkspaceId) -> Self {
        Self { conn, workspace }
    }

    /// The workspace.
    #[must_use]
    pub const fn workspace(&self) -> WorkspaceId {
        self.workspace
    }

    /// Rows of `E` in this workspace.
    pub fn find<E: TenantOwned>(&self) -> Find<'_, E> {
        let select = E::find().filter(E::WORKSPACE.eq(self.workspace.uuid()));
        Find { conn: &self.conn, sees: Sees::Workspace(self.workspace), select }
    }

    /// The row of `E` with this id, when it is of this workspace.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn by_id<E: TenantOwned>(
        &self,
        id: impl Into<<E::PrimaryKey as PrimaryKeyTrait>::ValueType>,
    ) -> Result<Option<E::Model>, DbErr>
    where
        <E::PrimaryKey as PrimaryKeyTrait>::ValueType: Into<sea_orm::Value>,
    {
        self.find::<E>().with_id(id).one().await
    }
}

impl Scope {
    /// The row of the workspace itself.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn this_workspace(&self) -> Result<Option<workspace::Model>, DbErr> {
        use workspace::{Column, Entity};
        let conn = self.conn.executor(Sees::Workspace(self.workspace))?;
        Entity::find().filter(Column::Id.eq(self.workspace.uuid())).one(&conn).await
    }
}

/// Reads the tables above workspaces.
pub struct Global {
    conn: Conn,
}

impl Global {
    pub(super) const fn new(conn: Conn) -> Self {
        Self { conn }
    }

    /// Rows of `E`.
    pub fn find<E: GlobalOwned>(&self) -> Find<'_, E> {
        self.find_any()
    }

    pub(super) fn find_any<E: EntityTrait>(&self) -> Find<'_, E> {
        Find { conn: &self.conn, sees: Sees::Any, select: E::find() }
    }

    /// An API key: read before its workspace is known, by the id that stands in it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn api_key(&self, id: ApiKeyId) -> Result<Option<api_key::Model>, DbErr> {
        let select = api_key::Entity::find();
        Find { conn: &self.conn, sees: Sees::ApiKey(id), select }.with_id(id.uuid()).one().await
    }

    /// What a user is in each workspace: read before a workspace is known.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn memberships(&self, user: UserId) -> Result<Vec<member::Model>, DbErr> {
        let select = member::Entity::find().filter(member::Column::UserId.eq(user.uuid()));
        Find { conn: &self.conn, sees: Sees::User(user), select }.all().await
    }

    /// The workspaces a user belongs to.
    pub fn workspaces_of(&self, user: UserId) -> Find<'_, workspace::Entity> {
        let own = Query::select()
            .column(member::Column::WorkspaceId)
            .from(member::Entity)
            .and_where(member::Column::UserId.eq(user.uuid()))
            .take();
        let select = workspace::Entity::find().filter(workspace::Column::Id.in_subquery(own));
        Find { conn: &self.conn, sees: Sees::User(user), select }
    }
}

/// A query being built; the filters of sea-orm apply (`filter`, `order_by_…`, `limit`, `lock`).
#[must_use]
pub struct Find<'a, E: EntityTrait> {
    conn: &'a Conn,
    sees: Sees,
    select: Select<E>,
}

impl<E: EntityTrait> Find<'_, E> {
    /// Only the row with this id.
    pub fn with_id(self, id: impl Into<<E::PrimaryKey as PrimaryKeyTrait>::ValueType>) -> Self
    where
        <E::PrimaryKey as PrimaryKeyTrait>::ValueType: Into<sea_orm::Value>,
    {
        use sea_orm::Iterable;
        let id = id.into();
        match E::PrimaryKey::iter().next() {
            Some(key) => self.filter(key.into_column().eq(id)),
            None => self,
        }
    }

    /// Holds the rows until the transaction ends: nobody else changes them. Rows may still be inserted that name them in a
    /// foreign key; a plain `FOR UPDATE` holds those up too, and two transactions that wait for each other end in a deadlock.
    pub fn locked(mut self) -> Self {
        QuerySelect::query(&mut self.select).lock(LockType::NoKeyUpdate);
        self
    }

    /// The first row.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn one(self) -> Result<Option<E::Model>, DbErr> {
        self.select.one(&self.conn.executor(self.sees)?).await
    }

    /// All rows. Lists of people have a `limit`.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all(self) -> Result<Vec<E::Model>, DbErr> {
        self.select.all(&self.conn.executor(self.sees)?).await
    }

    /// Whether there is any row; none of it is read.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn is_any(self) -> Result<bool, DbErr> {
        let any = self.select.select_only().expr(Expr::cust("1")).limit(1).into_tuple::<(i32,)>();
        Ok(any.one(&self.conn.executor(self.sees)?).await?.is_some())
    }

    /// All rows, read as `M` (after `select_only`).
    ///
    /// # Errors
    /// When the database fails.
    pub async fn all_as<M: FromQueryResult + Send + Sync>(self) -> Result<Vec<M>, DbErr> {
        self.select.into_model::<M>().all(&self.conn.executor(self.sees)?).await
    }

    /// How many rows.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn count(self) -> Result<u64, DbErr>
    where
        E::Model: Send + Sync,
    {
        self.select.count(&self.conn.executor(self.sees)?).await
    }
}

impl<E: EntityTrait> QueryFilter for Find<'_, E> {
    type QueryStatement = SelectStatement;
    fn query(&mut self) -> &mut SelectStatement {
        QueryFilter::query(&mut self.select)
    }
}

impl<E: EntityTrait> QueryOrder for Find<'_, E> {
    type QueryStatement = SelectStatement;
    fn query(&mut self) -> &mut SelectStatement {
        QueryOrder::query(&mut self.select)
    }
}

impl<E: EntityTrait> QuerySelect for Find<'_, E> {
    type QueryStatement = SelectStatement;
    fn query(&mut self) -> &mut SelectStatement {
        QuerySelect::query(&mut self.select)
    }
}
