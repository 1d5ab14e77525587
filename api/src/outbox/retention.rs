//! Sends whose time is over: the messages stay, what the sender needed to know about them goes.

use sea_orm::{ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use shared::Time;

use crate::entities::outbox::{Column, Entity, OutboxState};
use crate::platform::scope::Db;

/// Sends of one transaction: others write between two of them.
const BATCH: u64 = 500;

#[derive(Debug, FromQueryResult)]
struct Send {
    seq: i64,
    state: OutboxState,
    due_at: Time,
}

/// Deletes what was sent before `done_before`, and what failed or is unknown since before `failed_before`; how many.
///
/// # Errors
/// When the database fails; what was deleted until then is.
pub async fn sweep(db: &Db, done_before: Time, failed_before: Time) -> Result<u64, DbErr> {
    let across = db.across_workspaces("sends whose time is over are deleted for all workspaces");
    let (mut after, mut n_deleted) = (0, 0);
    loop {
        let columns = [Column::Seq, Column::State, Column::DueAt];
        let find = across.find::<Entity>().select_only().columns(columns).filter(Column::Seq.gt(after));
        let sends: Vec<Send> = find.order_by_asc(Column::Seq).limit(BATCH).all_as().await?;
        let over = |send: &&Send| match send.state {
            OutboxState::Queued | OutboxState::Sending => false,
            OutboxState::Done => send.due_at < done_before,
            OutboxState::Failed | OutboxState::Unknown => send.due_at < failed_before,
        };
        let over: Vec<i64> = sends.iter().filter(over).map(|send| send.seq).collect();
        if !over.is_empty() {
            let tx = across.begin().await?;
            n_deleted += tx.remove_any::<Entity>().filter(Column::Seq.is_in(over)).run().await?;
            tx.commit_pipeline().await?;
        }
        // Queued in this order, so that what follows a young one is younger.
        match sends.last() {
            Some(last) if last.due_at < done_before => after = last.seq,
            _ => return Ok(n_deleted),
        }
    }
}
