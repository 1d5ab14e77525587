//! The one writer: requests queue up, it takes all that wait, commits once, and then wakes them.

use std::time::Duration;

use actix_web::web::Bytes;
use shared::Time;
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

use super::Apps;
use super::rules::Parsed;
use super::store;
use crate::platform::state::State;

/// Bodies that may wait for the writer; more are refused at once.
const QUEUE: usize = 1_024;
/// Bodies of one commit.
const BATCH: usize = 512;
/// Bytes of one commit, after which no further body is added.
const BATCH_BYTES: usize = 8 * 1024 * 1024;
/// A verified body with what it holds.
#[derive(Debug)]
pub struct NewEvent {
    /// The app that signed it.
    pub app_id: Uuid,
    /// The app's workspace.
    pub workspace_id: Uuid,
    /// When it came.
    pub received_at: Time,
    /// The body, exactly as received.
    pub body: Bytes,
    /// What it holds.
    pub parsed: Parsed,
}

/// The body was not stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the webhook was not stored")]
pub struct Refused;

/// A body that waits for its commit.
pub(super) struct Waiting {
    pub(super) event: NewEvent,
    pub(super) stored: oneshot::Sender<Result<(), Refused>>,
}

/// The way in for webhooks; cheap to clone. The writer ends when the last one is dropped.
#[derive(Clone)]
pub struct Intake {
    apps: Apps,
    queue: mpsc::Sender<Waiting>,
}

impl Intake {
    /// Starts the writer.
    ///
    /// # Errors
    /// When the database file cannot be opened or no thread can be had.
    pub fn start(state: &State) -> Result<Self, store::StartError> {
        let (queue, waiting) = mpsc::channel(QUEUE);
        store::start(&state.db, waiting)?;
        Ok(Self { apps: Apps::new(state.db.clone(), state.seal.clone()), queue })
    }

    /// The apps that may sign.
    #[must_use]
    pub fn apps(&self) -> &Apps {
        &self.apps
    }

    /// Stores a body; returns after the commit, or when it takes longer than `within`.
    ///
    /// # Errors
    /// When the queue is full, the database refuses, or it takes too long. Then it may have been stored all the same:
    /// what Meta sends again is recognised by its message ids.
    pub async fn store(&self, event: NewEvent, within: Duration) -> Result<(), Refused> {
        let (stored, done) = oneshot::channel();
        self.queue.try_send(Waiting { event, stored }).map_err(|_| Refused)?;
        match tokio::time::timeout(within, done).await {
            Ok(Ok(result)) => result,
            Ok(Err(_)) | Err(_) => Err(Refused),
        }
    }
}

/// Takes everything that waits behind `first`, up to the limits of one commit.
pub(super) fn batch(first: Waiting, queue: &mut mpsc::Receiver<Waiting>) -> Vec<Waiting> {
    let mut bytes = first.event.body.len();
    let mut batch = vec![first];
    while batch.len() < BATCH && bytes < BATCH_BYTES {
        let Ok(next) = queue.try_recv() else { break };
        bytes += next.event.body.len();
        batch.push(next);
    }
    batch
}

/// Tells every request of a batch, after its commit or failure.
pub(super) fn answer(batch: Vec<Waiting>, result: Result<(), Refused>) {
    metrics::histogram!("mgs_intake_batch_size").record(count(batch.len()));
    for waiting in batch {
        // A request that has gone away is answered by nobody; its body is stored all the same.
        let _ = waiting.stored.send(result);
    }
}

fn count(n: usize) -> f64 {
    u32::try_from(n).map_or(f64::from(u32::MAX), f64::from)
}
