//! The statements that take messages in hand: of each conversation the first that is not settled.

use std::collections::HashMap;

use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, DbBackend, DbErr, QueryFilter, QueryResult};
use shared::Time;
use shared::inbox::MessageContent;
use uuid::Uuid;
use whatsapp::message::Recipient;

use crate::entities::contact_identity::{self, IdentityKind};
use crate::entities::message::{self, MessageStatus};
use crate::entities::outbox::{self, OutboxState};
use crate::platform::scope::{Across, AcrossTx};

const DUE_SQLITE: &str = "SELECT o.seq, o.workspace_id, o.number_id, o.conversation_id, o.message_id, o.attempts, \
    o.due_at, CAST(m.content AS TEXT) AS content, c.contact_id FROM outbox o \
    JOIN messages m ON m.id = o.message_id JOIN conversations c ON c.id = o.conversation_id \
    WHERE o.state = 'queued' AND o.due_at <= $1 AND NOT EXISTS (SELECT 1 FROM outbox b \
        WHERE b.conversation_id = o.conversation_id AND b.state IN ('queued', 'sending') AND b.seq < o.seq) \
    ORDER BY o.seq LIMIT $2";

const DUE_POSTGRES: &str = "SELECT o.seq, o.workspace_id, o.number_id, o.conversation_id, o.message_id, o.attempts, \
    o.due_at, CAST(m.content AS TEXT) AS content, c.contact_id FROM outbox o \
    JOIN messages m ON m.id = o.message_id JOIN conversations c ON c.id = o.conversation_id \
    WHERE o.state = 'queued' AND o.due_at <= $1 AND NOT EXISTS (SELECT 1 FROM outbox b \
        WHERE b.conversation_id = o.conversation_id AND b.state IN ('queued', 'sending') AND b.seq < o.seq) \
    ORDER BY o.seq LIMIT $2 FOR UPDATE OF o SKIP LOCKED";

/// A message in hand.
#[derive(Debug, Clone)]
pub(super) struct Attempt {
    pub(super) id: Uuid,
    pub(super) seq: i64,
    pub(super) workspace_id: Uuid,
    pub(super) number_id: Uuid,
    pub(super) conversation_id: Uuid,
    pub(super) message_id: Uuid,
    /// How many there were, this one counted in.
    pub(super) count: i32,
    due_at: Time,
    contact_id: Uuid,
    /// Whom it goes to; `None` when the number knows no name of the contact.
    pub(super) to: Option<Recipient>,
    /// What it says; `None` when what is stored cannot be read.
    pub(super) content: Option<MessageContent>,
}

impl Attempt {
    fn from_row(row: &QueryResult) -> Result<Self, DbErr> {
        let content: String = row.try_get("", "content")?;
        let before: i32 = row.try_get("", "attempts")?;
        Ok(Self {
            id: Uuid::now_v7(),
            seq: row.try_get("", "seq")?,
            workspace_id: row.try_get("", "workspace_id")?,
            number_id: row.try_get("", "number_id")?,
            conversation_id: row.try_get("", "conversation_id")?,
            message_id: row.try_get("", "message_id")?,
            count: before + 1,
            due_at: row.try_get("", "due_at")?,
            contact_id: row.try_get("", "contact_id")?,
            to: None,
            content: serde_json::from_str(&content).ok(),
        })
    }

    fn row(&self, owner: &str, now: Time) -> outbox::ActiveModel {
        outbox::ActiveModel {
            seq: Set(self.seq),
            workspace_id: Set(self.workspace_id),
            number_id: Set(self.number_id),
            conversation_id: Set(self.conversation_id),
            message_id: Set(self.message_id),
            state: Set(OutboxState::Sending),
            attempt_id: Set(Some(self.id)),
            attempts: Set(self.count),
            due_at: Set(self.due_at),
            sending_since: Set(Some(now)),
            owner: Set(Some(owner.to_owned())),
        }
    }
}

