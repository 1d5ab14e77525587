//! Messages of both directions and the statuses Meta reports for them.

use sea_orm_migration::prelude::*;

use crate::table::{NewTable, drop_tables};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0004_messages"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::tenant("messages")
            .uuid("conversation_id")
            .uuid("number_id")
            .big_int("position")
            .text("direction")
            .text_or_null("wamid")
            .text("kind")
            .text("body")
            .json("content")
            .json_or_null("raw")
            .text("status")
            .text_or_null("error_code")
            .text_or_null("error_detail")
            .uuid_or_null("run_id")
            .text("author")
            .time("sent_at")
            .time("created_at")
            .time("updated_at")
            .unique(&["number_id", "wamid"])
            .unique(&["conversation_id", "position"])
            .refers("conversation_id", "conversations")
            .refers("number_id", "numbers")
            .refers("run_id", "runs")
            .create(manager)
            .await?;
        NewTable::tenant("message_statuses")
            .uuid("number_id")
            .uuid_or_null("message_id")
            .text("wamid")
            .text("status")
            .time("at")
            .json_or_null("errors")
            .json("raw")
            .time("received_at")
            .unique(&["number_id", "wamid", "status", "at"])
            .refers("number_id", "numbers")
            .refers("message_id", "messages")
            .index(&["message_id"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["message_statuses", "messages"]).await
    }
}
