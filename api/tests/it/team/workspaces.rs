//! Several workspaces of one person.

use serde_json::json;
use shared::account::{Me, Membership, SignUpPolicy};
use shared::workspace::{OWNED_MAX, Workspace};
use shared::{Page, Role};

use crate::support::{Kind, TestApp, on_both};

on_both! {
    async fn a_person_has_several_workspaces_each_with_a_role(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("Acme").await;
        app.workspace("Hidden").await.owner().await;
        let person = acme.viewer().await;
        let new = json!({"name": " Bakery ", "time_zone": "Asia/Kolkata", "language": "hi"});
        let made: Workspace = person.post("/api/v1/workspaces", new).await.json();
        assert_eq!((made.name.as_str(), made.time_zone.as_str(), made.language.as_str()), ("Bakery", "Asia/Kolkata", "hi"));
        assert_eq!(made.role, Role::Owner);
        let second: Workspace = person.post("/api/v1/workspaces", json!({"name": "Bakery"})).await.json();
        assert_eq!((second.time_zone.as_str(), second.language.as_str()), ("UTC", "en"));

        let me: Me = person.get("/api/v1/me").await.json();
        let seen: Vec<_> = me.workspaces.iter().map(|m| (m.workspace_name.as_str(), m.role)).collect();
        assert_eq!(seen, [("Acme", Role::Viewer), ("Bakery", Role::Owner), ("Bakery", Role::Owner)]);
        let (mut listed, mut query): (Vec<Membership>, _) = (Vec::new(), "?limit=1".to_owned());
        loop {
            let page: Page<Membership> = person.get(&format!("/api/v1/workspaces{query}")).await.json();
            listed.extend(page.items);
            let Some(cursor) = page.next_cursor else { break };
            query = format!("?limit=1&cursor={cursor}");
        }
        assert_eq!(listed, me.workspaces);
        let url = format!("/api/v1/workspaces/{}", made.id);
        assert_eq!(person.patch(&url, json!({"name": "Maa Bakery"})).await.status, 200, "they own it");
        assert_eq!(acme.owner().await.get(&url).await.to_string(), "404 not_found");
    }

    async fn a_workspace_has_a_name_and_one_person_owns_so_many(kind: Kind) {
        let app = TestApp::new(kind).await;
        let person = app.stranger().await;
        let create = |body| person.post("/api/v1/workspaces", body);
        assert_eq!(create(json!({"name": "  "})).await.to_string(), "422 invalid \"/name\"");
        assert_eq!(create(json!({"name": "a\nb"})).await.to_string(), "422 invalid \"/name\"");
        let wrong = create(json!({"name": "a", "time_zone": "../x", "language": "english"})).await;
        assert_eq!(wrong.to_string(), "422 invalid \"/time_zone\" \"/language\"");
        let calls = (0..OWNED_MAX + 4).map(|n| create(json!({"name": format!("Branch {n}")})));
        let answers = futures_util::future::join_all(calls).await;
        let n_made = answers.iter().filter(|answer| answer.status == 201).count();
        assert_eq!(n_made, OWNED_MAX);
        assert!(answers.iter().all(|a| a.status == 201 || a.to_string() == "409 limit_reached"), "{answers:?}");
    }

    async fn where_sign_up_is_closed_only_an_owner_makes_another(kind: Kind) {
        let app = TestApp::with(kind, |settings| settings.sign_up = Some(SignUpPolicy::Invite)).await;
        let acme = app.workspace("acme").await;
        let (owner, admin) = (acme.owner().await, acme.member(Role::Admin).await);
        let new = json!({"name": "Second"});
        assert_eq!(admin.post("/api/v1/workspaces", new.clone()).await.to_string(), "403 sign_up_closed");
        assert_eq!(owner.post("/api/v1/workspaces", new).await.status, 201);
    }
}
