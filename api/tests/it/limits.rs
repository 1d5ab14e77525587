//! Limits on requests: told in headers, kept by address, session, key and workspace.

use chrono::TimeDelta;
use serde_json::json;
use shared::Permission;

use crate::support::{Answer, Kind, TestApp, on_both};

fn told(answer: &Answer) -> (&str, &str) {
    (answer.header("ratelimit-policy"), answer.header("ratelimit"))
}

on_both! {
    async fn a_session_is_told_what_is_left_and_then_when_to_come_back(kind: Kind) {
        let app = TestApp::with(kind, |settings| settings.limit_session = Some(3)).await;
        let (browser, other) = (app.stranger().await, app.stranger().await);
        let first = browser.get("/api/v1/me").await;
        assert_eq!(told(&first), ("\"session\";q=3;w=60", "\"session\";r=2;t=20"));
        browser.get("/api/v1/me").await;
        assert_eq!(told(&browser.get("/api/v1/me").await).1, "\"session\";r=0;t=60");
        let refused = browser.get("/api/v1/me").await;
        assert_eq!((refused.to_string().as_str(), refused.header("retry-after")), ("429 too_many_requests", "20"));
        assert_eq!(told(&refused).1, "\"session\";r=0;t=60");
        assert_eq!(other.get("/api/v1/me").await.status, 200, "each by itself");
        app.clock.advance(TimeDelta::seconds(20));
        assert_eq!(browser.get("/api/v1/me").await.status, 200);
        assert_eq!(browser.get("/api/v1/me").await.status, 429);
    }

    async fn an_address_is_held_where_nobody_is_signed_in(kind: Kind) {
        let app = TestApp::with(kind, |settings| {
            settings.limit_address = Some(2);
            settings.trusted_proxies = Some("127.0.0.1".into());
        }).await;
        let browser = app.stranger().await;
        let from = |address: &'static str, path: &'static str| {
            let request = app.anyone().request(reqwest::Method::GET, path).header("x-forwarded-for", address);
            async move { Answer::of(request.send().await.unwrap()).await }
        };
        assert_eq!(from("203.0.113.1", "/api/v1/instance").await.status, 200);
        assert_eq!(from("203.0.113.1", "/api/v1/me").await.status, 401, "a failed try counts as well");
        assert_eq!(from("203.0.113.1", "/api/v1/instance").await.to_string(), "429 too_many_requests");
        assert_eq!(from("203.0.113.1", "/api/v1/me").await.to_string(), "429 too_many_requests");
        assert_eq!(from("198.51.100.1, 203.0.113.1", "/api/v1/instance").await.status, 429, "nobody names another address");
        assert_eq!(from("203.0.113.2", "/api/v1/instance").await.status, 200);
        for address in ["2001:db8:1:2::1", "2001:db8:1:2:ffff::2"] {
            assert_eq!(from(address, "/api/v1/instance").await.status, 200);
        }
        assert_eq!(from("2001:db8:1:2:3::3", "/api/v1/instance").await.status, 429, "a network of IPv6 is one customer");
        assert_eq!(browser.get("/api/v1/me").await.status, 200, "who is signed in is counted apart");
        assert_eq!(from("203.0.113.1", "/livez").await.status, 200);
    }

    async fn a_key_has_its_limit_and_all_keys_of_a_workspace_another(kind: Kind) {
        let app = TestApp::with(kind, |settings| {
            settings.limit_key = Some(2);
            settings.limit_workspace = Some(3);
        }).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let programs = [acme.program(&[Permission::WorkspaceRead]).await, acme.program(&[Permission::WorkspaceRead]).await];
        let first = programs[0].get(&acme.url("")).await;
        assert_eq!(told(&first).1, "\"key\";r=1;t=30, \"workspace\";r=2;t=20");
        programs[0].get(&acme.url("")).await;
        assert_eq!(programs[0].get(&acme.url("")).await.status, 429);
        assert_eq!(programs[1].get(&acme.url("")).await.status, 200);
        let refused = programs[1].get(&acme.url("")).await;
        assert_eq!((refused.status, refused.value()["detail"].as_str().unwrap().contains("workspace")), (429, true));
        let elsewhere = other.program(&[Permission::WorkspaceRead]).await;
        assert_eq!(elsewhere.get(&other.url("")).await.status, 200, "another workspace has its own");
        assert_eq!(acme.viewer().await.get(&acme.url("")).await.status, 200, "people are not held up by programs");
        assert_eq!(elsewhere.patch(&other.url(""), json!({})).await.to_string(), "403 forbidden: workspace.update");
    }
}
