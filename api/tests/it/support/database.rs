//! A database per test: a copy of one that was migrated once for the whole run.
//!
//! SQLite: the file is copied. PostgreSQL (`MGS_TEST_POSTGRES`, a superuser's URL of a throw-away cluster): the
//! database is made from a template.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use api::platform::clock::Clock;
use api::platform::live::Live;
use api::platform::scope::{Database, Db, connect};
use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use sha2::{Digest, Sha256};
use tempfile::TempDir;
use tokio::sync::OnceCell;
use uuid::Uuid;

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
}

impl TestDatabase {
    pub async fn new(kind: Kind) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = match kind {
            Kind::Sqlite => {
                let file = folder.path().join("mgs-wa.sqlite");
                std::fs::copy(sqlite_template().await, &file).unwrap();
                Database::Sqlite(file)
            }
            Kind::Postgres => {
                let template = postgres_template().await;
                let name = format!("t_{}", Uuid::now_v7().simple());
                let admin = sea_orm::Database::connect(postgres_url().unwrap()).await.unwrap();
                create_from(&admin, &name, template).await;
                admin.close().await.unwrap();
                Database::Postgres(postgres_named(&name))
            }
        };
        Self { folder, database }
    }

    pub async fn connect(&self, clock: Arc<dyn Clock>, live: Live) -> Db {
        connect(&self.database, false, clock, live).await.unwrap()
    }
}

impl Drop for TestDatabase {
    /// Gives the disk back. In a thread with a runtime of its own, because the test's may be of any kind.
    fn drop(&mut self) {
        let Database::Postgres(url) = &self.database else { return };
        let name = url.rsplit('/').next().unwrap_or_default().to_owned();
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
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log");
    admin.execute_unprepared(&sql).await.unwrap();
}

/// Names the schema by what makes it, so that test processes share a template and an old one is never taken.
fn schema_name() -> String {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../migration/src");
    let mut files: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
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
            migrate(&Database::Sqlite(draft.clone())).await;
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
            migrate(&Database::Postgres(postgres_named(&name))).await;
            admin.execute_unprepared(&format!("ALTER DATABASE {name} IS_TEMPLATE true")).await.unwrap();
        }
        admin.close().await.unwrap();
        name
    };
    NAME.get_or_init(make).await
}

async fn migrate(database: &Database) {
    let clock = Arc::new(api::platform::clock::SystemClock);
    let db = connect(database, false, clock, Live::new(0)).await.unwrap();
    db.migrate().await.unwrap();
    db.close().await;
}

fn postgres_named(name: &str) -> String {
    let url = postgres_url().unwrap();
    let (server, _) = url.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

fn postgres_url() -> Option<String> {
    setting("MGS_TEST_POSTGRES")
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where PostgreSQL is")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}
