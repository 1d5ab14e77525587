//! From sign-up to sign-out.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::account::Me;

use crate::support::{Actor, Kind, TestApp, on_both};

pub const PASSWORD: &str = "correct horse battery staple";

pub fn sign_up(email: &str) -> Value {
    json!({"name": "Asha Patel", "email": email, "phone": "+91 98123 45678", "business_name": "Maa Bakery",
        "password": PASSWORD, "time_zone": "Asia/Kolkata"})
}

pub fn sign_in(email: &str) -> Value {
    json!({"email": email, "password": PASSWORD})
}

/// What stands after `#` in the link of the latest mail.
fn latest_token(app: &TestApp) -> String {
    let mails = app.mails();
    let mail = mails.last().unwrap();
    let link = mail.split_whitespace().find(|word| word.contains('#')).unwrap();
    link.split_once('#').unwrap().1.to_owned()
}

/// Signs up and follows the link.
pub async fn a_verified_user<'a>(app: &'a TestApp, email: &str) -> Actor<'a> {
    let mut browser = app.anyone();
    assert_eq!(browser.post("/api/v1/sign-up", sign_up(email)).await.status, 202);
    app.run_jobs().await;
    let answer = browser.post("/api/v1/verify", json!({"token": latest_token(app)})).await;
    assert_eq!(answer.status, 200, "{answer}");
    browser.keep(&answer);
    browser
}

