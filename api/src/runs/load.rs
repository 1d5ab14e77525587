//! Loads the working set of a batch: a fixed number of statements, however many items it has.

use std::collections::{HashMap, HashSet};

use sea_orm::sea_query::{Expr, ExprTrait, SelectStatement};
use sea_orm::{ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use uuid::Uuid;
use whatsapp::webhook::{InboundMessage, Item, Status};

use super::batch::{Batch, Home, Known, Thread, Walk};
use super::claim::Inbound;
use super::live::Flows;
use super::{Error, message};
use crate::contacts;
use crate::entities::message::MessageStatus;
use crate::entities::number::{self, NumberState};
use crate::entities::{conversation, message as message_row, run, run_event, workspace};
use crate::platform::scope::AcrossTx;

/// A message with the item it came in.
pub(super) type Message<'a> = (&'a Inbound, &'a InboundMessage);
/// A status with the item it came in.
pub(super) type StatusOf<'a> = (&'a Inbound, &'a Status);

/// Messages and statuses, each in order.
pub(super) fn split(items: &[Inbound]) -> (Vec<Message<'_>>, Vec<StatusOf<'_>>) {
    let (mut messages, mut statuses) = (Vec::new(), Vec::new());
    for item in items {
        match &item.event.item {
            Item::Message(message) => messages.push((item, message.as_ref())),
            Item::Status(status) => statuses.push((item, status.as_ref())),
            // The intake has put them aside.
            Item::Notice(_) | Item::Broken { .. } => {}
        }
    }
    (messages, statuses)
}

#[derive(Debug, FromQueryResult)]
struct KnownRow {
    id: Uuid,
    workspace_id: Uuid,
    number_id: Uuid,
    conversation_id: Uuid,
    wamid: String,
    status: MessageStatus,
}

/// The messages that the items name and that are stored already.
pub(super) async fn known(tx: &AcrossTx, items: &[Inbound]) -> Result<HashMap<(Uuid, String), Known>, DbErr> {
    let mut wamids: Vec<&str> = items.iter().filter_map(wamid).collect();
    wamids.sort_unstable();
    wamids.dedup();
    by_wamid(tx, unique(items.iter().map(|item| item.number_id)), &wamids).await
}

/// Messages by their wamid, locked where the database locks rows.
pub(super) async fn by_wamid(
    tx: &AcrossTx,
    numbers: Vec<Uuid>,
    wamids: &[&str],
) -> Result<HashMap<(Uuid, String), Known>, DbErr> {
    use message_row::Column;
    let rows = tx
        .find_any::<message_row::Entity>()
        .select_only()
        .columns([
            Column::Id,
            Column::WorkspaceId,
            Column::NumberId,
            Column::ConversationId,
            Column::Wamid,
            Column::Status,
        ])
        .filter(Column::NumberId.is_in(numbers))
        .filter(Column::Wamid.is_in(wamids.iter().copied()))
        .order_by_asc(Column::Id)
        .locked()
        .all_as::<KnownRow>()
        .await?;
    let known = rows.into_iter().map(|row| {
        let known = Known {
            id: row.id,
            workspace_id: row.workspace_id,
            number_id: row.number_id,
            conversation_id: row.conversation_id,
            status: row.status,
        };
        ((row.number_id, row.wamid), known)
    });
    Ok(known.collect())
}

fn wamid(item: &Inbound) -> Option<&str> {
    match &item.event.item {
        Item::Message(message) => Some(&message.id),
        Item::Status(status) => Some(&status.wamid),
        Item::Notice(_) | Item::Broken { .. } => None,
    }
}

fn unique(ids: impl Iterator<Item = Uuid>) -> Vec<Uuid> {
    let mut ids: Vec<Uuid> = ids.collect::<HashSet<_>>().into_iter().collect();
    ids.sort_unstable();
    ids
}

/// Everything that the new messages touch.
pub(super) async fn batch(
    tx: &AcrossTx,
    flows: &Flows,
    news: &[Message<'_>],
    known: HashMap<(Uuid, String), Known>,
) -> Result<Batch, Error> {
    let now = tx.now();
    let sightings: Vec<_> = news.iter().map(|(item, message)| message::sighting(item, message)).collect();
    let book = contacts::book(tx, &sightings, now).await?;
    let mut batch = Batch {
        now,
        book,
        homes: HashMap::new(),
        disconnected: HashSet::new(),
        threads: HashMap::new(),
        walks: HashMap::new(),
        known,
        messages: Vec::new(),
        outbox: Vec::new(),
        run_events: Vec::new(),
        live: HashSet::new(),
    };
    if news.is_empty() {
        return Ok(batch);
    }
    batch.homes = homes(tx, flows, unique(news.iter().map(|(item, _)| item.workspace_id))).await?;
    let numbers = unique(news.iter().map(|(item, _)| item.number_id));
    batch.disconnected = disconnected(tx, numbers.clone()).await?;
    batch.threads = threads(tx, numbers, batch.book.contacts()).await?;
    let active = unique(batch.threads.values().filter_map(|thread| thread.row.active_run_id));
    batch.walks = walks(tx, flows, active).await?;
    Ok(batch)
}

#[derive(Debug, FromQueryResult)]
struct HomeRow {
    id: Uuid,
    name: String,
    time_zone: String,
}

async fn homes(tx: &AcrossTx, flows: &Flows, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Home>, DbErr> {
    use workspace::Column::{Id, Name, TimeZone};
    let rows = tx.find_any::<workspace::Entity>().select_only().columns([Id, Name, TimeZone]);
    let rows: Vec<HomeRow> = rows.filter(Id.is_in(ids.clone())).all_as().await?;
    let mut live = flows.live(tx, ids).await?;
    let homes = rows.into_iter().map(|row| {
        let live = live.remove(&row.id).unwrap_or_default();
        (row.id, Home { name: row.name, time_zone: row.time_zone, live })
    });
    Ok(homes.collect())
}

async fn disconnected(tx: &AcrossTx, numbers: Vec<Uuid>) -> Result<HashSet<Uuid>, DbErr> {
    let rows = tx
        .find_any::<number::Entity>()
        .filter(number::Column::Id.is_in(numbers))
        .filter(number::Column::State.eq(NumberState::Disconnected))
        .all()
        .await?;
    Ok(rows.into_iter().map(|row| row.id).collect())
}

#[derive(Debug, FromQueryResult)]
struct LastPosition {
    id: Uuid,
    position: Option<i64>,
}

async fn threads(
    tx: &AcrossTx,
    numbers: Vec<Uuid>,
    contacts: Vec<Uuid>,
) -> Result<HashMap<(Uuid, Uuid), Thread>, DbErr> {
    use conversation::Column;
    if contacts.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx
        .find_any::<conversation::Entity>()
        .filter(Column::NumberId.is_in(numbers))
        .filter(Column::ContactId.is_in(contacts))
        .order_by_asc(Column::Id)
        .locked()
        .all()
        .await?;
    // After the lock, so that it is the last position that anybody has given.
    let last = last_positions(tx, rows.iter().map(|row| row.id).collect()).await?;
    let threads = rows.into_iter().map(|row| {
        let position = last.get(&row.id).copied().unwrap_or_default();
        ((row.number_id, row.contact_id), Thread { row, position, is_changed: false })
    });
    Ok(threads.collect())
}

async fn last_positions(tx: &AcrossTx, conversations: Vec<Uuid>) -> Result<HashMap<Uuid, i64>, DbErr> {
    let own = Expr::col((conversation::Entity, conversation::Column::Id));
    let last = SelectStatement::new()
        .expr(Expr::col(message_row::Column::Position).max())
        .from(message_row::Entity)
        .and_where(Expr::col(message_row::Column::ConversationId).eq(own))
        .to_owned();
    let rows = tx
        .find_any::<conversation::Entity>()
        .select_only()
        .column(conversation::Column::Id)
        .expr_as(Expr::SubQuery(None, Box::new(last.into())), "position")
        .filter(conversation::Column::Id.is_in(conversations))
        .all_as::<LastPosition>()
        .await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.position?))).collect())
}

