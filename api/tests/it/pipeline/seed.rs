//! Rows that sign-up, connecting a number and publishing would make.

use api::entities::{app, bot, bot_version, number, workspace};
use api::platform::scope::{Actor, AuditEvent, Db};
use api::platform::seal::{Place, Seal};
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, QueryFilter};
use serde_json::{Value, json};
use shared::WorkspaceId;
use uuid::Uuid;

pub const SECRET: &str = "0123456789abcdef0123456789abcdef";
pub const VERIFY_TOKEN: &str = "a-token-for-the-handshake";

pub async fn workspace(db: &Db, seal: &Seal) -> WorkspaceId {
    let id = WorkspaceId::new();
    let tx = db.begin(Actor::System, id).await.unwrap();
    let now = tx.now();
    tx.insert_this_workspace(workspace::ActiveModel {
        id: Set(id.uuid()),
        name: Set("Acme".into()),
        time_zone: Set("UTC".into()),
        language: Set("en".into()),
        data_key: Set(seal.new_data_key(id).unwrap()),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    })
    .await
    .unwrap();
    tx.commit(AuditEvent::new("workspace.created")).await.unwrap();
    id
}

pub async fn app(db: &Db, seal: &Seal, workspace: WorkspaceId, meta_app_id: &str) -> Uuid {
    let id = Uuid::now_v7();
    let scope = db.scope(workspace);
    let sealed = async |column, plain: &str| {
        seal.seal(&scope, Place::new("apps", column, id), plain.as_bytes()).await.unwrap()
    };
    let (secret, verify_token) = (sealed("secret", SECRET).await, sealed("verify_token", VERIFY_TOKEN).await);
    let tx = db.begin(Actor::System, workspace).await.unwrap();
    tx.insert(app::ActiveModel {
        id: Set(id),
        meta_app_id: Set(meta_app_id.into()),
        kind: Set(app::AppKind::Sandbox),
        secret: Set(secret),
        previous_secret: Set(None),
        verify_token: Set(verify_token),
        created_at: Set(tx.now()),
        ..Default::default()
    })
    .await
    .unwrap();
    tx.commit(AuditEvent::new("app.created")).await.unwrap();
    id
}

/// Gives an app the secret it had before.
pub async fn previous_secret(db: &Db, seal: &Seal, workspace: WorkspaceId, app: Uuid, secret: &str) {
    let place = Place::new("apps", "previous_secret", app);
    let sealed = seal.seal(&db.scope(workspace), place, secret.as_bytes()).await.unwrap();
    let tx = db.begin(Actor::System, workspace).await.unwrap();
    let change = tx.change::<app::Entity>().set(app::Column::PreviousSecret, sealed);
    change.filter(app::Column::Id.eq(app)).run().await.unwrap();
    tx.commit(AuditEvent::new("app.secret_rotated")).await.unwrap();
}

/// What Meta calls a number.
pub struct NumberAtMeta<'a> {
    pub phone_number_id: &'a str,
    pub waba_id: &'a str,
    pub token: &'a str,
}

pub async fn number(
    db: &Db,
    seal: &Seal,
    workspace: WorkspaceId,
    app_id: Uuid,
    at_meta: NumberAtMeta<'_>,
) -> Uuid {
    let id = Uuid::now_v7();
    let place = Place::new("numbers", "token", id);
    let token = seal.seal(&db.scope(workspace), place, at_meta.token.as_bytes()).await.unwrap();
    let tx = db.begin(Actor::System, workspace).await.unwrap();
    tx.insert(number::ActiveModel {
        id: Set(id),
        app_id: Set(app_id),
        kind: Set(number::NumberKind::Sandbox),
        waba_id: Set(at_meta.waba_id.into()),
        phone_number_id: Set(at_meta.phone_number_id.into()),
        display_phone: Set("+1 555".into()),
        name: Set("Acme".into()),
        token: Set(token),
        state: Set(number::NumberState::Connected),
        created_at: Set(tx.now()),
        updated_at: Set(tx.now()),
        ..Default::default()
    })
    .await
    .unwrap();
    tx.commit(AuditEvent::new("number.created")).await.unwrap();
    id
}

/// Answers any text with `echo: <text>`.
pub fn echo_flow() -> Value {
    json!({
        "spec_version": 1, "languages": ["en"], "triggers": [{"kind": "any_message"}], "start": "s1",
        "steps": [{"id": "s1", "name": "Echo",
            "items": [{"kind": "send_text", "text": {"en": "echo: {{ message.text }}"}}],
            "ending": {"kind": "end"}}],
    })
}

/// A live bot with this flow.
pub async fn bot(db: &Db, workspace: WorkspaceId, flow: Value) -> Uuid {
    flow::read_value(flow.clone()).unwrap();
    let tx = db.begin(Actor::System, workspace).await.unwrap();
    let (bot, version, now) = (Uuid::now_v7(), Uuid::now_v7(), tx.now());
    tx.insert(bot::ActiveModel {
        id: Set(bot),
        name: Set("Bot".into()),
        state: Set(bot::BotState::Live),
        live_version_id: Set(Some(version)),
        draft: Set(flow.clone()),
        draft_revision: Set(1),
        draft_updated_at: Set(now),
        draft_updated_by: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        deleted_at: Set(None),
        ..Default::default()
    })
    .await
    .unwrap();
    tx.insert(bot_version::ActiveModel {
        id: Set(version),
        bot_id: Set(bot),
        number: Set(1),
        flow: Set(flow),
        content_hash: Set("hash".into()),
        note: Set(String::new()),
        published_by: Set(Uuid::nil()),
        created_at: Set(now),
        ..Default::default()
    })
    .await
    .unwrap();
    tx.commit(AuditEvent::new("bot.published")).await.unwrap();
    bot
}
