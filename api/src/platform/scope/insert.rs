//! INSERT, as all kinds of transactions do it.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Insert, TryInsertResult};
use shared::WorkspaceId;

use super::Work;
use super::executor::{Executor, Sees};
use super::open::Open;
use crate::entities::job;
use crate::platform::jobs::NewJob;

/// Rows of one INSERT; the widest table then stays under SQLite's 32,766 bound values.
const INSERT_ROWS: usize = 1_000;

/// Inserts a row unless one with the same `key` is there; says whether it did.
pub(super) async fn insert_new<A: ActiveModelTrait>(
    conn: &Executor<'_>,
    row: A,
    key: impl IntoIterator<Item = <A::Entity as EntityTrait>::Column>,
) -> Result<bool, DbErr> {
    let insert = Insert::one(row).on_conflict_do_nothing_on(key);
    let result = insert.exec_without_returning(conn).await?;
    Ok(matches!(result, TryInsertResult::Inserted(n) if n > 0))
}

/// Inserts rows, however many.
pub(super) async fn insert_many<A: ActiveModelTrait>(
    conn: &Executor<'_>,
    rows: Vec<A>,
    on_conflict: Option<OnConflict>,
) -> Result<(), DbErr> {
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<A> = rows.by_ref().take(INSERT_ROWS).collect();
        let insert = Insert::many(some);
        match &on_conflict {
            None => {
                insert.exec_without_returning(conn).await?;
            }
            Some(on_conflict) => {
                insert.on_conflict(on_conflict.clone()).exec_without_returning(conn).await?;
            }
        }
    }
    Ok(())
}

/// Puts a job into the queue.
pub(super) async fn enqueue(open: &Open, workspace: Option<WorkspaceId>, job: NewJob) -> Result<(), DbErr> {
    let sees = workspace.map_or(Sees::Any, Sees::Workspace);
    let row = job.row(workspace, open.db().clock().now());
    Insert::<job::ActiveModel>::one(row).exec_without_returning(&open.executor(sees)?).await?;
    open.wake(Work::Jobs);
    Ok(())
}
