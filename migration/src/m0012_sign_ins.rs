//! What was unusual about a sign-in, for whoever it is about to see.

use sea_orm_migration::prelude::*;

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0012_sign_ins"
    }
}

/// Every one may be left out, so that the code before this step still inserts.
fn columns() -> [(&'static str, ColumnDef); 3] {
    let count = |name: &'static str| ColumnDef::new(name).integer().not_null().default(0).to_owned();
    [
        ("users", count("wrong_passwords")),
        ("sessions", count("wrong_passwords")),
        ("sessions", ColumnDef::new("is_new").boolean().not_null().default(false).to_owned()),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, mut column) in columns() {
            manager.alter_table(Table::alter().table(table).add_column(&mut column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, column) in columns() {
            let name = Alias::new(column.get_column_name());
            manager.alter_table(Table::alter().table(table).drop_column(name).to_owned()).await?;
        }
        Ok(())
    }
}
