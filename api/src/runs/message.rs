//! One inbound message: whose it is, where it is filed, and whether a bot takes a turn.

use chrono::TimeDelta;
use flow::StopReason;
use sea_orm::ActiveValue::{NotSet, Set};
use shared::inbox::MessageContent;
use shared::{MessageId, Time};
use uuid::Uuid;
use whatsapp::webhook::{InboundMessage, Wire};

use super::batch::{Batch, Thread, Told};
use super::claim::Inbound;
use super::rules::{self, Situation};
use super::{Error, talk};
use crate::contacts::person::Sighting;
use crate::entities::conversation::ConversationState;
use crate::entities::message::{Author, Direction, MessageStatus};
use crate::entities::run::RunState;
use crate::entities::{conversation, message, outbox};

/// Within this long of being written a message counts as new in lists, in minutes.
const PROMPT_MINUTES: i64 = 5;

/// Who wrote.
pub(super) fn sighting(item: &Inbound, message: &InboundMessage) -> Sighting {
    let contact = item.event.contact.as_ref();
    let profile = contact.and_then(|contact| {
        let has_profile = contact.profile_name().is_some() || contact.username().is_some();
        has_profile.then(|| {
            let name = contact.profile_name().map(shared::name::cleaned);
            (name.unwrap_or_default(), contact.username().map(str::to_owned))
        })
    });
    Sighting {
        number_id: item.number_id,
        workspace_id: item.workspace_id,
        bsuid: message.from_user_id.clone().or_else(|| contact?.user_id.clone()).map(String::from),
        wa_id: message.from.clone().or_else(|| contact?.wa_id.clone()).map(String::from),
        profile,
        // Without a time of Meta's it knows nothing newer than anybody else.
        at: message.timestamp_s().and_then(time).unwrap_or(Time::UNIX_EPOCH),
        received_at: item.received_at,
    }
}

/// Files a message that was not here before, and lets a bot answer.
pub(super) fn receive(batch: &mut Batch, item: &Inbound, message: &InboundMessage) -> Result<(), Error> {
    let seen = sighting(item, message);
    let contact = batch.book.resolve(&seen).ok_or(Error::Unreadable)?;
    let sent_at = message.timestamp_s().and_then(time).unwrap_or(item.received_at);
    let key = (item.number_id, contact);
    let thread = batch.threads.entry(key).or_insert_with(|| new_thread(item, contact, batch.now));
    let (kind, content) = rules::received(message);
    let body = message.text().unwrap_or_default();
    let row = message::ActiveModel {
        wamid: Set(Some(message.id.to_string())),
        direction: Set(Direction::In),
        kind: Set(kind.to_owned()),
        body: Set(body.to_owned()),
        raw: Set(Some(message.to_value())),
        status: Set(MessageStatus::Received),
        author: Set(Author::Contact),
        sent_at: Set(sent_at),
        ..filed(thread, &content, batch.now)?
    };
    batch.messages.push(row);
    let line = if body.is_empty() { kind_in_words(&content) } else { rules::preview(body) };
    // A message that was not held up counts from its arrival: Meta's clock has seconds only, and replies have more.
    let is_prompt = item.received_at - sent_at < TimeDelta::minutes(PROMPT_MINUTES);
    note(thread, if is_prompt { item.received_at } else { sent_at }, line);
    if message.is_from_person() {
        thread.row.unread_count = thread.row.unread_count.saturating_add(1);
        thread.row.last_inbound_at = thread.row.last_inbound_at.max(Some(sent_at));
    }
    let told = Told::Conversation { id: thread.row.id, number_id: item.number_id };
    batch.live.insert((item.workspace_id, told));
    answer(batch, key, message, rules::is_fresh(sent_at, batch.now))
}

