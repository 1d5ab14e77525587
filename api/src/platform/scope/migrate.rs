//! Bringing the schema up to date, on a connection of its own; on PostgreSQL that of the owner, whom nothing else uses.

use migration::{Migrator, MigratorTrait, walls};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbErr};

use super::connect::{Database, Urls, make_private, sqlite};

/// Applies the steps that are not applied yet, and makes the walls between workspaces; says how many steps there were.
///
/// # Errors
/// When a step fails; what it did is rolled back where the database can.
pub async fn migrate(database: &Database) -> Result<usize, DbErr> {
    match database {
        Database::Sqlite(file) => {
            make_private(file)?;
            let db = sqlite(file, 1, false).await?;
            let n_pending = steps(&db).await?;
            db.close().await?;
            Ok(n_pending)
        }
        Database::Postgres(urls) => postgres(urls).await,
    }
}

async fn steps(db: &DatabaseConnection) -> Result<usize, DbErr> {
    let n_pending = Migrator::get_pending_migrations(db).await?.len();
    Migrator::up(db, None).await?;
    Ok(n_pending)
}

async fn postgres(urls: &Urls) -> Result<usize, DbErr> {
    let Some(owner) = &urls.owner else {
        return Err(DbErr::Custom(
            "database_owner_url is not set: the schema is changed by the role that owns it, \
             and by no other; docs/operate.md has the SQL that makes it"
                .into(),
        ));
    };
    let roles = urls.roles()?;
    let mut options = ConnectOptions::new(owner);
    options
        .max_connections(1)
        .sqlx_logging(false)
        // sqlx counts idle connections a moment late; its upkeep may then look at them without end.
        .map_sqlx_postgres_pool_opts(|pool| pool.idle_timeout(None).max_lifetime(None));
    let db = sea_orm::Database::connect(options).await?;
    // One at a time: servers may start together.
    db.execute_unprepared("SELECT pg_advisory_lock(hashtextextended('mgs_wa migrations', 0))").await?;
    let n_pending = Migrator::get_pending_migrations(&db).await?.len();
    if n_pending > 0 {
        walls::let_owner_in(&db).await?;
        Migrator::up(&db, None).await?;
    }
    if n_pending > 0 || !walls::are_up(&db, &roles).await? {
        walls::raise(&db, &roles).await?;
    }
    db.close().await?;
    Ok(n_pending)
}
