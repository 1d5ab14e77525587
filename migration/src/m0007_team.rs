//! Invitations to become a member, how many a workspace mailed, and when members were last here.

use sea_orm_migration::prelude::*;

use crate::table::{NewTable, drop_tables};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0007_team"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::tenant("invitations")
            .text("email")
            .text("email_key")
            .text("role")
            .uuid("invited_by")
            .bytes_or_null("secret_hash")
            .time("sent_at")
            .time("expires_at")
            .time("created_at")
            .unique(&["workspace_id", "email_key"])
            .foreign(&["invited_by"], "users", &["id"])
            .create(manager)
            .await?;
        let mut last_seen_at = ColumnDef::new("last_seen_at").timestamp_with_time_zone().null().to_owned();
        let members = Table::alter().table("members").add_column(&mut last_seen_at).to_owned();
        manager.alter_table(members).await?;
        let since = ColumnDef::new("invitations_since").timestamp_with_time_zone().null().to_owned();
        let sent = ColumnDef::new("invitations_sent").integer().not_null().default(0).to_owned();
        for mut column in [since, sent] {
            let workspaces = Table::alter().table("workspaces").add_column(&mut column).to_owned();
            manager.alter_table(workspaces).await?;
        }
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["invitations"]).await?;
        let members = Table::alter().table("members").drop_column("last_seen_at").to_owned();
        manager.alter_table(members).await?;
        for column in ["invitations_since", "invitations_sent"] {
            let workspaces = Table::alter().table("workspaces").drop_column(column).to_owned();
            manager.alter_table(workspaces).await?;
        }
        Ok(())
    }
}
