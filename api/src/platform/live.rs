//! Live events to open browsers: a ring of the latest ones, so that a stream that broke off goes on where it was.
//!
//! A cursor is `<epoch>-<sequence>`; the epoch changes with each start of the process. What the ring no longer has is
//! answered with `Reset`, and the page refetches. Events say what changed, never what it holds.

use std::collections::VecDeque;
use std::str::FromStr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use shared::WorkspaceId;
use shared::live::LiveEvent;
use tokio::sync::broadcast;

/// Events the ring keeps, over all workspaces.
const RING_EVENTS: usize = 4_096;
/// Events a slow stream may be behind before it is told to start over.
const BEHIND_EVENTS: usize = 1_024;

/// The hub of one process; cheap to clone.
#[derive(Clone)]
pub struct Live {
    inner: Arc<Inner>,
}

struct Inner {
    epoch: u64,
    ring: Mutex<Ring>,
    sender: broadcast::Sender<Numbered>,
}

struct Ring {
    next: u64,
    events: VecDeque<Numbered>,
}

/// An event with its place.
#[derive(Debug, Clone)]
pub struct Numbered {
    /// Where a stream goes on after it.
    pub cursor: Cursor,
    /// `None`: everybody is told.
    workspace: Option<WorkspaceId>,
    /// What changed.
    pub event: LiveEvent,
}

impl Numbered {
    fn is_for(&self, workspace: WorkspaceId) -> bool {
        self.workspace.is_none_or(|own| own == workspace)
    }
}

/// A place in the stream of events of one process.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor {
    epoch: u64,
    sequence: u64,
}

impl Cursor {
    /// No place of any process: a stream from here begins with a reset.
    pub const UNKNOWN: Self = Self { epoch: 0, sequence: 0 };
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:x}-{}", self.epoch, self.sequence)
    }
}

impl FromStr for Cursor {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let (epoch, sequence) = text.split_once('-').ok_or(())?;
        let epoch = u64::from_str_radix(epoch, 16).map_err(|_| ())?;
        Ok(Self { epoch, sequence: sequence.parse().map_err(|_| ())? })
    }
}

impl Live {
    /// A hub; two of them never share an `epoch`, and none has 0.
    #[must_use]
    pub fn new(epoch: u64) -> Self {
        let ring = Mutex::new(Ring { next: 1, events: VecDeque::new() });
        Self {
            inner: Arc::new(Inner { epoch: epoch.max(1), ring, sender: broadcast::channel(BEHIND_EVENTS).0 }),
        }
    }

    /// Tells every open stream of the workspace. Call it after the commit: [`super::scope::Tx::publish`] does.
    pub fn publish(&self, workspace: WorkspaceId, event: LiveEvent) {
        self.tell(Some(workspace), event);
    }

    /// Tells every open stream to start over, because events of other processes were missed.
    pub fn reset(&self) {
        self.tell(None, LiveEvent::Reset {});
    }

    fn tell(&self, workspace: Option<WorkspaceId>, event: LiveEvent) {
        let mut ring = self.ring();
        let cursor = Cursor { epoch: self.inner.epoch, sequence: ring.next };
        ring.next += 1;
        let numbered = Numbered { cursor, workspace, event };
        if ring.events.len() == RING_EVENTS {
            ring.events.pop_front();
        }
        ring.events.push_back(numbered.clone());
        // Sent under the lock, so that every stream sees the ring's order.
        let _ = self.inner.sender.send(numbered);
    }

    /// The events of a workspace after `from`, or from now on.
    #[must_use]
    pub fn subscribe(&self, workspace: WorkspaceId, from: Option<Cursor>) -> Subscription {
        let ring = self.ring();
        let receiver = self.inner.sender.subscribe();
        let latest = Cursor { epoch: self.inner.epoch, sequence: ring.next - 1 };
        let missed = match from {
            None => VecDeque::new(),
            Some(from) if !ring.has_all_after(from, latest) => VecDeque::from([Numbered {
                cursor: latest,
                workspace: Some(workspace),
                event: LiveEvent::Reset {},
            }]),
            Some(from) => ring
                .events
                .iter()
                .filter(|e| e.is_for(workspace) && e.cursor.sequence > from.sequence)
                .cloned()
                .collect(),
        };
        Subscription { workspace, missed, receiver }
    }

