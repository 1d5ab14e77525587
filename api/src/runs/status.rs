//! Statuses of sent messages: every one is kept, the message shows the furthest.
//!
//! A status may come before we know the id of its message. When it carries our attempt, it tells the id itself; otherwise it
//! waits. Statuses of one message commute, so their order does not matter.

use std::collections::{HashMap, HashSet};

use sea_orm::ActiveValue::Set;
use sea_orm::DbErr;
use shared::Time;
use uuid::Uuid;
use whatsapp::webhook::{Status, Wire};

use super::batch::{Batch, Told};
use super::load::{self, StatusOf};
use crate::entities::message_status;
use crate::entities::outbox::Model as OpenAttempt;
use crate::outbox::{self, Shown};
use crate::platform::scope::AcrossTx;

/// Applies statuses; the items whose message is not known are given back.
pub(super) async fn apply(
    tx: &AcrossTx,
    batch: &mut Batch,
    statuses: &[StatusOf<'_>],
    open: &[OpenAttempt],
) -> Result<HashSet<i64>, DbErr> {
    if statuses.is_empty() {
        return Ok(HashSet::new());
    }
    claim_by_attempt(tx, batch, statuses, open).await?;
    let mut rows = Vec::new();
    let mut waiting = HashSet::new();
    let mut shown: HashMap<Uuid, Shown> = HashMap::new();
    for (item, status) in statuses {
        let known = batch.known.get(&(item.number_id, status.wamid.to_string()));
        rows.push(row(item.workspace_id, item.number_id, known.map(|known| known.id), status, batch.now));
        let Some(known) = known else {
            waiting.insert(item.seq);
            continue;
        };
        let shown = shown.entry(known.id).or_insert_with(|| Shown::new(known.status));
        shown.report(status);
        let told = Told::Conversation { id: known.conversation_id, number_id: known.number_id };
        batch.live.insert((known.workspace_id, told));
    }
    let key = {
        use message_status::Column::{At, NumberId, Status, Wamid};
        [NumberId, Wamid, Status, At]
    };
    tx.upsert_any(rows, key, []).await?;
    outbox::show(tx, &shown, batch.now).await?;
    Ok(waiting)
}

/// The attempts that statuses name and that have no end yet, held until the transaction ends.
pub(super) async fn open_attempts(
    tx: &AcrossTx,
    statuses: &[StatusOf<'_>],
) -> Result<Vec<OpenAttempt>, DbErr> {
    let named: HashSet<Uuid> = statuses.iter().filter_map(|(_, status)| attempt(status)).collect();
    outbox::open_attempts(tx, named.into_iter().collect()).await
}

fn attempt(status: &Status) -> Option<Uuid> {
    status.biz_opaque_callback_data.as_deref().and_then(|data| Uuid::parse_str(data).ok())
}

/// Statuses that carry our attempt tell the wamid of a message whose answer we never got.
async fn claim_by_attempt(
    tx: &AcrossTx,
    batch: &mut Batch,
    statuses: &[StatusOf<'_>],
    open: &[OpenAttempt],
) -> Result<(), DbErr> {
    let unknown = statuses.iter().filter_map(|(item, status)| {
        let key = (item.number_id, status.wamid.to_string());
        attempt(status).filter(|_| !batch.known.contains_key(&key)).map(|attempt| (attempt, key))
    });
    let unknown: HashMap<Uuid, (Uuid, String)> = unknown.collect();
    if unknown.is_empty() {
        return Ok(());
    }
    outbox::reconcile(tx, open, &unknown, batch.now).await?;
    let numbers = unknown.values().map(|(number, _)| *number).collect();
    let wamids: Vec<&str> = unknown.values().map(|(_, wamid)| wamid.as_str()).collect();
    batch.known.extend(load::by_wamid(tx, numbers, &wamids).await?);
    Ok(())
}

fn row(
    workspace_id: Uuid,
    number_id: Uuid,
    message_id: Option<Uuid>,
    status: &Status,
    now: Time,
) -> message_status::ActiveModel {
    let raw = status.to_value();
    message_status::ActiveModel {
        id: Set(Uuid::now_v7()),
        workspace_id: Set(workspace_id),
        number_id: Set(number_id),
        message_id: Set(message_id),
        wamid: Set(status.wamid.to_string()),
        status: Set(status.state.as_str().to_owned()),
        at: Set(at(status)),
        errors: Set(raw.get("errors").cloned()),
        raw: Set(raw),
        received_at: Set(now),
    }
}

/// When it happened by Meta's clock; without a readable time, the epoch, so that repetitions are still recognised.
fn at(status: &Status) -> Time {
    status.timestamp_s().and_then(|unix_s| Time::from_timestamp(unix_s, 0)).unwrap_or(Time::UNIX_EPOCH)
}
