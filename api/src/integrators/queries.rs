//! Every statement on API keys.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect};
use shared::{ApiKeyId, Time, UserId};
use uuid::Uuid;

use super::rules::Checked;
use crate::entities::api_key::{ActiveModel, Column, Entity, Model};
use crate::entities::{member, user};
use crate::platform::auth::IssuedKey;
use crate::platform::cursor::Wanted;
use crate::platform::scope::{Global, Scope, Tx};

/// A key.
pub(super) async fn key(db: &Scope, id: ApiKeyId) -> Result<Option<Model>, DbErr> {
    db.by_id::<Entity>(id.uuid()).await
}

/// A key, locked until the transaction ends.
pub(super) async fn locked_key(tx: &Tx, id: ApiKeyId) -> Result<Option<Model>, DbErr> {
    tx.find::<Entity>().with_id(id.uuid()).lock(LockType::Update).one().await
}

/// The keys, the newest first.
pub(super) async fn keys(db: &Scope, wanted: &Wanted<Uuid>) -> Result<Vec<Model>, DbErr> {
    let mut keys = db.find::<Entity>().order_by_desc(Column::Id);
    if let Some(after) = wanted.after {
        keys = keys.filter(Column::Id.lt(after));
    }
    keys.limit(wanted.rows()).all().await
}

/// How many keys work.
pub(super) async fn n_live_keys(tx: &Tx) -> Result<u64, DbErr> {
    let live = tx.find::<Entity>().filter(Column::RevokedAt.is_null());
    live.filter(Column::ExpiresAt.gt(tx.now())).count().await
}

/// Inserts a key.
pub(super) async fn insert_key(
    tx: &Tx,
    id: ApiKeyId,
    maker: UserId,
    new: Checked,
    issued: &IssuedKey,
    expires_at: Time,
) -> Result<Model, DbErr> {
    let row = ActiveModel {
        id: Set(id.uuid()),
        user_id: Set(maker.uuid()),
        name: Set(new.name.unwrap_or_default()),
        scopes: Set(serde_json::json!(new.scopes.unwrap_or_default())),
        addresses: Set(serde_json::json!(new.addresses.unwrap_or_default())),
        secret_hash: Set(issued.hash.to_vec()),
        last_four: Set(issued.last_four.clone()),
        previous_hash: Set(None),
        previous_expires_at: Set(None),
        created_at: Set(tx.now()),
        expires_at: Set(expires_at),
        revoked_at: Set(None),
        last_used_at: Set(None),
        last_used_ip: Set(None),
        last_used_agent: Set(None),
        ..Default::default()
    };
    tx.insert(row).await
}

/// Writes what is to change.
pub(super) async fn change_key(tx: &Tx, id: ApiKeyId, change: Checked) -> Result<Model, DbErr> {
    let mut row = ActiveModel { id: Unchanged(id.uuid()), ..Default::default() };
    if let Some(name) = change.name {
        row.name = Set(name);
    }
    if let Some(scopes) = change.scopes {
        row.scopes = Set(serde_json::json!(scopes));
    }
    if let Some(addresses) = change.addresses {
        row.addresses = Set(serde_json::json!(addresses));
    }
    tx.update(row).await
}

/// Gives a key another secret; the one before works until `previous_end`.
pub(super) async fn rotate_key(
    tx: &Tx,
    row: Model,
    issued: &IssuedKey,
    previous_end: Time,
) -> Result<Model, DbErr> {
    let row = ActiveModel {
        id: Unchanged(row.id),
        secret_hash: Set(issued.hash.to_vec()),
        last_four: Set(issued.last_four.clone()),
        previous_hash: Set(Some(row.secret_hash)),
        previous_expires_at: Set(Some(previous_end)),
        ..Default::default()
    };
    tx.update(row).await
}

/// Revokes a key.
pub(super) async fn revoke_key(tx: &Tx, id: ApiKeyId) -> Result<(), DbErr> {
    let row = ActiveModel {
        id: Unchanged(id.uuid()),
        revoked_at: Set(Some(tx.now())),
        previous_hash: Set(None),
        ..Default::default()
    };
    tx.update(row).await.map(drop)
}

/// The names of those of these users who are members.
pub(super) async fn makers(
    db: &Scope,
    accounts: &Global,
    users: impl IntoIterator<Item = Uuid>,
) -> Result<BTreeMap<Uuid, String>, DbErr> {
    let users: Vec<Uuid> = users.into_iter().collect();
    let members = db.find::<member::Entity>().filter(member::Column::UserId.is_in(users)).all().await?;
    let users = members.into_iter().map(|member| member.user_id);
    let rows = accounts.find::<user::Entity>().filter(user::Column::Id.is_in(users)).all().await?;
    Ok(rows.into_iter().map(|user| (user.id, user.name)).collect())
}