fn answer(
    batch: &mut Batch,
    key: (Uuid, Uuid),
    message: &InboundMessage,
    is_fresh: bool,
) -> Result<(), Error> {
    let Some(thread) = batch.threads.get(&key) else { return Ok(()) };
    let Some(home) = batch.homes.get(&thread.row.workspace_id) else { return Ok(()) };
    let walk = thread.row.active_run_id.and_then(|id| batch.walks.get(&id));
    let is_live = |bot: Uuid| home.live.iter().any(|live| live.id == bot);
    let paused = walk.filter(|walk| walk.row.state == RunState::Waiting && !is_live(walk.row.bot_id));
    if let Some(run) = paused.map(|walk| walk.row.id) {
        talk::stop(batch, run, StopReason::BotPaused)?;
        return answer(batch, key, message, is_fresh);
    }
    let situation = Situation {
        state: thread.row.state,
        is_connected: !batch.disconnected.contains(&key.0),
        is_run_waiting: walk.is_some_and(|walk| walk.row.state == RunState::Waiting && walk.flow.is_some()),
        is_handed_over: walk.is_some_and(|walk| walk.row.state == RunState::HandedOver),
        live: &home.live,
    };
    match rules::turn(&situation, message, is_fresh) {
        rules::Turn::Silence => silence(batch, key, message.is_from_person()),
        rules::Turn::Continue => talk::go_on(batch, key, message),
        rules::Turn::Start { bot, trigger } => talk::start(batch, key, bot, trigger, message),
    }
}

/// A person has to look, unless one already does or a bot still waits.
fn silence(batch: &mut Batch, key: (Uuid, Uuid), is_from_person: bool) -> Result<(), Error> {
    let Some(thread) = batch.threads.get_mut(&key) else { return Ok(()) };
    let is_unattended = matches!(thread.row.state, ConversationState::Bot | ConversationState::Closed);
    let has_run = thread.row.active_run_id.and_then(|id| batch.walks.get(&id));
    let is_waiting = has_run.is_some_and(|walk| walk.row.state == RunState::Waiting);
    if is_from_person && is_unattended && !is_waiting {
        thread.row.state = ConversationState::Waiting;
    }
    Ok(())
}

/// Queues a message of a bot, behind everything the conversation holds.
pub(super) fn send(
    batch: &mut Batch,
    key: (Uuid, Uuid),
    run_id: Uuid,
    content: &MessageContent,
) -> Result<(), Error> {
    let now = batch.now;
    let Some(thread) = batch.threads.get_mut(&key) else { return Ok(()) };
    let row = message::ActiveModel {
        run_id: Set(Some(run_id)),
        author: Set(Author::Bot),
        ..crate::outbox::queued(filed(thread, content, now)?, content, now)
    };
    if let (Set(id), Set(body)) = (&row.id, &row.body) {
        note(thread, now, rules::preview(body));
        batch.outbox.push(outbox::ActiveModel {
            seq: NotSet,
            ..crate::outbox::due(&thread.row, MessageId(*id), now)
        });
    }
    batch.messages.push(row);
    Ok(())
}

/// What messages of both directions have in common: the next place in their conversation.
fn filed(thread: &mut Thread, content: &MessageContent, now: Time) -> Result<message::ActiveModel, Error> {
    thread.position += 1;
    let content = serde_json::to_value(content).map_err(|_| Error::Unreadable)?;
    Ok(message::ActiveModel {
        id: Set(MessageId::new().uuid()),
        workspace_id: Set(thread.row.workspace_id),
        conversation_id: Set(thread.row.id),
        number_id: Set(thread.row.number_id),
        position: Set(thread.position),
        content: Set(content),
        wamid: Set(None),
        raw: Set(None),
        error_code: Set(None),
        error_detail: Set(None),
        run_id: Set(None),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    })
}

fn note(thread: &mut Thread, at: Time, line: String) {
    thread.is_changed = true;
    thread.row.revision += 1;
    if thread.row.last_message_at <= Some(at) {
        thread.row.last_message_at = Some(at);
        thread.row.last_message_preview = line;
    }
}

fn kind_in_words(content: &MessageContent) -> String {
    match content {
        MessageContent::Unsupported { type_name } => format!("[{type_name}]"),
        _ => String::new(),
    }
}

fn new_thread(item: &Inbound, contact: Uuid, now: Time) -> Thread {
    let row = conversation::Model {
        id: Uuid::now_v7(),
        workspace_id: item.workspace_id,
        number_id: item.number_id,
        contact_id: contact,
        state: ConversationState::Bot,
        active_run_id: None,
        last_inbound_at: None,
        last_message_at: None,
        last_message_preview: String::new(),
        unread_count: 0,
        hand_over_reason: None,
        revision: 0,
        created_at: now,
        updated_at: now,
    };
    Thread { row, position: 0, is_changed: true }
}

fn time(unix_s: i64) -> Option<Time> {
    Time::from_timestamp(unix_s, 0)
}
