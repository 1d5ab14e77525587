//! What Meta reported of a message sent; `message_id` is null until the message is known.

use sea_orm::entity::prelude::*;

use super::TenantOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "message_statuses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub number_id: Uuid,
    pub message_id: Option<Uuid>,
    #[sea_orm(column_type = "Text")]
    pub wamid: String,
    #[sea_orm(column_type = "Text")]
    pub status: String,
    pub at: DateTimeUtc,
    #[sea_orm(column_type = "JsonBinary", nullable)]
    pub errors: Option<Json>,
    #[sea_orm(column_type = "JsonBinary")]
    pub raw: Json,
    pub received_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}
