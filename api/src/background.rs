//! What runs beside the requests, one line each; all of it stops when `stop` says so.

use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::outbox::Sender;
use crate::platform::state::State;
use crate::runs::Runner;
use crate::{jobs, retention};

/// Starts everything.
#[must_use]
pub fn start(state: &State, stop: &watch::Receiver<bool>) -> Vec<JoinHandle<()>> {
    vec![
        tokio::spawn(jobs::worker(state).run(stop.clone())),
        tokio::spawn(Runner::new(state).run(stop.clone())),
        tokio::spawn(Sender::new(state).run(stop.clone())),
        tokio::spawn(retention::run(state.clone(), stop.clone())),
    ]
}
