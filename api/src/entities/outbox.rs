//! What is to be sent, in order within a conversation.

use sea_orm::entity::prelude::*;

use super::TenantOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outbox")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub workspace_id: Uuid,
    pub number_id: Uuid,
    pub conversation_id: Uuid,
    pub message_id: Uuid,
    pub state: OutboxState,
    pub attempt_id: Option<Uuid>,
    pub attempts: i32,
    pub due_at: DateTimeUtc,
    pub sending_since: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub owner: Option<String>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// Where an outgoing message is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum OutboxState {
    Queued,
    Sending,
    Done,
    Failed,
    Unknown,
}
