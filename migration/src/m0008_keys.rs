//! API keys, idempotency keys, guesses that are counted, changes of address; what a session proved and a user speaks.

use sea_orm_migration::prelude::*;

use crate::table::{NewTable, drop_tables};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0008_keys"
    }
}

/// Columns of tables that are there already; every one may be NULL, so that the code before this step still inserts.
fn columns() -> [(&'static str, ColumnDef); 3] {
    let time = |name: &'static str| ColumnDef::new(name).timestamp_with_time_zone().null().to_owned();
    [
        ("sessions", time("reauthenticated_at")),
        ("users", ColumnDef::new("language").text().null().to_owned()),
        ("mail_tokens", ColumnDef::new("email_change_id").uuid().null().to_owned()),
    ]
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        for (table, mut column) in columns() {
            manager.alter_table(Table::alter().table(table).add_column(&mut column).to_owned()).await?;
        }
        NewTable::global("email_changes")
            .uuid("user_id")
            .text("old_email")
            .text("new_email")
            .text("new_email_key")
            .text("state")
            .time("expires_at")
            .time("created_at")
            .time_or_null("confirmed_at")
            .foreign(&["user_id"], "users", &["id"])
            .index(&["user_id"])
            .create(manager)
            .await?;
        NewTable::global("guesses")
            .bytes("key")
            .json("count")
            .time("expires_at")
            .unique(&["key"])
            .index(&["expires_at"])
            .create(manager)
            .await?;
        NewTable::tenant("api_keys")
            .uuid("user_id")
            .text("name")
            .json("scopes")
            .json("addresses")
            .bytes("secret_hash")
            .text("last_four")
            .bytes_or_null("previous_hash")
            .time_or_null("previous_expires_at")
            .time("created_at")
            .time("expires_at")
            .time_or_null("revoked_at")
            .time_or_null("last_used_at")
            .text_or_null("last_used_ip")
            .text_or_null("last_used_agent")
            .foreign(&["user_id"], "users", &["id"])
            .create(manager)
            .await?;
        NewTable::tenant("idempotency_keys")
            .uuid("caller_id")
            .text("operation")
            .text("key")
            .bytes("request_hash")
            .int("status")
            .text_or_null("answer")
            .time("expires_at")
            .unique(&["workspace_id", "caller_id", "operation", "key"])
            .index(&["workspace_id", "expires_at"])
            .create(manager)
            .await?;
        NewTable::global("user_idempotency_keys")
            .uuid("user_id")
            .text("operation")
            .text("key")
            .bytes("request_hash")
            .int("status")
            .text("answer")
            .time("expires_at")
            .foreign(&["user_id"], "users", &["id"])
            .unique(&["user_id", "operation", "key"])
            .index(&["user_id", "expires_at"])
            .create(manager)
            .await
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        let tables = ["user_idempotency_keys", "idempotency_keys", "api_keys", "guesses", "email_changes"];
        drop_tables(manager, &tables).await?;
        for (table, column) in columns() {
            let name = column.get_column_name();
            manager.alter_table(Table::alter().table(table).drop_column(Alias::new(name)).to_owned()).await?;
        }
        Ok(())
    }
}
