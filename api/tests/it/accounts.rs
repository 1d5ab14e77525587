//! From sign-up to sign-out.

use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::account::Me;

use crate::support::{Actor, Kind, TestApp, on_both};

const PASSWORD: &str = "correct horse battery staple";

fn sign_up(email: &str) -> Value {
    json!({"name": "Asha Patel", "email": email, "phone": "+91 98123 45678", "business_name": "Maa Bakery",
        "password": PASSWORD, "time_zone": "Asia/Kolkata"})
}

fn sign_in(email: &str) -> Value {
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
async fn a_verified_user<'a>(app: &'a TestApp, email: &str) -> Actor<'a> {
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
}
