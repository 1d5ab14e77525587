//! Wrong passwords, counted by what a key is the hash of: an account, an account at a known network, an
//! address; and mails that anybody can have sent, by person and kind.

use sea_orm::entity::prelude::*;

use super::GlobalOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "guesses")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    #[sea_orm(column_type = "Blob")]
    pub key: Vec<u8>,
    #[sea_orm(column_type = "JsonBinary")]
    pub count: Json,
    pub expires_at: DateTimeUtc,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl GlobalOwned for Entity {}
