//! `ETag`, `If-None-Match`, `If-Match`: nobody overwrites what they have not seen.

use reqwest::Method;
use serde_json::{Value, json};

use crate::support::{Actor, Answer, Kind, TestApp, TestWorkspace, on_both};

/// Sends a request that depends on a state.
async fn send(
    actor: &Actor<'_>,
    method: Method,
    path: &str,
    header: (&str, &str),
    body: Option<Value>,
) -> Answer {
    let request = actor.request(method, path).header(header.0, header.1);
    let request = match body {
        Some(body) => request.header("content-type", "application/json").body(body.to_string()),
        None => request,
    };
    Answer::of(request.send().await.unwrap()).await
}

async fn bot(actor: &Actor<'_>, acme: &TestWorkspace<'_>) -> String {
    let bot = actor.post(&acme.url("/bots"), json!({"name": "Orders"})).await;
    acme.url(&format!("/bots/{}", bot.value()["id"].as_str().unwrap()))
}

/// The documents that can be changed under a condition, each with two changes.
async fn documents(
    app: &TestApp,
    owner: &Actor<'_>,
    acme: &TestWorkspace<'_>,
) -> Vec<(String, Value, Value)> {
    let number = owner.post(&acme.url("/numbers/sandbox"), json!({})).await.value();
    let number = acme.url(&format!("/numbers/{}", number["id"].as_str().unwrap()));
    let input = json!({"kind": "text", "text": "Hello"});
    assert_eq!(owner.post(&format!("{number}/phone/messages"), input).await.status, 202);
    let conversation = async || {
        let page = owner.get(&acme.url("/conversations")).await.value();
        page["items"][0]["id"].as_str().map(str::to_owned)
    };
    let conversation = acme.url(&format!("/conversations/{}", app.until(acme.id, conversation).await));
    let named = [acme.url(""), bot(owner, acme).await, number];
    let mut all = Vec::from(named.map(|path| (path, json!({"name": "One"}), json!({"name": "Two"}))));
    all.push((conversation, json!({"state": "open"}), json!({"state": "closed"})));
    all
}

on_both! {
    async fn a_document_that_was_changed_meanwhile_is_not_changed_unseen(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        for (path, mine, theirs) in documents(&app, &owner, &acme).await {
            let seen = owner.get(&path).await.header("etag").to_owned();
            assert!(seen.len() == 34 && seen.starts_with('"'), "{path}: {seen}");
            let change = |tag: String, body: Value| {
                let (owner, path) = (&owner, &path);
                async move { send(owner, Method::PATCH, path, ("if-match", &tag), Some(body)).await }
            };
            let changed = change(seen.clone(), theirs.clone()).await;
            assert_eq!(changed.status, 200, "{path}: {changed}");
            let now = owner.get(&path).await;
            assert_eq!(changed.header("etag"), now.header("etag"), "{path}: the answer's tag is the new state's");
            assert_ne!(now.header("etag"), seen);

            let refused = change(seen, mine.clone()).await;
            assert_eq!(refused.to_string(), "412 precondition_failed", "{path}");
            assert_eq!(refused.value()["current"], now.value(), "{path}");
            assert_eq!(owner.get(&path).await.text, now.text, "{path}: nothing was done");
            assert_eq!(change(format!("W/{}", now.header("etag")), mine.clone()).await.status, 412, "{path}: a weak tag");
            assert_eq!(change(format!("\"x\", {}", now.header("etag")), mine).await.status, 200, "{path}: one of two");
            assert_eq!(change("*".into(), theirs).await.status, 200, "{path}: any state");
        }
    }

    async fn a_bot_that_was_changed_meanwhile_is_not_deleted_unseen(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let path = bot(&owner, &acme).await;
        let seen = owner.get(&path).await.header("etag").to_owned();
        owner.patch(&path, json!({"name": "Returns"})).await;
        let delete = |tag: String| {
            let (owner, path) = (&owner, &path);
            async move { send(owner, Method::DELETE, path, ("if-match", &tag), None).await.to_string() }
        };
        assert_eq!(delete(seen).await, "412 precondition_failed");
        let now = owner.get(&path).await.header("etag").to_owned();
        assert_eq!(delete(now).await, "204");
    }

    async fn whoever_has_the_state_is_not_sent_it_again(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let bot = bot(&owner, &acme).await;
        for path in [bot.clone(), format!("{bot}/draft"), acme.url("/bots"), "/api/v1/me".into()] {
            let tag = owner.get(&path).await.header("etag").to_owned();
            let again = send(&owner, Method::GET, &path, ("if-none-match", &format!("\"old\", W/{tag}")), None).await;
            assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", tag.as_str()), "{path}");
            let other = send(&owner, Method::GET, &path, ("if-none-match", "\"old\""), None).await;
            assert_eq!(other.status, 200, "{path}");
        }
        assert_eq!(owner.post(&acme.url("/bots"), json!({})).await.header("etag"), "", "a tag belongs to an address");
        let guess = send(&app.stranger().await, Method::GET, &bot, ("if-none-match", "*"), None).await;
        assert_eq!(guess.to_string(), "404 not_found", "it is no way to learn that something is there");
    }

    async fn of_two_changes_of_one_state_one_is_done(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let path = bot(&owner, &acme).await;
        for round in 0..5 {
            let tag = owner.get(&path).await.header("etag").to_owned();
            let rename = |name: String| {
                let (owner, path, tag) = (&owner, &path, &tag);
                let body = json!({"name": name});
                async move { send(owner, Method::PATCH, path, ("if-match", tag), Some(body)).await.status }
            };
            let (a, b) = tokio::join!(rename(format!("A {round}")), rename(format!("B {round}")));
            assert!(matches!((a, b), (200, 412) | (412, 200)), "{a} {b}");
        }
    }
}