#[derive(Debug, FromQueryResult)]
struct LastEvent {
    run_id: Uuid,
    position: Option<i32>,
}

async fn walks(tx: &AcrossTx, flows: &Flows, ids: Vec<Uuid>) -> Result<HashMap<Uuid, Walk>, DbErr> {
    if ids.is_empty() {
        return Ok(HashMap::new());
    }
    let rows = tx.find_any::<run::Entity>().filter(run::Column::Id.is_in(ids.clone())).all().await?;
    let last = tx
        .find_any::<run_event::Entity>()
        .select_only()
        .column(run_event::Column::RunId)
        .column_as(run_event::Column::Position.max(), "position")
        .filter(run_event::Column::RunId.is_in(ids))
        .group_by(run_event::Column::RunId)
        .all_as::<LastEvent>()
        .await?;
    let last: HashMap<Uuid, i32> =
        last.into_iter().filter_map(|row| Some((row.run_id, row.position?))).collect();
    let versions = unique(rows.iter().map(|row| row.version_id));
    let flows = flows.of(tx, &versions).await?;
    let walks = rows.into_iter().map(|row| {
        let n_events = last.get(&row.id).map_or(0, |last| last + 1);
        (row.id, Walk { flow: flows.get(&row.version_id).cloned(), row, n_events, is_changed: false })
    });
    Ok(walks.collect())
}
