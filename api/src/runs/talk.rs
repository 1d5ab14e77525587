//! A bot's turn: the engine is asked, its events are logged, its effects become rows. Nothing is done here and now.

use chrono::Offset;
use flow::run::{Contact, Conversation, Named, Now, RunInfo};
use flow::{Effect, Env, Input, Language, RunEvent, StartedBy, State, Status, StopReason, Value};
use sea_orm::ActiveValue::Set;
use shared::{ConversationId, RunId};
use uuid::Uuid;
use whatsapp::webhook::InboundMessage;

use super::batch::{Batch, Told, Walk};
use super::{Error, message, rules};
use crate::contacts;
use crate::entities::conversation::ConversationState;
use crate::entities::run::{self, RunState};
use crate::entities::run_event;
use crate::platform::{random, zone};

/// Gives the message to the run that waits.
pub(super) fn go_on(batch: &mut Batch, key: (Uuid, Uuid), message: &InboundMessage) -> Result<(), Error> {
    let run = batch.threads.get(&key).and_then(|thread| thread.row.active_run_id);
    match run {
        Some(run) => step(batch, key, run, rules::input(message)),
        None => Ok(()),
    }
}

/// Begins a run of a live bot; one that waits is stopped.
pub(super) fn start(
    batch: &mut Batch,
    key: (Uuid, Uuid),
    bot: usize,
    trigger: StartedBy,
    message: &InboundMessage,
) -> Result<(), Error> {
    let now = batch.now;
    if let Some(before) = batch.threads.get(&key).and_then(|thread| thread.row.active_run_id) {
        stop(batch, before, StopReason::Replaced)?;
    }
    let Some(thread) = batch.threads.get_mut(&key) else { return Ok(()) };
    let home = batch.homes.get(&thread.row.workspace_id);
    let Some(live) = home.and_then(|home| home.live.get(bot)) else { return Ok(()) };
    let row = run::Model {
        id: RunId::new().uuid(),
        workspace_id: thread.row.workspace_id,
        bot_id: live.id,
        version_id: live.version_id,
        conversation_id: thread.row.id,
        contact_id: thread.row.contact_id,
        state: RunState::Active,
        engine_state: serde_json::json!({}),
        started_at: now,
        ended_at: None,
        updated_at: now,
    };
    let (run, flow) = (row.id, Some(live.flow.clone()));
    thread.row.active_run_id = Some(run);
    thread.row.state = ConversationState::Bot;
    thread.row.hand_over_reason = None;
    thread.is_changed = true;
    batch.walks.insert(run, Walk { row, flow, n_events: 0, is_changed: true });
    let text = message.text().unwrap_or_default().to_owned();
    step(batch, key, run, Input::Start { trigger, text })
}

/// Ends a run that waits, from outside.
pub(super) fn stop(batch: &mut Batch, run: Uuid, reason: StopReason) -> Result<(), Error> {
    let now = batch.now;
    let Some(walk) = batch.walks.get_mut(&run).filter(|walk| walk.row.state == RunState::Waiting) else {
        return Ok(());
    };
    let state: State = serde_json::from_value(walk.row.engine_state.clone()).unwrap_or_default();
    end(&mut walk.row, RunState::Stopped, now);
    walk.is_changed = true;
    batch.live.insert((walk.row.workspace_id, Told::Run { id: run, bot_id: walk.row.bot_id }));
    log(batch, run, &[RunEvent::Stopped { step: state.step, reason }])
}

fn step(batch: &mut Batch, key: (Uuid, Uuid), run: Uuid, input: Input) -> Result<(), Error> {
    let Some(env) = env(batch, key, run)? else { return Ok(()) };
    let Some(walk) = batch.walks.get_mut(&run) else { return Ok(()) };
    let Some(flow) = walk.flow.clone() else { return Ok(()) };
    let state = match &input {
        Input::Start { .. } => State::default(),
        _ => serde_json::from_value(walk.row.engine_state.clone()).map_err(|_| Error::Unreadable)?,
    };
    let advance = flow::advance(&flow, state, input, &env);
    log(batch, run, &advance.visits)?;
    for effect in advance.effects {
        perform(batch, key, run, effect)?;
    }
    settle(batch, key, run, &advance.state)
}

