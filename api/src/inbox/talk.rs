//! Who has the word: taking over from a bot, handing back, closing, and writing by hand.

use flow::StopReason;
use sea_orm::DbErr;
use shared::inbox::{ConversationPatch, ConversationState as ApiState, MessageContent, NewMessage};
use shared::live::LiveEvent;
use shared::{ConversationId, NumberId};
use uuid::Uuid;
use whatsapp::limits::TEXT_BODY_CHARS;

use super::{Error, queries, rules};
use crate::entities::conversation::{self, Column, ConversationState};
use crate::entities::message;
use crate::entities::number::NumberState;
use crate::outbox;
use crate::platform::scope::{Change, Tx};
use crate::runs::{self, Which};

/// Changes a conversation as a member wants it; says what the audit log calls it, `None` when nothing was asked for.
pub(super) async fn change(
    tx: &Tx,
    id: ConversationId,
    patch: &ConversationPatch,
) -> Result<Option<&'static str>, Error> {
    let row = queries::locked_conversation(tx, id).await?.ok_or(Error::NotFound)?;
    if patch.is_read == Some(false) {
        return Err(Error::field("/is_read", "wrong", "only `true` can be set"));
    }
    let event = match patch.state {
        None => None,
        Some(ApiState::Open) => {
            Some((ConversationState::Open, Some(StopReason::TakenOver), "conversation.taken_over"))
        }
        Some(ApiState::Bot) => Some((ConversationState::Bot, None, "conversation.handed_back")),
        Some(ApiState::Closed) => {
            Some((ConversationState::Closed, Some(StopReason::Closed), "conversation.closed"))
        }
        Some(ApiState::Waiting) => {
            return Err(Error::field("/state", "wrong", "give open, bot or closed; only a bot hands over"));
        }
    };
    let mut change = queries::change_conversation(tx, &row);
    if let Some((state, stop, _)) = event {
        change = give_word(tx, &row, change, state, stop).await?;
    }
    if patch.is_read == Some(true) {
        change = change.set(Column::UnreadCount, 0);
    }
    if event.is_some() || patch.is_read.is_some() {
        change.run().await?;
    }
    tell(tx, &row);
    Ok(event.map(|(_, _, event)| event).or_else(|| patch.is_read.map(|_| "conversation.read")))
}

/// Queues a text of a member, who takes over.
pub(super) async fn write(
    tx: &Tx,
    id: ConversationId,
    new: &NewMessage,
    time_zone: &str,
) -> Result<message::Model, Error> {
    if new.text.trim().is_empty() || new.text.chars().count() > TEXT_BODY_CHARS {
        let detail = format!("a text has 1 to {TEXT_BODY_CHARS} characters");
        return Err(Error::field("/text", "length", detail));
    }
    let row = queries::locked_conversation(tx, id).await?.ok_or(Error::NotFound)?;
    let number = queries::number(tx, row.number_id).await?;
    if number.is_none_or(|number| number.state == NumberState::Disconnected) {
        return Err(Error::Conflict(
            "Not sent: the number is disconnected. Connect it again to write.".to_owned(),
        ));
    }
    let name =
        queries::contacts(tx, [row.contact_id]).await?.remove(&row.contact_id).map(|contact| contact.name);
    let closed = rules::window_closed(&name.unwrap_or_default(), row.last_inbound_at, tx.now(), time_zone);
    if let Some(words) = closed {
        return Err(Error::Conflict(words));
    }
    let mut change = queries::change_conversation(tx, &row).set(Column::UnreadCount, 0);
    if row.state != ConversationState::Open {
        let taken_over = Some(StopReason::TakenOver);
        change = give_word(tx, &row, change, ConversationState::Open, taken_over).await?;
    }
    let content = MessageContent::Text { text: new.text.clone() };
    Ok(outbox::enqueue(tx, change, &content, runs::preview(&new.text)).await?)
}

/// Says who answers from now on. A run that goes on is stopped when a reason is given; it is the conversation's no more.
///
/// The row is changed once, by who calls: each further time a row is changed in a transaction, PostgreSQL checks its foreign
/// keys again.
async fn give_word<'a>(
    tx: &Tx,
    row: &conversation::Model,
    change: Change<'a, conversation::Entity>,
    state: ConversationState,
    stop: Option<StopReason>,
) -> Result<Change<'a, conversation::Entity>, DbErr> {
    let goes_on = state == ConversationState::Bot && row.state == ConversationState::Bot;
    if goes_on {
        return Ok(change);
    }
    if let Some(reason) = stop {
        runs::stop(tx, Which::In(ConversationId(row.id)), reason).await?;
    }
    let change = change.set(Column::State, state).set(Column::ActiveRunId, Option::<Uuid>::None);
    Ok(match state {
        ConversationState::Open => change,
        _ => change.set(Column::HandOverReason, Option::<String>::None),
    })
}

fn tell(tx: &Tx, row: &conversation::Model) {
    let (conversation_id, number_id) = (ConversationId(row.id), NumberId(row.number_id));
    tx.publish(LiveEvent::ConversationChanged { conversation_id, number_id });
}
