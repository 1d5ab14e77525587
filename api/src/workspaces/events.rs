//! The stream of live events to one browser. It lives as long as its session, looked at again every 5 s.

use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::stream;
use shared::live::LiveEvent;
use shared::{SessionId, UserId, WorkspaceId};
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::entities::member;
use crate::platform::cx::Me;
use crate::platform::live::{Cursor, Numbered, Subscription};
use crate::platform::scope::Actor;
use crate::platform::state::State;
use crate::platform::streams::Place;

/// How often a comment is sent, so that nobody on the way takes the stream for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often the session and the membership are looked at.
const RECHECK: Duration = Duration::from_secs(5);

/// How old the note of a member's last visit may be.
const SEEN: TimeDelta = TimeDelta::minutes(10);

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
pub(super) async fn stream(me: &Me, workspace: WorkspaceId, last_event_id: Option<&str>) -> HttpResponse {
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
    // Looked at now already, so that the visit is noted.
    stream.is_allowed().await;
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
                event = self.events.next() => {
                    let event = event?;
                    // Whoever was just removed hears nothing more.
                    if matches!(event.event, LiveEvent::TeamChanged {}) && !self.is_allowed().await {
                        return None;
                    }
                    return Some(written(&event));
                }
            }
        }
    }

    /// Whether the session lives and the user is a member still; an error is a refusal.
    async fn is_allowed(&self) -> bool {
        let state = &self.state;
        let user = state.sessions.user_of(&state.db, self.session).await;
        let member = super::queries::member(&state.db.scope(self.workspace), self.user).await;
        if !state.is_ready.load(Ordering::Relaxed) || !matches!(user, Ok(Some(user)) if user == self.user) {
            return false;
        }
        let Ok(Some(member)) = member else { return false };
        seen(state, &member).await;
        true
    }
}

/// Notes that a member is here, once in a while; that it could not be noted ends nothing.
async fn seen(state: &State, member: &member::Model) {
    let now = state.clock.now();
    if member.last_seen_at.is_some_and(|last| now - last < SEEN) {
        return;
    }
    let note = async {
        let tx = state.db.begin(Actor::User(member.user_id.into()), member.workspace_id.into()).await?;
        super::queries::touch_member(&tx, member.user_id.into(), now).await?;
        tx.commit_pipeline().await
    };
    if let Err(error) = note.await {
        tracing::warn!(error = %crate::error::scrub(&error), "when a member was here could not be noted");
    }
}

fn written(numbered: &Numbered) -> Bytes {
    let name = if matches!(numbered.event, LiveEvent::Reset {}) { "reset" } else { "change" };
    let json = serde_json::to_string(&numbered.event).unwrap_or_default();
    Bytes::from(format!("id: {}\nevent: {name}\ndata: {json}\n\n", numbered.cursor))
}
