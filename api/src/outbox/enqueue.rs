//! Rows of messages that are to be sent.

use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder, QuerySelect};
use shared::inbox::MessageContent;
use shared::live::LiveEvent;
use shared::{MessageId, Time};

use super::content::kind_and_text;
use crate::entities::message::{Author, Direction, MessageStatus};
use crate::entities::outbox::{self, OutboxState};
use crate::entities::{conversation, message};
use crate::platform::scope::{Change, Tx, Work};

/// Queues a message a member wrote, behind everything the conversation holds. `change` is of the conversation's row, which
/// is changed once in a transaction, and gets what the message changes.
///
/// # Errors
/// [`DbErr::RecordNotFound`] when this workspace has no such conversation, or when the database fails.
pub async fn enqueue(
    tx: &Tx,
    change: Change<'_, conversation::Entity>,
    content: &MessageContent,
    preview: String,
) -> Result<message::Model, DbErr> {
    use conversation::Column;
    let now = tx.now();
    // Changing the row first holds its lock: nobody else gives out the next position meanwhile.
    let change = change.set(Column::LastMessageAt, now).set(Column::LastMessagePreview, preview);
    let changed = change.returning().await?;
    let Some(thread) = changed.into_iter().next() else {
        return Err(DbErr::RecordNotFound("there is no such conversation".into()));
    };
    let last = tx
        .find::<message::Entity>()
        .filter(message::Column::ConversationId.eq(thread.id))
        .order_by_desc(message::Column::Position)
        .limit(1)
        .one()
        .await?;
    let id = MessageId::new();
    let row = message::ActiveModel {
        id: Set(id.uuid()),
        conversation_id: Set(thread.id),
        number_id: Set(thread.number_id),
        position: Set(last.map_or(1, |last| last.position + 1)),
        wamid: Set(None),
        content: Set(serde_json::to_value(content).map_err(|error| DbErr::Json(error.to_string()))?),
        raw: Set(None),
        error_code: Set(None),
        error_detail: Set(None),
        run_id: Set(None),
        author: Set(Author::Member),
        created_at: Set(now),
        updated_at: Set(now),
        ..Default::default()
    };
    let row = tx.insert(queued(row, content, now)).await?;
    tx.insert(outbox::ActiveModel { seq: NotSet, ..due(&thread, id, now) }).await?;
    let (conversation_id, number_id) = (thread.id.into(), thread.number_id.into());
    tx.publish(LiveEvent::ConversationChanged { conversation_id, number_id });
    tx.wake(Work::Messages);
    Ok(row)
}

/// Makes a message one that waits to be sent.
pub(crate) fn queued(row: message::ActiveModel, content: &MessageContent, now: Time) -> message::ActiveModel {
    let (kind, text) = kind_and_text(content);
    message::ActiveModel {
        direction: Set(Direction::Out),
        kind: Set(kind.to_owned()),
        body: Set(text.to_owned()),
        status: Set(MessageStatus::Queued),
        sent_at: Set(now),
        ..row
    }
}

/// The sender's work for a message.
pub(crate) fn due(thread: &conversation::Model, message: MessageId, now: Time) -> outbox::ActiveModel {
    outbox::ActiveModel {
        seq: NotSet,
        workspace_id: Set(thread.workspace_id),
        number_id: Set(thread.number_id),
        conversation_id: Set(thread.id),
        message_id: Set(message.uuid()),
        state: Set(OutboxState::Queued),
        attempt_id: Set(None),
        attempts: Set(0),
        due_at: Set(now),
        sending_since: Set(None),
        owner: Set(None),
    }
}
