//! The frame around every request: headers, problem documents, limits, forged origins.

use std::time::Duration;

use api::config::Environment;
use api::platform::ring::Ring;
use api::platform::scope::Database;
use api::serve::{Background, Server};
use reqwest::Method;
use reqwest::header::{CONTENT_TYPE, ORIGIN};
use serde_json::json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::pipeline::bench::Bench;
use crate::support::{Answer, Kind, TestApp, on_both};

const SIGN_IN: &str = "/api/v1/sign-in";

on_both! {
    async fn every_answer_has_the_security_headers(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.anyone();
        let owner = app.workspace("acme").await.owner().await;
        let answers = [
            browser.get("/").await,
            browser.get("/bots/anything").await,
            browser.get("/assets/gone.js").await,
            browser.get("/dev/mail").await,
            browser.get("/livez").await,
            browser.get("/api/openapi.json").await,
            browser.get("/api/docs").await,
            browser.get("/api/v1/instance").await,
            browser.get("/api/v1/me").await,
            owner.get("/api/v1/me").await,
            browser.get("/api/nothing").await,
            browser.get("/webhooks/nothing").await,
            browser.delete(SIGN_IN).await,
            browser.post(SIGN_IN, json!({})).await,
        ];
        for answer in answers {
            let csp = answer.header("content-security-policy");
            assert!(csp.starts_with("default-src 'none'") && !csp.contains("unsafe-inline") && !csp.contains(" 'unsafe-eval'"), "{csp}");
            assert!(csp.contains("frame-ancestors 'none'"), "{csp}");
            for (name, value) in [
                ("x-content-type-options", "nosniff"), ("referrer-policy", "no-referrer"),
                ("cross-origin-opener-policy", "same-origin"), ("cross-origin-resource-policy", "same-origin"),
            ] {
                assert_eq!(answer.header(name), value, "{}", answer.text);
            }
            assert!(answer.header("permissions-policy").contains("camera=()"));
            assert!(answer.header("x-request-id").starts_with("req_"));
            assert!(answer.headers.get("server").is_none() && answer.headers.get("access-control-allow-origin").is_none());
        }
        assert_eq!(owner.get("/api/v1/me").await.header("cache-control"), "no-store");
        assert_eq!(owner.get("/api/v1/me").await.header("content-type"), "application/json; charset=utf-8");
    }

    async fn what_cannot_be_answered_is_a_problem_document(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.anyone();
        let post = |content_type: &'static str, body: String| {
            let request = browser.request(Method::POST, SIGN_IN).header(CONTENT_TYPE, content_type).body(body);
            async move { Answer::of(request.send().await.unwrap()).await }
        };
        let cases = [
            (browser.get("/api").await, "404 not_found"),
            (browser.get("/api/v1/nothing").await, "404 not_found"),
            (browser.get("/api/../api/v1/nothing").await, "404 not_found"),
            (browser.get("/webhooks/meta").await, "404 not_found"),
            (browser.delete(SIGN_IN).await, "405 method_not_allowed"),
            (browser.get(SIGN_IN).await, "405 method_not_allowed"),
            (browser.send(Method::OPTIONS, SIGN_IN, None).await, "405 method_not_allowed"),
            (browser.send(Method::TRACE, "/", None).await, "405 method_not_allowed"),
            (browser.post("/", json!({})).await, "405 method_not_allowed"),
            (post("application/json", "{".into()).await, "400 bad_request"),
            (post("application/json", String::new()).await, "400 bad_request"),
            (post("application/json", "[]".into()).await, "422 invalid \"\""),
            (post("application/json", r#"{"email":"a@b.co","password":"x\u0000y"}"#.into()).await, "422 invalid \"\""),
            (post("application/json", r#"{"email":"a@b.co","password":"x","role":"owner"}"#.into()).await, "422 invalid \"\""),
            (post("text/plain", "{}".into()).await, "415 unsupported_media_type"),
            (post("application/x-www-form-urlencoded", "email=a".into()).await, "415 unsupported_media_type"),
            (post("application/json", format!("\"{}\"", "x".repeat(1 << 20))).await, "413 too_large"),
            (post("application/json", format!("\"{}\"", "x".repeat(10 << 20))).await, "413 too_large"),
        ];
        for (answer, wanted) in cases {
            assert_eq!(answer.to_string(), wanted, "{}", answer.text);
            assert_eq!(answer.header("content-type"), "application/problem+json; charset=utf-8");
            let problem = answer.value();
            assert_eq!(problem["status"], answer.status);
            assert_eq!(problem["request_id"], answer.header("x-request-id"));
        }
        assert_eq!(browser.get(SIGN_IN).await.header("allow"), "POST");
        assert_eq!(browser.delete("/api/v1/me").await.header("allow"), "GET, PATCH");
    }

    async fn a_state_change_from_elsewhere_is_refused_before_anything_else(kind: Kind) {
        let app = TestApp::new(kind).await;
        let owner = app.workspace("acme").await.owner().await;
        let plain = |origin: Option<&str>, mark: bool| {
            let mut request = app.client.patch(app.url("/api/v1/me")).body("{}").header(CONTENT_TYPE, "application/json");
            for (name, value) in &owner.cookies {
                request = request.header("cookie", format!("{name}={value}"));
            }
            if let Some(origin) = origin {
                request = request.header(ORIGIN, origin);
            }
            if mark { request.header("x-mgs-request", "1") } else { request }
        };
        let origin = app.state().origin();
        for request in [plain(None, true), plain(Some("https://evil.example"), true), plain(Some("null"), true), plain(Some(&origin), false)] {
            assert_eq!(Answer::of(request.send().await.unwrap()).await.to_string(), "403 cross_site");
        }
        assert_eq!(Answer::of(plain(Some(&origin), true).send().await.unwrap()).await.status, 200);
        let other_host = plain(Some("https://evil.example"), true).header("host", "evil.example");
        assert_eq!(Answer::of(other_host.send().await.unwrap()).await.to_string(), "403 cross_site");
    }

    async fn addresses_of_the_dashboard_answer_with_the_page_and_never_under_api(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.anyone();
        for path in ["/", "/bots", "/w/x/y/z", "/apiary"] {
            let answer = browser.get(path).await;
            assert_eq!((answer.status, answer.header("content-type")), (200, "text/html; charset=utf-8"), "{path}");
        }
        for path in ["/.gitkeep", "/.git/config", "/.env"] {
            assert!(!browser.get(path).await.text.contains("[core]"), "{path}");
        }
        assert_eq!(browser.get("/assets/nothing.js").await.status, 404);
    }

    async fn the_api_reference_allows_its_own_scripts_and_nothing_else(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.anyone();
        let page = browser.get("/api/docs").await;
        assert_eq!((page.status, page.header("content-type")), (200, "text/html; charset=utf-8"));
        assert_eq!(
            page.header("content-security-policy"),
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; \
             form-action 'self'; base-uri 'none'; object-src 'none'; frame-ancestors 'none'"
        );
        assert_eq!(browser.post("/api/docs", json!({})).await.to_string(), "405 method_not_allowed");
        // Its file has no address of its own, where the dashboard's policy would hold.
        assert_eq!(browser.get("/reference.html").await.text, browser.get("/").await.text);
        let document = browser.get("/api/openapi.json").await;
        assert_eq!((document.status, document.value()["openapi"].as_str()), (200, Some("3.1.0")));
    }

    async fn the_server_says_when_it_is_ready(kind: Kind) {
        let app = TestApp::new(kind).await;
        assert_eq!(app.anyone().get("/livez").await.status, 200);
        assert_eq!(app.anyone().get("/readyz").await.status, 200);
        app.state().is_ready.store(false, std::sync::atomic::Ordering::Relaxed);
        assert_eq!(app.anyone().get("/livez").await.status, 200);
        assert_eq!(app.anyone().get("/readyz").await.status, 503);
        let url = format!("http://{}/metrics", app.server().metrics);
        let metrics = app.client.get(url).send().await.unwrap().text().await.unwrap();
        assert!(metrics.contains("http_requests_total"), "{metrics}");
        assert_eq!(app.anyone().get("/metrics").await.header("content-type"), "text/html; charset=utf-8", "not here");
    }

    async fn a_second_server_on_the_same_file_is_refused(kind: Kind) {
        let app = TestApp::new(kind).await;
        let config = app.state().config.clone();
        if matches!(config.database, Database::Postgres(_)) {
            return;
        }
        let error = Server::start(config, app.clock.clone(), Background::ByHand).await.err().unwrap();
        assert!(error.to_string().contains("another server is running on"), "{error}");
    }

    async fn a_server_that_stopped_makes_way_though_somebody_still_holds_its_state(kind: Kind) {
        let mut app = TestApp::new(kind).await;
        let _held = app.state().clone();
        app.restart().await;
        assert_eq!(app.anyone().get("/readyz").await.status, 200);
    }

    async fn on_one_machine_both_names_of_it_are_our_origin(kind: Kind) {
        let app = TestApp::new(kind).await;
        let owner = app.workspace("acme").await.owner().await;
        let port = app.server().address.port();
        for (origin, status) in [("localhost", 200), ("127.0.0.1", 200), ("127.0.0.2", 403)] {
            let mut request = app.client.patch(app.url("/api/v1/me")).body("{}").header(CONTENT_TYPE, "application/json");
            request = request.header("x-mgs-request", "1").header(ORIGIN, format!("http://{origin}:{port}"));
            for (name, value) in &owner.cookies {
                request = request.header("cookie", format!("{name}={value}"));
            }
            assert_eq!(request.send().await.unwrap().status(), status, "{origin}");
        }
    }

    async fn in_production_the_api_is_there_over_https_only(kind: Kind) {
        let app = TestApp::with(kind, |settings| {
            Ring::create(&settings.data_dir.clone().unwrap().join("key-ring")).unwrap();
            settings.env = Some(Environment::Production);
            settings.public_url = Some("https://wa.example.com".into());
            settings.smtp_url = Some("smtps://mail.invalid".into());
            settings.mail_from = Some("MGS WA <no-reply@example.com>".into());
            settings.metrics_listen = "127.0.0.1:0".parse().ok();
            settings.trusted_proxies = Some("127.0.0.1".into());
        }).await;
        let get = |path: &str| app.anyone().request(Method::GET, path);
        let plain = Answer::of(get("/api/v1/me").send().await.unwrap()).await;
        assert_eq!(plain.to_string(), "403 cross_site");
        let by_proxy = get("/api/v1/me").header("x-forwarded-proto", "https").send().await.unwrap();
        assert_eq!(Answer::of(by_proxy).await.to_string(), "401 unauthenticated");
        assert_eq!(plain.header("strict-transport-security"), "max-age=31536000; includeSubDomains");
        assert_eq!(app.anyone().get("/dev/mail").await.status, 404);
    }
}

/// Writes to a socket of its own, and reads what is answered until the server closes it: the status, 0 when there is none.
async fn raw(app: &TestApp, head: &str) -> u16 {
    let mut socket = TcpStream::connect(app.server().address).await.unwrap();
    // The server may have said enough before everything is written, and then takes no more.
    let _ = socket.write_all(head.as_bytes()).await;
    let mut answer = Vec::new();
    let read = tokio::time::timeout(Duration::from_secs(40), socket.read_to_end(&mut answer)).await;
    let _ = read.expect("the server waits for ever");
    let answer = String::from_utf8_lossy(&answer).into_owned();
    answer.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or_default()
}

/// Its time is spent waiting, all at once: that is what is tested.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn whoever_is_slow_is_told_and_cut_off() {
    let bench = Bench::still(Kind::Sqlite).await;
    let app = &bench.app;
    let post = |path: &str, rest: &str| format!("POST {path} HTTP/1.1\r\nhost: localhost\r\n{rest}");
    let webhook = bench.url.rsplit_once("/webhooks").unwrap().1;
    let body = "content-type: application/json\r\ncontent-length: 100\r\n\r\n{\"a\":";
    let chunk = "content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n5\r\n{\"a\":\r\n";
    let ours = format!("x-mgs-request: 1\r\norigin: {}\r\n", app.state().origin());
    let cases = [
        (post(SIGN_IN, ""), 408, "a head that does not end"),
        (post(SIGN_IN, &format!("{ours}{body}")), 408, "a body that does not end"),
        (post(SIGN_IN, &format!("{ours}{chunk}")), 408, "chunks that do not end"),
        (post(&format!("/webhooks{webhook}"), body), 408, "a webhook that does not end"),
        (
            post(SIGN_IN, "content-length: 5\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n"),
            400,
            "two lengths",
        ),
        (post(SIGN_IN, &format!("x: {}\r\n\r\n", "y".repeat(200_000))), 431, "a head without measure"),
    ];
    let answers = cases.iter().map(|(request, ..)| raw(app, request));
    let answers = futures_util::future::join_all(answers).await;
    for (status, (_, wanted, what)) in answers.iter().zip(&cases) {
        assert_eq!(status, wanted, "{what}");
    }
    assert!(bench.events().await.is_empty());
    assert_eq!(app.anyone().get("/livez").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_address_has_only_so_many_connections() {
    let app = TestApp::with(Kind::Sqlite, |settings| settings.connections_per_ip = Some(2)).await;
    let get = "GET /livez HTTP/1.1\r\nhost: localhost\r\n\r\n";
    let mut sockets = Vec::new();
    for _ in 0..3 {
        sockets.push(TcpStream::connect(app.server().address).await.unwrap());
    }
    let mut n_answered = 0;
    for socket in &mut sockets {
        // Closed by the server: nothing comes, or the system says that it was reset.
        let _ = socket.write_all(get.as_bytes()).await;
        n_answered += usize::from(socket.read(&mut [0; 16]).await.is_ok_and(|n| n > 0));
    }
    assert_eq!(n_answered, 2);
    drop(sockets);
    let answered = async || {
        let mut socket = TcpStream::connect(app.server().address).await.unwrap();
        let _ = socket.write_all(get.as_bytes()).await;
        socket.read(&mut [0; 16]).await.is_ok_and(|n| n > 0)
    };
    let until_answered = async { while !answered().await {} };
    tokio::time::timeout(Duration::from_secs(20), until_answered)
        .await
        .expect("its share was not given back");
}
