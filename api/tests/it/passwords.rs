//! Passwords that are refused, guesses that are slowed down, and answers that tell nothing.

use api::entities::{session, user};
use api::platform::scope::Actor as Acting;
use api::platform::secret::Secret;
use chrono::TimeDelta;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use shared::account::Me;

use crate::accounts::{PASSWORD, a_verified_user, sign_in, sign_up};
use crate::support::{Kind, TestApp, on_both};

fn wrong(email: &str, password: &str) -> serde_json::Value {
    json!({"email": email, "password": password})
}

/// The link of the latest mail whose subject is this.
pub fn token_of(app: &TestApp, subject: &str) -> String {
    let mails = app.mails();
    let mail = mails.iter().rev().find(|mail| mail.contains(&format!("Subject: {subject}"))).expect(subject);
    let link = mail.split_whitespace().find(|word| word.contains('#')).expect(mail);
    link.split_once('#').unwrap().1.to_owned()
}

async fn posted(app: &TestApp, path: &str, body: serde_json::Value) -> crate::support::Answer {
    app.anyone().post(path, body).await
}

on_both! {
    async fn known_and_unknown_accounts_cost_the_same_work(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "known@example.com").await;
        let browser = app.anyone();
        let hashes = || app.state().passwords.computed();
        for (path, body) in [
            ("/api/v1/sign-in", &(|email: &str| wrong(email, "not the right password")) as &dyn Fn(&str) -> serde_json::Value),
            ("/api/v1/sign-up", &sign_up),
            ("/api/v1/verification-mails", &|email: &str| json!({"email": email})),
            ("/api/v1/password-reset-mails", &|email: &str| json!({"email": email})),
        ] {
            let mut costs = Vec::new();
            for email in ["known@example.com", "unknown@example.com"] {
                let (before, jobs) = (hashes(), n_jobs(&app).await);
                let answer = browser.post(path, body(email)).await;
                costs.push((answer.status, answer.text.len(), hashes() - before, n_jobs(&app).await - jobs));
            }
            assert_eq!(costs[0], costs[1], "{path}: status, bytes, hashes, mails");
            let is_costly = matches!(path, "/api/v1/sign-in" | "/api/v1/sign-up");
            assert_eq!(costs[0].2 > 0, is_costly, "{path}");
        }
        app.run_jobs().await;
    }

    async fn guesses_are_counted_over_a_restart_and_for_every_process(kind: Kind) {
        let mut app = TestApp::new(kind).await;
        for _ in 0..3 {
            let answer = app.anyone().post("/api/v1/sign-in", wrong("a@example.com", "a guess")).await;
            assert_eq!(answer.code(), "wrong_credentials");
        }
        app.restart().await;
        let locked = app.anyone().post("/api/v1/sign-in", wrong("a@example.com", "another guess")).await;
        assert_eq!((locked.code().as_str(), locked.header("retry-after")), ("too_many_requests", "1"));
        assert_eq!(app.anyone().post("/api/v1/sign-in", wrong("b@example.com", "a guess")).await.code(), "wrong_credentials");
    }

    async fn a_crowd_of_guesses_gets_no_further_than_one_after_another(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.anyone();
        let before = app.state().passwords.computed();
        let guesses = (0..30).map(|_| browser.post("/api/v1/sign-in", wrong("a@example.com", "a guess")));
        let answers = futures_util::future::join_all(guesses).await;
        let looked_at = answers.iter().filter(|answer| answer.code() == "wrong_credentials").count();
        // Two hashes are computed at a time: the second one may begin before the third wrong one is counted.
        assert!((3..=4).contains(&looked_at), "{looked_at} of 30 were looked at");
        assert_eq!(app.state().passwords.computed() - before, u64::try_from(looked_at).unwrap());
    }

    async fn a_stranger_who_guesses_elsewhere_does_not_keep_the_owner_out(kind: Kind) {
        let app = TestApp::with(kind, |settings| settings.trusted_proxies = Some("127.0.0.0/8".into())).await;
        a_verified_user(&app, "a@example.com").await;
        let from = |address: &str, password: &str| {
            let request = app.anyone().request(reqwest::Method::POST, "/api/v1/sign-in")
                .header("x-forwarded-for", address.to_owned()).json(&wrong("a@example.com", password));
            async move { crate::support::Answer::of(request.send().await.unwrap()).await.status }
        };
        for _ in 0..3 {
            assert_eq!(from("203.0.113.7", "a guess").await, 401);
        }
        assert_eq!(from("203.0.113.7", PASSWORD).await, 429);
        assert_eq!(from("198.51.100.9", PASSWORD).await, 429, "the account, wherever the guesses come from");
        assert_eq!(from("127.0.0.1", PASSWORD).await, 200, "but for the network its owner is known from");
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(from("198.51.100.9", PASSWORD).await, 200);
        app.run_jobs().await;
    }

    async fn an_address_that_tries_a_list_of_accounts_is_shut_out_for_a_day(kind: Kind) {
        let app = TestApp::with(kind, |settings| settings.trusted_proxies = Some("127.0.0.1".into())).await;
        a_verified_user(&app, "a@example.com").await;
        let from = |address: &'static str, body: serde_json::Value| {
            let request = app.anyone().request(reqwest::Method::POST, "/api/v1/sign-in")
                .header("x-forwarded-for", address).json(&body);
            async move { crate::support::Answer::of(request.send().await.unwrap()).await }
        };
        for n in 0..15 {
            let answer = from("203.0.113.7", wrong(&format!("{n}@example.com"), "a leaked one")).await;
            assert_eq!(answer.code(), "wrong_credentials", "{n}");
            app.clock.advance(TimeDelta::minutes(1));
        }
        let shut = from("203.0.113.7", sign_in("a@example.com")).await;
        assert_eq!(shut.to_string(), "429 too_many_requests", "also with a right one");
        assert!(shut.header("retry-after").parse::<u32>().unwrap() > 86_000);
        assert_eq!(from("203.0.113.8", sign_in("a@example.com")).await.status, 200, "another address is not");
        // A header that nobody of ours wrote changes nothing.
        assert_eq!(from("9.9.9.9, 203.0.113.7", sign_in("a@example.com")).await.status, 429);
        app.clock.advance(TimeDelta::days(1));
        assert_eq!(from("203.0.113.7", sign_in("a@example.com")).await.status, 200);
        app.run_jobs().await;
    }

    async fn a_password_of_the_business_the_person_or_a_breach_is_refused(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = a_verified_user(&app, "asha@tulsidas.example").await;
        browser.post("/api/v1/me/reauthentication", json!({"password": PASSWORD})).await;
        for password in ["maabakery-2026", "tulsidas123456", "Asha Patel 1987", "unbelievable", "Supernatural99", "mgs-wa-whatsapp"] {
            let answer = browser.post("/api/v1/me/password", json!({"password": password})).await;
            assert_eq!(answer.to_string(), "422 invalid \"/password\"", "{password}");
            let mut new = sign_up("asha@tulsidas.example");
            new["password"] = json!(password);
            assert_eq!(app.anyone().post("/api/v1/sign-up", new).await.to_string(), "422 invalid \"/password\"", "{password}");
        }
    }

    async fn a_reset_takes_neither_ones_own_name_nor_that_of_the_business(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "asha@tulsidas.example").await;
        app.anyone().post("/api/v1/password-reset-mails", json!({"email": "asha@tulsidas.example"})).await;
        app.run_jobs().await;
        let token = token_of(&app, "Set a new password");
        let reset = |password: &str| posted(&app, "/api/v1/password-reset", json!({"token": token, "password": password}));
        for password in ["Asha Patel 1987", "tulsidas123456", "maabakery-2026", "unbelievable"] {
            assert_eq!(reset(password).await.to_string(), "422 invalid \"/password\"", "{password}");
        }
        assert_eq!(reset("a new one, quite long").await.status, 204, "and none of them used the link up");
        app.run_jobs().await;
    }

    async fn a_stranger_who_asks_for_links_again_and_again_neither_floods_the_owner_nor_voids_theirs(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "a@example.com").await;
        let ask = || posted(&app, "/api/v1/password-reset-mails", json!({"email": "a@example.com"}));
        let resets = || app.mails().iter().filter(|mail| mail.contains("Subject: Set a new password")).count();
        ask().await;
        app.run_jobs().await;
        let owners = token_of(&app, "Set a new password");
        ask().await;
        app.run_jobs().await;
        assert_eq!(resets(), 1, "the first one is on its way");
        for _ in 0..20 {
            app.clock.advance(TimeDelta::minutes(1));
            assert_eq!(ask().await.status, 202);
            app.run_jobs().await;
        }
        assert_eq!(resets(), 5, "five an hour");
        let newest = token_of(&app, "Set a new password");
        assert_ne!(newest, owners);
        let reset = |token: &str| posted(&app, "/api/v1/password-reset", json!({"token": token, "password": "a new one, quite long"}));
        assert_eq!(reset(&owners).await.status, 204, "good to the end, whoever asked for more");
        assert_eq!(reset(&newest).await.code(), "link_invalid", "one of them makes all the others void");
        app.clock.advance(TimeDelta::hours(1));
        ask().await;
        app.run_jobs().await;
        assert_eq!(resets(), 6);
    }

    async fn sign_ups_with_an_address_that_has_an_account_mail_its_owner_five_times_an_hour(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "a@example.com").await;
        for _ in 0..10 {
            assert_eq!(app.anyone().post("/api/v1/sign-up", sign_up("a@example.com")).await.status, 202);
            app.clock.advance(TimeDelta::minutes(1));
            app.run_jobs().await;
        }
        assert_eq!(app.mails().iter().filter(|mail| mail.contains("Subject: You already have")).count(), 5);
    }

    async fn a_sign_in_beside_a_reset_opens_no_session_with_the_old_password(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "a@example.com").await;
        app.anyone().post("/api/v1/password-reset-mails", json!({"email": "a@example.com"})).await;
        app.run_jobs().await;
        let token = token_of(&app, "Set a new password");
        let passwords = &app.state().passwords;
        // The sign-in has read the old hash and waits for its turn to compare; the reset is let past it.
        let (first, second) = (passwords.slot().await.unwrap(), passwords.slot().await.unwrap());
        let hash = first.hash(Secret::new("a new one, quite long".to_owned())).await.unwrap();
        let browser = app.anyone();
        let (answer, ()) = tokio::join!(browser.post("/api/v1/sign-in", sign_in("a@example.com")), async {
            while passwords.n_here() < 3 {
                tokio::task::yield_now().await;
            }
            db_reset(&app, "a@example.com", hash).await;
            drop((first, second));
        });
        assert_eq!((answer.code().as_str(), answer.cookies().len()), ("wrong_credentials", 0));
        let reads = app.db().accounts();
        let live = reads.find::<session::Entity>().filter(session::Column::EndedAt.is_null());
        assert_eq!(live.count().await.unwrap(), 0);
        let late = json!({"token": token, "password": "another one, quite long"});
        assert_eq!(app.anyone().post("/api/v1/password-reset", late).await.status, 204);
        app.run_jobs().await;
    }

    async fn a_person_sets_the_language_they_read(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = app.stranger().await;
        assert_eq!(browser.patch("/api/v1/me", json!({"language": "hi"})).await.json::<Me>().language.as_deref(), Some("hi"));
        assert_eq!(browser.patch("/api/v1/me", json!({"language": "Klingon"})).await.to_string(), "422 invalid \"/language\"");
        assert_eq!(browser.get("/api/v1/me").await.json::<Me>().language.as_deref(), Some("hi"));
    }
}

/// Does to the tables what a reset does, past the API, which would need a slot itself.
async fn db_reset(app: &TestApp, email: &str, hash: String) {
    let tx = app.db().begin_global(Acting::System).await.unwrap();
    let of = tx.find::<user::Entity>().filter(user::Column::Email.eq(email)).one().await.unwrap().unwrap();
    let change = user::ActiveModel { id: Unchanged(of.id), password_hash: Set(hash), ..Default::default() };
    tx.update(change).await.unwrap();
    let sessions = tx.change::<session::Entity>().set(session::Column::EndedAt, tx.now());
    sessions.filter(session::Column::UserId.eq(of.id)).run().await.unwrap();
    tx.commit_pipeline().await.unwrap();
}

async fn n_jobs(app: &TestApp) -> usize {
    app.db().across_workspaces("test").find::<api::entities::job::Entity>().all().await.unwrap().len()
}
