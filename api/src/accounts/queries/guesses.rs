//! Every statement on counted guesses.

use std::collections::BTreeMap;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::LockType;
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect};
use shared::Time;
use uuid::Uuid;

use crate::entities::guess::{ActiveModel, Column, Entity, Model};
use crate::platform::scope::{Global, GlobalTx};

type Counts = BTreeMap<Vec<u8>, serde_json::Value>;

fn by_key(rows: Vec<Model>) -> Counts {
    rows.into_iter().map(|row| (row.key, row.count)).collect()
}

/// The counts of these keys, as many as there are.
pub(in crate::accounts) async fn guesses(
    db: &Global,
    keys: impl IntoIterator<Item = [u8; 32]>,
) -> Result<Counts, DbErr> {
    let keys = keys.into_iter().map(|key| key.to_vec());
    Ok(by_key(db.find::<Entity>().filter(Column::Key.is_in(keys)).all().await?))
}

/// The counts of these keys, made when they are not there, and locked until the transaction ends.
pub(in crate::accounts) async fn locked_guesses<const N: usize>(
    tx: &GlobalTx,
    mut keys: [[u8; 32]; N],
) -> Result<Counts, DbErr> {
    // Always in the same order, so that two transactions never wait for each other.
    keys.sort_unstable();
    tx.remove::<Entity>().filter(Column::ExpiresAt.lte(tx.now())).run().await?;
    for key in keys {
        let row = ActiveModel {
            id: Set(Uuid::now_v7()),
            key: Set(key.to_vec()),
            count: Set(serde_json::json!({})),
            expires_at: Set(tx.now() + chrono::TimeDelta::hours(1)),
        };
        tx.insert_new(row, [Column::Key]).await?;
    }
    let rows = tx
        .find::<Entity>()
        .filter(Column::Key.is_in(keys.map(|key| key.to_vec())))
        .order_by_asc(Column::Key)
        .lock(LockType::Update);
    Ok(by_key(rows.all().await?))
}

/// Writes a count that is locked.
pub(in crate::accounts) async fn set_guesses(
    tx: &GlobalTx,
    key: [u8; 32],
    count: serde_json::Value,
    expires_at: Time,
) -> Result<(), DbErr> {
    let change = tx.change::<Entity>().set(Column::Count, count).set(Column::ExpiresAt, expires_at);
    change.filter(Column::Key.eq(key.to_vec())).run().await.map(drop)
}

/// Forgets a count.
pub(in crate::accounts) async fn forget_guesses(tx: &GlobalTx, key: [u8; 32]) -> Result<(), DbErr> {
    tx.remove::<Entity>().filter(Column::Key.eq(key.to_vec())).run().await.map(drop)
}
