//! Stores what a batch became: rows in bulk, parents before children, the items at the end.

use std::collections::HashSet;

use chrono::TimeDelta;
use sea_orm::{ActiveModelTrait, ColumnTrait, DbErr, IntoActiveModel, QueryFilter};
use shared::Time;

use super::batch::{Batch, Patience};
use super::claim::Inbound;
use super::rules::STATUS_WAITS_MINUTES;
use crate::contacts;
use crate::entities::inbound_item::ItemState;
use crate::entities::{conversation, inbound_item, run};
use crate::platform::scope::AcrossTx;

/// Writes contacts, conversations, runs with their events, messages and what is to be sent.
pub(super) async fn batch(tx: &AcrossTx, batch: &mut Batch) -> Result<(), DbErr> {
    contacts::save(tx, &batch.book, batch.now).await?;
    let now = batch.now;
    let threads = batch.threads.values().filter(|thread| thread.is_changed).map(|thread| {
        let row = conversation::Model { updated_at: now, ..thread.row.clone() };
        row.into_active_model().reset_all()
    });
    upsert_conversations(tx, threads.collect()).await?;
    let walks = batch.walks.values().filter(|walk| walk.is_changed);
    upsert_runs(tx, walks.map(|walk| walk.row.clone().into_active_model().reset_all()).collect()).await?;
    tx.insert_any(std::mem::take(&mut batch.run_events)).await?;
    tx.insert_any(std::mem::take(&mut batch.messages)).await?;
    tx.insert_any(std::mem::take(&mut batch.outbox)).await
}

async fn upsert_conversations(tx: &AcrossTx, rows: Vec<conversation::ActiveModel>) -> Result<(), DbErr> {
    use conversation::Column::{
        ActiveRunId, HandOverReason, Id, LastInboundAt, LastMessageAt, LastMessagePreview, Revision, State,
        UnreadCount, UpdatedAt,
    };
    let changed = [
        State,
        ActiveRunId,
        LastInboundAt,
        LastMessageAt,
        LastMessagePreview,
        UnreadCount,
        HandOverReason,
        Revision,
        UpdatedAt,
    ];
    tx.upsert_any(rows, [Id], changed).await
}

async fn upsert_runs(tx: &AcrossTx, rows: Vec<run::ActiveModel>) -> Result<(), DbErr> {
    use run::Column::{EndedAt, EngineState, Id, State, UpdatedAt};
    tx.upsert_any(rows, [Id], [State, EngineState, EndedAt, UpdatedAt]).await
}

/// Writes what became of the items; `waiting` are the statuses whose message is not known.
pub(super) async fn items(
    tx: &AcrossTx,
    items: &[Inbound],
    waiting: &HashSet<i64>,
    patience: Patience,
    now: Time,
) -> Result<(), DbErr> {
    use inbound_item::Column;
    let done = items.iter().map(|item| item.seq).filter(|seq| !waiting.contains(seq)).collect();
    set(tx, done, ItemState::Done).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let waiting: Vec<i64> = waiting.iter().copied().collect();
    match patience {
        Patience::Wait => {
            tx.change_any::<inbound_item::Entity>()
                .set(Column::State, ItemState::Waiting)
                .set(Column::DueAt, now + TimeDelta::minutes(STATUS_WAITS_MINUTES))
                .filter(Column::Seq.is_in(waiting))
                .run()
                .await?;
        }
        Patience::GiveUp => {
            tx.change_any::<inbound_item::Entity>()
                .set(Column::State, ItemState::Quarantined)
                .set(Column::Reason, "unknown_message")
                .filter(Column::Seq.is_in(waiting))
                .run()
                .await?;
        }
    }
    Ok(())
}

async fn set(tx: &AcrossTx, seqs: Vec<i64>, state: ItemState) -> Result<(), DbErr> {
    use inbound_item::Column;
    let change = tx.change_any::<inbound_item::Entity>().set(Column::State, state);
    change.filter(Column::Seq.is_in(seqs)).run().await.map(drop)
}
