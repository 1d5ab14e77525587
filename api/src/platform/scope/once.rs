//! The rows of requests that must not be carried out twice.

use chrono::TimeDelta;
use sea_orm::ActiveValue::{Set, Unchanged};
use sea_orm::{ColumnTrait, DbErr, QueryFilter};
use serde::Serialize;
use uuid::Uuid;

use super::{Actor, AuditEvent, Tx};
use crate::entities::idempotency_key::{ActiveModel, Column, Entity};

/// How long an answer is kept.
pub(super) const KEPT: TimeDelta = TimeDelta::hours(24);

/// A request with a key.
pub struct Once {
    /// Who sends it: a key belongs to its caller.
    pub caller: Actor,
    /// Method and template of the route.
    pub operation: String,
    /// The key.
    pub key: String,
    /// The hash of address and body.
    pub hash: [u8; 32],
}

/// What happened with a key before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Before {
    /// Nothing: this transaction has it now.
    Nothing,
    /// The same request was carried out.
    Answered {
        /// The status it was answered with.
        status: u16,
        /// The body; `None` when it must not be kept.
        answer: Option<String>,
    },
    /// Another request was carried out.
    OtherRequest,
}

impl Before {
    /// What a row says to a request.
    pub(super) fn known(hash: &[u8; 32], known: &[u8], status: i32, answer: Option<String>) -> Self {
        if known != hash {
            return Self::OtherRequest;
        }
        Self::Answered { status: u16::try_from(status).unwrap_or(200), answer }
    }
}

/// An answer, as it is kept.
pub(super) fn written(answer: &impl Serialize) -> Result<String, DbErr> {
    serde_json::to_string(answer).map_err(|_| DbErr::Custom("an answer could not be written".into()))
}

impl Tx {
    /// Takes a key for this transaction, or says what it was used for. Waits for another transaction that has it.
    ///
    /// # Errors
    /// When the database fails.
    pub async fn take_key(&mut self, once: Once) -> Result<Before, DbErr> {
        let (id, now) = (Uuid::now_v7(), self.now());
        self.remove::<Entity>().filter(Column::ExpiresAt.lte(now)).run().await?;
        let caller = once.caller.id().unwrap_or_default();
        let row = ActiveModel {
            id: Set(id),
            caller_id: Set(caller),
            operation: Set(once.operation.clone()),
            key: Set(once.key.clone()),
            request_hash: Set(once.hash.to_vec()),
            status: Set(0),
            answer: Set(None),
            expires_at: Set(now + KEPT),
            ..Default::default()
        };
        let unique = [Column::WorkspaceId, Column::CallerId, Column::Operation, Column::Key];
        if self.insert_new(row, unique).await? {
            self.once = Some(id);
            return Ok(Before::Nothing);
        }
        let known = self
            .find::<Entity>()
            .filter(Column::CallerId.eq(caller))
            .filter(Column::Operation.eq(once.operation))
            .filter(Column::Key.eq(once.key));
        let known = known.one().await?.ok_or_else(|| DbErr::Custom("an idempotency key vanished".into()))?;
        Ok(Before::known(&once.hash, &known.request_hash, known.status, known.answer))
    }

    /// Keeps the answer for whoever sends the same key again, writes the audit event and commits.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit_answer(
        mut self,
        event: AuditEvent,
        status: u16,
        answer: &impl Serialize,
    ) -> Result<(), DbErr> {
        self.keep(status, Some(written(answer)?)).await?;
        self.commit(event).await
    }

    /// Like [`Tx::commit_answer`], for an answer that holds a secret: only that it was given is kept.
    ///
    /// # Errors
    /// When the database fails; then nothing was written.
    pub async fn commit_secret_answer(mut self, event: AuditEvent, status: u16) -> Result<(), DbErr> {
        self.keep(status, None).await?;
        self.commit(event).await
    }

    async fn keep(&mut self, status: u16, answer: Option<String>) -> Result<(), DbErr> {
        let Some(id) = self.once.take() else { return Ok(()) };
        let row = ActiveModel {
            id: Unchanged(id),
            status: Set(status.into()),
            answer: Set(answer),
            ..Default::default()
        };
        self.update(row).await.map(drop)
    }
}
