//! Statements about contacts and their identities.

use std::collections::HashSet;

use flow::StopReason;
use sea_orm::ActiveValue::Set;
use sea_orm::{ColumnTrait, DbErr, QueryFilter, QueryOrder};
use shared::Time;
use uuid::Uuid;

use super::person::{Identity, Name, Person, Sighting};
use super::rules::Book;
use crate::entities::conversation::ConversationState;
use crate::entities::{contact, contact_identity, conversation, outbox, run};
use crate::platform::scope::AcrossTx;
use crate::runs::{self, Which};

/// The people who were sighted, resolved. Stored contacts that turn out to be one are merged on the way.
pub(crate) async fn book(tx: &AcrossTx, sightings: &[Sighting], now: Time) -> Result<Book, DbErr> {
    loop {
        let mut book = load(tx, sightings).await?;
        for seen in sightings {
            book.resolve(seen);
        }
        if book.merges().is_empty() {
            return Ok(book);
        }
        // What the merged ones leave must be stored before they go; then everything is read again.
        save(tx, &book, now).await?;
        for (from, into) in book.merges() {
            merge(tx, *from, book.now(*into)).await?;
        }
    }
}

async fn load(tx: &AcrossTx, sightings: &[Sighting]) -> Result<Book, DbErr> {
    use contact_identity::Column;
    let names: HashSet<&str> =
        sightings.iter().flat_map(|seen| seen.bsuid.iter().chain(&seen.wa_id)).map(String::as_str).collect();
    let numbers: HashSet<Uuid> = sightings.iter().map(|seen| seen.number_id).collect();
    if names.is_empty() {
        return Ok(Book::default());
    }
    let named = tx
        .find_any::<contact_identity::Entity>()
        .filter(Column::NumberId.is_in(numbers))
        .filter(
            Column::Kind.is_in([contact_identity::IdentityKind::Bsuid, contact_identity::IdentityKind::WaId]),
        )
        .filter(Column::Value.is_in(names))
        .all()
        .await?;
    let ids: HashSet<Uuid> = named.iter().map(|identity| identity.contact_id).collect();
    if ids.is_empty() {
        return Ok(Book::default());
    }
    let people = tx
        .find_any::<contact::Entity>()
        .filter(contact::Column::Id.is_in(ids.clone()))
        .order_by_asc(contact::Column::Id)
        .locked()
        .all()
        .await?;
    // After the lock: every name these people have now.
    let identities =
        tx.find_any::<contact_identity::Entity>().filter(Column::ContactId.is_in(ids)).all().await?;
    Ok(Book::new(people.into_iter().map(person).collect(), identities.into_iter().map(identity).collect()))
}

fn person(row: contact::Model) -> Person {
    Person {
        id: row.id,
        workspace_id: row.workspace_id,
        name: row.name,
        username: row.username,
        phone: row.phone,
        language: row.language,
        fields: row.fields,
        name_at: row.name_at,
        created_at: row.created_at,
    }
}

fn identity(row: contact_identity::Model) -> (Name, Identity) {
    let name = Name { number_id: row.number_id, kind: row.kind, value: row.value };
    let identity = Identity {
        id: row.id,
        workspace_id: row.workspace_id,
        contact_id: row.contact_id,
        linked_at: row.linked_at,
        created_at: row.created_at,
    };
    (name, identity)
}

/// Stores the people and names that were made or changed.
pub(crate) async fn save(tx: &AcrossTx, book: &Book, now: Time) -> Result<(), DbErr> {
    let people = book.changed_people().map(|person| contact::ActiveModel {
        id: Set(person.id),
        workspace_id: Set(person.workspace_id),
        name: Set(person.name.clone()),
        phone: Set(person.phone.clone()),
        username: Set(person.username.clone()),
        language: Set(person.language.clone()),
        fields: Set(person.fields.clone()),
        name_at: Set(person.name_at),
        created_at: Set(person.created_at),
        updated_at: Set(now),
    });
    {
        use contact::Column::{CreatedAt, Fields, Id, Language, Name, NameAt, Phone, UpdatedAt, Username};
        // Two who turn out to be one were first met when the first of them was.
        let changed = [Name, Phone, Username, Language, Fields, NameAt, CreatedAt, UpdatedAt];
        tx.upsert_any(people.collect(), [Id], changed).await?;
    }
    let identities = book.changed_identities().map(|(name, identity)| contact_identity::ActiveModel {
        id: Set(identity.id),
        workspace_id: Set(identity.workspace_id),
        contact_id: Set(identity.contact_id),
        number_id: Set(name.number_id),
        kind: Set(name.kind),
        value: Set(name.value.clone()),
        linked_at: Set(identity.linked_at),
        created_at: Set(identity.created_at),
    });
    use contact_identity::Column::{ContactId, Id, LinkedAt};
    tx.upsert_any(identities.collect(), [Id], [ContactId, LinkedAt]).await
}

