//! UPDATE and DELETE of many rows, already bound to what the transaction may touch.

use sea_orm::sea_query::{DeleteStatement, Expr, ExprTrait, UpdateStatement};
use sea_orm::{ColumnTrait, DbErr, DeleteMany, EntityTrait, QueryFilter, UpdateMany, Value};

use super::executor::Sees;
use super::open::Open;

/// An UPDATE being built: `filter` says which rows, `set` what they get.
#[must_use]
pub struct Change<'a, E: EntityTrait> {
    open: &'a Open,
    sees: Sees,
    update: UpdateMany<E>,
}

impl<'a, E: EntityTrait> Change<'a, E> {
    pub(super) const fn new(open: &'a Open, sees: Sees, update: UpdateMany<E>) -> Self {
        Self { open, sees, update }
    }

    /// Gives a column a value.
    pub fn set(self, column: E::Column, value: impl Into<Value>) -> Self {
        self.set_expr(column, Expr::value(value))
    }

    /// Gives a column what an expression says, e.g. one more than it has.
    pub fn set_expr(mut self, column: E::Column, expr: Expr) -> Self {
        self.update = self.update.col_expr(column, column.save_as(expr));
        self
    }

    /// Adds to a number.
    pub fn add(self, column: E::Column, n: impl Into<Value>) -> Self {
        self.set_expr(column, Expr::col(column).add(Expr::value(n)))
    }

    /// Does it; the number of rows changed.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn run(self) -> Result<u64, DbErr> {
        Ok(self.update.exec(&self.open.executor(self.sees)?).await?.rows_affected)
    }

    /// Does it; the rows as they are now.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn returning(self) -> Result<Vec<E::Model>, DbErr> {
        self.update.exec_with_returning(&self.open.executor(self.sees)?).await
    }
}

impl<E: EntityTrait> QueryFilter for Change<'_, E> {
    type QueryStatement = UpdateStatement;
    fn query(&mut self) -> &mut UpdateStatement {
        QueryFilter::query(&mut self.update)
    }
}

/// A DELETE being built: `filter` says which rows.
#[must_use]
pub struct Remove<'a, E: EntityTrait> {
    open: &'a Open,
    sees: Sees,
    delete: DeleteMany<E>,
}

impl<'a, E: EntityTrait> Remove<'a, E> {
    pub(super) const fn new(open: &'a Open, sees: Sees, delete: DeleteMany<E>) -> Self {
        Self { open, sees, delete }
    }

    /// Does it; the number of rows deleted.
    ///
    /// # Errors
    /// When the database refuses it.
    pub async fn run(self) -> Result<u64, DbErr> {
        Ok(self.delete.exec(&self.open.executor(self.sees)?).await?.rows_affected)
    }
}

impl<E: EntityTrait> QueryFilter for Remove<'_, E> {
    type QueryStatement = DeleteStatement;
    fn query(&mut self) -> &mut DeleteStatement {
        QueryFilter::query(&mut self.delete)
    }
}
