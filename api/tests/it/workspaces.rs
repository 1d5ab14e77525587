//! The workspace itself and its home.

use api::entities::audit_event;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::json;
use shared::Role;
use shared::workspace::Home;

use crate::support::{Kind, TestApp, on_both};

on_both! {
    async fn a_checklist_that_is_dismissed_stays_so_until_it_is_restored(kind: Kind) {
        let app = TestApp::new(kind).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let (admin, viewer, outsider) = (acme.member(Role::Admin).await, acme.viewer().await, other.owner().await);
        let is_dismissed = async || viewer.get(&acme.url("/home")).await.json::<Home>().is_setup_dismissed;
        assert!(!is_dismissed().await);
        for _ in 0..2 {
            assert_eq!(admin.post(&acme.url("/setup/dismiss"), json!({})).await.status, 204);
            assert!(is_dismissed().await, "for everybody in the workspace");
        }
        assert!(!outsider.get(&other.url("/home")).await.json::<Home>().is_setup_dismissed);
        assert_eq!(admin.post(&acme.url("/setup/restore"), json!({})).await.status, 204);
        assert!(!is_dismissed().await);

        let events = audit_event::Entity::find()
            .filter(audit_event::Column::ObjectId.eq(acme.id.uuid()))
            .filter(audit_event::Column::ActorId.eq(admin.user.unwrap().uuid()))
            .order_by_asc(audit_event::Column::Seq).all(app.database.peek().await).await.unwrap();
        let names: Vec<_> = events.iter().map(|event| event.event.as_str()).collect();
        assert_eq!(names, ["workspace.setup_dismissed", "workspace.setup_dismissed", "workspace.setup_restored"]);
    }

    async fn only_who_may_change_the_workspace_dismisses_its_checklist(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        for role in [Role::Builder, Role::Agent, Role::Viewer] {
            let member = acme.member(role).await;
            for action in ["dismiss", "restore"] {
                let refused = member.post(&acme.url(&format!("/setup/{action}")), json!({})).await;
                assert_eq!(refused.to_string(), "403 forbidden: workspace.update", "{role:?} {action}");
            }
        }
    }
}
