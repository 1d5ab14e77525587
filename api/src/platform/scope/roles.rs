//! Who this server is at PostgreSQL: refused at the start unless both roles are as weak as the walls need them.

use migration::walls::{self, Roles};
use migration::{Migrator, MigratorTrait};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, DbErr, Statement};

use super::connect::Urls;

/// Why a role is too strong, if it is: for itself and for every role it could become.
const STRENGTH: &str = "SELECT CASE \
    WHEN bool_or(r.rolsuper) THEN 'is a superuser, or could become one' \
    WHEN bool_or(r.rolbypassrls) THEN 'may bypass row-level security (BYPASSRLS), or could become a role that may' \
    WHEN bool_or(r.rolcreaterole) THEN 'may make and change roles (CREATEROLE), or could become a role that may' \
    WHEN bool_or(r.rolreplication) THEN 'may read everything as a replica (REPLICATION), or could become a role that may' \
    WHEN bool_or(EXISTS (SELECT 1 FROM pg_class c WHERE c.relowner = r.oid)) \
      THEN 'owns tables, or is a member of a role that does' \
    WHEN bool_or(EXISTS (SELECT 1 FROM pg_database d WHERE d.datname = current_database() AND d.datdba = r.oid)) \
      THEN 'owns the database, or is a member of its owner' \
    WHEN bool_or(r.rolname LIKE 'pg\\_%') THEN 'is a member of a role that PostgreSQL gives rights of its own' \
    WHEN has_schema_privilege('public', 'CREATE') THEN 'may make tables in the schema public' \
    END FROM pg_roles r WHERE pg_has_role(r.oid, 'MEMBER')";
/// Functions that run as somebody else.
const DEFINERS: &str = "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
    WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema') LIMIT 1";
const HOW: &str = "docs/operate.md has the SQL that makes the roles";

/// Checks both roles, the schema and the walls.
///
/// # Errors
/// With a sentence that says what to do.
pub(super) async fn check(
    urls: &Urls,
    requests: &DatabaseConnection,
    pipeline: &DatabaseConnection,
) -> Result<(), DbErr> {
    let roles = urls.roles()?;
    if roles.request == roles.pipeline {
        return Err(refusal(format!(
            "database_url and database_pipeline_url name the same role {}; give the pipeline one of its own: {HOW}",
            roles.request
        )));
    }
    for (pool, role, setting) in
        [(requests, &roles.request, "database_url"), (pipeline, &roles.pipeline, "database_pipeline_url")]
    {
        if let Some(why) = text(pool, STRENGTH).await? {
            return Err(refusal(format!(
                "the role {role} of {setting} {why}, so that no wall would hold it; use one that owns nothing: {HOW}"
            )));
        }
    }
    check_database(requests, &roles).await
}

async fn check_database(requests: &DatabaseConnection, roles: &Roles) -> Result<(), DbErr> {
    let n_pending = Migrator::get_pending_migrations_read_only(requests).await?.len();
    if n_pending > 0 {
        return Err(refusal(format!(
            "the database lacks {n_pending} migrations; run `mgs-wa migrate` with database_owner_url first"
        )));
    }
    if let Some(function) = text(requests, DEFINERS).await? {
        return Err(refusal(format!(
            "the function {function} is SECURITY DEFINER: it would lead around the walls; drop it"
        )));
    }
    if !walls::are_up(requests, roles).await? {
        return Err(refusal(format!(
            "row-level security is not as this version needs it for the roles {} and {}; \
             run `mgs-wa migrate` with database_owner_url first",
            roles.request, roles.pipeline
        )));
    }
    Ok(())
}

async fn text(db: &DatabaseConnection, sql: &str) -> Result<Option<String>, DbErr> {
    let row = db.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await?;
    row.map_or(Ok(None), |row| row.try_get_by_index(0))
}

fn refusal(text: String) -> DbErr {
    DbErr::Custom(text)
}
