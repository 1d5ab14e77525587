//! What a commit brings: work that may be due, and live events for open browsers.
//!
//! In this process it is told after the commit. On PostgreSQL it is part of the transaction as well (NOTIFY), so that the
//! other processes hear of it, or of nothing when it was rolled back; see [`super::peers`].

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde::{Deserialize, Serialize};
use shared::WorkspaceId;
use shared::live::LiveEvent;
use tokio::sync::Notify;

use crate::platform::live::Live;

/// Work that somebody waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Work {
    /// Jobs are due.
    Jobs,
    /// Webhooks were stored.
    Webhooks,
    /// Messages are to be sent.
    Messages,
}

/// One piece of news.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum News {
    /// There may be work.
    Work(Work),
    /// Something changed that a browser may show.
    Live(WorkspaceId, LiveEvent),
    /// What processes keep in memory of apps and numbers is outdated.
    Kept,
}

/// Wakes whoever waits for work of one kind, in this process. It does not keep the database open.
pub struct Waker {
    pub(super) listeners: Arc<Listeners>,
    pub(super) work: Work,
}

impl Waker {
    /// There may be work.
    pub fn wake(&self) {
        self.listeners.tell(News::Work(self.work));
    }
}

/// Who in this process is told.
pub(super) struct Listeners {
    pub(super) live: Live,
    jobs: Notify,
    webhooks: Notify,
    messages: Notify,
    /// Grows when what is kept in memory is outdated.
    generation: AtomicU64,
}

impl Listeners {
    pub(super) fn new(live: Live) -> Self {
        Self {
            live,
            jobs: Notify::new(),
            webhooks: Notify::new(),
            messages: Notify::new(),
            generation: AtomicU64::new(0),
        }
    }

    pub(super) fn tell(&self, news: News) {
        match news {
            News::Work(work) => self.waiting_for(work).notify_one(),
            News::Live(workspace, event) => self.live.publish(workspace, event),
            News::Kept => drop(self.generation.fetch_add(1, Ordering::Relaxed)),
        }
    }

    /// Nobody knows what was told meanwhile: everybody looks for himself.
    pub(super) fn missed(&self) {
        for work in [Work::Jobs, Work::Webhooks, Work::Messages] {
            self.tell(News::Work(work));
        }
        self.tell(News::Kept);
        self.live.reset();
    }

    pub(super) fn generation(&self) -> u64 {
        self.generation.load(Ordering::Relaxed)
    }

    pub(super) const fn waiting_for(&self, work: Work) -> &Notify {
        match work {
            Work::Jobs => &self.jobs,
            Work::Webhooks => &self.webhooks,
            Work::Messages => &self.messages,
        }
    }
}