on_both! {
    async fn a_newcomer_signs_up_follows_the_link_and_is_in(kind: Kind) {
        let app = TestApp::new(kind).await;
        let mut browser = a_verified_user(&app, "Asha@Example.com").await;
        let me: Me = browser.get("/api/v1/me").await.json();
        assert_eq!((me.name.as_str(), me.email.as_str(), me.phone.as_str()), ("Asha Patel", "Asha@Example.com", "+919812345678"));
        assert_eq!(me.workspaces.len(), 1);
        let workspace = browser.get(&format!("/api/v1/workspaces/{}", me.workspaces[0].workspace_id)).await.value();
        assert_eq!((&workspace["name"], &workspace["time_zone"], &workspace["role"]), (&json!("Maa Bakery"), &json!("Asia/Kolkata"), &json!("owner")));

        let out = browser.post("/api/v1/sign-out", json!({})).await;
        assert_eq!(out.status, 204);
        assert_eq!(browser.get("/api/v1/me").await.code(), "unauthenticated", "at once, with the cookies kept");
        browser.keep(&out);
        assert!(browser.cookies.is_empty());
        let again = browser.post("/api/v1/sign-in", sign_in("asha@example.com")).await;
        browser.keep(&again);
        assert_eq!(browser.get("/api/v1/me").await.status, 200);
    }

    async fn a_known_and_an_unknown_address_are_answered_alike(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "a@example.com").await;
        app.clock.advance(TimeDelta::minutes(1));
        let browser = app.anyone();
        for path in ["/api/v1/verification-mails", "/api/v1/password-reset-mails"] {
            let known = browser.post(path, json!({"email": "a@example.com"})).await;
            let unknown = browser.post(path, json!({"email": "b@example.com"})).await;
            assert_eq!((known.status, known.text), (unknown.status, unknown.text));
        }
        let known = browser.post("/api/v1/sign-up", sign_up("A@example.com")).await;
        let unknown = browser.post("/api/v1/sign-up", sign_up("b@example.com")).await;
        assert_eq!((known.status, known.text), (unknown.status, unknown.text));
        let wrong = |email: &str| json!({"email": email, "password": "not the right password"});
        let known = browser.post("/api/v1/sign-in", wrong("a@example.com")).await;
        let unknown = browser.post("/api/v1/sign-in", wrong("c@example.com")).await;
        assert_eq!((known.to_string(), unknown.to_string()), ("401 wrong_credentials".into(), "401 wrong_credentials".into()));
        app.run_jobs().await;
        let subjects: Vec<_> = app.mails().iter()
            .map(|mail| mail.lines().find_map(|line| line.strip_prefix("Subject: ")).unwrap().to_owned()).collect();
        assert_eq!(subjects, ["Verify your address", "Set a new password", "You already have an account", "Verify your address"]);
    }

    async fn a_link_is_good_once_for_its_purpose_and_for_a_while(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.anyone();
        browser.post("/api/v1/sign-up", sign_up("a@example.com")).await;
        app.run_jobs().await;
        let first = latest_token(&app);
        let verify = |token: String| browser.post("/api/v1/verify", json!({"token": token}));
        assert_eq!(browser.post("/api/v1/password-reset", json!({"token": first, "password": PASSWORD})).await.code(), "link_invalid");
        app.clock.advance(TimeDelta::minutes(1));
        browser.post("/api/v1/verification-mails", json!({"email": "a@example.com"})).await;
        app.run_jobs().await;
        let second = latest_token(&app);
        assert_ne!(first, second);
        let (id, secret) = second.split_once('.').unwrap();
        for bad in [
            format!("{id}."), id.to_owned(), secret.to_owned(), format!("{id}.{}", &secret[1..]), format!("{second}x"),
            format!("{id}.{}", "A".repeat(43)), "x".into(), format!("00000000000000000000000000000000.{secret}"),
        ] {
            assert_eq!(verify(bad.clone()).await.to_string(), "422 link_invalid", "{bad}");
        }
        for body in [json!({}), json!({"token": null}), json!({"token": [second]}), json!({"token": {}})] {
            assert_eq!(browser.post("/api/v1/verify", body).await.status, 422);
        }
        assert_eq!(verify(second.clone()).await.status, 200);
        assert_eq!(verify(second).await.code(), "link_invalid", "once");
        assert_eq!(verify(first).await.code(), "link_invalid", "and no other one of the account afterwards");

        browser.post("/api/v1/sign-up", sign_up("late@example.com")).await;
        app.run_jobs().await;
        app.clock.advance(TimeDelta::hours(24));
        assert_eq!(verify(latest_token(&app)).await.code(), "link_invalid", "too late");
    }

    async fn a_new_password_ends_every_session_and_the_old_password(kind: Kind) {
        let app = TestApp::new(kind).await;
        let mut browser = a_verified_user(&app, "a@example.com").await;
        let elsewhere = app.anyone().post("/api/v1/sign-in", sign_in("a@example.com")).await;
        app.clock.advance(TimeDelta::minutes(1));
        browser.post("/api/v1/password-reset-mails", json!({"email": "a@example.com"})).await;
        app.run_jobs().await;
        let token = latest_token(&app);
        let reset = |password: &str| browser.post("/api/v1/password-reset", json!({"token": token, "password": password}));
        assert_eq!(reset("short").await.to_string(), "422 invalid \"/password\"");
        assert_eq!(reset("a new one, quite long").await.status, 204);
        assert_eq!(reset("a new one, quite long").await.code(), "link_invalid");
        assert_eq!(browser.get("/api/v1/me").await.code(), "unauthenticated");
        let mut other = app.anyone();
        other.keep(&elsewhere);
        assert_eq!(other.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        assert_eq!(browser.post("/api/v1/sign-in", sign_in("a@example.com")).await.code(), "wrong_credentials");
        let again = browser.post("/api/v1/sign-in", json!({"email": "a@example.com", "password": "a new one, quite long"})).await;
        browser.keep(&again);
        assert_eq!(browser.get("/api/v1/me").await.status, 200);

        app.clock.advance(TimeDelta::minutes(1));
        browser.post("/api/v1/password-reset-mails", json!({"email": "a@example.com"})).await;
        app.run_jobs().await;
        app.clock.advance(TimeDelta::minutes(30));
        let late = json!({"token": latest_token(&app), "password": "another one, quite long"});
        assert_eq!(browser.post("/api/v1/password-reset", late).await.code(), "link_invalid", "30 minutes");
    }

    async fn an_address_must_be_verified_before_anybody_signs_in(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.anyone();
        browser.post("/api/v1/sign-up", sign_up("a@example.com")).await;
        app.run_jobs().await;
        app.clock.advance(TimeDelta::minutes(1));
        let answer = browser.post("/api/v1/sign-in", sign_in("a@example.com")).await;
        assert_eq!((answer.to_string().as_str(), answer.cookies().len()), ("403 not_verified", 0));
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 2, "another mail");
        assert_eq!(browser.post("/api/v1/verify", json!({"token": latest_token(&app)})).await.status, 200);
    }

    async fn a_password_set_by_somebody_else_before_the_owner_came_is_worthless(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.anyone();
        browser.post("/api/v1/sign-up", sign_up("victim@example.com")).await;
        let mut theirs = sign_up("victim@example.com");
        theirs["password"] = json!("what the owner chose");
        browser.post("/api/v1/sign-up", theirs).await;
        app.run_jobs().await;
        assert_eq!(browser.post("/api/v1/verify", json!({"token": latest_token(&app)})).await.status, 200);
        for password in [PASSWORD, "what the owner chose"] {
            let answer = browser.post("/api/v1/sign-in", json!({"email": "victim@example.com", "password": password})).await;
            assert_eq!(answer.code(), "wrong_credentials", "both are told to set one by mail");
        }
    }

    async fn cookies_are_bound_to_this_host_and_out_of_reach_of_scripts(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "a@example.com").await;
        let answer = app.anyone().post("/api/v1/sign-in", sign_in("a@example.com")).await;
        let lines: Vec<_> = answer.headers.get_all("set-cookie").iter().map(|v| v.to_str().unwrap()).collect();
        assert_eq!(lines.len(), 2);
        for line in lines {
            assert!(line.starts_with("__Host-mgs_"), "{line}");
            for attribute in ["; HttpOnly", "; Secure", "; SameSite=Lax", "; Path=/", "; Max-Age="] {
                assert!(line.contains(attribute), "{line}");
            }
            assert!(!line.contains("Domain"), "{line}");
        }
    }

    async fn twenty_refreshes_at_once_give_one_successor_and_sign_nobody_out(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.stranger().await;
        let refreshes = (0..20).map(|_| browser.post("/api/v1/session/refresh", json!({})));
        let answers = futures_util::future::join_all(refreshes).await;
        let mut successors: Vec<_> = answers.iter().map(|answer| {
            assert_eq!(answer.status, 204, "{answer}");
            answer.cookies().into_iter().find(|(name, _)| name == "__Host-mgs_refresh").unwrap().1
        }).collect();
        successors.dedup();
        assert_eq!(successors.len(), 1);
        for answer in &answers {
            let mut next = browser.clone();
            next.keep(answer);
            assert_eq!(next.get("/api/v1/me").await.status, 200, "nobody is signed out");
        }
        let mut next = browser.clone();
        next.keep(&answers[0]);
        assert_eq!(next.post("/api/v1/session/refresh", json!({})).await.status, 204);
    }

    async fn a_spent_refresh_token_ends_its_family_and_the_person_is_told(kind: Kind) {
        let app = TestApp::new(kind).await;
        let thief = app.stranger().await;
        let mut browser = thief.clone();
        let first = browser.post("/api/v1/session/refresh", json!({})).await;
        browser.keep(&first);
        app.clock.advance(TimeDelta::seconds(10));
        assert_eq!(thief.post("/api/v1/session/refresh", json!({})).await.status, 204, "requests may cross for 10 s");
        let unknown = {
            let mut other = thief.clone();
            other.cookies[1].1 = format!("{}.{}", thief.session.unwrap(), "A".repeat(43));
            other
        };
        assert_eq!(unknown.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        assert_eq!(browser.get("/api/v1/me").await.status, 200, "a made-up token ends nothing");
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(thief.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        assert_eq!(browser.get("/api/v1/me").await.code(), "unauthenticated", "its access token as well");
        assert_eq!(browser.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        app.run_jobs().await;
        assert!(app.mails()[0].contains("A session was ended to protect you"));
    }

    async fn an_early_token_of_a_long_chain_is_recognised(kind: Kind) {
        let app = TestApp::new(kind).await;
        let thief = app.stranger().await;
        let mut browser = thief.clone();
        for _ in 0..5 {
            app.clock.advance(TimeDelta::minutes(10));
            let answer = browser.post("/api/v1/session/refresh", json!({})).await;
            browser.keep(&answer);
        }
        assert_eq!(browser.get("/api/v1/me").await.status, 200);
        assert_eq!(thief.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        assert_eq!(browser.get("/api/v1/me").await.code(), "unauthenticated");
        app.run_jobs().await;
    }

    async fn a_session_ends_when_it_idles_and_at_the_latest_after_thirty_days(kind: Kind) {
        let app = TestApp::new(kind).await;
        let idle = app.stranger().await;
        let mut busy = app.stranger().await;
        for _ in 0..4 {
            app.clock.advance(TimeDelta::days(6));
            let answer = busy.post("/api/v1/session/refresh", json!({})).await;
            assert_eq!(answer.status, 204);
            busy.keep(&answer);
        }
        assert_eq!(idle.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        app.clock.advance(TimeDelta::days(6));
        assert_eq!(busy.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        assert_eq!(busy.get("/api/v1/me").await.code(), "unauthenticated");
    }

    async fn an_access_token_lives_ten_minutes(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.stranger().await;
        app.clock.advance(TimeDelta::seconds(599));
        assert_eq!(browser.get("/api/v1/me").await.status, 200);
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(browser.get("/api/v1/me").await.code(), "unauthenticated");
    }

    async fn guessing_is_slowed_down_and_never_locked_out(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "a@example.com").await;
        let browser = app.anyone();
        for email in ["a@example.com", "nobody@example.com"] {
            let wrong = json!({"email": email, "password": "not the right password"});
            for _ in 0..3 {
                assert_eq!(browser.post("/api/v1/sign-in", wrong.clone()).await.code(), "wrong_credentials");
            }
            let locked = browser.post("/api/v1/sign-in", sign_in(email)).await;
            assert_eq!((locked.code().as_str(), locked.header("retry-after")), ("too_many_requests", "1"));
        }
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(browser.post("/api/v1/sign-in", sign_in("a@example.com")).await.status, 200);
        app.run_jobs().await;
    }

    async fn sign_up_can_be_closed_and_then_an_operator_makes_the_first_owner(kind: Kind) {
        let app = TestApp::with(kind, |settings| settings.sign_up = Some(shared::account::SignUpPolicy::Invite)).await;
        let mut browser = app.anyone();
        assert_eq!(browser.get("/api/v1/instance").await.value()["sign_up"], "invite");
        assert_eq!(browser.post("/api/v1/sign-up", sign_up("a@example.com")).await.to_string(), "403 sign_up_closed");
        let owner: api::accounts::NewOwner = serde_json::from_value(sign_up("a@example.com")).unwrap();
        api::accounts::create_owner(app.state(), owner.clone()).await.unwrap();
        assert!(api::accounts::create_owner(app.state(), owner).await.is_err(), "the address is taken");
        let answer = browser.post("/api/v1/sign-in", sign_in("A@Example.com")).await;
        browser.keep(&answer);
        let me: Me = browser.get("/api/v1/me").await.json();
        assert_eq!(me.workspaces[0].role, shared::Role::Owner);
    }

    async fn a_person_changes_their_name_and_phone_and_nothing_else(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.stranger().await;
        let me: Me = browser.patch("/api/v1/me", json!({"name": " Asha P. "})).await.json();
        assert_eq!(me.name, "Asha P.");
        let answer = browser.patch("/api/v1/me", json!({"phone": "12", "name": ""})).await;
        assert_eq!(answer.to_string(), "422 invalid \"/name\" \"/phone\"");
        assert_eq!(browser.patch("/api/v1/me", json!({"email": "b@example.com"})).await.status, 422);
    }

    async fn an_empty_phone_takes_the_phone_away_and_a_long_text_is_none(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.stranger().await;
        let patch = |phone: &'static str| browser.patch("/api/v1/me", json!({"phone": phone}));
        assert_eq!(patch("+91 98123-45678").await.value()["phone"], "+919812345678");
        let long = patch("+91 (98123) - (45678)").await;
        assert_eq!(long.to_string(), "422 invalid \"/phone\"", "21 characters, and the document says 20");
        assert_eq!(patch("").await.value()["phone"], "");
    }

    async fn a_workspace_is_changed_by_those_who_may(kind: Kind) {
        let app = TestApp::new(kind).await;
        let workspace = app.workspace("acme").await;
        let (owner, viewer) = (workspace.owner().await, workspace.viewer().await);
        let change = json!({"name": "Acme Ltd", "time_zone": "Europe/Berlin"});
        assert_eq!(viewer.patch(&workspace.url(""), change.clone()).await.to_string(), "403 forbidden: workspace.update");
        assert_eq!(owner.patch(&workspace.url(""), change).await.value()["time_zone"], "Europe/Berlin");
        let seen = viewer.get(&workspace.url("")).await.value();
        assert_eq!((&seen["name"], &seen["role"]), (&json!("Acme Ltd"), &json!("viewer")));
        let wrong = json!({"name": " ", "time_zone": "Mars/Olympus Mons", "language": "Klingon"});
        assert_eq!(owner.patch(&workspace.url(""), wrong).await.to_string(), "422 invalid \"/name\" \"/time_zone\" \"/language\"");
    }
}
