//! A stream of live events that is open all the while.

use std::sync::{Arc, Mutex};

use tokio::task::JoinHandle;

use crate::events::Stream;
use crate::support::Actor;

/// An event: its place in the stream, and what it says.
pub type Heard = (String, String);

/// Hears what one stream tells.
pub struct Ear {
    new: Arc<Mutex<Vec<Heard>>>,
    task: JoinHandle<()>,
    /// The place of the last event that was taken.
    pub last: Option<String>,
    /// Events that were taken.
    pub n_taken: usize,
}

impl Ear {
    pub async fn open(who: &Actor<'_>, path: &str, from: Option<&str>) -> Self {
        let mut stream = Stream::open(who, path, from).await;
        let new = Arc::new(Mutex::new(Vec::new()));
        let to = new.clone();
        let task = tokio::spawn(async move {
            while let Some((id, _, data)) = stream.next().await {
                to.lock().unwrap().push((id, data));
            }
        });
        Self { new, task, last: None, n_taken: 0 }
    }

    /// Whether the stream goes on.
    pub fn is_open(&self) -> bool {
        !self.task.is_finished()
    }

    /// What was heard since it was last asked.
    pub fn take(&mut self) -> Vec<Heard> {
        let new = std::mem::take(&mut *self.new.lock().unwrap());
        self.n_taken += new.len();
        if let Some((id, _)) = new.last() {
            self.last = Some(id.clone());
        }
        new
    }
}

impl Drop for Ear {
    fn drop(&mut self) {
        self.task.abort();
    }
}
