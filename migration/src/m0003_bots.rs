//! Bots, their immutable versions, conversations, and the runs of contacts through versions.

use sea_orm_migration::prelude::*;

use crate::table::{NewTable, drop_tables};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0003_bots"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::tenant("bots")
            .text("name")
            .text("state")
            .uuid_or_null("live_version_id")
            .json("draft")
            .big_int("draft_revision")
            .time("draft_updated_at")
            .uuid_or_null("draft_updated_by")
            .time("created_at")
            .time("updated_at")
            .time_or_null("deleted_at")
            .index(&["workspace_id", "state"])
            .create(manager)
            .await?;
        NewTable::tenant("bot_versions")
            .uuid("bot_id")
            .int("number")
            .json("flow")
            .text("content_hash")
            .text("note")
            .uuid("published_by")
            .time("created_at")
            .unique(&["bot_id", "number"])
            .refers("bot_id", "bots")
            .create(manager)
            .await?;
        NewTable::tenant("conversations")
            .uuid("number_id")
            .uuid("contact_id")
            .text("state")
            .uuid_or_null("active_run_id")
            .time_or_null("last_inbound_at")
            .time_or_null("last_message_at")
            .text("last_message_preview")
            .int("unread_count")
            .big_int("revision")
            .time("created_at")
            .time("updated_at")
            .unique(&["number_id", "contact_id"])
            .refers("number_id", "numbers")
            .refers("contact_id", "contacts")
            .index(&["workspace_id", "last_message_at"])
            .create(manager)
            .await?;
        NewTable::tenant("runs")
            .uuid("bot_id")
            .uuid("version_id")
            .uuid("conversation_id")
            .uuid("contact_id")
            .text("state")
            .json("engine_state")
            .time("started_at")
            .time_or_null("ended_at")
            .time("updated_at")
            .refers("bot_id", "bots")
            .refers("version_id", "bot_versions")
            .refers("conversation_id", "conversations")
            .refers("contact_id", "contacts")
            .index(&["bot_id", "started_at"])
            .index(&["conversation_id"])
            .create(manager)
            .await?;
        NewTable::tenant("run_events")
            .uuid("run_id")
            .int("position")
            .time("at")
            .json("event")
            .unique(&["run_id", "position"])
            .refers("run_id", "runs")
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["run_events", "runs", "conversations", "bot_versions", "bots"]).await
    }
}
