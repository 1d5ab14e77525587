//! The event log of a run.

use sea_orm::entity::prelude::*;

use super::TenantOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "run_events")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    pub run_id: Uuid,
    pub position: i32,
    pub at: DateTimeUtc,
    #[sea_orm(column_type = "JsonBinary")]
    pub event: Json,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}
