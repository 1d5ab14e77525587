//! Invitations: bound to an address and a role, good once, for 72 hours.

use api::entities::audit_event;
use chrono::TimeDelta;
use futures_util::future::join_all;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};
use shared::account::{Me, Membership, SignUpPolicy};
use shared::key::{ApiKey, ApiKeyState, IssuedApiKey};
use shared::team::{INVITATION_MAILS_MAX, INVITATIONS_MAX, Invitation, InvitationView};
use shared::{Page, Role};

use super::{PASSWORD, address, invite, latest_token, member_of};
use crate::support::{Actor, Answer, Kind, TestApp, on_both};

const RAVI: &str = "ravi@example.com";

fn sign_up(token: &str) -> Value {
    json!({"token": token, "name": " Ravi Kumar ", "password": PASSWORD})
}

async fn view(who: &Actor<'_>, token: &str) -> Answer {
    who.post("/api/v1/invitations/view", json!({"token": token})).await
}

async fn accept(who: &Actor<'_>, token: &str) -> Answer {
    who.post("/api/v1/invitations/accept", json!({"token": token})).await
}

on_both! {
    async fn whoever_comes_back_finds_the_keys_of_before_revoked(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, admin) = (acme.owner().await, acme.member(Role::Admin).await);
        let new = json!({"name": "Shop", "scopes": ["workspace.read"]});
        let issued: IssuedApiKey = admin.post(&acme.url("/api-keys"), new).await.json();
        let member = member_of(&acme, &owner, &admin).await;
        assert_eq!(owner.delete(&acme.url(&format!("/members/{}", member.id))).await.status, 204);
        let (_, token) = invite(&app, &acme, &owner, &address(&admin), Role::Admin).await;
        assert_eq!(accept(&admin, &token).await.status, 200);
        assert_eq!(Actor::with_key(&app, &issued.secret).get(&acme.url("")).await.to_string(), "401 unauthenticated");
        let key = acme.url(&format!("/api-keys/{}", issued.key.id));
        assert_eq!(admin.get(&key).await.json::<ApiKey>().state, ApiKeyState::Revoked);
    }

    async fn somebody_without_an_account_is_in_by_the_link_alone(kind: Kind) {
        let app = TestApp::with(kind, |settings| settings.sign_up = Some(SignUpPolicy::Invite)).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let (invitation, token) = invite(&app, &acme, &owner, "Ravi@Example.com", Role::Builder).await;
        assert_eq!((invitation.email.as_str(), invitation.role), ("Ravi@Example.com", Role::Builder));
        assert_eq!(invitation.expires_at - invitation.sent_at, TimeDelta::hours(72));
        let mut browser = app.anyone();
        let seen: InvitationView = view(&browser, &token).await.json();
        assert_eq!((seen.workspace_name.as_str(), seen.invited_by.as_str()), ("acme", "Asha Patel"));
        assert_eq!((seen.email.as_str(), seen.role, seen.has_account), ("Ravi@Example.com", Role::Builder, false));

        let short = browser.post("/api/v1/invitations/sign-up", json!({"token": token, "name": "", "password": "short"})).await;
        assert_eq!(short.to_string(), "422 invalid \"/name\" \"/password\"");
        let answer = browser.post("/api/v1/invitations/sign-up", sign_up(&token)).await;
        let me: Me = answer.json();
        assert_eq!((me.name.as_str(), me.email.as_str(), me.phone.as_str()), ("Ravi Kumar", "Ravi@Example.com", ""));
        assert_eq!(me.workspaces.len(), 1);
        assert_eq!((me.workspaces[0].workspace_id, me.workspaces[0].role), (acme.id, Role::Builder));
        browser.keep(&answer);
        assert_eq!(browser.get(&acme.url("/bots")).await.status, 200, "the first session is open");
        let credentials = json!({"email": "ravi@example.com", "password": PASSWORD});
        assert_eq!(app.anyone().post("/api/v1/sign-in", credentials).await.status, 200, "the address is verified");
        assert_eq!(browser.patch("/api/v1/me", json!({"name": "Ravi", "phone": ""})).await.status, 200);
        for again in [view(&browser, &token).await, accept(&browser, &token).await] {
            assert_eq!(again.to_string(), "422 link_invalid");
        }
        let again = browser.post("/api/v1/invitations/sign-up", sign_up(&token)).await;
        assert_eq!(again.to_string(), "422 link_invalid");
        assert_eq!(owner.get(&acme.url("/invitations")).await.value()["items"], json!([]));
        assert_eq!(events(&app).await, ["invitation.created", "invitation.link_made", "invitation.accepted"]);
    }

    async fn somebody_with_an_account_accepts_with_it_and_with_no_other(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, ravi, other) = (acme.owner().await, app.stranger().await, app.stranger().await);
        let (_, token) = invite(&app, &acme, &owner, &address(&ravi).to_uppercase(), Role::Agent).await;
        let seen: InvitationView = view(&app.anyone(), &token).await.json();
        assert!(seen.has_account);
        assert_eq!(accept(&app.anyone(), &token).await.to_string(), "401 unauthenticated");
        assert_eq!(accept(&other, &token).await.to_string(), "403 wrong_account");
        assert_eq!(app.anyone().post("/api/v1/invitations/sign-up", sign_up(&token)).await.to_string(), "409 has_account");
        assert_eq!(view(&ravi, &token).await.status, 200, "none of it has used the link up");
        let joined: Membership = accept(&ravi, &token).await.json();
        assert_eq!((joined.workspace_id, joined.workspace_name.as_str(), joined.role), (acme.id, "acme", Role::Agent));
        assert_eq!(member_of(&acme, &owner, &ravi).await.id, joined.member_id);
        assert_eq!(accept(&ravi, &token).await.to_string(), "422 link_invalid");
        assert_eq!(ravi.get(&acme.url("/conversations")).await.status, 200);
    }

    async fn a_link_is_void_when_it_is_old_revoked_or_sent_again(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let browser = app.anyone();
        let (invitation, first) = invite(&app, &acme, &owner, RAVI, Role::Agent).await;
        let url = acme.url(&format!("/invitations/{}", invitation.id));
        let resend = format!("{url}/resend");
        let soon = owner.post(&resend, json!({})).await;
        assert_eq!((soon.to_string().as_str(), soon.header("retry-after")), ("429 too_many_requests", "60"));
        app.clock.advance(TimeDelta::hours(71));
        assert_eq!(view(&browser, &first).await.status, 200);
        let owner = app.signed_in(owner.user.unwrap()).await;
        let renewed: Invitation = owner.post(&resend, json!({})).await.json();
        assert_eq!(view(&browser, &first).await.to_string(), "422 link_invalid", "at once");
        app.run_jobs().await;
        let second = latest_token(&app);
        assert_ne!(first, second);
        assert_eq!(renewed.expires_at - invitation.expires_at, TimeDelta::hours(71));
        for bad in [
            first, String::from("x"), second[1..].to_owned(), second[..second.len() - 1].to_owned(),
            format!("{second}A"), second.to_lowercase(), format!("{}{}", &second[..43], "A".repeat(second.len() - 43)),
        ] {
            assert_eq!(view(&browser, &bad).await.to_string(), "422 link_invalid", "{bad}");
        }
        for body in [json!({}), json!({"token": null}), json!({"token": [second]}), json!({"token": second, "role": "owner"})] {
            assert_eq!(browser.post("/api/v1/invitations/view", body).await.status, 422);
        }
        app.clock.advance(TimeDelta::hours(72) - TimeDelta::seconds(1));
        assert_eq!(view(&browser, &second).await.status, 200);
        app.clock.advance(TimeDelta::seconds(1));
        assert_eq!(view(&browser, &second).await.to_string(), "422 link_invalid", "72 hours");
        assert_eq!(browser.post("/api/v1/invitations/sign-up", sign_up(&second)).await.to_string(), "422 link_invalid");

        let owner = app.signed_in(owner.user.unwrap()).await;
        let (invitation, token) = invite(&app, &acme, &owner, RAVI, Role::Agent).await;
        let url = acme.url(&format!("/invitations/{}", invitation.id));
        assert_eq!(owner.delete(&url).await.status, 204);
        assert_eq!(view(&browser, &token).await.to_string(), "422 link_invalid", "revoked");
        assert_eq!(owner.delete(&url).await.to_string(), "404 not_found");
    }

    async fn ten_who_follow_one_link_at_once_are_one_member(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, ravi) = (acme.owner().await, app.stranger().await);
        let (_, token) = invite(&app, &acme, &owner, &address(&ravi), Role::Agent).await;
        let answers = join_all((0..10).map(|_| accept(&ravi, &token))).await;
        let statuses = |answers: &[Answer]| answers.iter().map(ToString::to_string).collect::<Vec<_>>();
        let count = |answers: &[Answer], text: &str| statuses(answers).iter().filter(|s| *s == text).count();
        assert_eq!((count(&answers, "200"), count(&answers, "422 link_invalid")), (1, 9), "{:?}", statuses(&answers));

        let (_, token) = invite(&app, &acme, &owner, RAVI, Role::Agent).await;
        let browser = app.anyone();
        let answers = join_all((0..4).map(|_| browser.post("/api/v1/invitations/sign-up", sign_up(&token)))).await;
        assert_eq!((count(&answers, "200"), count(&answers, "422 link_invalid")), (1, 3), "{:?}", statuses(&answers));
        let team = owner.get(&acme.url("/members")).await.value();
        assert_eq!(team["items"].as_array().unwrap().len(), 3);
    }

    async fn a_known_and_an_unknown_address_are_invited_alike(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, known) = (acme.owner().await, address(&app.stranger().await));
        let unknown = format!("x{known}");
        let mut answers = Vec::new();
        for email in [&known, &unknown] {
            let answer = owner.post(&acme.url("/invitations"), json!({"email": email, "role": "agent"})).await;
            let mut body = answer.value();
            (body["id"], body["email"]) = (json!(""), json!(""));
            for time in ["created_at", "sent_at", "expires_at"] {
                assert!(body[time].is_string());
                body[time] = json!("");
            }
            answers.push((answer.status, body));
        }
        assert_eq!(answers[0], answers[1]);
        app.run_jobs().await;
        let texts: Vec<_> = app.mails().iter().map(|mail| {
            let text = mail.split_once("\r\n\r\n").unwrap().1;
            text.split_whitespace().filter(|word| !word.contains("/invitation#")).collect::<Vec<_>>().join(" ")
        }).collect();
        assert_eq!(texts[0], texts[1]);
        assert!(texts[0].contains("Asha Patel invites you to work with them in acme"), "{}", texts[0]);
    }

    async fn an_address_is_invited_once_at_a_time_and_members_never(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, agent) = (acme.owner().await, acme.member(Role::Agent).await);
        let url = acme.url("/invitations");
        let create = |email: &str| owner.post(&url, json!({"email": email, "role": "viewer"}));
        assert_eq!(create(&address(&agent).to_uppercase()).await.to_string(), "409 already_member");
        for bad in ["", "ravi", "ravi@", "a b@c.d", "a@b.c\r\nBcc: x@y.z"] {
            assert_eq!(create(bad).await.to_string(), "422 invalid \"/email\"", "{bad}");
        }
        let answers = join_all((0..5).map(|_| create(RAVI))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        assert_eq!(create(" RAVI@example.com ").await.to_string(), "409 already_invited");
        app.run_jobs().await;
        app.clock.advance(TimeDelta::hours(73));
        let owner = app.signed_in(owner.user.unwrap()).await;
        let (again, _) = invite(&app, &acme, &owner, RAVI, Role::Admin).await;
        let all: Page<Invitation> = owner.get(&acme.url("/invitations")).await.json();
        assert_eq!(all.items, [again], "the new one took the place of the one that had expired");
    }

    async fn so_many_invitations_wait_and_no_more(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let url = acme.url("/invitations");
        let create = |n: usize| owner.post(&url, json!({"email": format!("p{n}@example.com"), "role": "agent"}));
        let answers = join_all((0..INVITATIONS_MAX + 3).map(create)).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), INVITATIONS_MAX);
        assert!(answers.iter().all(|a| a.status == 201 || a.to_string() == "409 limit_reached"));
        let all: Page<Invitation> = owner.get(&acme.url("/invitations")).await.json();
        assert_eq!(owner.delete(&acme.url(&format!("/invitations/{}", all.items[0].id))).await.status, 204);
        assert_eq!(create(999).await.status, 201);
        app.run_jobs().await;
        assert_eq!(app.mails().len(), INVITATIONS_MAX, "a revoked one is not sent");
    }

    async fn inviting_and_revoking_mails_no_more_than_a_days_share(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let url = acme.url("/invitations");
        for n in 0..INVITATION_MAILS_MAX {
            let answer = owner.post(&url, json!({"email": format!("p{n}@example.com"), "role": "agent"})).await;
            let made: Invitation = answer.json();
            assert_eq!(owner.delete(&format!("{url}/{}", made.id)).await.status, 204);
        }
        let again = json!({"email": RAVI, "role": "agent"});
        assert_eq!(owner.post(&url, again.clone()).await.to_string(), "409 limit_reached");
        app.clock.advance(TimeDelta::hours(24));
        let owner = app.signed_in(owner.user.unwrap()).await;
        assert_eq!(owner.post(&url, again).await.status, 201);
        app.run_jobs().await;
    }

    async fn an_invitation_ends_with_the_right_to_make_it(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, second, admin) = (acme.owner().await, acme.owner().await, acme.member(Role::Admin).await);
        let (_, by_admin) = invite(&app, &acme, &admin, "a@example.com", Role::Admin).await;
        let (_, as_owner) = invite(&app, &acme, &second, "b@example.com", Role::Owner).await;
        let (_, as_viewer) = invite(&app, &acme, &second, "c@example.com", Role::Viewer).await;
        let url = acme.url(&format!("/members/{}", member_of(&acme, &owner, &second).await.id));
        assert_eq!(owner.patch(&url, json!({"role": "admin"})).await.status, 200);
        let url = acme.url(&format!("/members/{}", member_of(&acme, &owner, &admin).await.id));
        assert_eq!(owner.delete(&url).await.status, 204);
        let browser = app.anyone();
        assert_eq!(view(&browser, &by_admin).await.to_string(), "422 link_invalid");
        assert_eq!(view(&browser, &as_owner).await.to_string(), "422 link_invalid");
        assert_eq!(view(&browser, &as_viewer).await.status, 200, "an admin may invite viewers still");
        app.run_jobs().await;
    }

    async fn an_account_begun_by_somebody_else_becomes_the_invited_persons(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let begun = json!({"name": "Mallory", "email": RAVI, "phone": "+919812345678", "business_name": "Trap",
            "password": "what mallory wrote down"});
        assert_eq!(app.anyone().post("/api/v1/sign-up", begun).await.status, 202);
        app.run_jobs().await;
        let verify = app.mails().pop().unwrap();
        let verify = verify.split_whitespace().find(|word| word.contains("/verify#")).unwrap().split_once('#').unwrap().1.to_owned();
        let (_, token) = invite(&app, &acme, &owner, RAVI, Role::Agent).await;
        assert!(!view(&app.anyone(), &token).await.json::<InvitationView>().has_account);
        let me: Me = app.anyone().post("/api/v1/invitations/sign-up", sign_up(&token)).await.json();
        assert_eq!((me.name.as_str(), me.phone.as_str()), ("Ravi Kumar", ""));
        let theirs = json!({"email": RAVI, "password": "what mallory wrote down"});
        assert_eq!(app.anyone().post("/api/v1/sign-in", theirs).await.code(), "wrong_credentials");
        assert_eq!(app.anyone().post("/api/v1/verify", json!({"token": verify})).await.code(), "link_invalid");
        assert_eq!(app.anyone().post("/api/v1/sign-in", json!({"email": RAVI, "password": PASSWORD})).await.status, 200);
    }
}

/// What the audit log tells about invitations, in order.
async fn events(app: &TestApp) -> Vec<String> {
    let rows = audit_event::Entity::find().filter(audit_event::Column::Event.starts_with("invitation."));
    let rows = rows.order_by_asc(audit_event::Column::Seq).all(app.database.peek().await).await.unwrap();
    rows.into_iter().map(|row| row.event).collect()
}
