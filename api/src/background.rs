//! What runs beside the requests, one line each; all of it stops when `stop` says so.

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::jobs;
use crate::platform::state::State;

/// Starts everything.
#[must_use]
pub fn start(state: &State, stop: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    vec![tokio::spawn(jobs::worker(state).run(stop.clone()))]
}
