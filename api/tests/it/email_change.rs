//! Changing the address of an account: confirmed at both addresses, stopped from the old one.

use chrono::TimeDelta;
use serde_json::json;
use shared::account::{EmailConfirmations, Me};

use crate::accounts::{PASSWORD, a_verified_user, sign_in};
use crate::passwords::token_of;
use crate::support::{Actor, Answer, Kind, TestApp, on_both};

const CHANGE: &str = "/api/v1/me/email-change";
const MAILS: &str = "/api/v1/me/email-change/mails";
const TO_OLD: &str = "Your address is about to change";
const TO_NEW: &str = "Confirm your new address";

/// The tokens of the two links of the latest mail to the old address: the one that confirms, the one that stops.
fn tokens_of_old(app: &TestApp) -> (String, String) {
    let mails = app.mails();
    let mail = mails.iter().rev().find(|mail| mail.contains(&format!("Subject: {TO_OLD}"))).unwrap();
    let token = |path: &str| {
        let link = mail.split_whitespace().find(|word| word.contains(path)).expect(mail);
        link.split_once('#').unwrap().1.to_owned()
    };
    (token("/confirm-email#"), token("/stop-email-change#"))
}

fn n_mails_to(app: &TestApp, address: &str, subject: &str) -> usize {
    let is_it = |mail: &&String| {
        mail.contains(&format!("To: {address}")) && mail.contains(&format!("Subject: {subject}"))
    };
    app.mails().iter().filter(is_it).count()
}

async fn asks_for(app: &TestApp, browser: &Actor<'_>, email: &str) {
    let proof = browser.post("/api/v1/me/reauthentication", json!({"password": PASSWORD})).await;
    assert_eq!(proof.status, 200, "{proof}");
    let answer = browser.post(CHANGE, json!({"email": email})).await;
    assert_eq!(answer.status, 202, "{answer}");
    app.run_jobs().await;
}

async fn follows(app: &TestApp, token: &str) -> Answer {
    app.anyone().post("/api/v1/email-change/confirm", json!({"token": token})).await
}

async fn stops(app: &TestApp, token: &str) -> Answer {
    app.anyone().post("/api/v1/email-change/stop", json!({"token": token})).await
}

async fn me(browser: &Actor<'_>) -> Me {
    browser.get("/api/v1/me").await.json()
}

fn confirmed(old: bool, new: bool) -> EmailConfirmations {
    EmailConfirmations { old, new }
}

