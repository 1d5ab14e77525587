//! `Idempotency-Key`: what was carried out is answered again.

use api::entities::{bot, idempotency_key};
use chrono::TimeDelta;
use serde_json::{Value, json};
use shared::{Permission, Role};

use crate::support::{Actor, Answer, Kind, TestApp, TestWorkspace, on_both};
use crate::team::{address, invite};

async fn n_bots(app: &TestApp, workspace: &TestWorkspace<'_>) -> u64 {
    app.db().scope(workspace.id).find::<bot::Entity>().count().await.unwrap()
}

fn is_replay(answer: &Answer) -> bool {
    answer.header("idempotency-replayed") == "true"
}

on_both! {
    async fn the_same_request_is_answered_again_to_the_letter(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let program = acme.program(&[Permission::BotsEdit, Permission::BotsPublish]).await;
        let create = |key: &'static str, name: &'static str| {
            let (program, path) = (&program, acme.url("/bots"));
            async move { program.post_once(&path, key, json!({"name": name})).await }
        };
        let first = create("k-1", "Bot").await;
        assert_eq!((first.status, is_replay(&first)), (201, false), "{first}");
        let again = create("k-1", "Bot").await;
        assert_eq!((again.status, again.text.as_str(), is_replay(&again)), (201, first.text.as_str(), true));
        assert_eq!(again.header("content-type"), first.header("content-type"));
        assert_eq!(create("k-1", "Another").await.to_string(), "422 idempotency_key_reused");
        assert_eq!(create("k-2", "Bot").await.status, 201, "another key is another request");
        assert_eq!(n_bots(&app, &acme).await, 2);
        let other = acme.owner().await.post_once(&acme.url("/bots"), "k-1", json!({"name": "Bot"})).await;
        assert_eq!((other.status, is_replay(&other)), (201, false), "a key belongs to its caller");
        let bot = first.value()["id"].as_str().unwrap().to_owned();
        let publish = program.post_once(&acme.url(&format!("/bots/{bot}/publish")), "k-1", json!({"revision": 1, "note": ""})).await;
        assert!(!is_replay(&publish), "and to its operation: {publish}");
        app.clock.advance(TimeDelta::hours(24));
        let late = create("k-1", "Another").await;
        assert_eq!((late.status, is_replay(&late)), (201, false), "a day later it is free");
        let kept = app.db().scope(acme.id).find::<idempotency_key::Entity>().count().await.unwrap();
        assert_eq!(kept, 1, "and those of the day before are gone");
    }

    async fn an_invitation_is_sent_once_however_often_it_is_asked_for(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let path = acme.url("/invitations");
        let invite = || owner.post_once(&path, "k", json!({"email": "ravi@example.com", "role": "agent"}));
        let first = invite().await;
        assert_eq!((first.status, is_replay(&first)), (201, false), "{first}");
        let again = invite().await;
        assert_eq!((again.status, again.text.as_str(), is_replay(&again)), (201, first.text.as_str(), true));
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 1);
    }

    async fn a_replay_does_not_depend_on_what_happened_since(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let bot: Value = owner.post(&acme.url("/bots"), json!({"starter": "menu"})).await.value();
        let at = |rest: &str| acme.url(&format!("/bots/{}{rest}", bot["id"].as_str().unwrap()));
        let path = at("/publish");
        let publish = || owner.post_once(&path, "p", json!({"revision": 1, "note": ""}));
        let first = publish().await;
        assert_eq!((first.status, is_replay(&first)), (200, false), "{first}");
        assert_eq!(owner.post(&at("/versions/1/restore"), json!({})).await.status, 200, "the draft goes on");
        let again = publish().await;
        assert_eq!((again.status, again.text.as_str(), is_replay(&again)), (200, first.text.as_str(), true));
    }

    async fn what_failed_is_tried_again(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let path = acme.url("/bots");
        let refused = owner.post_once(&path, "k", json!({"name": " "})).await;
        assert_eq!(refused.to_string(), "422 invalid \"/name\"");
        let created = owner.post_once(&path, "k", json!({"name": "Bot"})).await;
        assert_eq!(created.status, 201, "a request that changed nothing takes no key");
        let bot: Value = created.value();
        let publish = acme.url(&format!("/bots/{}/publish", bot["id"].as_str().unwrap()));
        let stale = owner.post_once(&publish, "p", json!({"revision": 99, "note": ""})).await;
        assert_eq!(stale.code(), "stale_revision");
        let kept = app.db().scope(acme.id).find::<idempotency_key::Entity>().count().await.unwrap();
        assert_eq!(kept, 1, "what was rolled back took its key with it");
    }

    async fn twenty_at_once_make_one(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let program = acme.program(&[Permission::BotsEdit]).await;
        let path = acme.url("/bots");
        let all = (0..20).map(|_| program.post_once(&path, "k", json!({"name": "Bot"})));
        let answers = futures_util::future::join_all(all).await;
        for answer in &answers {
            assert_eq!((answer.status, answer.text.as_str()), (201, answers[0].text.as_str()), "{answer}");
        }
        assert_eq!(answers.iter().filter(|answer| !is_replay(answer)).count(), 1);
        assert_eq!(n_bots(&app, &acme).await, 1);
    }

    async fn a_secret_is_not_kept_to_be_answered_again(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let new = json!({"name": "x", "scopes": ["bots.read"]});
        let first = owner.post_once(&acme.url("/api-keys"), "k", new.clone()).await;
        assert_eq!(first.status, 201, "{first}");
        assert_eq!(owner.post_once(&acme.url("/api-keys"), "k", new).await.to_string(), "409 conflict");
        let row = app.db().scope(acme.id).find::<idempotency_key::Entity>().one().await.unwrap().unwrap();
        assert_eq!((row.status, row.answer), (201, None));
    }

    async fn a_person_makes_one_workspace_however_often_they_ask(kind: Kind) {
        let app = TestApp::new(kind).await;
        let (asha, ravi) = (app.stranger().await, app.stranger().await);
        let new = json!({"name": "Shop", "time_zone": "Asia/Kolkata"});
        let make = |who| Actor::post_once(who, "/api/v1/workspaces", "k", new.clone());
        let answers = futures_util::future::join_all((0..8).map(|_| make(&asha))).await;
        for answer in &answers {
            assert_eq!((answer.status, answer.text.as_str()), (201, answers[0].text.as_str()), "{answer}");
        }
        assert_eq!(answers.iter().filter(|answer| !is_replay(answer)).count(), 1);
        let theirs = make(&ravi).await;
        assert_eq!((theirs.status, is_replay(&theirs)), (201, false), "a key belongs to its caller");
        assert_ne!(theirs.text, answers[0].text);
        let other = asha.post_once("/api/v1/workspaces", "k", json!({"name": "Other", "time_zone": "UTC"})).await;
        assert_eq!(other.to_string(), "422 idempotency_key_reused");
        app.clock.advance(TimeDelta::hours(24));
        let signed_in = app.signed_in(asha.user.unwrap()).await;
        assert!(!is_replay(&make(&signed_in).await), "a day later it is free");
    }

    async fn a_workspace_that_was_refused_takes_no_key(kind: Kind) {
        let app = TestApp::new(kind).await;
        let asha = app.stranger().await;
        let make = |name: &'static str| asha.post_once("/api/v1/workspaces", "k", json!({"name": name, "time_zone": "UTC"}));
        assert_eq!(make(" ").await.to_string(), "422 invalid \"/name\"");
        assert_eq!(make("Shop").await.status, 201);
    }

    async fn an_invitation_that_was_accepted_is_answered_again(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, ravi) = (acme.owner().await, app.stranger().await);
        let (_, token) = invite(&app, &acme, &owner, &address(&ravi), Role::Agent).await;
        let accept = || ravi.post_once("/api/v1/invitations/accept", "k", json!({"token": token}));
        let first = accept().await;
        assert_eq!((first.status, is_replay(&first)), (200, false), "{first}");
        let again = accept().await;
        assert_eq!((again.status, again.text.as_str(), is_replay(&again)), (200, first.text.as_str(), true));
        let without = ravi.post("/api/v1/invitations/accept", json!({"token": token})).await;
        assert_eq!(without.to_string(), "422 link_invalid");
    }

    async fn a_change_of_address_is_told_once(kind: Kind) {
        let app = TestApp::new(kind).await;
        let asha = app.stranger().await;
        let ask = || asha.post_once("/api/v1/me/email-change", "k", json!({"email": "new@example.com"}));
        let first = ask().await;
        assert_eq!((first.status, is_replay(&first)), (202, false), "{first}");
        let again = ask().await;
        assert_eq!((again.status, again.text.as_str(), is_replay(&again)), (202, "", true));
        app.run_jobs().await;
        assert_eq!(app.mails().len(), 2, "one to each address");
    }

    async fn a_key_has_a_form(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        for key in ["", "two words", "é", &"x".repeat(256)] {
            let answer = owner.post_once(&acme.url("/bots"), key, json!({"name": "Bot"})).await;
            assert_eq!(answer.to_string(), "400 bad_request", "{key}");
        }
        let answer = owner.post_once(&acme.url("/bots"), &"x".repeat(255), json!({"name": "Bot"})).await;
        assert_eq!(answer.status, 201);
        assert_eq!(n_bots(&app, &acme).await, 1);
    }
}

