//! The rows of the queue: claimed under a lease, then settled by whoever still holds it.

use chrono::TimeDelta;
use sea_orm::sea_query::{LockBehavior, LockType};
use sea_orm::{ColumnTrait, Condition, DbErr, QueryFilter, QueryOrder, QuerySelect};
use shared::{Time, WorkspaceId};
use uuid::Uuid;

use super::JobError;
use crate::entities::job::{Column, Entity, JobState, Model};
use crate::platform::scope::{AcrossTx, Db};

const WHY: &str = "the job queue serves every workspace";
/// How long a worker has a job before another may take it; it renews while it works.
pub const LEASE: TimeDelta = TimeDelta::seconds(60);
/// Attempts before a job is dead.
pub const MAX_ATTEMPTS: i32 = 10;
/// Characters of an error that the row keeps.
const ERROR_CHARS: usize = 500;
/// How long done jobs stay.
const KEEP_DONE: TimeDelta = TimeDelta::days(7);

/// A job in the hands of a worker.
#[derive(Debug, Clone)]
pub struct Claimed {
    /// Its id.
    pub id: Uuid,
    /// The workspace it belongs to, under whose scope it runs.
    pub workspace: Option<WorkspaceId>,
    /// Its kind.
    pub kind: String,
    /// What it was enqueued with.
    pub payload: serde_json::Value,
    /// 1 at the first attempt.
    pub attempt: i32,
    token: Uuid,
}

/// Waits before the attempt after `attempt`: 2 s, 4 s, 8 s … at most an hour.
#[must_use]
pub fn backoff(attempt: i32) -> TimeDelta {
    let doublings = u32::try_from(attempt.clamp(1, 12)).unwrap_or(1);
    TimeDelta::seconds((1_i64 << doublings).min(3_600))
}

/// Waiting and its time has come, or in hands that have let go of it.
fn due(now: Time) -> Condition {
    let is_waiting = Condition::all().add(Column::State.eq(JobState::Queued)).add(Column::DueAt.lte(now));
    Condition::any().add(is_waiting).add(abandoned(now))
}

/// In hands that have let go of it: the process ended, or stood still for longer than a lease.
fn abandoned(now: Time) -> Condition {
    Condition::all().add(Column::State.eq(JobState::Running)).add(Column::LeasedUntil.lt(now))
}

/// Claims at most `n` due jobs, the longest due first.
pub(super) async fn claim(db: &Db, n: u64) -> Result<Vec<Claimed>, DbErr> {
    let tx = db.across_workspaces(WHY).begin().await?;
    let now = tx.now();
    let n_buried = bury(&tx, now).await?;
    let rows = tx
        .find_any::<Entity>()
        .filter(due(now))
        .order_by_asc(Column::DueAt)
        .order_by_asc(Column::Id)
        .limit(n)
        .lock_with_behavior(LockType::Update, LockBehavior::SkipLocked)
        .all()
        .await?;
    if rows.is_empty() && n_buried == 0 {
        return Ok(Vec::new());
    }
    let token = Uuid::now_v7();
    tx.change_any::<Entity>()
        .set(Column::State, JobState::Running)
        .set(Column::LeasedUntil, now + LEASE)
        .set(Column::LeaseToken, token)
        .add(Column::Attempts, 1)
        .filter(Column::Id.is_in(rows.iter().map(|row| row.id)))
        .run()
        .await?;
    tx.commit_pipeline().await?;
    Ok(rows.into_iter().map(|row| claimed(row, token)).collect())
}

/// Gives up jobs whose last attempt nobody came back from: one that ends its process would end every next one.
async fn bury(tx: &AcrossTx, now: Time) -> Result<u64, DbErr> {
    let n_buried = tx
        .change_any::<Entity>()
        .set(Column::State, JobState::Dead)
        .set(Column::DoneAt, now)
        .set(Column::LeaseToken, Option::<Uuid>::None)
        .set(Column::LeasedUntil, Option::<Time>::None)
        .set(Column::LastError, "no attempt came to an end")
        .filter(abandoned(now))
        .filter(Column::Attempts.gte(MAX_ATTEMPTS))
        .run()
        .await?;
    if n_buried > 0 {
        tracing::error!(n_buried, "jobs are given up: no attempt came to an end");
    }
    Ok(n_buried)
}

