//! How rows are inserted, in whichever tables.

use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Insert, TryInsertResult};
use shared::WorkspaceId;

use super::Work;
use super::open::Open;
use crate::entities::job;
use crate::platform::jobs::NewJob;

/// Rows of one INSERT; the widest table then stays under SQLite's 32,766 bound values.
const INSERT_ROWS: usize = 1_000;

pub(super) async fn insert_new<A: ActiveModelTrait>(
    open: &Open,
    row: A,
    key: impl IntoIterator<Item = <A::Entity as EntityTrait>::Column>,
) -> Result<bool, DbErr> {
    let insert = Insert::one(row).on_conflict_do_nothing_on(key);
    let result = insert.exec_without_returning(&open.executor()?).await?;
    Ok(matches!(result, TryInsertResult::Inserted(n) if n > 0))
}

pub(super) async fn insert_many<A: ActiveModelTrait>(
    open: &Open,
    rows: Vec<A>,
    on_conflict: Option<OnConflict>,
) -> Result<(), DbErr> {
    let executor = open.executor()?;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let some: Vec<A> = rows.by_ref().take(INSERT_ROWS).collect();
        let insert = Insert::many(some);
        match &on_conflict {
            None => {
                insert.exec_without_returning(&executor).await?;
            }
            Some(on_conflict) => {
                insert.on_conflict(on_conflict.clone()).exec_without_returning(&executor).await?;
            }
        }
    }
    Ok(())
}

pub(super) async fn enqueue(open: &Open, workspace: Option<WorkspaceId>, job: NewJob) -> Result<(), DbErr> {
    let row = job.row(workspace, open.db().clock().now());
    Insert::<job::ActiveModel>::one(row).exec_without_returning(&open.executor()?).await?;
    open.wake(Work::Jobs);
    Ok(())
}
