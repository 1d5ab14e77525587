//! Links sent by mail, by the hash of their secret.

use sea_orm::entity::prelude::*;

use super::GlobalOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "mail_tokens")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub purpose: Purpose,
    #[sea_orm(column_type = "Blob")]
    pub secret_hash: Vec<u8>,
    pub expires_at: DateTimeUtc,
    pub used_at: Option<DateTimeUtc>,
    pub created_at: DateTimeUtc,
    pub email_change_id: Option<Uuid>,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl GlobalOwned for Entity {}

/// What a mail link does.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum Purpose {
    /// Proves the address of a new account.
    Verify,
    /// Sets a new password.
    Reset,
    /// Sent to the new address of a change: confirms it there.
    ConfirmEmail,
    /// Sent to the old address of a change: confirms it there.
    ConfirmOldEmail,
    /// Sent to the old address of a change: stops it.
    StopEmailChange,
}
