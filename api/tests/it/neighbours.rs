//! Taking things away, in one workspace and beside another: the other keeps every row as it is (T14).

use std::collections::BTreeMap;

use api::entities::member;
use reqwest::Method;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::json;
use shared::{MemberId, WorkspaceId};
use uuid::Uuid;
use whatsapp::signature;

use crate::access::operations;
use crate::pipeline::bench::Bench;
use crate::pipeline::seed::{self, NumberAtMeta, SECRET};
use crate::schema::rows_of_workspaces;
use crate::support::{Actor, Kind, on_both};
use crate::walls::{furnished, written};

/// Gives a second workspace of the bench one of everything.
async fn furnish(bench: &Bench, workspace: WorkspaceId, owner: &Actor<'_>) {
    let (db, seal) = (bench.db(), &bench.state().seal);
    let meta_app_id = Uuid::now_v7().simple().to_string();
    let app = seed::app(db, seal, workspace, &meta_app_id).await;
    let at_meta = NumberAtMeta { phone_number_id: "2002", waba_id: "2001", token: "token" };
    seed::number(db, seal, workspace, app, at_meta).await;
    seed::bot(db, workspace, seed::echo_flow()).await;
    let mut value = bench.text("wamid.2", 2, "hello");
    value["metadata"] = json!({"phone_number_id": "2002"});
    let body =
        json!({"entry": [{"id": "2001", "changes": [{"field": "messages", "value": value}]}]}).to_string();
    let request = bench.client.post(bench.app.url(&format!("/webhooks/meta/{meta_app_id}")));
    let signature = signature::sign(SECRET.as_bytes(), body.as_bytes());
    let answer = request.header(signature::SIGNATURE_HEADER, signature).body(body).send().await.unwrap();
    assert_eq!(answer.status(), 200);
    bench.run_pending().await;
    let url = |path: &str| format!("/api/v1/workspaces/{workspace}{path}");
    let invited =
        owner.post(&url("/invitations"), json!({"email": "ravi@example.com", "role": "agent"})).await;
    let key = owner.post(&url("/api-keys"), json!({"name": "Shop", "scopes": ["bots.read"]})).await;
    assert_eq!((invited.status, key.status), (201, 201));
    bench.app.run_jobs().await;
}

/// The rows of a workspace by their table.
async fn rows(bench: &Bench, workspace: WorkspaceId) -> BTreeMap<String, Vec<String>> {
    let id = workspace.uuid().simple().to_string();
    let mut tables: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (table, owner, row) in rows_of_workspaces(&bench.app.database).await {
        let rows = tables.entry(table).or_default();
        if owner == id {
            rows.push(row);
        }
    }
    tables.values_mut().for_each(|rows| rows.sort());
    tables
}

on_both! {
    async fn what_is_taken_away_beside_it_leaves_a_workspace_as_it_is(kind: Kind) {
        let (bench, mut ids) = furnished(kind).await;
        let (acme, other) = (bench.app.workspace("Acme").await, bench.app.workspace("Other").await);
        let (boss, neighbour, leaver) = (acme.owner().await, other.owner().await, acme.viewer().await);
        furnish(&bench, other.id, &neighbour).await;
        // One person is a member of both, and goes in the one.
        let joined = neighbour.post(&other.url("/invitations"), json!({
            "email": format!("{}@example.com", leaver.user.unwrap()), "role": "viewer"})).await;
        assert_eq!(joined.status, 201);
        bench.app.run_jobs().await;
        let token = crate::team::latest_token(&bench.app);
        assert_eq!(leaver.post("/api/v1/invitations/accept", json!({"token": token})).await.status, 200);
        let user = member::Column::UserId.eq(acme.viewer().await.user.unwrap().uuid());
        let going = bench.db().scope(acme.id).find::<member::Entity>().filter(user).one().await.unwrap().unwrap();
        ids.insert("mem".into(), MemberId(going.id).to_string());

        let (before, mine) = (rows(&bench, other.id).await, rows(&bench, acme.id).await);
        for table in ["bots", "bot_versions", "runs", "messages", "conversations", "contacts", "numbers", "invitations", "api_keys"] {
            assert!(!before[table].is_empty(), "{table}: the neighbour has one of everything");
        }
        let takes_away = |path: &str, method: &Method| *method == Method::DELETE || path.ends_with("/disconnect");
        let mut n_taken = 0;
        let mut taking = operations();
        taking.retain(|o| o.path.contains("{workspace_id}") && takes_away(&o.path, &o.method));
        // What is part of a thing before the thing.
        taking.sort_by_key(|operation| std::cmp::Reverse(operation.path.len()));
        for operation in &taking {
            let request = written(operation, &acme.id.to_string(), &ids);
            let answer = boss.send(operation.method.clone(), &request.to(&[]), request.body).await;
            assert_eq!(answer.status, 204, "{}: {answer}", operation.name());
            n_taken += 1;
        }
        assert!(n_taken >= 5, "{n_taken}");
        assert_eq!(leaver.post(&acme.url("/leave"), json!({})).await.status, 204);
        bench.app.run_jobs().await;
        assert_eq!(rows(&bench, other.id).await, before);
        let left = rows(&bench, acme.id).await;
        assert_eq!(left["members"].len() + 2, mine["members"].len());
        assert!(left["invitations"].is_empty() && left["bots"] != mine["bots"] && left["numbers"] != mine["numbers"]);
        assert_eq!(leaver.get(&other.url("")).await.status, 200, "still a member there");
    }
}
