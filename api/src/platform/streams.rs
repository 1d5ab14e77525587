//! How many streams of events one session has open: a browser has a few tabs, and a client that opens hundreds gets no more.

use std::collections::{HashMap, VecDeque};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::oneshot;
use uuid::Uuid;

/// The most streams of one session; with one more the oldest ends.
pub const STREAMS_PER_SESSION: usize = 10;

type Open = HashMap<Uuid, VecDeque<(u64, oneshot::Sender<()>)>>;

/// The open streams of all sessions; cheap to clone.
#[derive(Debug, Clone, Default)]
pub struct Streams {
    inner: Arc<Mutex<(u64, Open)>>,
}

/// The place of one open stream; dropping it gives the place back.
#[derive(Debug)]
pub struct Place {
    streams: Streams,
    session: Uuid,
    id: u64,
    displaced: oneshot::Receiver<()>,
}

impl Streams {
    /// Opens a stream. When the session has too many, its oldest one is displaced.
    #[must_use]
    pub fn open(&self, session: Uuid) -> Place {
        let (end, displaced) = oneshot::channel();
        let mut inner = self.inner();
        inner.0 += 1;
        let id = inner.0;
        let own = inner.1.entry(session).or_default();
        own.push_back((id, end));
        let oldest = (own.len() > STREAMS_PER_SESSION).then(|| own.pop_front()).flatten();
        drop(inner);
        if let Some((_, end)) = oldest {
            // Nobody listens any more: it has just ended by itself.
            let _ = end.send(());
        }
        Place { streams: self.clone(), session, id, displaced }
    }

    fn inner(&self) -> MutexGuard<'_, (u64, Open)> {
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    /// Returns when a newer stream has taken the place; afterwards do not ask again.
    pub async fn displaced(&mut self) {
        let _ = (&mut self.displaced).await;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut inner = self.streams.inner();
        if let Some(own) = inner.1.get_mut(&self.session) {
            own.retain(|(id, _)| *id != self.id);
            if own.is_empty() {
                inner.1.remove(&self.session);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use futures_util::FutureExt;

    #[test]
    fn the_eleventh_stream_of_a_session_ends_the_first() {
        let (streams, session) = (Streams::default(), Uuid::now_v7());
        let mut places: Vec<Place> = (0..10).map(|_| streams.open(session)).collect();
        let mut other = streams.open(Uuid::now_v7());
        let ended = |place: &mut Place| place.displaced().now_or_never().is_some();
        assert!(!places.iter_mut().any(ended));
        places.push(streams.open(session));
        assert!(ended(&mut places[0]) && !ended(&mut places[1]) && !ended(&mut other));
        drop(places.split_off(5));
        places.push(streams.open(session));
        assert!(!ended(&mut places[1]), "closed ones leave their place");
        drop(places);
        drop(other);
        assert!(streams.inner().1.is_empty(), "nothing is left of them");
    }
}
