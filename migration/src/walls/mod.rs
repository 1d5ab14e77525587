//! The walls of PostgreSQL: what each of the two roles of the server may do with each table, and with which rows.
//!
//! Row-level security is on in every table, and forced. The request role sees the workspace that its transaction names in
//! `app.workspace_id`, and nothing when it names none; the pipeline role sees every workspace, in the tables that
//! webhooks, the runner, the sender and the job queue work on, and no other. Neither owns anything: the tables belong to
//! the owner, as whom migrations run. The whole of it is [`TABLES`]; `docs/adr/0007` says why.
//!
//! The walls are no step among the migrations, because the roles' names are the operator's: they are made anew after the
//! steps whenever they are not as this list says. SQLite has no roles, and no walls but those of `Scope`.

mod tables;

use sea_orm_migration::sea_orm::{
    ConnectionTrait, DbBackend, DbErr, Statement, TransactionSession, TransactionTrait,
};

pub use tables::{Rows, TABLES, Wall};

/// Names that transactions of the request role set, each to one id, and only until they end.
pub mod setting {
    /// The workspace whose rows are seen.
    pub const WORKSPACE: &str = "app.workspace_id";
    /// The user whose memberships are seen, before a workspace is known.
    pub const USER: &str = "app.user_id";
    /// The API key that is seen, before its workspace is known.
    pub const API_KEY: &str = "app.api_key_id";
    /// All of them.
    pub const ALL: [&str; 3] = [WORKSPACE, USER, API_KEY];
}

/// The table of migrations: both roles may read it, so that a server sees whether its schema is the database's.
const MIGRATIONS: &str = "seaql_migrations";
/// Long enough for a request to end, too short for everybody to wait for one that does not.
const LOCK_TIMEOUT: &str = "SET LOCAL lock_timeout = '10s'";

/// The two roles of the server.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Roles {
    /// Serves requests.
    pub request: String,
    /// Works on all workspaces.
    pub pipeline: String,
}

/// Whether the walls are as [`TABLES`] says, for these roles; asked as any of them.
///
/// # Errors
/// When the database fails.
pub async fn are_up(db: &impl ConnectionTrait, roles: &Roles) -> Result<bool, DbErr> {
    let noted = "SELECT obj_description(to_regclass('public.seaql_migrations'), 'pg_class') IS NOT DISTINCT FROM 'walls ' || md5($1) \
        AND NOT EXISTS (SELECT 1 FROM pg_class c WHERE c.relnamespace = 'public'::regnamespace \
            AND c.relkind IN ('r', 'p') AND NOT (c.relrowsecurity AND c.relforcerowsecurity))";
    let statement = Statement::from_sql_and_values(DbBackend::Postgres, noted, [wanted(roles).into()]);
    let row = db.query_one_raw(statement).await?;
    row.map_or(Ok(false), |row| row.try_get_by_index(0))
}

/// Lets the owner see rows, for a step that moves data; [`raise`] takes it back. The other roles see no more than before.
///
/// # Errors
/// When the database fails.
pub async fn let_owner_in(db: &impl ConnectionTrait) -> Result<(), DbErr> {
    let forced = "SELECT relname::text FROM pg_class \
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p') AND relforcerowsecurity";
    for table in names(db, forced).await? {
        db.execute_unprepared(&format!("ALTER TABLE {table} NO FORCE ROW LEVEL SECURITY")).await?;
    }
    Ok(())
}

/// Makes the walls anew, as the owner, in one transaction.
///
/// # Errors
/// When a table has no entry in [`TABLES`], a role does not exist, or the database fails; then everything is as before.
pub async fn raise(db: &impl TransactionTrait, roles: &Roles) -> Result<(), DbErr> {
    let tx = db.begin().await?;
    tx.execute_unprepared(LOCK_TIMEOUT).await?;
    let all = "SELECT relname::text FROM pg_class \
        WHERE relnamespace = 'public'::regnamespace AND relkind IN ('r', 'p')";
    let known = |name: &String| name == MIGRATIONS || TABLES.iter().any(|wall| wall.table == name);
    if let Some(table) = names(&tx, all).await?.iter().find(|name| !known(name)) {
        return Err(DbErr::Custom(format!("the table {table} has no entry in the list of walls")));
    }
    let old = "SELECT format('DROP POLICY %I ON %I', policyname, tablename) FROM pg_policies \
        WHERE schemaname = 'public'";
    for drop in names(&tx, old).await? {
        tx.execute_unprepared(&drop).await?;
    }
    let wanted = wanted(roles);
    tx.execute_unprepared(&wanted).await?;
    let note = Statement::from_sql_and_values(DbBackend::Postgres, "SELECT md5($1)", [wanted.into()]);
    let hash: String =
        tx.query_one_raw(note).await?.map_or(Ok(String::new()), |row| row.try_get_by_index(0))?;
    tx.execute_unprepared(&format!("COMMENT ON TABLE {MIGRATIONS} IS 'walls {hash}'")).await?;
    tx.commit().await
}

async fn names(db: &impl ConnectionTrait, sql: &str) -> Result<Vec<String>, DbErr> {
    let rows = db.query_all_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    rows.iter().map(|row| row.try_get_by_index(0)).collect()
}

/// Every statement that makes the walls, on tables that have no policies.
fn wanted(roles: &Roles) -> String {
    let (request, pipeline) = (quoted(&roles.request), quoted(&roles.pipeline));
    let mut sql = format!(
        "REVOKE ALL ON ALL TABLES IN SCHEMA public FROM PUBLIC, {request}, {pipeline};\n\
         REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM PUBLIC, {request}, {pipeline};\n\
         GRANT USAGE ON SCHEMA public TO {request}, {pipeline};\n\
         GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO {request}, {pipeline};\n\
         GRANT SELECT ON {MIGRATIONS} TO {request}, {pipeline};\n\
         ALTER TABLE {MIGRATIONS} ENABLE ROW LEVEL SECURITY;\n\
         ALTER TABLE {MIGRATIONS} FORCE ROW LEVEL SECURITY;\n\
         CREATE POLICY everybody ON {MIGRATIONS} USING (true) WITH CHECK (true);\n"
    );
    for wall in TABLES {
        let table = wall.table;
        sql.push_str(&format!(
            "ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;\nALTER TABLE {table} FORCE ROW LEVEL SECURITY;\n"
        ));
        if let Some(what) = wall.request {
            sql.push_str(&format!("GRANT {what} ON {table} TO {request};\n"));
            for (name, policy) in wall.rows.policies() {
                sql.push_str(&format!("CREATE POLICY {name} ON {table} {};\n", policy(&request)));
            }
        }
        if let Some(what) = wall.pipeline {
            sql.push_str(&format!(
                "GRANT {what} ON {table} TO {pipeline};\n\
                 CREATE POLICY pipeline ON {table} TO {pipeline} USING (true) WITH CHECK (true);\n"
            ));
        }
    }
    sql
}

fn quoted(role: &str) -> String {
    format!("\"{}\"", role.replace('"', "\"\""))
}
