//! Meta apps, numbers, contacts and their identities.

use sea_orm_migration::prelude::*;

use crate::table::{NewTable, drop_tables};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0002_whatsapp"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::tenant("apps")
            .text("meta_app_id")
            .text("kind")
            .bytes("secret")
            .bytes_or_null("previous_secret")
            .bytes("verify_token")
            .time("created_at")
            .unique(&["meta_app_id"])
            .create(manager)
            .await?;
        NewTable::tenant("numbers")
            .uuid("app_id")
            .text("kind")
            .text("waba_id")
            .text("phone_number_id")
            .text("display_phone")
            .text("name")
            .bytes("token")
            .text("state")
            .time("created_at")
            .time("updated_at")
            .unique(&["phone_number_id"])
            .refers("app_id", "apps")
            .create(manager)
            .await?;
        NewTable::tenant("contacts")
            .text("name")
            .text_or_null("phone")
            .text_or_null("username")
            .text_or_null("language")
            .json("fields")
            .time_or_null("name_at")
            .time("created_at")
            .time("updated_at")
            .create(manager)
            .await?;
        NewTable::tenant("contact_identities")
            .uuid("contact_id")
            .uuid("number_id")
            .text("kind")
            .text("value")
            .time_or_null("linked_at")
            .time("created_at")
            .unique(&["number_id", "kind", "value"])
            .refers("contact_id", "contacts")
            .refers("number_id", "numbers")
            .index(&["contact_id"])
            .create(manager)
            .await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["contact_identities", "contacts", "numbers", "apps"]).await
    }
}
