//! The stream of live events to one caller. It lives as long as their session, membership or key: it ends at once when this
//! process ends one of them, and within 4 s when another does.

use std::sync::atomic::Ordering;
use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::header::CACHE_CONTROL;
use bytes::Bytes;
use chrono::TimeDelta;
use futures_util::stream;
use shared::live::LiveEvent;
use tokio::time::{Instant, Interval, MissedTickBehavior};

use crate::entities::member;
use crate::platform::cx::{Caller, Cx, Standing};
use crate::platform::live::{Cursor, Numbered, Subscription};
use crate::platform::permission::WorkspaceRead;
use crate::platform::scope::Actor;
use crate::platform::state::State;
use crate::platform::streams::Place;

/// How often a comment is sent, so that nobody on the way takes the stream for dead.
const HEARTBEAT: Duration = Duration::from_secs(15);
/// How often it is looked whether the caller may still: what another process has ended is noticed then.
const RECHECK: Duration = Duration::from_secs(4);

/// How old the note of a member's last visit may be.
const SEEN: TimeDelta = TimeDelta::minutes(10);

struct Stream {
    state: State,
    standing: Standing,
    events: Subscription,
    place: Place,
    is_displaced: bool,
    heartbeat: Interval,
    recheck: Interval,
}

/// The answer to a browser that listens.
pub(super) async fn stream(cx: &Cx<WorkspaceRead>, last_event_id: Option<&str>) -> HttpResponse {
    // An id that is none of ours is an old one, of another version perhaps: everything may have changed.
    let from = last_event_id.map(|id| id.parse().unwrap_or(Cursor::UNKNOWN));
    let state = cx.state().clone();
    let stream = Stream {
        events: state.live.subscribe(cx.workspace(), from),
        place: state.streams.open(match cx.caller() {
            Caller::Session { session, .. } => session.uuid(),
            Caller::Key { key, .. } => key.uuid(),
        }),
        is_displaced: false,
        standing: cx.standing(),
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
                () = self.standing.shaken() => {
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

    /// Whether the caller may still, and the server goes on.
    async fn is_allowed(&self) -> bool {
        if !self.state.is_ready.load(Ordering::Relaxed) {
            return false;
        }
        let Some(member) = self.standing.member().await else { return false };
        if self.standing.is_person() {
            seen(&self.state, &member).await;
        }
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
