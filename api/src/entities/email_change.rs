//! Changes of a user's address, which both addresses confirm.

use sea_orm::entity::prelude::*;

use super::GlobalOwned;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "email_changes")]
pub struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: Uuid,
    pub user_id: Uuid,
    #[sea_orm(column_type = "Text")]
    pub old_email: String,
    #[sea_orm(column_type = "Text")]
    pub new_email: String,
    #[sea_orm(column_type = "Text")]
    pub new_email_key: String,
    pub state: ChangeState,
    pub expires_at: DateTimeUtc,
    pub created_at: DateTimeUtc,
    pub confirmed_at: Option<DateTimeUtc>,
    pub old_confirmed_at: Option<DateTimeUtc>,
    pub new_confirmed_at: Option<DateTimeUtc>,
    pub sent_at: Option<DateTimeUtc>,
    pub n_sent: i32,
}

#[derive(Copy, Clone, Debug, EnumIter, DeriveRelation)]
pub enum Relation {}

impl ActiveModelBehavior for ActiveModel {}

impl GlobalOwned for Entity {}

/// How a change stands.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, EnumIter, DeriveActiveEnum)]
#[sea_orm(rs_type = "String", db_type = "Text", rename_all = "snake_case")]
pub enum ChangeState {
    /// At least one of the addresses has not confirmed it.
    Waiting,
    /// Both have: the new address is the account's.
    Confirmed,
    /// The old address, or the person, said no.
    Stopped,
    /// Another change was asked for.
    Replaced,
}