fn claimed(row: Model, token: Uuid) -> Claimed {
    Claimed {
        id: row.id,
        workspace: row.workspace_id.map(WorkspaceId),
        kind: row.kind,
        payload: row.payload,
        attempt: row.attempts + 1,
        token,
    }
}

/// Whether anything is due: looked up without the writer's lock, so that an idle server writes nothing.
pub(super) async fn is_any_due(db: &Db) -> Result<bool, DbErr> {
    let now = db.clock().now();
    db.across_workspaces(WHY).find::<Entity>().filter(due(now)).is_any().await
}

/// Keeps a job for another [`LEASE`].
pub(super) async fn renew(db: &Db, job: &Claimed) -> Result<(), DbErr> {
    let tx = db.across_workspaces(WHY).begin().await?;
    let until = tx.now() + LEASE;
    tx.change_any::<Entity>()
        .set(Column::LeasedUntil, until)
        .filter(Column::Id.eq(job.id))
        .filter(Column::LeaseToken.eq(job.token))
        .run()
        .await?;
    tx.commit_pipeline().await
}

/// Writes down how an attempt ended, unless somebody else has the job by now.
pub(super) async fn settle(db: &Db, job: &Claimed, result: &Result<(), JobError>) -> Result<(), DbErr> {
    let tx = db.across_workspaces(WHY).begin().await?;
    let now: Time = tx.now();
    let change = tx
        .change_any::<Entity>()
        .filter(Column::Id.eq(job.id))
        .filter(Column::LeaseToken.eq(job.token))
        .set(Column::LeaseToken, Option::<Uuid>::None)
        .set(Column::LeasedUntil, Option::<Time>::None);
    let change = match result {
        Ok(()) => change.set(Column::State, JobState::Done).set(Column::DoneAt, now),
        Err(JobError::Retry(error)) if job.attempt < MAX_ATTEMPTS => change
            .set(Column::State, JobState::Queued)
            .set(Column::DueAt, now + backoff(job.attempt))
            .set(Column::LastError, shorten(error)),
        Err(JobError::Retry(error) | JobError::Dead(error)) => change
            .set(Column::State, JobState::Dead)
            .set(Column::DoneAt, now)
            .set(Column::LastError, shorten(error)),
    };
    change.run().await?;
    tx.commit_pipeline().await
}

/// Removes jobs that died before a moment; how many. Until then an operator can look at them.
///
/// # Errors
/// When the database fails.
pub async fn sweep_dead(db: &Db, before: Time) -> Result<u64, DbErr> {
    let is_over = || Condition::all().add(Column::State.eq(JobState::Dead)).add(Column::DoneAt.lt(before));
    // Looked up without the writer's lock: there is hardly ever one.
    if !db.across_workspaces(WHY).find::<Entity>().filter(is_over()).is_any().await? {
        return Ok(0);
    }
    let tx = db.across_workspaces(WHY).begin().await?;
    let n_removed = tx.remove_any::<Entity>().filter(is_over()).run().await?;
    tx.commit_pipeline().await?;
    Ok(n_removed)
}

/// Removes jobs that were done long ago.
pub(super) async fn sweep(db: &Db) -> Result<u64, DbErr> {
    let tx = db.across_workspaces(WHY).begin().await?;
    let before = tx.now() - KEEP_DONE;
    let removed = tx
        .remove_any::<Entity>()
        .filter(Column::State.eq(JobState::Done))
        .filter(Column::DoneAt.lt(before))
        .run()
        .await?;
    tx.commit_pipeline().await?;
    Ok(removed)
}

fn shorten(error: &str) -> String {
    error.chars().take(ERROR_CHARS).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn delays_grow_to_an_hour() {
        let seconds: Vec<i64> = [1, 2, 3, 11, 12, 1_000].map(|n| backoff(n).num_seconds()).to_vec();
        assert_eq!(seconds, [2, 4, 8, 2_048, 3_600, 3_600]);
    }
}
