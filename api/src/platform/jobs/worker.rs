//! The loop that claims and runs jobs.

use std::sync::Arc;
use std::time::Duration;

use futures_util::future::BoxFuture;
use sea_orm::DbErr;
use tokio::sync::{Semaphore, watch};

use super::JobError;
use super::queue::{self, Claimed};
use crate::platform::scope::{Db, Work};

/// Jobs that run at the same time.
const PARALLEL: usize = 4;
/// How often the queue is looked at when nothing wakes the worker: delays, and leases that have ended.
const POLL: Duration = Duration::from_secs(1);
/// How often a lease is renewed.
const RENEW: Duration = Duration::from_secs(20);
/// How long one attempt may take.
const LONGEST: Duration = Duration::from_secs(300);
/// How often done jobs are swept.
const SWEEP: Duration = Duration::from_secs(3_600);

/// Runs a job of any kind: one exhaustive match, outside of the platform.
pub type Handler = Arc<dyn Fn(Claimed) -> BoxFuture<'static, Result<(), JobError>> + Send + Sync>;

/// Claims and runs jobs.
#[derive(Clone)]
pub struct Worker {
    db: Db,
    handler: Handler,
}

impl Worker {
    /// A worker on a database.
    #[must_use]
    pub fn new(db: Db, handler: Handler) -> Self {
        Self { db, handler }
    }

    /// Works until `stop` says so, then finishes what it has in hand.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let slots = Arc::new(Semaphore::new(PARALLEL));
        let mut next_sweep = tokio::time::Instant::now() + SWEEP;
        while !*stop.borrow() {
            let is_idle = match self.start_due(&slots).await {
                Ok(n_started) => n_started == 0,
                Err(error) => {
                    tracing::error!(error = %crate::error::scrub(&error), "the job queue cannot be read");
                    true
                }
            };
            if is_idle {
                tokio::select! {
                    () = self.db.wait_for(Work::Jobs) => {}
                    () = tokio::time::sleep(POLL) => {}
                    _ = stop.changed() => {}
                }
            }
            if tokio::time::Instant::now() >= next_sweep {
                next_sweep += SWEEP;
                if let Err(error) = queue::sweep(&self.db).await {
                    tracing::error!(error = %crate::error::scrub(&error), "done jobs are not swept");
                }
            }
        }
        let _ = slots.acquire_many(u32::try_from(PARALLEL).unwrap_or(1)).await;
    }

    /// Runs everything that is due now, one after another, also what these jobs enqueue; how many ran.
    ///
    /// # Errors
    /// When the queue cannot be read.
    pub async fn run_due(&self) -> Result<usize, DbErr> {
        let mut n_run = 0;
        loop {
            let jobs = queue::claim(&self.db, 1).await?;
            if jobs.is_empty() {
                return Ok(n_run);
            }
            for job in jobs {
                self.attempt(job).await;
                n_run += 1;
            }
        }
    }

    async fn start_due(&self, slots: &Arc<Semaphore>) -> Result<usize, DbErr> {
        let Ok(first) = slots.clone().acquire_owned().await else { return Ok(0) };
        if !queue::is_any_due(&self.db).await? {
            return Ok(0);
        }
        let n_free = slots.available_permits() + 1;
        let jobs = queue::claim(&self.db, u64::try_from(n_free).unwrap_or(1)).await?;
        let n_jobs = jobs.len();
        let mut permit = Some(first);
        for job in jobs {
            let held = match permit.take() {
                Some(held) => Ok(held),
                None => slots.clone().acquire_owned().await,
            };
            let worker = self.clone();
            tokio::spawn(async move {
                worker.attempt(job).await;
                drop(held);
            });
        }
        Ok(n_jobs)
    }

    async fn attempt(&self, job: Claimed) {
        let result = self.watched(&job).await;
        if let Err(error) = &result {
            tracing::warn!(job = %job.id, kind = job.kind, attempt = job.attempt, %error, "a job failed");
        }
        if let Err(error) = queue::settle(&self.db, &job, &result).await {
            tracing::error!(job = %job.id, error = %crate::error::scrub(&error), "a job's end was not written");
        }
    }

    /// Runs the handler in a task of its own, so that its panic is an error of the job and not of the worker.
    async fn watched(&self, job: &Claimed) -> Result<(), JobError> {
        let mut task = tokio::spawn((self.handler)(job.clone()));
        let deadline = tokio::time::Instant::now() + LONGEST;
        loop {
            tokio::select! {
                done = &mut task => {
                    return done.unwrap_or_else(|_| Err(JobError::Retry("the handler panicked".into())));
                }
                () = tokio::time::sleep(RENEW) => {
                    if tokio::time::Instant::now() >= deadline {
                        task.abort();
                        return Err(JobError::Retry("the attempt took too long".into()));
                    }
                    if let Err(error) = queue::renew(&self.db, job).await {
                        let error = crate::error::scrub(&error);
                        tracing::warn!(job = %job.id, %error, "a job's lease is not renewed");
                    }
                }
            }
        }
    }
}
