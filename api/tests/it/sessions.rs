//! The browsers somebody is signed in with: seen, ended, renewed.

use std::time::Duration;

use chrono::TimeDelta;
use reqwest::Method;
use reqwest::header::ORIGIN;
use serde_json::{Value, json};
use shared::Page;
use shared::account::{Me, Session};

use crate::accounts::{PASSWORD, a_verified_user, sign_in};
use crate::events::Stream;
use crate::support::{Actor, Answer, Kind, TestApp, on_both};

const FIREFOX: &str = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0";
const SESSIONS: &str = "/api/v1/me/sessions";
/// How long what was ended may live on.
const AT_MOST: Duration = Duration::from_secs(5);

/// Signs in with a browser that calls itself `agent`.
async fn signed_in<'a>(app: &'a TestApp, email: &str, agent: &str) -> Actor<'a> {
    let mut browser = app.anyone();
    let request = browser.request(Method::POST, "/api/v1/sign-in").header("user-agent", agent);
    let answer = Answer::of(request.json(&sign_in(email)).send().await.unwrap()).await;
    assert_eq!(answer.status, 200, "{answer}");
    browser.keep(&answer);
    browser
}

async fn sessions(browser: &Actor<'_>) -> Vec<Session> {
    browser.get(SESSIONS).await.json::<Page<Session>>().items
}