on_both! {
    async fn an_address_changes_when_both_have_confirmed_whichever_comes_first(kind: Kind) {
        for old_first in [true, false] {
            let app = TestApp::new(kind).await;
            let browser = a_verified_user(&app, "old@example.com").await;
            let ask = || browser.post(CHANGE, json!({"email": "New@Example.com"}));
            assert_eq!(ask().await.to_string(), "403 reauthentication_required");
            asks_for(&app, &browser, "New@Example.com").await;
            for same in ["Old@example.com", "nobody"] {
                let answer = browser.post(CHANGE, json!({"email": same})).await;
                assert_eq!(answer.to_string(), "422 invalid \"/email\"", "{same}");
            }
            app.anyone().post("/api/v1/password-reset-mails", json!({"email": "old@example.com"})).await;
            app.run_jobs().await;
            let reset = token_of(&app, "Set a new password");
            let ((old, stop), new) = (tokens_of_old(&app), token_of(&app, TO_NEW));
            assert_eq!(follows(&app, &stop).await.code(), "link_invalid", "for its purpose");
            let (first, second) = if old_first { (old, new) } else { (new, old) };
            let half = confirmed(old_first, !old_first);
            assert_eq!(follows(&app, &first).await.json::<EmailConfirmations>(), half);
            assert_eq!(follows(&app, &first).await.code(), "link_invalid", "once");
            let now = me(&browser).await;
            let change = now.email_change.unwrap();
            assert_eq!((now.email.as_str(), change.email.as_str(), change.confirmed), ("old@example.com", "New@Example.com", half));
            assert_eq!(follows(&app, &second).await.json::<EmailConfirmations>(), confirmed(true, true));
            assert_eq!(follows(&app, &second).await.code(), "link_invalid", "once");
            let now = me(&browser).await;
            assert_eq!((now.email.as_str(), now.email_change), ("New@Example.com", None), "and one is signed in still");
            // What was sent to the old address before is void, also what would have stopped the change.
            let late = json!({"token": reset, "password": "another one, quite long"});
            assert_eq!(app.anyone().post("/api/v1/password-reset", late).await.code(), "link_invalid");
            assert_eq!(stops(&app, &stop).await.code(), "link_invalid");
            assert_eq!(app.anyone().post("/api/v1/sign-in", sign_in("old@example.com")).await.code(), "wrong_credentials");
            assert_eq!(app.anyone().post("/api/v1/sign-in", sign_in("new@example.com")).await.status, 200);
            app.run_jobs().await;
            assert_eq!(n_mails_to(&app, "old@example.com", "Your address was changed"), 1, "the old one is told");
        }
    }

    async fn both_addresses_at_once_change_it(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = a_verified_user(&app, "old@example.com").await;
        asks_for(&app, &browser, "new@example.com").await;
        let ((old, _), new) = (tokens_of_old(&app), token_of(&app, TO_NEW));
        let (one, other) = tokio::join!(follows(&app, &old), follows(&app, &new));
        let whole = [&one, &other].iter().filter(|answer| answer.json::<EmailConfirmations>().is_whole()).count();
        assert_eq!(whole, 1, "{one} {other}");
        assert_eq!(me(&browser).await.email, "new@example.com");
        app.run_jobs().await;
    }

    async fn whoever_has_the_session_and_the_password_but_not_the_old_mailbox_changes_nothing(kind: Kind) {
        let app = TestApp::new(kind).await;
        let thief = a_verified_user(&app, "old@example.com").await;
        asks_for(&app, &thief, "thief@example.com").await;
        let (_, stop) = tokens_of_old(&app);
        assert_eq!(follows(&app, &token_of(&app, TO_NEW)).await.json::<EmailConfirmations>(), confirmed(false, true));
        assert_eq!(me(&thief).await.email, "old@example.com");
        let newer = json!({"password": "what the thief chose"});
        assert_eq!(thief.post("/api/v1/me/password", newer).await.status, 204, "and locks the owner out");
        app.clock.advance(TimeDelta::hours(71));
        assert_eq!(stops(&app, &stop).await.status, 204, "also after the change has lapsed");
        assert_eq!(thief.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
        let theirs = json!({"email": "old@example.com", "password": "what the thief chose"});
        assert_eq!(app.anyone().post("/api/v1/sign-in", theirs).await.code(), "wrong_credentials");
        app.run_jobs().await;
        let reset = json!({"token": token_of(&app, "Set a new password"), "password": "the owner is back again"});
        assert_eq!(app.anyone().post("/api/v1/password-reset", reset).await.status, 204);
        let mut owner = app.anyone();
        let right = json!({"email": "old@example.com", "password": "the owner is back again"});
        owner.keep(&owner.post("/api/v1/sign-in", right).await);
        assert_eq!((me(&owner).await.email.as_str(), me(&owner).await.email_change), ("old@example.com", None));
        assert_eq!(stops(&app, &stop).await.code(), "link_invalid", "once");
        app.run_jobs().await;
    }

    async fn the_old_address_stops_a_change_that_the_new_one_has_confirmed(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = a_verified_user(&app, "old@example.com").await;
        asks_for(&app, &browser, "new@example.com").await;
        let ((old, stop), new) = (tokens_of_old(&app), token_of(&app, TO_NEW));
        assert_eq!(follows(&app, &new).await.status, 200);
        assert_eq!(stops(&app, &new).await.code(), "link_invalid", "for its purpose");
        assert_eq!(stops(&app, &stop).await.status, 204);
        assert_eq!(follows(&app, &old).await.code(), "link_invalid");
        assert_eq!(browser.get("/api/v1/me").await.code(), "unauthenticated");
        app.run_jobs().await;
    }

    async fn a_change_that_was_given_up_replaced_or_is_late_is_void(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = a_verified_user(&app, "old@example.com").await;
        asks_for(&app, &browser, "first@example.com").await;
        let (first, (first_old, _)) = (token_of(&app, TO_NEW), tokens_of_old(&app));
        assert_eq!(follows(&app, &first_old).await.status, 200);
        asks_for(&app, &browser, "second@example.com").await;
        let (second, (second_old, _)) = (token_of(&app, TO_NEW), tokens_of_old(&app));
        assert_eq!(follows(&app, &first).await.code(), "link_invalid", "replaced");
        assert_eq!(me(&browser).await.email_change.unwrap().confirmed, confirmed(false, false), "from the beginning");
        assert_eq!(browser.delete(CHANGE).await.status, 204);
        assert_eq!(browser.delete(CHANGE).await.to_string(), "404 not_found");
        assert_eq!(browser.post(MAILS, json!({})).await.to_string(), "404 not_found");
        for token in [second, second_old] {
            assert_eq!(follows(&app, &token).await.code(), "link_invalid", "given up");
        }
        asks_for(&app, &browser, "third@example.com").await;
        let (third, (third_old, _)) = (token_of(&app, TO_NEW), tokens_of_old(&app));
        assert_eq!(follows(&app, &third_old).await.status, 200);
        app.clock.advance(TimeDelta::hours(24));
        assert_eq!(follows(&app, &third).await.code(), "link_invalid", "late");
        let bad = [json!({}), json!({"token": null}), json!({"token": [third]}), json!({"token": ""})];
        for body in bad {
            assert_eq!(app.anyone().post("/api/v1/email-change/confirm", body).await.status, 422);
        }
        assert_eq!(app.anyone().post("/api/v1/sign-in", sign_in("old@example.com")).await.status, 200, "as before");
    }

    async fn mails_are_sent_again_to_who_has_not_confirmed_and_not_without_end(kind: Kind) {
        let app = TestApp::new(kind).await;
        let browser = a_verified_user(&app, "old@example.com").await;
        asks_for(&app, &browser, "new@example.com").await;
        let again = || browser.post(MAILS, json!({}));
        let early = again().await;
        assert_eq!((early.code().as_str(), early.header("retry-after")), ("too_many_requests", "60"));
        let first = token_of(&app, TO_NEW);
        app.clock.advance(TimeDelta::minutes(1));
        assert_eq!(again().await.status, 202);
        app.run_jobs().await;
        assert_eq!((n_mails_to(&app, "old@example.com", TO_OLD), n_mails_to(&app, "new@example.com", TO_NEW)), (2, 2));
        let (old, _) = tokens_of_old(&app);
        let newer = token_of(&app, TO_NEW);
        assert_eq!(follows(&app, &first).await.status, 200, "an earlier link stays good");
        assert_eq!(follows(&app, &newer).await.code(), "link_invalid", "until one is used");
        for _ in 0..3 {
            app.clock.advance(TimeDelta::minutes(1));
            assert_eq!(again().await.status, 202);
            app.run_jobs().await;
        }
        assert_eq!((n_mails_to(&app, "old@example.com", TO_OLD), n_mails_to(&app, "new@example.com", TO_NEW)), (5, 2));
        app.clock.advance(TimeDelta::minutes(5));
        assert_eq!(again().await.to_string(), "429 too_many_requests", "five are enough");
        assert_eq!(follows(&app, &old).await.json::<EmailConfirmations>(), confirmed(true, true));
        app.run_jobs().await;
    }

    async fn an_address_that_somebody_has_is_asked_for_without_telling(kind: Kind) {
        let app = TestApp::new(kind).await;
        a_verified_user(&app, "taken@example.com").await;
        let browser = a_verified_user(&app, "old@example.com").await;
        asks_for(&app, &browser, "Taken@example.com").await;
        let mail = app.mails().into_iter().rev().find(|mail| mail.contains("To: Taken@example.com")).unwrap();
        assert!(!mail.contains('#') && !mail.contains("old@example.com"), "no link: {mail}");
        assert_eq!(me(&browser).await.email_change.unwrap().email, "Taken@example.com");
        // Who asks learns nothing by confirming at their own address, either.
        let (old, _) = tokens_of_old(&app);
        assert_eq!(follows(&app, &old).await.json::<EmailConfirmations>(), confirmed(true, false));
        // One that is taken between the mail and the click is no more to be had, whoever clicks last.
        asks_for(&app, &browser, "soon@example.com").await;
        let ((old, _), new) = (tokens_of_old(&app), token_of(&app, TO_NEW));
        assert_eq!(follows(&app, &new).await.status, 200);
        a_verified_user(&app, "soon@example.com").await;
        assert_eq!(follows(&app, &old).await.to_string(), "422 link_invalid");
        assert_eq!(me(&browser).await.email, "old@example.com");
        let asked = |n: usize| browser.post(CHANGE, json!({"email": format!("{n}@example.com")}));
        for n in 2..5 {
            assert_eq!(asked(n).await.status, 202);
        }
        assert_eq!(asked(5).await.to_string(), "429 too_many_requests", "five a day");
        app.run_jobs().await;
    }
}
