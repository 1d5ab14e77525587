//! What a bot tells the person who takes over, and the ways to everything of one contact.

use sea_orm_migration::prelude::*;

/// Two contacts that turn out to be one are found by these, whatever their workspace.
const INDEXES: [(&str, &str, &str); 3] = [
    ("ix_conversations_contact_id", "conversations", "contact_id"),
    ("ix_runs_contact_id", "runs", "contact_id"),
    ("ix_outbox_conversation_id", "outbox", "conversation_id"),
];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0009_hand_over"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let reason = ColumnDef::new("hand_over_reason").text().null().to_owned();
        manager.alter_table(Table::alter().table("conversations").add_column(reason).to_owned()).await?;
        for (name, table, column) in INDEXES {
            let index = Index::create().name(name).table(table).col(column).to_owned();
            manager.create_index(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (name, table, _) in INDEXES {
            manager.drop_index(Index::drop().name(name).table(table).to_owned()).await?;
        }
        let without = Table::alter().table("conversations").drop_column("hand_over_reason").to_owned();
        manager.alter_table(without).await
    }
}
