//! What comes in, exactly as received, and what is to go out.

use sea_orm_migration::prelude::*;

use crate::table::{NewTable, drop_tables};

/// Indexes of work to be done, which what is done leaves: they stay small however long the history grows.
const INDEXES: [&str; 7] = [
    "CREATE INDEX ix_inbound_items_pending ON inbound_items (seq) WHERE state = 'pending'",
    "CREATE INDEX ix_inbound_items_thread ON inbound_items (number_id, thread_key, seq) WHERE state = 'pending'",
    "CREATE INDEX ix_inbound_items_failed ON inbound_items (number_id, thread_key, due_at) \
     WHERE state = 'pending' AND attempts > 0",
    "CREATE INDEX ix_inbound_items_waiting ON inbound_items (due_at) WHERE state = 'waiting'",
    "CREATE INDEX ix_outbox_queued ON outbox (seq) WHERE state = 'queued'",
    "CREATE INDEX ix_outbox_unsent ON outbox (conversation_id, seq) WHERE state IN ('queued', 'sending')",
    "CREATE INDEX ix_outbox_attempt ON outbox (attempt_id) WHERE state IN ('sending', 'unknown')",
];

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0005_pipeline"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::sequence("inbound_events")
            .uuid("app_id")
            .time("received_at")
            .bytes("body")
            .text("content_state")
            .text_or_null("reason")
            .create(manager)
            .await?;
        NewTable::sequence("inbound_items")
            .big_int("event_seq")
            .int("position")
            .uuid_or_null("workspace_id")
            .uuid_or_null("number_id")
            .text_or_null("thread_key")
            .text("kind")
            .json("payload")
            .text("state")
            .text_or_null("reason")
            .int("attempts")
            .time("due_at")
            .unique(&["event_seq", "position"])
            .foreign(&["event_seq"], "inbound_events", &["seq"])
            .create(manager)
            .await?;
        NewTable::sequence("outbox")
            .of_workspace("seq")
            .uuid("number_id")
            .uuid("conversation_id")
            .uuid("message_id")
            .text("state")
            .uuid_or_null("attempt_id")
            .int("attempts")
            .time("due_at")
            .time_or_null("sending_since")
            .text_or_null("owner")
            .unique(&["message_id"])
            .refers("number_id", "numbers")
            .refers("conversation_id", "conversations")
            .refers("message_id", "messages")
            .create(manager)
            .await?;
        for index in INDEXES {
            manager.get_connection().execute_unprepared(index).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["outbox", "inbound_items", "inbound_events"]).await
    }
}
