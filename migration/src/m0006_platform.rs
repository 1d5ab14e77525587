//! The job queue and the audit log, which nobody can change or thin out.

use sea_orm_migration::prelude::*;

use crate::table::{NewTable, drop_tables};

pub(crate) struct Migration;

impl MigrationName for Migration {
    fn name(&self) -> &str {
        "m0006_platform"
    }
}

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        NewTable::global("jobs")
            .uuid_or_null("workspace_id")
            .text("kind")
            .json("payload")
            .text("state")
            .int("attempts")
            .time("due_at")
            .time_or_null("leased_until")
            .uuid_or_null("lease_token")
            .text_or_null("last_error")
            .time("created_at")
            .time_or_null("done_at")
            .index(&["state", "due_at"])
            .create(manager)
            .await?;
        NewTable::sequence("audit_events")
            .uuid("id")
            .uuid_or_null("workspace_id")
            .text("actor_kind")
            .uuid_or_null("actor_id")
            .text("event")
            .text_or_null("object_kind")
            .uuid_or_null("object_id")
            .json_or_null("detail")
            .time("at")
            .unique(&["id"])
            .index(&["workspace_id", "seq"])
            .create(manager)
            .await?;
        append_only(manager).await?;
        Ok(())
    }

    async fn down(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        drop_tables(manager, &["audit_events", "jobs"]).await?;
        if manager.get_database_backend() == sea_orm_migration::sea_orm::DbBackend::Postgres {
            manager.get_connection().execute_unprepared("DROP FUNCTION refuse_audit_change").await?;
        }
        Ok(())
    }
}

/// Triggers that refuse to change or delete an audit event.
async fn append_only(manager: &SchemaManager<'_>) -> Result<(), DbErr> {
    let statements: &[&str] = match manager.get_database_backend() {
        sea_orm_migration::sea_orm::DbBackend::Postgres => &[
            "CREATE FUNCTION refuse_audit_change() RETURNS trigger LANGUAGE plpgsql AS \
             $$ BEGIN RAISE EXCEPTION 'audit events are append only'; END $$",
            "CREATE TRIGGER audit_events_no_change BEFORE UPDATE OR DELETE ON audit_events \
             FOR EACH ROW EXECUTE FUNCTION refuse_audit_change()",
            "CREATE TRIGGER audit_events_no_truncate BEFORE TRUNCATE ON audit_events \
             FOR EACH STATEMENT EXECUTE FUNCTION refuse_audit_change()",
        ],
        _ => &[
            "CREATE TRIGGER audit_events_no_update BEFORE UPDATE ON audit_events \
             BEGIN SELECT RAISE(ABORT, 'audit events are append only'); END",
            "CREATE TRIGGER audit_events_no_delete BEFORE DELETE ON audit_events \
             BEGIN SELECT RAISE(ABORT, 'audit events are append only'); END",
        ],
    };
    for statement in statements {
        manager.get_connection().execute_unprepared(statement).await?;
    }
    Ok(())
}
