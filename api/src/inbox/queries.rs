//! Every statement of the inbox: conversations, their contacts, messages and statuses.

use std::collections::HashMap;

use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, DbErr, FromQueryResult, QueryFilter, QueryOrder, QuerySelect};
use serde::{Deserialize, Serialize};
use shared::{ConversationId, Time};
use uuid::Uuid;

use crate::entities::conversation::{self, ConversationState};
use crate::entities::message::{self, Author};
use crate::entities::{bot, contact, message_status, number, run};
use crate::platform::cursor::Wanted;
use crate::platform::scope::{Change, Find, Scope, Tx};

/// Where a page of conversations goes on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct ConversationKey {
    /// When its last message was written.
    pub(super) at: Time,
    /// Its id, for those of the same moment.
    pub(super) id: Uuid,
}

/// A conversation.
pub(super) async fn conversation(
    scope: &Scope,
    id: ConversationId,
) -> Result<Option<conversation::Model>, DbErr> {
    scope.by_id::<conversation::Entity>(id.uuid()).await
}

/// A conversation that nobody else changes until the transaction ends.
pub(super) async fn locked_conversation(
    tx: &Tx,
    id: ConversationId,
) -> Result<Option<conversation::Model>, DbErr> {
    tx.find::<conversation::Entity>().with_id(id.uuid()).locked().one().await
}

/// Conversations in one of the states, the one with the latest message first, one more than the limit. One without any
/// message is not listed.
pub(super) async fn conversations(
    scope: &Scope,
    states: &[ConversationState],
    wanted: &Wanted<ConversationKey>,
) -> Result<Vec<conversation::Model>, DbErr> {
    use conversation::Column::{Id, LastMessageAt, State};
    let mut find = scope
        .find::<conversation::Entity>()
        .filter(State.is_in(states.iter().copied()))
        .filter(LastMessageAt.is_not_null());
    if let Some(after) = &wanted.after {
        find = find.filter(
            Condition::any()
                .add(LastMessageAt.lt(after.at))
                .add(Condition::all().add(LastMessageAt.eq(after.at)).add(Id.lt(after.id))),
        );
    }
    find.order_by_desc(LastMessageAt).order_by_desc(Id).limit(wanted.rows()).all().await
}

/// Contacts by their ids.
pub(super) async fn contacts(
    scope: &Scope,
    ids: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, contact::Model>, DbErr> {
    let rows = scope.find::<contact::Entity>().filter(contact::Column::Id.is_in(ids)).all().await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The names of the bots of runs, by the ids of the runs.
pub(super) async fn bot_names(
    scope: &Scope,
    runs: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, String>, DbErr> {
    let runs = scope.find::<run::Entity>().filter(run::Column::Id.is_in(runs)).all().await?;
    let bots = scope
        .find::<bot::Entity>()
        .filter(bot::Column::Id.is_in(runs.iter().map(|run| run.bot_id)))
        .all()
        .await?;
    let names: HashMap<Uuid, String> = bots.into_iter().map(|bot| (bot.id, bot.name)).collect();
    Ok(runs.into_iter().filter_map(|run| Some((run.id, names.get(&run.bot_id)?.clone()))).collect())
}

/// Who wrote the last message of each conversation.
pub(super) async fn last_authors(
    scope: &Scope,
    conversations: impl IntoIterator<Item = Uuid>,
) -> Result<HashMap<Uuid, Author>, DbErr> {
    use message::Column::{Author as AuthorColumn, ConversationId, Position};
    #[derive(FromQueryResult)]
    struct Last {
        conversation_id: Uuid,
        last: i64,
    }
    #[derive(FromQueryResult)]
    struct Written {
        conversation_id: Uuid,
        author: Author,
    }
    let last = scope
        .find::<message::Entity>()
        .select_only()
        .column(ConversationId)
        .column_as(Expr::col(Position).max(), "last")
        .filter(ConversationId.is_in(conversations))
        .group_by(ConversationId)
        .all_as::<Last>()
        .await?;
    if last.is_empty() {
        return Ok(HashMap::new());
    }
    let places = last.into_iter().fold(Condition::any(), |any, row| {
        any.add(ConversationId.eq(row.conversation_id).and(Position.eq(row.last)))
    });
    let rows = scope
        .find::<message::Entity>()
        .select_only()
        .column(ConversationId)
        .column(AuthorColumn)
        .filter(places)
        .all_as::<Written>()
        .await?;
    Ok(rows.into_iter().map(|row| (row.conversation_id, row.author)).collect())
}

/// A number.
pub(super) async fn number(scope: &Scope, id: Uuid) -> Result<Option<number::Model>, DbErr> {
    scope.by_id::<number::Entity>(id).await
}

/// Messages of a conversation, the newest first, one more than the limit.
pub(super) async fn messages(
    scope: &Scope,
    conversation: ConversationId,
    wanted: &Wanted<i64>,
) -> Result<Vec<message::Model>, DbErr> {
    let mut find = messages_of(scope, conversation);
    if let Some(after) = wanted.after {
        find = find.filter(message::Column::Position.lt(after));
    }
    find.order_by_desc(message::Column::Position).limit(wanted.rows()).all().await
}

/// What Meta reported of messages, in order of arrival.
pub(super) async fn statuses(
    scope: &Scope,
    messages: impl IntoIterator<Item = Uuid>,
) -> Result<Vec<message_status::Model>, DbErr> {
    scope
        .find::<message_status::Entity>()
        .filter(message_status::Column::MessageId.is_in(messages))
        .order_by_asc(message_status::Column::Id)
        .all()
        .await
}

/// Begins to change a conversation; its revision grows by one.
pub(super) fn change_conversation<'a>(
    tx: &'a Tx,
    conversation: &conversation::Model,
) -> Change<'a, conversation::Entity> {
    tx.change::<conversation::Entity>()
        .filter(conversation::Column::Id.eq(conversation.id))
        .add(conversation::Column::Revision, 1_i64)
        .set(conversation::Column::UpdatedAt, tx.now())
}

fn messages_of(scope: &Scope, conversation: ConversationId) -> Find<'_, message::Entity> {
    scope.find::<message::Entity>().filter(message::Column::ConversationId.eq(conversation.uuid()))
}
