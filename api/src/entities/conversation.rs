//! The thread of one contact with one number.

use sea_orm::entity::prelude::*;

use super::TenantOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "conversations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub number_id: Uuid,
    pub contact_id: Uuid,
    pub state: ConversationState,
    pub active_run_id: Option<Uuid>,
    pub last_inbound_at: Option<DateTimeUtc>,
    pub last_message_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub last_message_preview: String,
    pub unread_count: i32,
    /// What the bot told the person who takes over.
    #[sea_orm(column_type = "Text", nullable)]
    pub hand_over_reason: Option<String>,
    pub revision: i64,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// Who has the word in a conversation.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ConversationState {
    Bot,
    Waiting,
    Open,
    Closed,
}