/// Whether anything may be due; what waits behind another message of its conversation counts, too.
pub(super) async fn is_any_due(across: &Across, now: Time) -> Result<bool, DbErr> {
    let queued = across.find::<outbox::Entity>().filter(outbox::Column::DueAt.lte(now));
    // Written out, so that the index of what is queued serves it.
    queued.filter(Expr::cust("outbox.state = 'queued'")).is_any().await
}

/// What is due, at most `limit`; nothing is changed yet.
pub(super) async fn due(tx: &AcrossTx, limit: usize, now: Time) -> Result<Vec<Attempt>, DbErr> {
    let sql = if tx.backend() == DbBackend::Postgres { DUE_POSTGRES } else { DUE_SQLITE };
    let limit = i64::try_from(limit).unwrap_or(i64::MAX);
    let rows = tx.query_sql(sql, vec![now.into(), limit.into()]).await?;
    rows.iter().map(Attempt::from_row).collect()
}

/// Marks messages as being sent by `owner` and finds out whom they go to.
pub(super) async fn begin(
    tx: &AcrossTx,
    mut attempts: Vec<Attempt>,
    owner: &str,
    now: Time,
) -> Result<Vec<Attempt>, DbErr> {
    if attempts.is_empty() {
        return Ok(attempts);
    }
    let rows = attempts.iter().map(|attempt| attempt.row(owner, now)).collect();
    {
        use outbox::Column::{AttemptId, Attempts, Owner, SendingSince, Seq, State};
        tx.upsert_any(rows, [Seq], [State, AttemptId, Attempts, SendingSince, Owner]).await?;
    }
    let change = tx.change_any::<message::Entity>().set(message::Column::Status, MessageStatus::Sending);
    let messages = attempts.iter().map(|attempt| attempt.message_id);
    change.filter(message::Column::Id.is_in(messages)).run().await?;
    let recipients = recipients(tx, &attempts).await?;
    for attempt in &mut attempts {
        attempt.to = recipients.get(&(attempt.number_id, attempt.contact_id)).cloned();
    }
    Ok(attempts)
}

/// The phone a number last saw a contact with; the user id of those whose phone it does not know.
async fn recipients(tx: &AcrossTx, attempts: &[Attempt]) -> Result<HashMap<(Uuid, Uuid), Recipient>, DbErr> {
    use contact_identity::Column;
    let mut rows = tx
        .find_any::<contact_identity::Entity>()
        .filter(Column::ContactId.is_in(attempts.iter().map(|attempt| attempt.contact_id)))
        .all()
        .await?;
    rows.sort_by_key(|row| (row.kind == IdentityKind::WaId, row.linked_at));
    let recipients = rows.into_iter().map(|row| {
        let recipient = match row.kind {
            IdentityKind::WaId => Recipient::Phone(row.value),
            IdentityKind::Bsuid => Recipient::UserId(row.value),
        };
        ((row.number_id, row.contact_id), recipient)
    });
    // The last one of a key stays.
    Ok(recipients.collect())
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::platform::clock::SystemClock;
    use crate::platform::live::Live;
    use crate::platform::scope::{Database, connect, migrate};

    #[tokio::test]
    async fn what_was_sent_is_never_looked_at() {
        let folder = tempfile::tempdir().unwrap();
        let database = Database::Sqlite(folder.path().join("db.sqlite"));
        migrate(&database).await.unwrap();
        let db = connect(&database, false, Arc::new(SystemClock), Live::new(1)).await.unwrap();
        let tx = db.across_workspaces("test").begin().await.unwrap();
        let explain: &'static str = Box::leak(format!("EXPLAIN QUERY PLAN {DUE_SQLITE}").into_boxed_str());
        let rows = tx.query_sql(explain, vec![tx.now().into(), 1_i64.into()]).await.unwrap();
        let plan: Vec<String> = rows.iter().map(|row| row.try_get("", "detail").unwrap()).collect();
        let plan = plan.join("; ");
        assert!(plan.contains("ix_outbox_queued") && plan.contains("ix_outbox_unsent"), "{plan}");
        assert!(!plan.contains("TEMP B-TREE"), "{plan}");
    }
}
