//! The stream of live events to one browser. It lives as long as its session, looked at again every 5 s.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use bytes::Bytes;
use futures_util::stream;
use shared::live::LiveEvent;
use shared::{SessionId, UserId, WorkspaceId};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::platform::cx::Me;
use crate::platform::live::{Cursor, Numbered, Subscription};
use crate::platform::state::State;
use crate::platform::streams::Place;

/// How often a comment is sent, so that nobody on the way takes the stream for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the session and the membership are looked at.
const RECHECK: Duration = Duration::from_secs(5);

struct Stream {
    state: State,
    session: SessionId,
    user: UserId,
    workspace: WorkspaceId,
    events: Subscription,
    place: Place,
    is_displaced: bool,
    heartbeat: Interval,
    recheck: Interval,
}

/// The answer to a browser that listens.
pub(super) fn stream(me: &Me, workspace: WorkspaceId, last_event_id: Option<&str>) -> HttpResponse {
    // An id that is none of ours is an old one, of another version perhaps: everything may have changed.
    let from = last_event_id.map(|id| id.parse().unwrap_or(Cursor::UNKNOWN));
    let state = me.state().clone();
    let stream = Stream {
        events: state.live.subscribe(workspace, from),
        place: state.streams.open(me.session().uuid()),
        is_displaced: false,
        session: me.session(),
        user: me.user(),
        workspace,
        heartbeat: every(HEARTBEAT),
        recheck: every(RECHECK),
        state,
    };
    let hello = stream::iter([Ok(Bytes::from_static(b"retry: 1000\n: hello\n\n"))]);
    let body = stream::unfold(stream, |mut stream| async move {
        let chunk = stream.next().await?;
        Some((Ok::<_, actix_web::Error>(chunk), stream))
    });
    HttpResponse::Ok()
        .content_type("text/event-stream; charset=utf-8")
        .insert_header((CACHE_CONTROL, "no-store"))
        .insert_header(("x-accel-buffering", "no"))
        .streaming(stream::StreamExt::chain(hello, body))
}

fn every(period: Duration) -> Interval {
    let mut interval = tokio::time::interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}

impl Stream {
    /// What is sent next; `None` ends the stream.
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if self.is_displaced {
                return None;
            }
            tokio::select! {
                biased;
                () = self.place.displaced() => {
                    self.is_displaced = true;
                    // Or it would come back at once and end the next oldest.
                    return Some(Bytes::from_static(b"retry: 60000\n\n"));
                }
                _ = self.recheck.tick() => {
                    if !self.is_allowed().await {
                        return None;
                    }
                }
                _ = self.heartbeat.tick() => return Some(Bytes::from_static(b":\n\n")),
                event = self.events.next() => return event.map(|event| written(&event)),
            }
        }
    }

    /// Whether the session lives and the user is a member still; an error is a refusal.
    async fn is_allowed(&self) -> bool {
        use std::sync::atomic::Ordering;
        let state = &self.state;
        let user = state.sessions.user_of(&state.db, self.session).await;
        let is_member = super::queries::is_member(&state.db.scope(self.workspace), self.user).await;
        let stops = !state.is_ready.load(Ordering::Relaxed);
        !stops && matches!(user, Ok(Some(user)) if user == self.user) && matches!(is_member, Ok(true))
    }
}

fn written(numbered: &Numbered) -> Bytes {
    let name = if matches!(numbered.event, LiveEvent::Reset {}) { "reset" } else { "change" };
    let json = serde_json::to_string(&numbered.event).unwrap_or_default();
    Bytes::from(format!("id: {}\nevent: {name}\ndata: {json}\n\n", numbered.cursor))
}
