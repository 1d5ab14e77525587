//! Who acts, and the entry each write leaves in the audit log.

use shared::{ApiKeyId, UserId};
use uuid::Uuid;

use crate::entities::audit_event::ActorKind;

/// Who a transaction acts for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    User(UserId),
    /// A program with an API key.
    ApiKey(ApiKeyId),
    /// The server itself: a job, the pipeline, somebody who is not signed in yet.
    System,
    /// Whoever has a shell on the machine.
    Operator,
}

impl Actor {
    pub(super) const fn kind(self) -> ActorKind {
        match self {
            Self::User(_) => ActorKind::User,
            Self::ApiKey(_) => ActorKind::ApiKey,
            Self::System => ActorKind::System,
            Self::Operator => ActorKind::Operator,
        }
    }

    pub(super) const fn id(self) -> Option<Uuid> {
        match self {
            Self::User(id) => Some(id.uuid()),
            Self::ApiKey(id) => Some(id.uuid()),
            Self::System | Self::Operator => None,
        }
    }
}

/// What happened, in the past tense (`bot.published`); never holds personal data, only ids.
#[derive(Debug, Clone)]
pub struct AuditEvent {
    pub(super) event: &'static str,
    pub(super) object: Option<(&'static str, Uuid)>,
    pub(super) workspace: Option<Uuid>,
    pub(super) detail: Option<serde_json::Value>,
}

impl AuditEvent {
    /// An event without an object.
    #[must_use]
    pub const fn new(event: &'static str) -> Self {
        Self { event, object: None, workspace: None, detail: None }
    }

    /// The thing it happened to.
    #[must_use]
    pub fn about(mut self, kind: &'static str, id: impl Into<Uuid>) -> Self {
        self.object = Some((kind, id.into()));
        self
    }

    /// The workspace it belongs to, for a [`super::GlobalTx`]; a [`super::Tx`] knows its own.
    #[must_use]
    pub fn in_workspace(mut self, workspace: impl Into<Uuid>) -> Self {
        self.workspace = Some(workspace.into());
        self
    }

    /// What else a reader of the log must know.
    #[must_use]
    pub fn detail(mut self, detail: serde_json::Value) -> Self {
        self.detail = Some(detail);
        self
    }
}
