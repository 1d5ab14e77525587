//! Members: roles, removal, leaving, handing over.

use chrono::TimeDelta;
use futures_util::future::join_all;
use serde_json::json;
use shared::team::Member;
use shared::{Page, Role};

use super::{address, invite, member_of};
use crate::events::Stream;
use crate::support::{Kind, TestApp, on_both};

const ROLES: [Role; 4] = [Role::Admin, Role::Builder, Role::Agent, Role::Viewer];

on_both! {
    async fn the_team_is_listed_page_by_page_in_the_order_they_came(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        app.workspace("other").await.owner().await;
        let mut there = vec![address(&owner)];
        for role in ROLES {
            there.push(address(&acme.member(role).await));
        }
        let (mut listed, mut query) = (Vec::new(), "?limit=2".to_owned());
        loop {
            let page: Page<Member> = owner.get(&acme.url(&format!("/members{query}"))).await.json();
            listed.extend(page.items.into_iter().map(|member| member.email));
            let Some(cursor) = page.next_cursor else { break };
            query = format!("?limit=2&cursor={cursor}");
        }
        assert_eq!(listed, there);
    }

    async fn a_new_role_counts_from_the_next_request_on(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (admin, builder) = (acme.member(Role::Admin).await, acme.member(Role::Builder).await);
        acme.owner().await;
        let bot = json!({"name": "Welcome"});
        assert_eq!(builder.post(&acme.url("/bots"), bot.clone()).await.status, 201);
        let url = acme.url(&format!("/members/{}", member_of(&acme, &admin, &builder).await.id));
        let changed: Member = admin.patch(&url, json!({"role": "viewer"})).await.json();
        assert_eq!((changed.role, changed.email), (Role::Viewer, address(&builder)));
        assert_eq!(builder.post(&acme.url("/bots"), bot.clone()).await.to_string(), "403 forbidden: bots.edit");
        assert_eq!(admin.patch(&url, json!({"role": "builder"})).await.status, 200);
        assert_eq!(builder.post(&acme.url("/bots"), bot).await.status, 201);
        for body in [json!({}), json!({"role": "boss"}), json!({"role": null}), json!({"role": "viewer", "name": "x"})] {
            assert_eq!(admin.patch(&url, body).await.status, 422);
        }
    }

    async fn who_decides_over_people_proved_their_password_a_moment_ago(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, agent) = (acme.owner().await, acme.member(Role::Agent).await);
        let member = member_of(&acme, &owner, &agent).await.id;
        let url = acme.url(&format!("/members/{member}"));
        let invitations = acme.url("/invitations");
        let to = |role: &str| json!({"email": format!("{role}@example.com"), "role": role});
        app.clock.advance(TimeDelta::minutes(5));
        for refused in [
            owner.patch(&url, json!({"role": "viewer"})).await,
            owner.delete(&url).await,
            owner.delete(&format!("{url}/sessions")).await,
            owner.post(&acme.url("/ownership-transfer"), json!({"member_id": member})).await,
            owner.post(&invitations, to("owner")).await,
            owner.post(&invitations, to("admin")).await,
        ] {
            assert_eq!(refused.to_string(), "403 reauthentication_required");
        }
        assert_eq!(member_of(&acme, &owner, &agent).await.role, Role::Agent);
        for role in ["builder", "agent", "viewer"] {
            assert_eq!(owner.post(&invitations, to(role)).await.status, 201, "{role}");
        }
        let again = app.signed_in(owner.user.unwrap()).await;
        assert_eq!(again.post(&invitations, to("admin")).await.status, 201);
        assert_eq!(again.patch(&url, json!({"role": "viewer"})).await.status, 200);
        app.run_jobs().await;
    }

    async fn a_removed_member_is_out_at_once_and_hears_nothing_more(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, agent) = (acme.owner().await, acme.member(Role::Agent).await);
        let mut stream = Stream::open(&agent, &acme.url("/events"), None).await;
        let url = acme.url(&format!("/members/{}", member_of(&acme, &owner, &agent).await.id));
        assert_eq!(owner.delete(&url).await.status, 204);
        assert_eq!(agent.get(&acme.url("")).await.to_string(), "404 not_found");
        assert_eq!(stream.next().await, None, "the stream ends with the news");
        assert_eq!(owner.delete(&url).await.to_string(), "404 not_found");
        app.run_jobs().await;
        let mail = app.mails().pop().unwrap();
        assert!(mail.contains(&address(&agent)) && mail.contains("no longer a member of acme"), "{mail}");
    }

    async fn a_member_is_signed_out_on_every_device_at_once_and_told(kind: Kind) {
        let app = TestApp::new(kind).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let (admin, agent) = (acme.member(Role::Admin).await, acme.member(Role::Agent).await);
        let phone = app.signed_in(agent.user.unwrap()).await;
        other.owner().await;
        let mut streams = Vec::new();
        for browser in [&agent, &phone] {
            streams.push(Stream::open(browser, &acme.url("/events"), None).await);
        }
        let url = acme.url(&format!("/members/{}/sessions", member_of(&acme, &admin, &agent).await.id));
        assert_eq!(agent.delete(&url).await.to_string(), "403 forbidden: members.manage");
        assert_eq!(other.owner().await.delete(&url.replace(&acme.id.to_string(), &other.id.to_string())).await.to_string(), "404 not_found");
        assert_eq!(agent.get(&acme.url("")).await.status, 200, "nothing has happened");
        assert_eq!(admin.delete(&url).await.status, 204);
        for (browser, stream) in [&agent, &phone].into_iter().zip(&mut streams) {
            assert_eq!(browser.get("/api/v1/me").await.code(), "unauthenticated");
            assert_eq!(browser.post("/api/v1/session/refresh", json!({})).await.code(), "unauthenticated");
            assert_eq!(stream.next().await, None, "the stream ends with it");
        }
        assert_eq!(admin.get(&acme.url("")).await.status, 200, "nobody else is");
        let again = app.signed_in(agent.user.unwrap()).await;
        assert_eq!(again.get(&acme.url("")).await.status, 200, "they are a member as before");
        app.run_jobs().await;
        let mail = app.mails().pop().unwrap();
        assert!(mail.contains(&address(&agent)) && mail.contains("signed you out on every device"), "{mail}");
        assert_eq!(app.mails().len(), 1);
    }

    async fn nobody_is_kept_out_of_their_other_workspaces_by_who_manages_one(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, agent) = (acme.owner().await, acme.member(Role::Agent).await);
        let url = acme.url(&format!("/members/{}/sessions", member_of(&acme, &owner, &agent).await.id));
        for _ in 0..5 {
            assert_eq!(owner.delete(&url).await.status, 204);
            let early = owner.delete(&url).await;
            assert_eq!(early.code(), "too_many_requests");
            app.clock.advance(TimeDelta::seconds(30));
        }
        let back = app.signed_in(agent.user.unwrap()).await;
        let refused = owner.delete(&url).await;
        assert_eq!((refused.code().as_str(), refused.header("retry-after")), ("too_many_requests", "3450"));
        assert_eq!(back.post(&acme.url("/leave"), json!({})).await.status, 204);
        app.run_jobs().await;
    }

    async fn an_admin_neither_makes_nor_touches_owners(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, admin, viewer) = (acme.owner().await, acme.member(Role::Admin).await, acme.viewer().await);
        let url = |member: &Member| acme.url(&format!("/members/{}", member.id));
        let (owners, mine) = (member_of(&acme, &admin, &owner).await, member_of(&acme, &admin, &admin).await);
        let viewers = member_of(&acme, &admin, &viewer).await;
        let refused = "403 forbidden: owners.manage";
        assert_eq!(admin.patch(&url(&owners), json!({"role": "viewer"})).await.to_string(), refused);
        assert_eq!(admin.delete(&url(&owners)).await.to_string(), refused);
        assert_eq!(admin.delete(&format!("{}/sessions", url(&owners))).await.to_string(), refused);
        assert_eq!(owner.get(&acme.url("")).await.status, 200, "they are signed in still");
        for member in [&viewers, &mine] {
            assert_eq!(admin.patch(&url(member), json!({"role": "owner"})).await.to_string(), refused);
        }
        let new = json!({"email": "ravi@example.com", "role": "owner"});
        assert_eq!(admin.post(&acme.url("/invitations"), new.clone()).await.to_string(), refused);
        let transfer = json!({"member_id": mine.id});
        assert_eq!(admin.post(&acme.url("/ownership-transfer"), transfer).await.to_string(), refused);

        assert_eq!(owner.post(&acme.url("/invitations"), new).await.status, 201);
        let invitation = &owner.get(&acme.url("/invitations")).await.value()["items"][0]["id"];
        let invitation = acme.url(&format!("/invitations/{}", invitation.as_str().unwrap()));
        assert_eq!(admin.delete(&invitation).await.to_string(), refused);
        assert_eq!(admin.post(&format!("{invitation}/resend"), json!({})).await.to_string(), refused);
        assert_eq!(admin.patch(&url(&viewers), json!({"role": "admin"})).await.status, 200, "all others they do");
        assert_eq!(owner.patch(&url(&viewers), json!({"role": "owner"})).await.status, 200);
        app.run_jobs().await;
    }

    async fn the_last_owner_stays_until_there_is_another(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, admin) = (acme.owner().await, acme.member(Role::Admin).await);
        let url = acme.url(&format!("/members/{}", member_of(&acme, &owner, &owner).await.id));
        assert_eq!(owner.patch(&url, json!({"role": "admin"})).await.to_string(), "409 last_owner");
        assert_eq!(owner.delete(&url).await.to_string(), "409 last_owner");
        assert_eq!(owner.post(&acme.url("/leave"), json!({})).await.to_string(), "409 last_owner");
        assert_eq!(owner.patch(&url, json!({"role": "owner"})).await.status, 200, "which changes nothing");

        let theirs = acme.url(&format!("/members/{}", member_of(&acme, &owner, &admin).await.id));
        assert_eq!(owner.patch(&theirs, json!({"role": "owner"})).await.status, 200);
        assert_eq!(owner.post(&acme.url("/leave"), json!({})).await.status, 204);
        assert_eq!(owner.get(&acme.url("")).await.to_string(), "404 not_found");
        assert_eq!(admin.post(&acme.url("/leave"), json!({})).await.to_string(), "409 last_owner");
    }

    async fn owners_who_go_all_at_once_leave_one(kind: Kind) {
        let app = TestApp::new(kind).await;
        for n in 0..3 {
            let acme = app.workspace(&format!("acme {n}")).await;
            let mut owners = Vec::new();
            for _ in 0..6 {
                owners.push(acme.owner().await);
            }
            let mut members = Vec::new();
            for owner in &owners {
                members.push(acme.url(&format!("/members/{}", member_of(&acme, owner, owner).await.id)));
            }
            // In a ring: each demotes the next, leaves, or removes the next, all at once.
            let calls = owners.iter().enumerate().map(|(i, owner)| {
                let (next, leave) = (&members[(i + 1) % members.len()], acme.url("/leave"));
                async move {
                    match n {
                        0 => owner.patch(next, json!({"role": "admin"})).await,
                        1 => owner.post(&leave, json!({})).await,
                        _ => owner.delete(next).await,
                    }
                }
            });
            let answers = join_all(calls).await;
            assert!(answers.iter().all(|answer| answer.status < 500), "{answers:?}");
            let mut left = Vec::new();
            for owner in &owners {
                let answer = owner.get(&acme.url("")).await;
                left.extend((answer.status == 200 && answer.value()["role"] == "owner").then_some(()));
            }
            assert!(!left.is_empty(), "round {n}: nobody owns it: {answers:?}");
            let n_done = answers.iter().filter(|answer| answer.status < 300).count();
            assert_eq!(left.len() + n_done, owners.len(), "round {n}: each that was done took one owner away");
        }
        app.run_jobs().await;
    }

    async fn a_workspace_is_handed_over_in_one_step(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, viewer) = (acme.owner().await, acme.viewer().await);
        let (mine, theirs) = (member_of(&acme, &owner, &owner).await, member_of(&acme, &owner, &viewer).await);
        let url = acme.url("/ownership-transfer");
        assert_eq!(owner.post(&url, json!({"member_id": mine.id})).await.to_string(), "422 invalid \"/member_id\"");
        let heir: Member = owner.post(&url, json!({"member_id": theirs.id})).await.json();
        assert_eq!((heir.id, heir.role), (theirs.id, Role::Owner));
        assert_eq!(member_of(&acme, &owner, &owner).await.role, Role::Admin);
        let back = owner.post(&url, json!({"member_id": mine.id})).await;
        assert_eq!(back.to_string(), "403 forbidden: owners.manage");
        assert_eq!(viewer.post(&url, json!({"member_id": mine.id})).await.status, 200);
        app.run_jobs().await;
        let mail = app.mails().remove(0);
        assert!(mail.contains(&address(&viewer)) && mail.contains("an owner of acme"), "{mail}");
    }

    async fn members_and_invitations_of_another_workspace_are_not_there(kind: Kind) {
        let app = TestApp::new(kind).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let (owner, theirs) = (acme.owner().await, other.owner().await);
        acme.viewer().await;
        other.viewer().await;
        let (invitation, _) = invite(&app, &other, &theirs, "ravi@example.com", Role::Agent).await;
        let member = member_of(&other, &theirs, &theirs).await;
        let page: Page<Member> = theirs.get(&other.url("/members?limit=1")).await.json();
        let cursor = page.next_cursor.unwrap();
        let member_url = acme.url(&format!("/members/{}", member.id));
        let invitation_url = acme.url(&format!("/invitations/{}", invitation.id));
        for answer in [
            owner.patch(&member_url, json!({"role": "viewer"})).await,
            owner.delete(&member_url).await,
            owner.post(&acme.url("/ownership-transfer"), json!({"member_id": member.id})).await,
            owner.delete(&invitation_url).await,
            owner.post(&format!("{invitation_url}/resend"), json!({})).await,
        ] {
            assert_eq!(answer.to_string(), "404 not_found");
        }
        let foreign = owner.get(&acme.url(&format!("/members?cursor={cursor}"))).await;
        assert_eq!(foreign.to_string(), "422 invalid \"cursor\"");
        assert_eq!(member_of(&other, &theirs, &theirs).await.role, Role::Owner);
        assert_eq!(theirs.get(&other.url("/invitations")).await.value()["items"].as_array().unwrap().len(), 1);
    }

    async fn the_team_sees_who_was_there(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, agent) = (acme.owner().await, acme.member(Role::Agent).await);
        assert_eq!(member_of(&acme, &owner, &agent).await.last_seen_at, None);
        let _stream = Stream::open(&agent, &acme.url("/events"), None).await;
        let seen = member_of(&acme, &owner, &agent).await.last_seen_at;
        assert!(seen.is_some());
        let _again = Stream::open(&agent, &acme.url("/events"), None).await;
        assert_eq!(member_of(&acme, &owner, &agent).await.last_seen_at, seen, "not noted with every page");
        assert_eq!(member_of(&acme, &owner, &owner).await.last_seen_at, None);
    }
}
