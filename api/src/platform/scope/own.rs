//! Writes that a user makes themselves, outside a workspace that the request names, and that must not happen twice.

use std::ops::Deref;

use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ColumnTrait, DbErr, EntityTrait, QueryFilter, Update};
use serde::Serialize;
use shared::UserId;
use uuid::Uuid;

use super::executor::Sees;
use super::insert::insert_new;
use super::once::{KEPT, written};
use super::{AuditEvent, Before, GlobalTx, Once, Remove};
use crate::entities::user_idempotency_key::{ActiveModel, Column, Entity};

/// A [`GlobalTx`] of one user that ends with its answer; dropped without a commit it rolls back.
pub struct OwnTx {
    tx: GlobalTx,
    user: UserId,
    /// The row of its idempotency key.
    once: Option<Uuid>,
}

impl Deref for OwnTx {
    type Target = GlobalTx;
    fn deref(&self) -> &GlobalTx {
        &self.tx
    }
}

impl OwnTx {
    pub(super) const fn new(tx: GlobalTx, user: UserId) -> Self {
        Self { tx, user, once: None }
    }

    /// Takes a key for this transaction, or says what it was used for. Waits for another transaction that has it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_key(&mut self, once: Once) -> Result<Before, DbErr> {
        let (id, now, user) = (Uuid::now_v7(), self.tx.now(), self.user.uuid());
        let executor = self.tx.open().executor(self.sees())?;
        let late = Remove::new(self.tx.open(), self.sees(), Entity::delete_many());
        late.filter(Column::UserId.eq(user)).filter(Column::ExpiresAt.lte(now)).run().await?;
        let row = ActiveModel {
            id: Set(id),
            user_id: Set(user),
            operation: Set(once.operation.clone()),
            key: Set(once.key.clone()),
            request_hash: Set(once.hash.to_vec()),
            status: Set(0),
            answer: Set(String::new()),
            expires_at: Set(now + KEPT),
        };
        if insert_new(&executor, row, [Column::UserId, Column::Operation, Column::Key]).await? {
            self.once = Some(id);
            return Ok(Before::Nothing);
        }
        let own = Entity::find().filter(Column::UserId.eq(user)).filter(Column::Operation.eq(once.operation));
        let known = own.filter(Column::Key.eq(once.key)).one(&executor).await?;
        let known = known.ok_or_else(|| DbErr::Custom("an idempotency key vanished".into()))?;
        Ok(Before::known(&once.hash, &known.request_hash, known.status, Some(known.answer)))
    }

    /// Keeps the answer for whoever sends the same key again, writes the audit event and commits.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit_answer(
        self,
        event: AuditEvent,
        status: u16,
        answer: &impl Serialize,
    ) -> Result<(), DbErr> {
        self.end(event, status, written(answer)?).await
    }

    /// The same for an answer without a body.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit_empty_answer(self, event: AuditEvent, status: u16) -> Result<(), DbErr> {
        self.end(event, status, String::new()).await
    }

    async fn end(self, event: AuditEvent, status: u16, answer: String) -> Result<(), DbErr> {
        if let Some(id) = self.once {
            let row = ActiveModel {
                id: Unchanged(id),
                status: Set(status.into()),
                answer: Set(answer),
                ..Default::default()
            };
            Update::one(row).exec(&self.tx.open().executor(self.sees())?).await?;
        }
        self.tx.commit(event).await
    }

    const fn sees(&self) -> Sees {
        Sees::User(self.user)
    }
}