on_both! {
    async fn a_person_sees_their_browsers_and_which_one_this_is(kind: Kind) {
        let app = TestApp::new(kind).await;
        let first = a_verified_user(&app, "a@example.com").await;
        a_verified_user(&app, "b@example.com").await;
        let second = signed_in(&app, "a@example.com", FIREFOX).await;
        let seen = sessions(&second).await;
        let words = |session: &Session| (session.browser.clone(), session.system.clone(), session.ip.clone(), session.is_this);
        assert_eq!(seen.iter().map(words).collect::<Vec<_>>(), [
            (Some("Firefox 140".into()), Some("Windows".into()), "127.0.0.0/24".into(), true),
            (None, None, "127.0.0.0/24".into(), false),
        ]);
        assert_eq!(sessions(&first).await.iter().map(|s| s.is_this).collect::<Vec<_>>(), [false, true]);
        app.clock.advance(TimeDelta::minutes(7));
        let mut renewed = first.clone();
        renewed.keep(&first.post("/api/v1/session/refresh", json!({})).await);
        let seen = sessions(&renewed).await;
        assert_eq!(seen[1].last_seen_at - seen[1].signed_in_at, TimeDelta::minutes(7));
        let page: Page<Session> = renewed.get(&format!("{SESSIONS}?limit=1")).await.json();
        let next = format!("{SESSIONS}?limit=1&cursor={}", page.next_cursor.unwrap());
        assert_eq!(renewed.get(&next).await.json::<Page<Session>>().items, seen[1..]);
        let stranger = app.stranger().await;
        assert_eq!(stranger.get(&next).await.to_string(), "422 invalid \"cursor\"", "a cursor of somebody else");
        app.run_jobs().await;
    }

    async fn a_revoked_session_is_refused_at_once_and_its_stream_ends_within_five_seconds(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let this = acme.viewer().await;
        let user = this.user.unwrap();
        let (other, third) = (app.signed_in(user).await, app.signed_in(user).await);
        for browser in [&this, &other, &third] {
            assert_eq!(browser.get("/api/v1/me").await.status, 200, "and is remembered");
        }
        let mut stays = Stream::open(&third, &acme.url("/events"), None).await;
        let mut ends = Stream::open(&other, &acme.url("/events"), None).await;
        let path = format!("{SESSIONS}/{}", other.session.unwrap());
        assert_eq!(app.stranger().await.delete(&path).await.to_string(), "404 not_found", "not theirs");
        assert_eq!(this.delete(&path).await.status, 204);
        assert_eq!(other.get("/api/v1/me").await.code(), "unauthenticated");
        assert_eq!(other.get(&acme.url("")).await.code(), "unauthenticated");
        assert_eq!(other.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        let ended = tokio::time::timeout(AT_MOST, ends.next()).await;
        assert!(ended.expect("the stream goes on").is_none());
        assert_eq!(this.delete(&path).await.to_string(), "404 not_found", "once");

        this.patch("/api/v1/me", json!({"name": "Asha P."})).await;
        app.state().live.publish(acme.id, shared::live::LiveEvent::Reset {});
        assert_eq!(stays.next().await.unwrap().1, "reset", "the others go on");
        assert_eq!(this.delete(SESSIONS).await.status, 204);
        assert_eq!(third.get("/api/v1/me").await.code(), "unauthenticated");
        assert!(tokio::time::timeout(AT_MOST, stays.next()).await.expect("the stream goes on").is_none());
        assert_eq!(sessions(&this).await.len(), 1);
    }

    async fn a_spent_token_ends_the_streams_of_its_session(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let thief = acme.viewer().await;
        let mut browser = thief.clone();
        browser.keep(&thief.post("/api/v1/session/refresh", json!({})).await);
        let mut stream = Stream::open(&browser, &acme.url("/events"), None).await;
        app.clock.advance(TimeDelta::seconds(11));
        assert_eq!(thief.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        assert!(tokio::time::timeout(AT_MOST, stream.next()).await.expect("the stream goes on").is_none());
        assert_eq!(browser.get("/api/v1/me").await.code(), "unauthenticated");
        app.run_jobs().await;
    }

    async fn what_another_process_ends_is_refused_within_five_seconds(kind: Kind) {
        if kind == Kind::Sqlite {
            // One process by design.
            return;
        }
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let this = acme.viewer().await;
        let other = app.signed_in(this.user.unwrap()).await;
        assert_eq!(other.get("/api/v1/me").await.status, 200, "and is remembered");
        let mut stream = Stream::open(&other, &acme.url("/events"), None).await;
        let elsewhere = app.another_server().await;
        let path = format!("{SESSIONS}/{}", other.session.unwrap());
        let answer = at(&app, &elsewhere, &this, Method::DELETE, &path).await;
        assert_eq!(answer.status, 204, "{answer}");
        assert!(tokio::time::timeout(AT_MOST, stream.next()).await.expect("the stream goes on").is_none());
        app.clock.advance(TimeDelta::milliseconds(5_001));
        assert_eq!(other.get("/api/v1/me").await.code(), "unauthenticated");
        elsewhere.stop().await;
    }

    async fn twenty_refreshes_at_two_processes_give_one_successor(kind: Kind) {
        if kind == Kind::Sqlite {
            return;
        }
        let app = TestApp::new(kind).await;
        let browser = app.stranger().await;
        let elsewhere = app.another_server().await;
        let here = (0..10).map(|_| browser.post("/api/v1/session/refresh", json!({})));
        let there = (0..10).map(|_| at(&app, &elsewhere, &browser, Method::POST, "/api/v1/session/refresh"));
        let (here, there) = tokio::join!(
            futures_util::future::join_all(here), futures_util::future::join_all(there)
        );
        let mut successors: Vec<_> = here.iter().chain(&there).map(|answer| {
            assert_eq!(answer.status, 204, "{answer}");
            answer.cookies().into_iter().find(|(name, _)| name == "__Host-mgs_refresh").unwrap().1
        }).collect();
        successors.dedup();
        assert_eq!(successors.len(), 1);
        let mut next = browser.clone();
        next.keep(&here[0]);
        assert_eq!(next.get("/api/v1/me").await.status, 200, "nobody is signed out");
        elsewhere.stop().await;
    }

    async fn a_sign_in_unlike_the_ones_before_is_told_by_mail(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "a@example.com").await;
        signed_in(&app, "a@example.com", "").await;
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 1, "the same browser at the same place");
        signed_in(&app, "a@example.com", FIREFOX).await;
        app.run_jobs().await;
        let mail = app.mails().pop().unwrap();
        for words in ["Subject: A new sign-in to your account", "Firefox 140 on Windows", "127.0.0.0/24"] {
            assert!(mail.contains(words), "{mail}");
        }
        assert!(!mail.contains("wrong password"), "{mail}");

        let wrong = json!({"email": "a@example.com", "password": "not the right password"});
        for _ in 0..3 {
            app.anyone().post("/api/v1/sign-in", wrong.clone()).await;
        }
        app.clock.advance(TimeDelta::seconds(1));
        signed_in(&app, "a@example.com", FIREFOX).await;
        app.run_jobs().await;
        assert!(app.mails().pop().unwrap().contains("after 3 wrong passwords"));
        assert_eq!(app.mails().len(), 3);
    }

    async fn a_person_sees_which_sign_ins_were_unusual(kind: Kind) {
        let app = TestApp::with(kind, |settings| settings.trusted_proxies = Some("127.0.0.0/8".into())).await;
        a_verified_user(&app, "a@example.com").await;
        let guess = |address: &'static str| {
            let body = json!({"email": "a@example.com", "password": "not the right password"});
            let request = app.anyone().request(Method::POST, "/api/v1/sign-in").header("x-forwarded-for", address).json(&body);
            async move { assert_eq!(Answer::of(request.send().await.unwrap()).await.status, 401) }
        };
        let told = |answer: &Answer| answer.json::<Me>().wrong_passwords;
        let anyone = app.anyone();
        let right = || anyone.post("/api/v1/sign-in", sign_in("a@example.com"));
        guess("203.0.113.7").await;
        guess("203.0.113.7").await;
        assert_eq!(told(&right().await), None, "anybody mistypes twice");
        // Counted over days, and wherever from: who guesses slowly and elsewhere is seen as well.
        for address in ["203.0.113.7", "198.51.100.9", "192.0.2.1", "203.0.113.7"] {
            app.clock.advance(TimeDelta::hours(30));
            guess(address).await;
        }
        let answer = right().await;
        assert_eq!(told(&answer), Some(4));
        let mut browser = app.anyone();
        browser.keep(&answer);
        assert_eq!(browser.get("/api/v1/me").await.json::<Me>().wrong_passwords, None, "at the sign-in alone");
        signed_in(&app, "a@example.com", FIREFOX).await;
        let news: Vec<_> = sessions(&browser).await.iter().map(|s| (s.is_new, s.wrong_passwords)).collect();
        assert_eq!(news, [(true, 0), (false, 4), (false, 2), (false, 0)]);
        app.run_jobs().await;
        let mails = app.mails();
        let signed_in: Vec<_> = mails.iter().filter(|mail| mail.contains("Subject: A new sign-in")).collect();
        assert!(signed_in.len() == 2 && signed_in.iter().any(|mail| mail.contains("after 4 wrong passwords")), "{signed_in:?}");
    }

    async fn a_sensitive_act_needs_the_password_of_the_last_five_minutes(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = a_verified_user(&app, "a@example.com").await;
        let change = || browser.post("/api/v1/me/password", json!({"password": "a new one, quite long"}));
        let prove = |password: &str| browser.post("/api/v1/me/reauthentication", json!({"password": password}));
        assert_eq!(change().await.to_string(), "403 reauthentication_required", "a link proves no password");
        assert_eq!(prove("not the right password").await.to_string(), "422 invalid \"/password\"");
        assert_eq!(change().await.to_string(), "403 reauthentication_required");
        let proved: Value = prove(PASSWORD).await.value();
        assert!(proved["expires_at"].is_string());
        app.clock.advance(TimeDelta::minutes(5));
        assert_eq!(change().await.to_string(), "403 reauthentication_required");
        prove(PASSWORD).await;
        app.clock.advance(TimeDelta::seconds(299));
        let other = signed_in(&app, "a@example.com", "").await;
        assert_eq!(change().await.status, 204);
        assert_eq!(browser.get("/api/v1/me").await.status, 200, "this one goes on");
        assert_eq!(other.get("/api/v1/me").await.code(), "unauthenticated", "every other one ends");
        assert_eq!(app.anyone().post("/api/v1/sign-in", sign_in("a@example.com")).await.code(), "wrong_credentials");
        app.run_jobs().await;
        assert!(app.mails().pop().unwrap().contains("Your password was changed"));
    }

    async fn guesses_at_the_proof_count_like_those_at_the_door(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = a_verified_user(&app, "a@example.com").await;
        for _ in 0..3 {
            let answer = browser.post("/api/v1/me/reauthentication", json!({"password": "not the right one"})).await;
            assert_eq!(answer.to_string(), "422 invalid \"/password\"");
        }
        let locked = browser.post("/api/v1/me/reauthentication", json!({"password": PASSWORD})).await;
        assert_eq!((locked.code().as_str(), locked.header("retry-after")), ("too_many_requests", "1"));
        assert_eq!(app.anyone().post("/api/v1/sign-in", sign_in("a@example.com")).await.code(), "too_many_requests");
    }
}

/// Sends a request of a browser to another server of the same installation.
async fn at(
    app: &TestApp,
    server: &api::serve::Server,
    browser: &Actor<'_>,
    method: Method,
    path: &str,
) -> Answer {
    let cookies: Vec<_> = browser.cookies.iter().map(|(name, value)| format!("{name}={value}")).collect();
    let request = app
        .client
        .request(method, format!("http://{}{path}", server.address))
        .header("x-mgs-request", "1")
        .header(ORIGIN, server.state.origin())
        .header("cookie", cookies.join("; "));
    Answer::of(request.send().await.unwrap()).await
}
