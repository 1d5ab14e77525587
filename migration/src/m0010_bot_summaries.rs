//! What lists need to know of a bot's draft and live version without reading them. `NULL`: not looked at since this step.

use sea_orm_migration::prelude::*;

const COLUMNS: [&str; 2] = ["draft_summary", "live_summary"];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0010_bot_summaries"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            let column = ColumnDef::new(column).json_binary().null().to_owned();
            manager.alter_table(Table::alter().table("bots").add_column(column).to_owned()).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for column in COLUMNS {
            manager.alter_table(Table::alter().table("bots").drop_column(column).to_owned()).await?;
        }
        Ok(())
    }
}
