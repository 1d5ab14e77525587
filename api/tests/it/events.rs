//! The stream of live events.

use std::time::Duration;

use reqwest::Method;
use serde_json::json;
use shared::live::LiveEvent;

use crate::support::{Actor, Kind, TestApp, on_both};

/// Longer than anything here takes; a test that waits this long has failed.
const PATIENCE: Duration = Duration::from_secs(20);

pub(crate) struct Stream {
    response: reqwest::Response,
    text: String,
}

impl Stream {
    pub(crate) async fn open(actor: &Actor<'_>, path: &str, last: Option<&str>) -> Self {
        let mut request = actor.request(Method::GET, path);
        if let Some(last) = last {
            request = request.header("last-event-id", last);
        }
        let response = request.send().await.unwrap();
        assert_eq!(response.status(), 200);
        assert_eq!(response.headers()["content-type"], "text/event-stream; charset=utf-8");
        Self { response, text: String::new() }
    }

    /// The next event: its id, name and data. `None` when the stream ended.
    pub(crate) async fn next(&mut self) -> Option<(String, String, String)> {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let field = |name: &str| {
                    block.lines().find_map(|line| line.strip_prefix(name)).map(|v| v.trim().to_owned())
                };
                let event =
                    field("event:").map(|name| (field("id:").unwrap(), name, field("data:").unwrap()));
                self.text = rest.to_owned();
                if event.is_some() {
                    return event;
                }
            }
            let chunk = tokio::time::timeout(PATIENCE, self.response.chunk()).await.expect("nothing came");
            self.text.push_str(std::str::from_utf8(&chunk.ok()??).unwrap());
        }
    }
}

on_both! {
    async fn a_change_is_told_to_the_browsers_of_its_workspace_alone(kind: Kind) {
        let app = TestApp::new(kind).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let (owner, viewer, outsider) = (acme.owner().await, acme.viewer().await, other.owner().await);
        let mut stream = Stream::open(&viewer, &acme.url("/events"), None).await;
        let mut elsewhere = Stream::open(&outsider, &other.url("/events"), None).await;
        assert_eq!(owner.patch(&acme.url(""), json!({"name": "Acme & Sons"})).await.status, 200);
        let (id, name, data) = stream.next().await.unwrap();
        assert_eq!((name.as_str(), data.as_str()), ("change", r#"{"kind":"workspace_changed"}"#));
        app.state().live.publish(other.id, LiveEvent::Reset {});
        assert_eq!(elsewhere.next().await.unwrap().1, "reset", "the first thing told there is theirs");

        drop(stream);
        owner.patch(&acme.url(""), json!({"name": "Acme"})).await;
        let mut again = Stream::open(&viewer, &acme.url("/events"), Some(&id)).await;
        let (next, name, _) = again.next().await.unwrap();
        assert_eq!(name, "change", "what was missed is told again");
        assert_ne!(next, id);
        for unknown in ["0-0", "nonsense", "ffff-17"] {
            let mut lost = Stream::open(&viewer, &acme.url("/events"), Some(unknown)).await;
            assert_eq!(lost.next().await.unwrap().1, "reset", "{unknown}");
        }
    }

    async fn a_session_has_ten_streams_and_the_oldest_makes_room(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, viewer) = (acme.owner().await, acme.viewer().await);
        let mut streams = Vec::new();
        for _ in 0..11 {
            streams.push(Stream::open(&viewer, &acme.url("/events"), None).await);
        }
        assert_eq!(streams.remove(0).next().await, None);
        owner.patch(&acme.url(""), json!({"name": "Acme & Sons"})).await;
        for stream in &mut streams {
            assert_eq!(stream.next().await.unwrap().1, "change");
        }
    }

    async fn a_stream_ends_with_its_session(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let viewer = acme.viewer().await;
        let mut stream = Stream::open(&viewer, &acme.url("/events"), None).await;
        assert_eq!(viewer.post("/api/v1/sign-out", json!({})).await.status, 204);
        assert!(stream.next().await.is_none());
    }
}
