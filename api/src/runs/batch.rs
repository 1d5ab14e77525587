//! A batch in memory: what is stored about everything its items touch, and what they make of it.
//!
//! Loaded by a few statements, changed without any, stored by a few. The rows are exactly those of the tables.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use flow::Flow;
use sea_orm::DbErr;
use shared::Time;
use shared::live::LiveEvent;
use uuid::Uuid;

use super::claim::Inbound;
use super::live::Flows;
use super::rules::LiveBot;
use super::{Error, load, message, status, store};
use crate::contacts::rules::Book;
use crate::entities::message::MessageStatus;
use crate::entities::{conversation, message as message_row, outbox, run, run_event};
use crate::platform::scope::{AcrossTx, Work};

/// A conversation being changed.
pub(super) struct Thread {
    pub(super) row: conversation::Model,
    /// Position of its last message.
    pub(super) position: i64,
    pub(super) is_changed: bool,
}

/// A run being changed.
pub(super) struct Walk {
    pub(super) row: run::Model,
    pub(super) flow: Option<Arc<Flow>>,
    /// Events it has by now.
    pub(super) n_events: i32,
    pub(super) is_changed: bool,
}

/// What the pipeline must know of a workspace.
pub(super) struct Home {
    pub(super) name: String,
    pub(super) time_zone: String,
    pub(super) live: Vec<LiveBot>,
}

/// A message that is stored already, as far as statuses and repetitions need it.
#[derive(Debug, Clone)]
pub(super) struct Known {
    pub(super) id: Uuid,
    pub(super) workspace_id: Uuid,
    pub(super) number_id: Uuid,
    pub(super) conversation_id: Uuid,
    pub(super) status: MessageStatus,
}

/// The working set.
pub(super) struct Batch {
    pub(super) now: Time,
    pub(super) book: Book,
    pub(super) homes: HashMap<Uuid, Home>,
    /// Numbers from which nothing may be sent.
    pub(super) disconnected: HashSet<Uuid>,
    /// By number and contact.
    pub(super) threads: HashMap<(Uuid, Uuid), Thread>,
    pub(super) walks: HashMap<Uuid, Walk>,
    /// By number and wamid.
    pub(super) known: HashMap<(Uuid, String), Known>,
    pub(super) messages: Vec<message_row::ActiveModel>,
    pub(super) outbox: Vec<outbox::ActiveModel>,
    pub(super) run_events: Vec<run_event::ActiveModel>,
    pub(super) live: HashSet<(Uuid, Told)>,
}

/// What open browsers are told, once per batch.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Told {
    Conversation { id: Uuid, number_id: Uuid },
    Run { id: Uuid, bot_id: Uuid },
}

impl From<Told> for LiveEvent {
    fn from(told: Told) -> Self {
        match told {
            Told::Conversation { id, number_id } => {
                Self::ConversationChanged { conversation_id: id.into(), number_id: number_id.into() }
            }
            Told::Run { id, bot_id } => Self::RunChanged { run_id: id.into(), bot_id: bot_id.into() },
        }
    }
}

/// What became of a batch.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Outcome {
    pub(super) messages_in: u64,
    pub(super) messages_out: u64,
    pub(super) statuses: u64,
}

/// Whether a status without its message may wait for it, or has waited long enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Patience {
    Wait,
    GiveUp,
}

/// Gives the items their effects within the transaction. On an error nothing of it may be committed.
pub(super) async fn process(
    tx: &AcrossTx,
    flows: &Flows,
    items: &[Inbound],
    patience: Patience,
) -> Result<Outcome, Error> {
    let (messages, statuses) = load::split(items);
    let open = status::open_attempts(tx, &statuses).await?;
    let known = load::known(tx, items).await?;
    let is_new =
        |(item, message): &load::Message<'_>| !known.contains_key(&(item.number_id, message.id.to_string()));
    let news = once_each(messages.into_iter().filter(is_new).collect());
    let mut batch = load::batch(tx, flows, &news, known).await?;
    let mut outcome = Outcome::default();
    for (item, message) in &news {
        message::receive(&mut batch, item, message)?;
    }
    outcome.messages_in = news.len().try_into().unwrap_or_default();
    outcome.messages_out = batch.outbox.len().try_into().unwrap_or_default();
    outcome.statuses = statuses.len().try_into().unwrap_or_default();
    store::batch(tx, &mut batch).await?;
    let waiting = status::apply(tx, &mut batch, &statuses, &open).await?;
    store::items(tx, items, &waiting, patience, batch.now).await?;
    tell(tx, &batch)?;
    if outcome.messages_out > 0 {
        tx.wake(Work::Messages);
    }
    Ok(outcome)
}

/// Of a message that came twice within the batch, the first.
fn once_each<'a>(messages: Vec<load::Message<'a>>) -> Vec<load::Message<'a>> {
    let mut seen = HashSet::new();
    messages
        .into_iter()
        .filter(|(item, message)| seen.insert((item.number_id, message.id.as_str())))
        .collect()
}

fn tell(tx: &AcrossTx, batch: &Batch) -> Result<(), DbErr> {
    for (workspace, told) in &batch.live {
        tx.within((*workspace).into()).publish((*told).into());
    }
    Ok(())
}
