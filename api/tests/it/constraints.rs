//! Constraints of the schema that are broken, and what that tells.

use api::entities::{bot_version, invitation, member};
use api::error::ApiError;
use api::platform::scope::{Actor, Tx};
use sea_orm::ActiveValue::Set;
use sea_orm::DbErr;
use serde_json::json;
use shared::{ErrorCode, UserId};
use uuid::Uuid;

use crate::support::{Kind, TestApp, TestWorkspace, on_both};

async fn begin(app: &TestApp, workspace: &TestWorkspace<'_>) -> Tx {
    app.db().begin(Actor::System, workspace.id).await.unwrap()
}

async fn a_member(tx: &Tx, user: UserId) -> Result<(), DbErr> {
    let row = member::ActiveModel {
        id: Set(Uuid::now_v7()),
        user_id: Set(user.uuid()),
        role: Set("viewer".into()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    tx.insert(row).await.map(drop)
}

async fn an_invitation(tx: &Tx, by: UserId) -> Result<(), DbErr> {
    let row = invitation::ActiveModel {
        id: Set(Uuid::now_v7()),
        email: Set("ravi@example.com".into()),
        email_key: Set("ravi@example.com".into()),
        role: Set("viewer".into()),
        invited_by: Set(by.uuid()),
        secret_hash: Set(None),
        created_at: Set(tx.now()),
        sent_at: Set(tx.now()),
        expires_at: Set(tx.now()),
        ..Default::default()
    };
    tx.insert(row).await.map(drop)
}

async fn a_version(tx: &Tx, bot: Uuid) -> Result<(), DbErr> {
    let row = bot_version::ActiveModel {
        id: Set(Uuid::now_v7()),
        bot_id: Set(bot),
        number: Set(1),
        flow: Set(json!({})),
        content_hash: Set(String::new()),
        note: Set(String::new()),
        published_by: Set(Uuid::nil()),
        created_at: Set(tx.now()),
        ..Default::default()
    };
    tx.insert(row).await.map(drop)
}

/// The code that an error is answered with.
fn code(result: Result<(), DbErr>) -> ErrorCode {
    ApiError::from(result.unwrap_err()).code()
}

on_both! {
    async fn a_broken_constraint_is_told_by_the_code_of_its_name(kind: Kind) {
        let app = TestApp::new(kind).await;
        let acme = app.workspace("acme").await;
        let user = app.db_user().await;
        // A transaction in which a constraint was broken is over.
        let tx = begin(&app, &acme).await;
        a_member(&tx, user).await.unwrap();
        assert_eq!(code(a_member(&tx, user).await), ErrorCode::AlreadyMember);
        drop(tx);
        let tx = begin(&app, &acme).await;
        an_invitation(&tx, user).await.unwrap();
        assert_eq!(code(an_invitation(&tx, user).await), ErrorCode::AlreadyInvited);
        drop(tx);
        let tx = begin(&app, &acme).await;
        assert_eq!(code(a_version(&tx, Uuid::now_v7()).await), ErrorCode::Conflict, "of no bot");
    }
}