/// Moves everything of one contact to another and removes it.
async fn merge(tx: &AcrossTx, from: Uuid, into: Uuid) -> Result<(), DbErr> {
    use conversation::Column;
    let threads = tx
        .find_any::<conversation::Entity>()
        .filter(Column::ContactId.is_in([from, into]))
        .order_by_asc(Column::Id)
        .locked()
        .all()
        .await?;
    let (mut kept, moved): (Vec<_>, Vec<_>) = threads.into_iter().partition(|row| row.contact_id == into);
    for thread in moved {
        match kept.iter_mut().find(|row| row.number_id == thread.number_id) {
            Some(row) => merge_threads(tx, thread, row).await?,
            None => {
                let change = tx.change_any::<conversation::Entity>().set(Column::ContactId, into);
                change.filter(Column::Id.eq(thread.id)).run().await?;
            }
        }
    }
    let runs = tx.change_any::<run::Entity>().set(run::Column::ContactId, into);
    runs.filter(run::Column::ContactId.eq(from)).run().await?;
    tx.remove_any::<contact::Entity>().filter(contact::Column::Id.eq(from)).run().await?;
    Ok(())
}

/// Both threads' messages, in the order in which they came here; negative first, so that no two ever share a place.
const INTERLEAVE: &str = "UPDATE messages SET conversation_id = $1, position = -placed.place FROM ( \
        SELECT id, row_number() OVER (ORDER BY created_at, position) AS place \
        FROM messages WHERE conversation_id IN ($1, $2)) AS placed \
    WHERE messages.id = placed.id";
const TURN_POSITIVE: &str =
    "UPDATE messages SET position = -position WHERE conversation_id = $1 AND position < 0";

async fn merge_threads(
    tx: &AcrossTx,
    from: conversation::Model,
    into: &mut conversation::Model,
) -> Result<(), DbErr> {
    use conversation::Column;
    // The outbox before the messages, as everywhere: else two transactions wait for each other.
    let unsent = tx.change_any::<outbox::Entity>().set(outbox::Column::ConversationId, into.id);
    unsent.filter(outbox::Column::ConversationId.eq(from.id)).run().await?;
    tx.execute_sql(INTERLEAVE, vec![into.id.into(), from.id.into()]).await?;
    tx.execute_sql(TURN_POSITIVE, vec![into.id.into()]).await?;
    let runs = tx.change_any::<run::Entity>().set(run::Column::ConversationId, into.id);
    runs.filter(run::Column::ConversationId.eq(from.id)).run().await?;
    into.active_run_id = one_run(tx, &from, into).await?;
    tx.remove_any::<conversation::Entity>().filter(Column::Id.eq(from.id)).run().await?;
    if into.last_message_at < from.last_message_at {
        into.last_message_preview = from.last_message_preview;
    }
    into.last_message_at = into.last_message_at.max(from.last_message_at);
    into.last_inbound_at = into.last_inbound_at.max(from.last_inbound_at);
    into.unread_count = into.unread_count.saturating_add(from.unread_count);
    into.hand_over_reason = into.hand_over_reason.take().or(from.hand_over_reason);
    into.state =
        [into.state, from.state].into_iter().max_by_key(|state| attention(*state)).unwrap_or(into.state);
    tx.change_any::<conversation::Entity>()
        .set(Column::LastMessagePreview, into.last_message_preview.clone())
        .set(Column::LastMessageAt, into.last_message_at)
        .set(Column::LastInboundAt, into.last_inbound_at)
        .set(Column::UnreadCount, into.unread_count)
        .set(Column::HandOverReason, into.hand_over_reason.clone())
        .set(Column::ActiveRunId, into.active_run_id)
        .set(Column::State, into.state)
        .add(Column::Revision, 1_i64)
        .filter(Column::Id.eq(into.id))
        .run()
        .await?;
    Ok(())
}

/// The run that goes on in a thread made of two; one that waits in the other is stopped, for nobody would ever answer it.
async fn one_run(
    tx: &AcrossTx,
    from: &conversation::Model,
    into: &conversation::Model,
) -> Result<Option<Uuid>, DbErr> {
    let rank = |thread: &conversation::Model| (attention(thread.state), thread.last_inbound_at);
    let (first, second) = if rank(from) > rank(into) { (from, into) } else { (into, from) };
    let (goes_on, ends, reason) = match (first.state, first.active_run_id) {
        (ConversationState::Bot, None) => (second.active_run_id, None, StopReason::Replaced),
        (ConversationState::Bot, goes_on) => (goes_on, second.active_run_id, StopReason::Replaced),
        (_, goes_on) => (goes_on, second.active_run_id, StopReason::TakenOver),
    };
    if let Some(run) = ends {
        runs::stop(&tx.within(into.workspace_id.into()), Which::One(run.into()), reason).await?;
    }
    Ok(goes_on)
}

/// A person's word counts more than a bot's, and either more than silence.
const fn attention(state: ConversationState) -> u8 {
    match state {
        ConversationState::Closed => 0,
        ConversationState::Bot => 1,
        ConversationState::Waiting => 2,
        ConversationState::Open => 3,
    }
}
