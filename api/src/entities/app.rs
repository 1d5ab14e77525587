//! Meta apps (or the sandbox's stand-ins) that sign the webhooks of numbers.

use sea_orm::entity::prelude::*;

use super::TenantOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "apps")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub meta_app_id: String,
    pub kind: AppKind,
    #[sea_orm(column_type = "Blob")]
    pub secret: Vec<u8>,
    #[sea_orm(column_type = "Blob", nullable)]
    pub previous_secret: Option<Vec<u8>>,
    #[sea_orm(column_type = "Blob")]
    pub verify_token: Vec<u8>,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}

/// Who stands behind an app.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum AppKind {
    Sandbox,
    Meta,
}
