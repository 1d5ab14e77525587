//! An open transaction of PostgreSQL.
//!
//! The walls there hide what belongs to a workspace from whoever does not say whose rows it may see. The transaction says
//! so in the round trip of its BEGIN; the setting ends with it, so that a connection goes back to its pool seeing nothing.

use std::sync::Arc;

use sea_orm::sqlx::postgres::PgPool;
use sea_orm::sqlx::query::Query;
use sea_orm::sqlx::{self, AssertSqlSafe, Postgres};
use sea_orm::{DbErr, ExecResult, QueryResult, RuntimeErr, Statement};
use sea_query_sqlx::SqlxValues;
use tokio::sync::{Mutex, MutexGuard};

use super::executor::Sees;

/// An open transaction; dropped without a commit it rolls back.
pub(super) struct Line {
    inner: Mutex<Inner>,
}

struct Inner {
    transaction: sqlx::Transaction<'static, Postgres>,
    /// What was said last.
    sees: Sees,
}

impl Line {
    pub(super) async fn begin(pool: &PgPool, sees: Sees) -> Result<Self, DbErr> {
        let begin = sees.said().map_or_else(|| "BEGIN".to_owned(), |said| format!("BEGIN; {said}"));
        let begun = pool.begin_with(AssertSqlSafe(begin)).await;
        let transaction = begun.map_err(|error| DbErr::Conn(of(error)))?;
        Ok(Self { inner: Mutex::new(Inner { transaction, sees }) })
    }

    pub(super) async fn execute(&self, sees: Sees, statement: Statement) -> Result<ExecResult, DbErr> {
        let mut inner = self.seeing(sees).await?;
        let done = query(statement).execute(&mut *inner.transaction).await;
        Ok(done.map_err(|error| DbErr::Exec(of(error)))?.into())
    }

    pub(super) async fn one(&self, sees: Sees, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        let mut inner = self.seeing(sees).await?;
        let row = query(statement).fetch_optional(&mut *inner.transaction).await;
        Ok(row.map_err(|error| DbErr::Query(of(error)))?.map(Into::into))
    }

    pub(super) async fn all(&self, sees: Sees, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        let mut inner = self.seeing(sees).await?;
        let rows = query(statement).fetch_all(&mut *inner.transaction).await;
        Ok(rows.map_err(|error| DbErr::Query(of(error)))?.into_iter().map(Into::into).collect())
    }

    pub(super) async fn commit(self) -> Result<(), DbErr> {
        self.inner.into_inner().transaction.commit().await.map_err(|error| DbErr::Query(of(error)))
    }

    pub(super) async fn roll_back(self) -> Result<(), DbErr> {
        self.inner.into_inner().transaction.rollback().await.map_err(|error| DbErr::Query(of(error)))
    }

    /// The connection, for one statement; it is said what this one sees, unless that was said before it.
    async fn seeing(&self, sees: Sees) -> Result<MutexGuard<'_, Inner>, DbErr> {
        let mut inner = self.inner.lock().await;
        if let Some(said) = sees.said().filter(|_| sees != inner.sees) {
            let done = sqlx::raw_sql(AssertSqlSafe(said)).execute(&mut *inner.transaction).await;
            done.map_err(|error| DbErr::Exec(of(error)))?;
            inner.sees = sees;
        }
        Ok(inner)
    }
}

fn query(statement: Statement) -> Query<'static, Postgres, SqlxValues> {
    let values = statement.values.unwrap_or_else(|| sea_orm::Values(Vec::new()));
    sqlx::query_with(AssertSqlSafe(statement.sql), SqlxValues(values))
}

fn of(error: sqlx::Error) -> RuntimeErr {
    RuntimeErr::SqlxError(Arc::new(error))
}