fn log(batch: &mut Batch, run: Uuid, events: &[RunEvent]) -> Result<(), Error> {
    let Some(walk) = batch.walks.get_mut(&run) else { return Ok(()) };
    for event in events {
        batch.run_events.push(run_event::ActiveModel {
            id: Set(Uuid::now_v7()),
            workspace_id: Set(walk.row.workspace_id),
            run_id: Set(run),
            position: Set(walk.n_events),
            at: Set(batch.now),
            event: Set(serde_json::to_value(event).map_err(|_| Error::Unreadable)?),
        });
        walk.n_events += 1;
    }
    Ok(())
}

fn perform(batch: &mut Batch, key: (Uuid, Uuid), run: Uuid, effect: Effect) -> Result<(), Error> {
    match effect {
        Effect::Send { message } => message::send(batch, key, run, &rules::said(message)),
        Effect::SetContactField { field, value } => set_field(batch, key.1, field, &value),
        Effect::HandOver { reason } => {
            if let Some(thread) = batch.threads.get_mut(&key) {
                thread.row.state = ConversationState::Waiting;
                thread.row.hand_over_reason = rules::hand_over_reason(&reason);
            }
            Ok(())
        }
        // The state of the run says it.
        Effect::Finish {} => Ok(()),
    }
}

fn set_field(batch: &mut Batch, contact: Uuid, field: String, value: &Value) -> Result<(), Error> {
    let value = serde_json::to_value(value).map_err(|_| Error::Unreadable)?;
    let fields = batch.book.person_mut(contact).and_then(|person| person.fields.as_object_mut());
    if let Some(fields) = fields {
        contacts::set_field(fields, field, value);
    }
    Ok(())
}

/// Writes where the run stands. A run that was handed over stays the conversation's until somebody gives it back.
fn settle(batch: &mut Batch, key: (Uuid, Uuid), run: Uuid, state: &State) -> Result<(), Error> {
    let now = batch.now;
    let Some(walk) = batch.walks.get_mut(&run) else { return Ok(()) };
    walk.row.engine_state = serde_json::to_value(state).map_err(|_| Error::Unreadable)?;
    walk.row.updated_at = now;
    walk.is_changed = true;
    match state.status {
        Status::Waiting => walk.row.state = RunState::Waiting,
        Status::HandedOver => end(&mut walk.row, RunState::HandedOver, now),
        Status::Finished | Status::New => end(&mut walk.row, RunState::Finished, now),
        Status::Stopped => end(&mut walk.row, RunState::Stopped, now),
    }
    let is_over = matches!(walk.row.state, RunState::Finished | RunState::Stopped);
    batch.live.insert((walk.row.workspace_id, Told::Run { id: run, bot_id: walk.row.bot_id }));
    if let Some(thread) = batch.threads.get_mut(&key)
        && is_over
    {
        thread.row.active_run_id = None;
    }
    Ok(())
}

fn end(run: &mut run::Model, state: RunState, now: shared::Time) {
    run.state = state;
    run.ended_at = Some(now);
    run.updated_at = now;
}

/// The world as this turn sees it.
fn env(batch: &Batch, key: (Uuid, Uuid), run: Uuid) -> Result<Option<Env>, Error> {
    let (Some(thread), Some(person), Some(walk)) =
        (batch.threads.get(&key), batch.book.person(key.1), batch.walks.get(&run))
    else {
        return Ok(None);
    };
    let Some(home) = batch.homes.get(&thread.row.workspace_id) else { return Ok(None) };
    let bot = home.live.iter().find(|live| live.id == walk.row.bot_id);
    let flow_language = walk.flow.as_ref().map(|flow| flow.default_language()).unwrap_or_default();
    let seconds_ahead = zone::local(&home.time_zone, batch.now).offset().fix().local_minus_utc();
    let seed = random::secret::<8>().map_err(|_| Error::Panicked)?;
    Ok(Some(Env {
        now: Now { unix_ms: batch.now.timestamp_millis(), utc_offset_minutes: seconds_ahead / 60 },
        seed: u64::from_le_bytes(seed),
        language: person.language.as_deref().map_or(flow_language, Language::new),
        contact: Contact {
            name: person.name.clone(),
            phone: person.phone.clone(),
            fields: serde_json::from_value(person.fields.clone()).unwrap_or_default(),
        },
        conversation: Conversation { id: ConversationId(thread.row.id).to_string() },
        run: RunInfo { id: RunId(run).to_string() },
        bot: Named { name: bot.map(|bot| bot.name.clone()).unwrap_or_default() },
        workspace: Named { name: home.name.clone() },
    }))
}
