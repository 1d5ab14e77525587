//! How many bots there are, how large they are, and what a list costs.

use api::entities::bot as bot_row;
use api::platform::scope::Actor as Acting;
use sea_orm::{ActiveModelTrait, ActiveValue::Set, IntoActiveModel};
use serde_json::{Value, json};
use shared::{BotId, Role};

use crate::bots::{bot, draft};
use crate::support::{Kind, TestApp, on_both};

on_both! {
    async fn lists_know_a_draft_in_short_and_do_not_read_it(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let answers = bot(&owner, &acme, json!({"starter": "menu"})).await;
        let answers_url = acme.url(&format!("/bots/{}", answers.id));
        assert_eq!(owner.post(&format!("{answers_url}/publish"), json!({"revision": 1})).await.status, 200);
        let made = bot(&owner, &acme, json!({"starter": "menu"})).await;
        assert!(made.n_errors > 0, "both have the same triggers");
        let before = owner.get(&acme.url("/bots")).await.value();

        let tx = app.db().begin(Acting::System, acme.id).await.unwrap();
        tx.change::<bot_row::Entity>().set(bot_row::Column::Draft, json!({"spec_version": 7})).run().await.unwrap();
        tx.commit_pipeline().await.unwrap();
        assert_eq!(owner.get(&acme.url("/bots")).await.value(), before);
        assert_eq!(owner.get(&format!("{answers_url}/draft")).await.status, 500, "that one is read");
    }

    async fn what_an_older_program_stored_is_looked_at_when_it_is_listed(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        for (starter, publish) in [("menu", true), ("menu", false), ("feedback", true)] {
            let made = bot(&owner, &acme, json!({"starter": starter})).await;
            let url = acme.url(&format!("/bots/{}/publish", made.id));
            if publish {
                owner.post(&url, json!({"revision": 1})).await;
            }
        }
        let before = owner.get(&acme.url("/bots")).await.value();
        let tx = app.db().begin(Acting::System, acme.id).await.unwrap();
        let nothing = || Option::<Value>::None;
        let change = tx.change::<bot_row::Entity>().set(bot_row::Column::DraftSummary, nothing());
        change.set(bot_row::Column::LiveSummary, nothing()).run().await.unwrap();
        tx.commit_pipeline().await.unwrap();
        assert_eq!(owner.get(&acme.url("/bots")).await.value(), before);
    }

    async fn a_flow_above_a_limit_comes_in_by_no_way(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let words: Vec<String> = (0..101).map(|n| format!("w{n}")).collect();
        let triggers = json!([{"kind": "keyword", "words": words}]);
        let mut flow = serde_json::to_value(&draft(&builder, &acme.url(&format!("/bots/{}", bot(&builder, &acme, json!({})).await.id))).await.flow).unwrap();
        flow["triggers"] = triggers.clone();
        let refused = builder.post(&acme.url("/bots"), json!({"import": flow})).await;
        assert_eq!(refused.to_string(), r#"422 invalid "/import""#);
        assert_eq!(refused.value()["errors"][0]["detail"], "a trigger has at most 100 keywords");

        let made = bot(&builder, &acme, json!({"starter": "menu"})).await;
        let change = json!({"base_revision": 1, "ops": [{"op": "set_triggers", "triggers": triggers}]});
        let refused = builder.post(&acme.url(&format!("/bots/{}/draft/ops", made.id)), change).await;
        assert_eq!(refused.to_string(), r#"422 op_not_applicable "/ops/0""#);
        assert_eq!(refused.value()["errors"][0]["code"], "over_limit");
    }

    async fn a_workspace_has_two_hundred_bots(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let builder = acme.member(Role::Builder).await;
        let first = bot(&builder, &acme, json!({})).await;
        let tx = app.db().begin(Acting::System, acme.id).await.unwrap();
        let row = tx.find::<bot_row::Entity>().one().await.unwrap().unwrap();
        let copies = (1..200).map(|_| bot_row::ActiveModel {
            id: Set(BotId::new().uuid()),
            ..row.clone().into_active_model().reset_all()
        });
        tx.insert_many(copies.collect()).await.unwrap();
        tx.commit_pipeline().await.unwrap();
        let full = builder.post(&acme.url("/bots"), json!({})).await;
        assert_eq!(full.to_string(), "409 conflict");
        assert!(full.value()["detail"].as_str().unwrap().contains("at most 200 bots"));
        assert_eq!(builder.delete(&acme.url(&format!("/bots/{}", first.id))).await.status, 204);
        bot(&builder, &acme, json!({})).await;
    }
}
