//! Users, their sessions and mail links; workspaces and their members.

use sea_orm_migration::prelude::*;

use crate::table::{NewTable, drop_tables};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0001_accounts"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::global("users")
            .text("email")
            .text("email_key")
            .text("name")
            .text("phone")
            .text("password_hash")
            .time_or_null("verified_at")
            .time("created_at")
            .time("updated_at")
            .unique(&["email_key"])
            .create(manager)
            .await?;
        NewTable::global("workspaces")
            .text("name")
            .text("time_zone")
            .text("language")
            .bytes("data_key")
            .time_or_null("setup_dismissed_at")
            .time("created_at")
            .time("updated_at")
            .create(manager)
            .await?;
        NewTable::tenant("members")
            .uuid("user_id")
            .text("role")
            .time("created_at")
            .unique(&["workspace_id", "user_id"])
            .foreign(&["user_id"], "users", &["id"])
            .index(&["user_id"])
            .create(manager)
            .await?;
        NewTable::global("sessions")
            .uuid("user_id")
            .int("generation")
            .bytes("secret_hash")
            .bytes_or_null("previous_hash")
            .time_or_null("rotated_at")
            .text("user_agent")
            .text("ip_prefix")
            .time("created_at")
            .time("last_seen_at")
            .time("idle_expires_at")
            .time("expires_at")
            .time_or_null("ended_at")
            .text_or_null("end_reason")
            .foreign(&["user_id"], "users", &["id"])
            .index(&["user_id"])
            .create(manager)
            .await?;
        NewTable::global("mail_tokens")
            .uuid("user_id")
            .text("purpose")
            .bytes("secret_hash")
            .time("expires_at")
            .time_or_null("used_at")
            .time("created_at")
            .foreign(&["user_id"], "users", &["id"])
            .index(&["user_id", "purpose"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["mail_tokens", "sessions", "members", "workspaces", "users"]).await
    }
}
