//! Who was asked to become a member and has not answered; a row goes when it is accepted or revoked.

use sea_orm::entity::prelude::*;

use super::TenantOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "invitations")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub workspace_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub email: String,
    #[sea_orm(column_type = "Text")]
    pub email_key: String,
    #[sea_orm(column_type = "Text")]
    pub role: String,
    pub invited_by: Uuid,
    #[sea_orm(column_type = "Blob")]
    pub secret_hash: Option<Vec<u8>>,
    pub sent_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl TenantOwned for Entity {
    const WORKSPACE: Column = Column::WorkspaceId;
}
