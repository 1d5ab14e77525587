//! Webhooks whose time is over: deleted with all they held, some at a time.

use std::collections::{HashMap, HashSet};

use sea_orm::{ColumnTrait, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use shared::Time;

use crate::entities::inbound_event::{self, ContentState};
use crate::entities::inbound_item::{self, ItemState};
use crate::platform::scope::{Across, Db};

/// Webhooks of one transaction: others write between two of them.
const BATCH: u64 = 500;

#[derive(Debug, FromQueryResult)]
struct Event {
    seq: i64,
    received_at: Time,
    content_state: ContentState,
}

#[derive(Debug, FromQueryResult)]
struct Open {
    event_seq: i64,
    state: ItemState,
}

/// Deletes what has taken effect and came before `done_before`, and what was put aside and came before `failed_before`;
/// how many webhooks. What still has to take effect stays.
///
/// # Errors
/// When the database fails; what was deleted until then is.
pub async fn sweep(db: &Db, done_before: Time, failed_before: Time) -> Result<u64, DbErr> {
    let across = db.across_workspaces("webhooks whose time is over are deleted for all workspaces");
    let (mut after, mut n_deleted) = (0, 0);
    loop {
        let mut events = next(&across, after).await?;
        let n_read = events.len();
        // In order of arrival: behind the first that is too young, all are.
        events.retain(|event| event.received_at < done_before);
        let over = over(&across, &events, failed_before).await?;
        if !over.is_empty() {
            let tx = across.begin().await?;
            let items = tx.remove_any::<inbound_item::Entity>();
            items.filter(inbound_item::Column::EventSeq.is_in(over.iter().copied())).run().await?;
            let rows = tx.remove_any::<inbound_event::Entity>();
            n_deleted += rows.filter(inbound_event::Column::Seq.is_in(over)).run().await?;
            tx.commit_pipeline().await?;
        }
        match events.last() {
            Some(last) if events.len() == n_read => after = last.seq,
            _ => return Ok(n_deleted),
        }
    }
}

async fn next(across: &Across, after: i64) -> Result<Vec<Event>, DbErr> {
    use inbound_event::Column::{ContentState, ReceivedAt, Seq};
    let find = across.find::<inbound_event::Entity>().select_only().columns([Seq, ReceivedAt, ContentState]);
    find.filter(Seq.gt(after)).order_by_asc(Seq).limit(BATCH).all_as().await
}

async fn over(across: &Across, events: &[Event], failed_before: Time) -> Result<Vec<i64>, DbErr> {
    use inbound_item::Column::{EventSeq, State};
    if events.is_empty() {
        return Ok(Vec::new());
    }
    let find = across.find::<inbound_item::Entity>().select_only().columns([EventSeq, State]);
    let find = find.filter(EventSeq.is_in(events.iter().map(|event| event.seq)));
    let open: Vec<Open> = find.filter(State.ne(ItemState::Done)).all_as().await?;
    let mut states: HashMap<i64, HashSet<ItemState>> = HashMap::new();
    for item in open {
        states.entry(item.event_seq).or_default().insert(item.state);
    }
    let is_over = |event: &&Event| {
        let mut states = states.get(&event.seq).into_iter().flatten();
        let is_put_aside =
            event.content_state == ContentState::Quarantined || states.clone().next().is_some();
        states.all(|state| *state == ItemState::Quarantined)
            && (!is_put_aside || event.received_at < failed_before)
    };
    Ok(events.iter().filter(is_over).map(|event| event.seq).collect())
}
