//! Where a statement goes, and what it sees there.

use migration::walls::setting;
use sea_orm::prelude::async_trait;
use sea_orm::sqlx::postgres::PgPool;
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult, QueryResult,
    Statement,
};
use shared::{ApiKeyId, UserId, WorkspaceId};

use super::line::Line;

/// What a statement has to see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sees {
    /// Tables that have no walls between workspaces.
    Any,
    /// One workspace.
    Workspace(WorkspaceId),
    /// What one user belongs to.
    User(UserId),
    /// One API key, whose workspace is not known yet.
    ApiKey(ApiKeyId),
}

impl Sees {
    /// The statement that says it to PostgreSQL, until the transaction ends; `None` when nothing need be said.
    pub(super) fn said(self) -> Option<String> {
        let (name, id) = match self {
            Self::Any => return None,
            Self::Workspace(workspace) => (setting::WORKSPACE, workspace.uuid()),
            Self::User(user) => (setting::USER, user.uuid()),
            Self::ApiKey(key) => (setting::API_KEY, key.uuid()),
        };
        // What was said before in the same transaction is taken back.
        let said = setting::ALL.map(|one| {
            let value = if one == name { id.to_string() } else { String::new() };
            format!("set_config('{one}', '{value}', true)")
        });
        Some(format!("SELECT {}", said.join(", ")))
    }
}

/// Runs statements.
pub(super) enum Executor<'a> {
    /// Each for itself.
    Pool(&'a DatabaseConnection),
    /// Each read in a transaction of its own, which sees what it must; nobody waits for its end.
    Walled(&'a PgPool, Sees),
    /// In an open transaction of SQLite.
    Sqlite(&'a DatabaseTransaction),
    /// In an open transaction of PostgreSQL.
    Postgres(&'a Line, Sees),
}

impl<'a> Executor<'a> {
    pub(super) fn pool(pool: &'a DatabaseConnection, sees: Sees) -> Self {
        if sees == Sees::Any || pool.get_database_backend() != DbBackend::Postgres {
            return Self::Pool(pool);
        }
        Self::Walled(pool.get_postgres_connection_pool(), sees)
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for Executor<'_> {
    fn get_database_backend(&self) -> DbBackend {
        match self {
            Self::Pool(pool) => pool.get_database_backend(),
            Self::Sqlite(transaction) => transaction.get_database_backend(),
            Self::Walled(..) | Self::Postgres(..) => DbBackend::Postgres,
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match self {
            Self::Pool(pool) => pool.execute_raw(statement).await,
            Self::Walled(..) => Err(DbErr::Custom("a write needs a transaction".to_owned())),
            Self::Sqlite(transaction) => transaction.execute_raw(statement).await,
            Self::Postgres(line, sees) => line.execute(*sees, statement).await,
        }
    }

    async fn execute_unprepared(&self, _: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom("statements are prepared here".to_owned()))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_one_raw(statement).await,
            Self::Walled(pool, sees) => Line::begin(pool, *sees).await?.one(*sees, statement).await,
            Self::Sqlite(transaction) => transaction.query_one_raw(statement).await,
            Self::Postgres(line, sees) => line.one(*sees, statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match self {
            Self::Pool(pool) => pool.query_all_raw(statement).await,
            Self::Walled(pool, sees) => Line::begin(pool, *sees).await?.all(*sees, statement).await,
            Self::Sqlite(transaction) => transaction.query_all_raw(statement).await,
            Self::Postgres(line, sees) => line.all(*sees, statement).await,
        }
    }
}