    /// What a panic left behind is whole: nothing in here changes the ring in two steps that need each other.
    fn ring(&self) -> MutexGuard<'_, Ring> {
        self.inner.ring.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Ring {
    fn has_all_after(&self, from: Cursor, latest: Cursor) -> bool {
        let oldest = self.events.front().map_or(latest.sequence + 1, |e| e.cursor.sequence);
        from.epoch == latest.epoch
            && from.sequence <= latest.sequence
            && from.sequence.saturating_add(1) >= oldest
    }
}

/// The stream of one browser.
pub struct Subscription {
    workspace: WorkspaceId,
    missed: VecDeque<Numbered>,
    receiver: broadcast::Receiver<Numbered>,
}

impl Subscription {
    /// The next event of the workspace; `None` when the process stops.
    pub async fn next(&mut self) -> Option<Numbered> {
        if let Some(event) = self.missed.pop_front() {
            return Some(event);
        }
        loop {
            match self.receiver.recv().await {
                Ok(event) if event.is_for(self.workspace) => return Some(event),
                Ok(_) => {}
                Err(broadcast::error::RecvError::Lagged(_)) => return self.reset().await,
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }

    /// Skips what is waiting: after a reset the page refetches everything anyway.
    async fn reset(&mut self) -> Option<Numbered> {
        let workspace = Some(self.workspace);
        loop {
            match self.receiver.recv().await {
                Ok(last) if self.receiver.is_empty() => {
                    return Some(Numbered { cursor: last.cursor, workspace, event: LiveEvent::Reset {} });
                }
                Ok(_) | Err(broadcast::error::RecvError::Lagged(_)) => {}
                Err(broadcast::error::RecvError::Closed) => return None,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed() -> LiveEvent {
        LiveEvent::WorkspaceChanged {}
    }

    #[tokio::test]
    async fn a_stream_goes_on_after_its_cursor_and_sees_its_workspace_alone() {
        let (live, mine, other) = (Live::new(1), WorkspaceId::new(), WorkspaceId::new());
        let mut stream = live.subscribe(mine, None);
        live.publish(other, changed());
        live.publish(mine, changed());
        let first = stream.next().await.unwrap();
        assert_eq!(first.cursor.to_string(), "1-2");
        live.publish(mine, LiveEvent::BotChanged { bot_id: shared::BotId::new() });
        let mut again = live.subscribe(mine, Some(first.cursor));
        assert!(matches!(again.next().await.unwrap().event, LiveEvent::BotChanged { .. }));
    }

    #[tokio::test]
    async fn a_gap_the_ring_no_longer_has_is_answered_with_reset() {
        let (live, mine) = (Live::new(1), WorkspaceId::new());
        for _ in 0..=RING_EVENTS {
            live.publish(mine, changed());
        }
        let old = Cursor { epoch: 1, sequence: 0 };
        let other_process = Cursor { epoch: 2, sequence: 5 };
        let future = |sequence| Cursor { epoch: 1, sequence };
        for cursor in [old, other_process, future(u64::MAX - 1), future(u64::MAX)] {
            let event = live.subscribe(mine, Some(cursor)).next().await.unwrap();
            assert_eq!(event.event, LiveEvent::Reset {});
        }
    }

    #[tokio::test]
    async fn a_panic_under_the_lock_ends_no_stream_of_others() {
        let (live, mine) = (Live::new(1), WorkspaceId::new());
        let mut stream = live.subscribe(mine, None);
        let hub = live.clone();
        let panicked = std::thread::spawn(move || {
            let _ring = hub.ring();
            panic!("with the ring in hand");
        });
        assert!(panicked.join().is_err());
        live.publish(mine, changed());
        assert_eq!(stream.next().await.unwrap().event, changed());
        let mut again = live.subscribe(mine, Some(Cursor { epoch: 1, sequence: 0 }));
        assert_eq!(again.next().await.unwrap().event, changed());
    }

    #[tokio::test]
    async fn a_stream_that_is_too_slow_starts_over_once() {
        let (live, mine) = (Live::new(1), WorkspaceId::new());
        let mut stream = live.subscribe(mine, None);
        for _ in 0..BEHIND_EVENTS + 10 {
            live.publish(mine, changed());
        }
        assert_eq!(stream.next().await.unwrap().event, LiveEvent::Reset {});
        live.publish(mine, changed());
        assert_eq!(stream.next().await.unwrap().event, changed());
    }

    #[tokio::test]
    async fn a_reset_reaches_every_workspace_and_whoever_comes_back() {
        let live = Live::new(1);
        let before = Cursor { epoch: 1, sequence: 0 };
        let mut streams =
            [live.subscribe(WorkspaceId::new(), None), live.subscribe(WorkspaceId::new(), None)];
        live.reset();
        for stream in &mut streams {
            assert_eq!(stream.next().await.unwrap().event, LiveEvent::Reset {});
        }
        let mut again = live.subscribe(WorkspaceId::new(), Some(before));
        assert_eq!(again.next().await.unwrap().event, LiveEvent::Reset {});
    }

    #[test]
    fn any_text_is_a_cursor_or_refused() {
        for text in ["", "-", "1", "x-1", "1-x", "1--1", "99999999999999999999-1"] {
            assert!(text.parse::<Cursor>().is_err(), "{text}");
        }
        assert_eq!("ab-12".parse::<Cursor>().unwrap().to_string(), "ab-12");
    }
}
