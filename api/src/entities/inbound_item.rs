//! The single messages and statuses of a webhook, on their way to the runner.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "inbound_items")]
pub struct Model {
    #[sea_orm(primary_key)]
    pub seq: i64,
    pub event_seq: i64,
    pub position: i32,
    pub workspace_id: Option<Uuid>,
    pub number_id: Option<Uuid>,
    #[sea_orm(column_type = "Text", nullable)]
    pub thread_key: Option<String>,
    pub kind: ItemKind,
    #[sea_orm(column_type = "JsonBinary")]
    pub payload: Json,
    pub state: ItemState,
    #[sea_orm(column_type = "Text", nullable)]
    pub reason: Option<String>,
    pub attempts: i32,
    pub due_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

/// What an item is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ItemKind {
    Message,
    Status,
    Other,
}

/// Where an item is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ItemState {
    Pending,
    Done,
    Quarantined,
    Waiting,
}
