//! The runner's loop: batch after batch while there is work, then it waits to be woken.
//!
//! A batch that fails is taken apart and each item tried alone: the faulty one waits, is tried again, and is put aside after
//! [`MAX_ATTEMPTS`]; its thread waits with it, its neighbours go on.

use std::collections::HashSet;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use futures_util::FutureExt;
use sea_orm::{ColumnTrait, DbErr, QueryFilter};
use tokio::sync::watch;

use super::Error;
use super::batch::{self, Outcome, Patience};
use super::claim::{self, Claimed, Inbound};
use super::live::Flows;
use super::rules::MAX_ATTEMPTS;
use crate::entities::inbound_item::{self, ItemState};
use crate::platform::scope::{AcrossTx, Db, Work};
use crate::platform::state::State;

/// How often it looks for work when nothing wakes it: failed items.
const POLL: Duration = Duration::from_secs(1);
/// How often it looks for statuses that have waited long enough.
const SWEEP: Duration = Duration::from_secs(30);
/// How long it rests when the database fails.
const REST: Duration = Duration::from_millis(500);
/// The wait before a failed item is tried again, in seconds for each attempt so far.
const AGAIN_AFTER_S: i64 = 2;

const WHY: &str = "webhooks are processed for all workspaces in one transaction";

/// Processes stored webhook items; cheap to clone.
#[derive(Clone)]
pub struct Runner {
    db: Db,
    flows: Flows,
}

impl Runner {
    /// The runner of this process.
    #[must_use]
    pub fn new(state: &State) -> Self {
        Self { db: state.db.clone(), flows: Flows::default() }
    }

    /// Works until `stop` says so; the batch in hand is finished.
    pub async fn run(self, mut stop: watch::Receiver<bool>) {
        let mut swept: Option<Instant> = None;
        while !*stop.borrow() {
            if swept.is_none_or(|swept| swept.elapsed() >= SWEEP) {
                swept = Some(Instant::now());
                let _ = self.settle_waited().await.inspect_err(report);
            }
            let wait = match self.turn().await {
                Ok(0) => POLL,
                Ok(_) => continue,
                Err(error) => {
                    report(&error);
                    REST
                }
            };
            tokio::select! {
                () = self.db.wait_for(Work::Webhooks) => {}
                () = tokio::time::sleep(wait) => {}
                _ = stop.changed() => {}
            }
        }
    }

