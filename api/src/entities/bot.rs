//! Chatbots with their draft.

use sea_orm::entity::prelude::*;

use super::TenantOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "bots")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub name: String,
    pub state: BotState,
    pub live_version_id: Option<Uuid>,
    #[sea_orm(column_type = "JsonBinary")]
    pub draft: Json,
    pub draft_revision: i64,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub draft_summary: Option<Json>,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub live_summary: Option<Json>,
    pub draft_updated_at: DateTimeUtc,
    pub draft_updated_by: Option<Uuid>,
    pub created_at: DateTimeUtc,
    pub updated_at: DateTimeUtc,
    pub deleted_at: Option<DateTimeUtc>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// Whether a bot answers.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum BotState {
    NeverPublished,
    Live,
    Paused,
}
