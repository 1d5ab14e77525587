//! The sender's loop: one transaction writes what came back and takes new messages in hand, then the calls are made.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use chrono::TimeDelta;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType};
use sea_orm::{ColumnTrait, DbBackend, DbErr, QueryFilter, QuerySelect};
use shared::Time;
use tokio::sync::watch;
use tokio::task::JoinSet;
use uuid::Uuid;

use super::channel::{Channels, Finished};
use super::claim::{self, Attempt};
use super::result;
use super::rules::Rest;
use crate::entities::outbox::{self, OutboxState};
use crate::platform::scope::{AcrossTx, Db, Find, Work, is_gone};
use crate::platform::state::State;

/// Calls that are under way at the same time.
const IN_FLIGHT: usize = 32;
/// How often it looks for work when nothing wakes it: messages that are tried again.
const POLL: Duration = Duration::from_secs(1);
/// How often it looks for attempts of processes that have died.
const SWEEP: Duration = Duration::from_secs(1);
/// How long it rests when the database fails.
const REST: Duration = Duration::from_millis(500);
/// After this long an attempt is nobody's any more, also of a process that lives, in seconds; a call takes at most 15.
const LEASE_S: i64 = 60;

const WHY: &str = "messages of all workspaces are sent by one loop";

/// Sends what is queued.
pub struct Sender {
    db: Db,
    channels: Channels,
    calls: JoinSet<Finished>,
    /// What came back and is not written yet.
    finished: Vec<Finished>,
    /// Numbers that rest, and until when.
    resting: HashMap<Uuid, Instant>,
}

impl Sender {
    /// The sender of this process.
    #[must_use]
    pub fn new(state: &State) -> Self {
        Self {
            channels: Channels::new(state.db.clone(), state.seal.clone(), state.egress.clone()),
            db: state.db.clone(),
            calls: JoinSet::new(),
            finished: Vec::new(),
            resting: HashMap::new(),
        }
    }

    /// Works until `stop` says so; then takes nothing more, and writes what the calls under way bring.
    pub async fn run(mut self, mut stop: watch::Receiver<bool>) {
        let mut swept: Option<Instant> = None;
        loop {
            let is_stopping = *stop.borrow();
            if is_stopping && self.calls.is_empty() && self.finished.is_empty() {
                return;
            }
            if swept.is_none_or(|since| since.elapsed() >= SWEEP) {
                match self.recover().await {
                    Ok(()) => swept = Some(Instant::now()),
                    Err(error) => report(&error),
                }
            }
            // Nothing is sent before attempts of a former process are settled.
            let may_send = swept.is_some() && !is_stopping && self.db.is_present();
            match self.turn(may_send).await {
                Ok(0) => self.wait(POLL, &mut stop).await,
                Ok(_) => self.collect(),
                Err(error) => {
                    report(&error);
                    tokio::time::sleep(REST).await;
                }
            }
        }
    }

    /// Writes what came back and takes in hand what is due; how many calls began.
    ///
    /// # Errors
    /// When the database fails; what came back is kept for the next turn.
    pub async fn turn(&mut self, may_send: bool) -> Result<usize, DbErr> {
        self.collect();
        let free = if may_send { IN_FLIGHT.saturating_sub(self.calls.len()) } else { 0 };
        if free == 0 && self.finished.is_empty() {
            return Ok(0);
        }
        let across = self.db.across_workspaces(WHY);
        // Looked up without the writer's lock, so that an idle server keeps nobody from writing.
        if self.finished.is_empty() && !claim::is_any_due(&across, self.db.clock().now()).await? {
            return Ok(0);
        }
        let tx = across.begin().await?;
        let now = tx.now();
        if !self.finished.is_empty() {
            result::write(&tx, &self.finished, now).await?;
        }
        for finished in &self.finished {
            if let Some(Rest(rest)) = finished.rest {
                self.resting.insert(finished.attempt.number_id, Instant::now() + rest);
            }
        }
        let due = if free > 0 { claim::due(&tx, free, now).await? } else { Vec::new() };
        let due = self.postpone_resting(&tx, due).await?;
        let attempts = claim::begin(&tx, due, self.db.process(), now).await?;
        tx.commit_pipeline().await?;
        self.finished.clear();
        let began = attempts.len();
        for attempt in attempts {
            let channels = self.channels.clone();
            self.calls.spawn(async move { channels.send(attempt).await });
        }
        Ok(began)
    }

