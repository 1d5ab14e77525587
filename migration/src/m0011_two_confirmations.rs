//! A change of address is confirmed at both addresses, and its mails are sent again.

use sea_orm_migration::prelude::*;

const TABLE: &str = "email_changes";

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0011_two_confirmations"
    }
}

/// Every one may be left out, so that the code before this step still inserts.
fn columns() -> [ColumnDef; 4] {
    let time = |name: &'static str| ColumnDef::new(name).timestamp_with_time_zone().null().to_owned();
    let n_sent = ColumnDef::new("n_sent").integer().not_null().default(1).to_owned();
    [time("old_confirmed_at"), time("new_confirmed_at"), time("sent_at"), n_sent]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for mut column in columns() {
            manager.alter_table(Table::alter().table(TABLE).add_column(&mut column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in columns() {
            let name = Alias::new(column.get_column_name());
            manager.alter_table(Table::alter().table(TABLE).drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}
