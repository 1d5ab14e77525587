//! A database per test: a copy of one that was migrated once for the whole run.
//!
//! SQLite: the file is copied. PostgreSQL (`MGS_TEST_POSTGRES`, a superuser's URL of a throw-away cluster in which
//! the SQL of `docs/operate.md` has made the roles): the database is made from a template, and servers connect to it as the
//! roles that own nothing.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::platform::clock::Clock;
use api::platform::live::Live;
use api::platform::scope::{Database, Db, Urls, connect, migrate};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use url::Url;
use uuid::Uuid;

/// The roles, as `docs/operate.md` names them.
pub const OWNER: &str = "mgs_wa_owner";
pub const REQUEST: &str = "mgs_wa";
pub const PIPELINE: &str = "mgs_wa_pipeline";

/// Which database a test runs on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Sqlite,
    Postgres,
}

impl Kind {
    /// Whether this run has such a database; one that must be there and is not fails the test.
    pub fn is_available(self) -> bool {
        if self == Self::Sqlite || postgres_url().is_some() {
            return true;
        }
        assert!(
            setting("MGS_REQUIRE_POSTGRES").is_none(),
            "MGS_REQUIRE_POSTGRES is set, but MGS_TEST_POSTGRES is not"
        );
        false
    }
}

/// Keeps what the database needs for as long as the test runs.
pub struct TestDatabase {
    pub folder: TempDir,
    pub database: Database,
    /// PostgreSQL's name of it.
    name: Option<String>,
    peek: OnceCell<DatabaseConnection>,
}

impl TestDatabase {
    pub async fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let (database, name) = match kind {
            Kind::Sqlite => {
                let file = folder.path().join("mgs-wa.sqlite");
                std::fs::copy(sqlite_template().await, &file).unwrap();
                (Database::Sqlite(file), None)
            }
            Kind::Postgres => {
                let template = postgres_template().await;
                let name = format!("t_{}", Uuid::now_v7().simple());
                let admin = sea_orm::Database::connect(postgres_url().unwrap()).await.unwrap();
                create_from(&admin, &name, template).await;
                admin.close().await.unwrap();
                (Database::Postgres(urls(&name)), Some(name))
            }
        };
        Self { folder, database, name, peek: OnceCell::new() }
    }

    /// A connection that no wall holds, to look at everything.
    pub async fn peek(&self) -> &DatabaseConnection {
        let url = match (&self.database, &self.name) {
            (Database::Sqlite(file), _) => format!("sqlite://{}", file.display()),
            (Database::Postgres(_), name) => postgres_as("postgres", name.as_deref().unwrap()),
        };
        self.peek.get_or_init(|| one_connection(url)).await
    }

    /// A connection as one of PostgreSQL's roles.
    pub async fn connect_as(&self, role: &str) -> DatabaseConnection {
        one_connection(postgres_as(role, self.name.as_deref().unwrap())).await
    }

    pub async fn connect(&self, clock: Arc<dyn Clock>, live: Live) -> Db {
        connect(&self.database, false, clock, live).await.unwrap()
    }
}

/// A pool of one connection without upkeep: sqlx counts idle connections a moment late, and its upkeep may read a count below
/// zero as a number without end.
async fn one_connection(url: String) -> DatabaseConnection {
    let mut options = ConnectOptions::new(url);
    options
        .max_connections(1)
        .map_sqlx_sqlite_pool_opts(|pool| pool.idle_timeout(None).max_lifetime(None))
        .map_sqlx_postgres_pool_opts(|pool| pool.idle_timeout(None).max_lifetime(None));
    sea_orm::Database::connect(options).await.unwrap()
}

impl Drop for TestDatabase {
    /// Gives the disk back. In a thread with a runtime of its own, because the test's may be of any kind.
    fn drop(&mut self) {
        let Some(name) = self.name.clone() else { return };
        let drop_it = async move {
            let admin = sea_orm::Database::connect(postgres_url().unwrap_or_default()).await?;
            admin.execute_unprepared(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)")).await
        };
        let thread = std::thread::spawn(|| {
            let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
            runtime.map(|runtime| runtime.block_on(drop_it))
        });
        let _ = thread.join();
    }
}

async fn create_from(admin: &DatabaseConnection, name: &str, template: &str) {
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log OWNER {OWNER}");
    admin.execute_unprepared(&sql).await.unwrap();
}

/// Names the schema by what makes it, so that test processes share a template and an old one is never taken.
fn schema_name() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migration/src");
    let entries = |folder: PathBuf| std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let (walls, mut files): (Vec<_>, Vec<_>) = entries(folder).partition(|path| path.is_dir());
    files.extend(walls.into_iter().flat_map(entries));
    files.sort();
    let mut hash = Sha256::new();
    for file in files {
        hash.update(std::fs::read(file).unwrap());
    }
    hex::encode(&hash.finalize()[..8])
}

async fn sqlite_template() -> PathBuf {
    static FILE: OnceCell<PathBuf> = OnceCell::const_new();
    let make = || async {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR"));
        let file = folder.join(format!("schema-{}.sqlite", schema_name()));
        if !file.exists() {
            let own = tempfile::tempdir_in(folder).unwrap();
            let draft = own.path().join("template.sqlite");
            migrate(&Database::Sqlite(draft.clone())).await.unwrap();
            // Whoever comes second puts the same in its place.
            std::fs::rename(draft, &file).unwrap();
        }
        file
    };
    FILE.get_or_init(make).await.clone()
}

async fn postgres_template() -> &'static str {
    static NAME: OnceCell<String> = OnceCell::const_new();
    let make = || async {
        let name = format!("schema_{}", schema_name());
        let mut options = ConnectOptions::new(postgres_url().unwrap());
        options.max_connections(1);
        let admin = sea_orm::Database::connect(options).await.unwrap();
        admin.execute_unprepared("SELECT pg_advisory_lock(42)").await.unwrap();
        let known = format!("SELECT datistemplate FROM pg_database WHERE datname = '{name}'");
        let known = admin.query_one_raw(Statement::from_string(DbBackend::Postgres, known)).await.unwrap();
        let is_whole = known.map(|row| row.try_get_by_index::<bool>(0).unwrap());
        if is_whole != Some(true) {
            if is_whole == Some(false) {
                admin.execute_unprepared(&format!("DROP DATABASE {name}")).await.unwrap();
            }
            create_from(&admin, &name, "template0").await;
            migrate(&Database::Postgres(urls(&name))).await.unwrap();
            admin.execute_unprepared(&format!("ALTER DATABASE {name} IS_TEMPLATE true")).await.unwrap();
        }
        admin.close().await.unwrap();
        name
    };
    NAME.get_or_init(make).await
}

/// A database as the roles of a server see it.
fn urls(name: &str) -> Urls {
    Urls {
        request: postgres_as(REQUEST, name),
        pipeline: postgres_as(PIPELINE, name),
        owner: Some(postgres_as(OWNER, name)),
    }
}

fn postgres_as(role: &str, name: &str) -> String {
    let mut url: Url = postgres_url().unwrap().parse().unwrap();
    url.set_username(role).unwrap();
    url.set_path(name);
    url.into()
}

fn postgres_url() -> Option<String> {
    setting("MGS_TEST_POSTGRES")
}

/// What the environment tells the tests.
#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where PostgreSQL is")]
pub fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
