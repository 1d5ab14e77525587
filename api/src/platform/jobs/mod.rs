//! Durable work in the same database as the change that wants it.
//!
//! A job is enqueued in the caller's transaction, claimed under a lease, run outside of any transaction, and then
//! marked done, put back with a growing delay, or laid among the dead. A process that dies loses its lease and another
//! takes the job up: handlers are safe to run twice. Which kinds there are is no matter of this module.

mod queue;
mod worker;

use std::time::Duration;

use chrono::TimeDelta;
use sea_orm::ActiveValue::Set;
use serde::Serialize;
use shared::{JobId, Time, WorkspaceId};

pub use queue::{Claimed, LEASE, MAX_ATTEMPTS, backoff, sweep_dead};
pub use worker::{Handler, Worker};

use crate::entities::job;

/// A job to be enqueued.
#[derive(Debug, Clone)]
pub struct NewJob {
    kind: &'static str,
    payload: serde_json::Value,
    delay: Duration,
}

impl NewJob {
    /// A job of a kind; the payload carries ids, never rows or secrets.
    #[must_use]
    pub fn new(kind: &'static str, payload: impl Serialize) -> Self {
        Self { kind, payload: serde_json::to_value(payload).unwrap_or_default(), delay: Duration::ZERO }
    }

    /// Not before this much time has passed.
    #[must_use]
    pub const fn after(mut self, delay: Duration) -> Self {
        self.delay = delay;
        self
    }

    pub(super) fn row(self, workspace: Option<WorkspaceId>, now: Time) -> job::ActiveModel {
        let delay = TimeDelta::from_std(self.delay).unwrap_or_default();
        job::ActiveModel {
            id: Set(JobId::new().uuid()),
            workspace_id: Set(workspace.map(WorkspaceId::uuid)),
            kind: Set(self.kind.to_owned()),
            payload: Set(self.payload),
            state: Set(job::JobState::Queued),
            attempts: Set(0),
            due_at: Set(now + delay),
            leased_until: Set(None),
            lease_token: Set(None),
            last_error: Set(None),
            created_at: Set(now),
            done_at: Set(None),
        }
    }
}

/// How a job failed. The text goes to the log and the row: no personal data.
#[derive(Debug, thiserror::Error)]
pub enum JobError {
    /// May go better later.
    #[error("{0}")]
    Retry(String),
    /// Will never go.
    #[error("{0}")]
    Dead(String),
}

impl From<sea_orm::DbErr> for JobError {
    fn from(error: sea_orm::DbErr) -> Self {
        Self::Retry(crate::error::scrub(&error))
    }
}