    /// Settles attempts that nobody will bring to an end: of a process that has died, or that were forgotten.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn recover(&self) -> Result<(), DbErr> {
        let across = self.db.across_workspaces(WHY);
        let now = self.db.clock().now();
        // Looked up without a transaction, so that an idle server writes nothing.
        if !self.db.is_present() || abandoned(across.find(), &self.db, now).one().await?.is_none() {
            return Ok(());
        }
        let tx = across.begin().await?;
        let rows = abandoned(tx.find_any(), &self.db, now);
        let rows = rows.lock_with_behavior(LockType::Update, LockBehavior::SkipLocked).all().await?;
        if rows.is_empty() {
            return Ok(());
        }
        tracing::warn!(count = rows.len(), "attempts that nobody brought to an end are unknown now");
        let seqs: Vec<i64> = rows.iter().map(|row| row.seq).collect();
        let messages: Vec<Uuid> = rows.iter().map(|row| row.message_id).collect();
        result::unknown(&tx, &seqs, &messages, now).await?;
        tx.commit_pipeline().await
    }

    /// Waits until every call under way has come back.
    pub async fn settle(&mut self) {
        while let Some(call) = self.calls.join_next().await {
            self.keep(call);
        }
    }

    async fn wait(&mut self, at_most: Duration, stop: &mut watch::Receiver<bool>) {
        let is_stopping = *stop.borrow();
        tokio::select! {
            Some(call) = self.calls.join_next() => self.keep(call),
            () = self.db.wait_for(Work::Messages), if !is_stopping => {}
            _ = stop.changed(), if !is_stopping => {}
            () = tokio::time::sleep(at_most) => {}
        }
    }

    fn collect(&mut self) {
        while let Some(call) = self.calls.try_join_next() {
            self.keep(call);
        }
    }

    fn keep(&mut self, call: Result<Finished, tokio::task::JoinError>) {
        match call {
            Ok(finished) => self.finished.push(finished),
            // Its row stays `sending`, and so becomes unknown by and by.
            Err(_) => tracing::error!("a call to graph panicked"),
        }
    }

    /// Leaves out messages of numbers that rest; they are due when the rest is over.
    async fn postpone_resting(&mut self, tx: &AcrossTx, due: Vec<Attempt>) -> Result<Vec<Attempt>, DbErr> {
        let now = Instant::now();
        self.resting.retain(|_, until| *until > now);
        if self.resting.is_empty() {
            return Ok(due);
        }
        let mut ready = Vec::new();
        for attempt in due {
            let Some(until) = self.resting.get(&attempt.number_id) else {
                ready.push(attempt);
                continue;
            };
            let rest = TimeDelta::from_std(*until - now).unwrap_or_default();
            let change = tx.change_any::<outbox::Entity>().set(outbox::Column::DueAt, tx.now() + rest);
            change.filter(outbox::Column::Seq.eq(attempt.seq)).run().await?;
        }
        Ok(ready)
    }
}

/// Attempts under way that are of another process which has died, or so old that whoever made them has given up.
fn abandoned<'a>(find: Find<'a, outbox::Entity>, db: &Db, now: Time) -> Find<'a, outbox::Entity> {
    use outbox::Column;
    let is_of_another = Column::Owner.ne(db.process());
    // SQLite is served by one process at a time: the other one is a former one.
    let is_of_the_dead = match db.backend() {
        DbBackend::Postgres => is_of_another.and(is_gone("outbox.owner")),
        _ => is_of_another,
    };
    find
        // Written out, so that the index of open attempts serves it.
        .filter(Expr::cust("outbox.state IN ('sending', 'unknown')"))
        .filter(Column::State.eq(OutboxState::Sending))
        .filter(is_of_the_dead.or(Column::SendingSince.lt(now - TimeDelta::seconds(LEASE_S))))
}

fn report(error: &DbErr) {
    tracing::error!(error = %crate::error::scrub(error), "the sender cannot work");
}
