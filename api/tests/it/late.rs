//! A request whose body comes late: what its caller may is looked at again when it begins to write.

use actix_web::dev::Payload;
use actix_web::test::TestRequest;
use actix_web::{FromRequest, HttpRequest, web};
use api::error::ApiError;
use api::platform::cx::{Cx, Me};
use api::platform::permission::BotsEdit;
use serde_json::json;
use shared::{Permission, Role};

use crate::support::{Actor, Kind, TestApp, TestWorkspace, on_both};

/// The head of a request of `actor`, as the server reads it before the body.
fn head(app: &TestApp, acme: &TestWorkspace<'_>, actor: &Actor<'_>) -> HttpRequest {
    let sent = actor.request(reqwest::Method::POST, &acme.url("/bots")).build().unwrap();
    let mut request = TestRequest::post().uri(sent.url().path()).param("workspace_id", acme.id.to_string());
    for (name, value) in sent.headers() {
        request = request.append_header((name.as_str(), value.as_bytes()));
    }
    let request = request.peer_addr("127.0.0.1:4711".parse().unwrap());
    request.app_data(web::Data::new(app.state().clone())).to_http_request()
}

async fn admitted(app: &TestApp, acme: &TestWorkspace<'_>, actor: &Actor<'_>) -> Cx<BotsEdit> {
    Cx::from_request(&head(app, acme, actor), &mut Payload::None).await.unwrap()
}

async fn refusal(cx: &Cx<BotsEdit>) -> String {
    let error: ApiError = cx.begin().await.err().expect("it was let in");
    error.code().as_str().to_owned()
}

on_both! {
    async fn whoever_was_removed_while_their_body_came_changes_nothing(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let (owner, builder) = (acme.owner().await, acme.member(Role::Builder).await);
        let cx = admitted(&app, &acme, &builder).await;
        drop(cx.begin().await.unwrap());
        let path = acme.url(&format!("/members/{}", cx.member()));
        assert_eq!(owner.patch(&path, json!({"role": "viewer"})).await.status, 200);
        assert_eq!(refusal(&cx).await, "forbidden");
        assert_eq!(owner.delete(&path).await.status, 204);
        assert_eq!(refusal(&cx).await, "not_found");
        app.run_jobs().await;
    }

    async fn a_session_that_ended_while_its_body_came_changes_nothing(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let cx = admitted(&app, &acme, &owner).await;
        let me = Me::from_request(&head(&app, &acme, &owner), &mut Payload::None).await.unwrap();
        drop(cx.begin().await.unwrap());
        drop(me.begin().await.unwrap());
        assert_eq!(owner.post("/api/v1/sign-out", json!({})).await.status, 204);
        assert_eq!(refusal(&cx).await, "unauthenticated");
        assert_eq!(me.begin().await.err().expect("it was let in").code().as_str(), "unauthenticated");
    }

    async fn a_key_that_was_revoked_while_its_body_came_changes_nothing(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        let program = acme.program(&[Permission::BotsEdit]).await;
        let cx = admitted(&app, &acme, &program).await;
        drop(cx.begin().await.unwrap());
        let keys = owner.get(&acme.url("/api-keys")).await.value();
        let key = acme.url(&format!("/api-keys/{}", keys["items"][0]["id"].as_str().unwrap()));
        assert_eq!(owner.delete(&key).await.status, 204);
        assert_eq!(refusal(&cx).await, "unauthenticated");
    }
}