/// Operations that make or send something, and are safe to send twice without a key.
const SAFE_WITHOUT: &[(&str, &str)] = &[
    // Nobody has called yet, so there is nobody whose key it would be.
    ("sign_up", "answers alike for an address that is known by now, and stops sending"),
    ("request_verification", "answers alike, and stops sending"),
    ("request_password_reset", "answers alike, and stops sending"),
    ("sign_in", "opens a session that can be ended"),
    ("refresh_session", "a token that is sent again at once has the same successor"),
    ("view_invitation", "changes nothing"),
    ("sign_up_by_invitation", "takes the link, which is good once"),
    ("verify_email", "takes the link, which is good once"),
    ("reset_password", "takes the link, which is good once"),
    ("confirm_email_change", "takes the link, which is good once"),
    ("stop_email_change", "takes the link, which is good once"),
    // Of somebody who is signed in.
    ("change_password", "says how it shall be"),
    ("reauthenticate", "says how it shall be"),
    ("sign_out", "says how it shall be"),
    ("change_draft", "names the revision it is made from"),
    ("pause_bot", "says how it shall be"),
    ("resume_bot", "says how it shall be"),
    ("dismiss_setup", "says how it shall be"),
    ("restore_setup", "says how it shall be"),
    ("mark_phone_read", "says how it shall be"),
    ("disconnect_number", "says how it shall be"),
    ("resend_invitation", "sends at most one mail a minute"),
    ("resend_email_change", "sends few mails, with a while between them"),
    ("leave_workspace", "says how it shall be"),
    ("transfer_ownership", "who handed over has nothing left to hand over"),
    ("write_from_phone", "a tap of a person on a phone that is a toy"),
];

#[test]
fn every_operation_that_makes_or_sends_honours_the_key() {
    let paths = api::openapi::document()["paths"].as_object().unwrap();
    for operation in paths.values().filter_map(|methods| methods.get("post")) {
        let id = operation["operationId"].as_str().unwrap();
        let parameters = operation["parameters"].as_array().map(Vec::as_slice).unwrap_or_default();
        let honours = parameters.iter().any(|parameter| parameter["name"] == "Idempotency-Key");
        assert!(!honours || operation["responses"]["422"].is_object(), "{id}: a key that was used otherwise");
        let is_safe = SAFE_WITHOUT.iter().any(|(safe, _)| *safe == id);
        assert!(honours != is_safe, "{id}: begin_once, or a reason why it needs none");
    }
}
