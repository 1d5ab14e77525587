//! A database per test: a copy of one that was migrated once for the whole run.
//!
//! SQLite: the file is copied. PostgreSQL (`MGS_TEST_POSTGRES`, a superuser's URL of a throw-away cluster): the
//! database is made from a template.

use std::path::PathBuf;
use std::sync::Arc;

use api::platform::clock::Clock;
use api::platform::live::Live;
use api::platform::scope::{Database, Db, connect};
use sea_orm::{ConnectionTrait, DatabaseConnection};
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

async fn create_from(admin: &DatabaseConnection, name: &str, template: &str) {
    let sql = format!("CREATE DATABASE {name} TEMPLATE {template} STRATEGY wal_log");
    admin.execute_unprepared(&sql).await.unwrap();
}

async fn sqlite_template() -> PathBuf {
    static FILE: OnceCell<(TempDir, PathBuf)> = OnceCell::const_new();
    let (_, file) = FILE
        .get_or_init(|| async {
            let folder = tempfile::tempdir().unwrap();
            let file = folder.path().join("template.sqlite");
            migrate(&Database::Sqlite(file.clone())).await;
            (folder, file)
        })
        .await;
    file.clone()
}

async fn postgres_template() -> &'static str {
    static NAME: OnceCell<String> = OnceCell::const_new();
    NAME.get_or_init(|| async {
        let name = format!("template_{}", Uuid::now_v7().simple());
        let admin = sea_orm::Database::connect(postgres_url().unwrap()).await.unwrap();
        create_from(&admin, &name, "template0").await;
        admin.close().await.unwrap();
        migrate(&Database::Postgres(postgres_named(&name))).await;
        name
    })
    .await
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