    /// Processes one batch of what is pending; how many items it held.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn turn(&self) -> Result<usize, DbErr> {
        let across = self.db.across_workspaces(WHY);
        // Looked up without the writer's lock, so that an idle server keeps nobody from writing.
        if !claim::is_any(&across, claim::PENDING, self.db.clock().now()).await? {
            return Ok(0);
        }
        let tx = across.begin().await?;
        let claimed = claim::pending(&tx, tx.now()).await?;
        self.take(tx, claimed, Patience::Wait).await
    }

    /// Settles statuses that have waited long enough; how many.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn settle_waited(&self) -> Result<usize, DbErr> {
        let across = self.db.across_workspaces(WHY);
        if !claim::is_any(&across, claim::WAITING, self.db.clock().now()).await? {
            return Ok(0);
        }
        let tx = across.begin().await?;
        let claimed = claim::waited(&tx, tx.now()).await?;
        self.take(tx, claimed, Patience::GiveUp).await
    }

    async fn take(&self, tx: AcrossTx, claimed: Vec<Claimed>, patience: Patience) -> Result<usize, DbErr> {
        if claimed.is_empty() {
            return Ok(0);
        }
        let began = Instant::now();
        match self.process(&tx, &claimed, patience).await {
            Ok(outcome) => {
                tx.commit_pipeline().await?;
                self.after(&claimed, outcome, began);
                Ok(claimed.len())
            }
            Err(error) => {
                tx.roll_back().await;
                tracing::warn!(%error, items = claimed.len(), "a batch failed and is taken apart");
                self.one_by_one(&claimed, patience).await?;
                Ok(claimed.len())
            }
        }
    }

    async fn process(
        &self,
        tx: &AcrossTx,
        claimed: &[Claimed],
        patience: Patience,
    ) -> Result<Outcome, Error> {
        let items = claimed.iter().map(Claimed::read).collect::<Result<Vec<Inbound>, Error>>()?;
        let work = batch::process(tx, &self.flows, &items, patience);
        AssertUnwindSafe(work).catch_unwind().await.unwrap_or(Err(Error::Panicked))
    }

    fn after(&self, claimed: &[Claimed], outcome: Outcome, began: Instant) {
        metrics::counter!("mgs_messages_in_total").increment(outcome.messages_in);
        metrics::counter!("mgs_messages_queued_total").increment(outcome.messages_out);
        metrics::counter!("mgs_statuses_total").increment(outcome.statuses);
        metrics::histogram!("mgs_runner_batch_seconds").record(began.elapsed().as_secs_f64());
        if let Some(oldest) = claimed.iter().map(|item| item.received_at).min() {
            let lag = (self.db.clock().now() - oldest).to_std().unwrap_or_default();
            metrics::gauge!("mgs_runner_lag_seconds").set(lag.as_secs_f64());
        }
    }

    async fn one_by_one(&self, claimed: &[Claimed], patience: Patience) -> Result<(), DbErr> {
        let mut held = HashSet::new();
        for item in claimed {
            let thread = (item.number_id, item.thread_key.as_str());
            if held.contains(&thread) {
                continue;
            }
            if self.alone(item, patience).await? != Fate::Settled {
                held.insert(thread);
            }
        }
        Ok(())
    }

    async fn alone(&self, item: &Claimed, patience: Patience) -> Result<Fate, DbErr> {
        let tx = self.db.across_workspaces(WHY).begin().await?;
        let Some(again) = claim::one(&tx, item.seq, patience).await? else {
            return Ok(Fate::NotOurs);
        };
        let began = Instant::now();
        match self.process(&tx, std::slice::from_ref(&again), patience).await {
            Ok(outcome) => {
                tx.commit_pipeline().await?;
                self.after(std::slice::from_ref(&again), outcome, began);
                Ok(Fate::Settled)
            }
            Err(Error::Database(error)) if Error::is_of_database(&error) => Err(error),
            Err(error) => {
                tx.roll_back().await;
                self.fail(&again, &error).await
            }
        }
    }

    /// Counts a failed attempt; the last one puts the item aside.
    async fn fail(&self, item: &Claimed, error: &Error) -> Result<Fate, DbErr> {
        use inbound_item::Column;
        let tx = self.db.across_workspaces(WHY).begin().await?;
        let attempts = item.attempts + 1;
        let change = tx
            .change_any::<inbound_item::Entity>()
            .set(Column::Attempts, attempts)
            .set(Column::Reason, format!("failed: {error}"))
            .filter(Column::Seq.eq(item.seq));
        let (change, fate) = if attempts >= MAX_ATTEMPTS {
            metrics::counter!("mgs_items_quarantined_total").increment(1);
            tracing::error!(seq = item.seq, %error, "an item was put aside");
            (change.set(Column::State, ItemState::Quarantined), Fate::Settled)
        } else {
            let wait = TimeDelta::seconds(AGAIN_AFTER_S * i64::from(attempts));
            (change.set(Column::DueAt, tx.now() + wait), Fate::WaitsForAnotherTry)
        };
        change.run().await?;
        tx.commit_pipeline().await?;
        Ok(fate)
    }
}

/// What became of an item that was tried alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    /// It took effect, or was put aside.
    Settled,
    /// It failed and holds its thread.
    WaitsForAnotherTry,
    /// Another process has it, or what stands before it, in hand.
    NotOurs,
}

fn report(error: &DbErr) {
    tracing::error!(error = %crate::error::scrub(error), "the runner cannot work");
}
