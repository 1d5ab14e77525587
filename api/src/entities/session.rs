//! Signed-in browsers. `generation` counts refreshes; the hashes are of the refresh secret.

use sea_orm::entity::prelude::*;

use super::GlobalOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    pub generation: i32,
    #[sea_orm(column_type = "Blob")]
    pub secret_hash: Vec<u8>,
    #[sea_orm(column_type = "Blob", nullable)]
    pub previous_hash: Option<Vec<u8>>,
    pub rotated_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text")]
    pub user_agent: String,
    #[sea_orm(column_type = "Text")]
    pub ip_prefix: String,
    pub created_at: DateTimeUtc,
    pub last_seen_at: DateTimeUtc,
    pub idle_expires_at: DateTimeUtc,
    pub expires_at: DateTimeUtc,
    pub ended_at: Option<DateTimeUtc>,
    #[sea_orm(column_type = "Text", nullable)]
    pub end_reason: Option<String>,
    pub reauthenticated_at: Option<DateTimeUtc>,
    /// Between the sign-in before and this one.
    pub wrong_passwords: i32,
    /// Unlike the sign-ins before.
    pub is_new: bool,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl GlobalOwned for Entity {}
