//! T3: PostgreSQL's own walls between workspaces, tried past the API by the roles that the server has.
//!
//! SQLite has no roles: this is the second wall, the first one is in `scope.rs`.

use std::sync::Arc;

use api::entities::api_key;
use api::platform::live::Live;
use api::platform::scope::{Database, Urls, connect};
use migration::walls::{Rows, TABLES, setting};
use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, EntityTrait, Statement, TransactionTrait,
};
use serde_json::json;
use shared::WorkspaceId;
use uuid::Uuid;

use crate::pipeline::bench::Bench;
use crate::support::{Kind, OWNER, PIPELINE, REQUEST, TestClock, TestDatabase};

/// Makes a test of what PostgreSQL alone has.
macro_rules! on_postgres {
    ($(async fn $name:ident() $body:block)*) => {$(
        #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
        async fn $name() {
            if Kind::Postgres.is_available() $body
        }
    )*};
}

/// A number that a statement gives in a transaction that names a workspace; what it did is undone.
async fn number(db: &DatabaseConnection, workspace: Option<WorkspaceId>, sql: &str) -> Result<i64, DbErr> {
    number_for(db, workspace.map(|workspace| (setting::WORKSPACE, workspace.uuid())), sql).await
}

/// The same in a transaction that sets something else.
async fn number_for(db: &DatabaseConnection, set: Option<(&str, Uuid)>, sql: &str) -> Result<i64, DbErr> {
    let tx = db.begin().await?;
    if let Some((name, id)) = set {
        tx.execute_unprepared(&format!("SELECT set_config('{name}', '{id}', true)")).await?;
    }
    let row = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await;
    tx.rollback().await?;
    row?.unwrap().try_get_by_index(0)
}

/// How many rows a change reaches.
fn reach(sql: &str) -> String {
    format!("WITH changed AS ({sql} RETURNING 1) SELECT count(*) FROM changed")
}

fn is_denied(error: &DbErr) -> bool {
    let text = error.to_string();
    text.contains("permission denied") || text.contains("violates row-level security policy")
}

/// Tables of workspaces, with the column that says whose a row is.
fn tenant_tables() -> impl Iterator<Item = (&'static str, &'static str)> {
    TABLES.iter().filter_map(|wall| match wall.rows {
        Rows::OfWorkspace | Rows::OfWorkspaceOrUser | Rows::OfWorkspaceOrKey => {
            Some((wall.table, "workspace_id"))
        }
        Rows::Itself => Some((wall.table, "id")),
        Rows::OfUser | Rows::HandedOn(_) | Rows::Above | Rows::Hidden => None,
    })
}

/// Two workspaces; a contact has written to the other one, and a bot has answered.
struct Two {
    bench: Bench,
    mine: WorkspaceId,
    other: WorkspaceId,
}

async fn two() -> Two {
    let bench = Bench::still(Kind::Postgres).await;
    bench.echo_bot().await;
    assert_eq!(bench.post_value(bench.text("wamid.1", 1, "hello")).await, 200);
    bench.run_pending().await;
    bench.send_due().await;
    let (acme, mine) = (bench.app.workspace("Acme").await, bench.app.workspace("Mine").await);
    acme.owner().await;
    mine.owner().await;
    let (mine, other) = (mine.id, acme.id);
    assert_eq!(other, bench.workspace);
    Two { bench, mine, other }
}

on_postgres! {
    async fn t3_what_is_anothers_is_seen_neither_from_a_workspace_nor_from_none() {
        let Two { bench, mine, other } = two().await;
        let (strong, weak) = (bench.database.peek().await, bench.database.connect_as(REQUEST).await);
        let mut n_to_hide = 0;
        for (table, column) in tenant_tables() {
            let own = format!("SELECT count(*) FROM {table} WHERE {column} = '{}'", other.uuid());
            let there = number(strong, None, &own).await.unwrap();
            n_to_hide += usize::from(there > 0);
            assert_eq!(number(&weak, Some(other), &own).await.unwrap(), there, "{table}: one's own is seen");
            assert_eq!(number(&weak, Some(mine), &own).await.unwrap(), 0, "{table}");
            let any = format!("SELECT count(*) FROM {table}");
            assert_eq!(number(&weak, None, &any).await.unwrap(), 0, "{table}: nobody sees nothing");
        }
        assert!(n_to_hide >= 13, "only {n_to_hide} tables had anything to hide");
    }

    async fn t3_nothing_is_written_into_another_workspace_nor_from_none() {
        let Two { bench, mine, other } = two().await;
        let weak = bench.database.connect_as(REQUEST).await;
        for (table, column) in tenant_tables() {
            for from in [None, Some(mine)] {
                for sql in [
                    format!("UPDATE {table} SET {column} = {column} WHERE {column} = '{}'", other.uuid()),
                    format!("UPDATE {table} SET {column} = '{}'", other.uuid()),
                    format!("DELETE FROM {table} WHERE {column} = '{}'", other.uuid()),
                ] {
                    match number(&weak, from, &reach(&sql)).await {
                        Ok(n) => assert_eq!(n, 0, "{sql}"),
                        Err(error) => assert!(is_denied(&error), "{sql}: {error}"),
                    }
                }
                let insert = format!("INSERT INTO {table} ({column}) VALUES ('{}')", other.uuid());
                let error = number(&weak, from, &reach(&insert)).await.unwrap_err();
                assert!(is_denied(&error), "{insert}: {error}");
            }
        }
        // What refuses is the wall: into its own workspace a row fails for what it lacks.
        let insert = format!("INSERT INTO bots (workspace_id) VALUES ('{}')", mine.uuid());
        let error = number(&weak, Some(mine), &reach(&insert)).await.unwrap_err();
        assert!(error.to_string().contains("not-null constraint"), "{error}");
    }

    async fn t3_what_a_user_was_answered_is_seen_by_that_user_alone() {
        let Two { bench, mine, .. } = two().await;
        let (asha, ravi) = (bench.app.stranger().await, bench.app.stranger().await);
        for who in [&asha, &ravi] {
            let made = who.post_once("/api/v1/workspaces", "k", json!({"name": "Shop", "time_zone": "UTC"})).await;
            assert_eq!(made.status, 201, "{made}");
        }
        let weak = bench.database.connect_as(REQUEST).await;
        let (asha, ravi) = (asha.user.unwrap().uuid(), ravi.user.unwrap().uuid());
        let any = "SELECT count(*) FROM user_idempotency_keys";
        assert_eq!(number_for(&weak, Some((setting::USER, asha)), any).await.unwrap(), 1);
        assert_eq!(number(&weak, None, any).await.unwrap(), 0);
        assert_eq!(number(&weak, Some(mine), any).await.unwrap(), 0);
        let delete = reach(&format!("DELETE FROM user_idempotency_keys WHERE user_id = '{ravi}'"));
        assert_eq!(number_for(&weak, Some((setting::USER, asha)), &delete).await.unwrap(), 0);
        let insert = reach(&format!("INSERT INTO user_idempotency_keys (user_id) VALUES ('{ravi}')"));
        let error = number_for(&weak, Some((setting::USER, asha)), &insert).await.unwrap_err();
        assert!(is_denied(&error), "{error}");
        let pipeline = bench.database.connect_as(PIPELINE).await;
        assert!(is_denied(&number(&pipeline, None, any).await.unwrap_err()));
    }

    async fn t3_work_and_history_are_handed_on_for_ones_own_workspace_alone() {
        let Two { bench, mine, other } = two().await;
        let weak = bench.database.connect_as(REQUEST).await;
        for table in ["jobs", "audit_events", "inbound_events", "inbound_items"] {
            for sql in [format!("SELECT count(*) FROM {table}"), reach(&format!("DELETE FROM {table}"))] {
                assert!(is_denied(&number(&weak, Some(mine), &sql).await.unwrap_err()), "{sql}");
            }
        }
        for table in ["jobs", "audit_events"] {
            let insert = |workspace: WorkspaceId| {
                format!("INSERT INTO {table} (workspace_id) VALUES ('{}')", workspace.uuid())
            };
            let error = number(&weak, Some(mine), &insert(other)).await.unwrap_err();
            assert!(is_denied(&error), "{error}");
            let error = number(&weak, Some(mine), &insert(mine)).await.unwrap_err();
            assert!(error.to_string().contains("not-null constraint"), "{error}");
        }
    }

    async fn t3_the_pipeline_sees_no_accounts_no_keys_and_no_history() {
        let Two { bench, .. } = two().await;
        let pipeline = bench.database.connect_as(PIPELINE).await;
        for wall in TABLES.iter().filter(|wall| wall.rows == Rows::Above) {
            let sql = format!("SELECT count(*) FROM {}", wall.table);
            assert!(is_denied(&number(&pipeline, None, &sql).await.unwrap_err()), "{sql}");
        }
        for sql in [
            "SELECT count(password_hash) FROM users",
            "SELECT count(data_key) FROM workspaces",
            "SELECT count(*) FROM members",
            "SELECT count(*) FROM audit_events",
        ] {
            assert!(is_denied(&number(&pipeline, None, sql).await.unwrap_err()), "{sql}");
        }
        for sql in ["UPDATE bots SET name = 'x'", "UPDATE numbers SET name = 'x'", "DELETE FROM messages"] {
            assert!(is_denied(&number(&pipeline, None, &reach(sql)).await.unwrap_err()), "{sql}");
        }
        assert!(number(&pipeline, None, "SELECT count(*) FROM inbound_events").await.unwrap() > 0);
    }

    async fn t3_a_connection_that_goes_back_to_its_pool_sees_nothing() {
        let Two { bench, other, .. } = two().await;
        let weak = bench.database.connect_as(REQUEST).await;
        let sql = "SELECT count(*) FROM messages";
        let tx = weak.begin().await.unwrap();
        let name = format!("SELECT set_config('app.workspace_id', '{}', true)", other.uuid());
        tx.execute_unprepared(&name).await.unwrap();
        let row = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 2);
        tx.commit().await.unwrap();
        // The same connection: there is one.
        let row = weak.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap().unwrap();
        assert_eq!(row.try_get_by_index::<i64>(0).unwrap(), 0);
    }

    async fn t3_before_a_workspace_is_known_ones_memberships_and_the_key_that_calls_are_seen() {
        let Two { bench, mine, .. } = two().await;
        let weak = bench.database.connect_as(REQUEST).await;
        let user = bench.app.workspace("Acme").await.member(shared::Role::Agent).await.user.unwrap();
        let program = bench.app.workspace("Acme").await.program(&[shared::Permission::BotsEdit]).await;
        drop(program);
        let strong = bench.database.peek().await;
        let key = api_key::Entity::find().one(strong).await.unwrap().unwrap();
        for (setting, id, sql, n) in [
            ("app.user_id", user.uuid(), "SELECT count(*) FROM members", 1),
            ("app.user_id", user.uuid(), "SELECT count(*) FROM workspaces WHERE name = 'Acme'", 1),
            ("app.user_id", user.uuid(), "SELECT count(*) FROM workspaces", 1),
            ("app.user_id", user.uuid(), "SELECT count(*) FROM api_keys", 0),
            ("app.api_key_id", key.id, "SELECT count(*) FROM api_keys", 1),
            ("app.api_key_id", key.id, "SELECT count(*) FROM members", 0),
            ("app.api_key_id", mine.uuid(), "SELECT count(*) FROM api_keys", 0),
        ] {
            let tx = weak.begin().await.unwrap();
            tx.execute_unprepared(&format!("SELECT set_config('{setting}', '{id}', true)")).await.unwrap();
            let row = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, sql)).await.unwrap();
            assert_eq!(row.unwrap().try_get_by_index::<i64>(0).unwrap(), n, "{setting} {sql}");
            let table = sql.trim_start_matches("SELECT count(*) FROM ").split(' ').next().unwrap();
            let change = reach(&format!("UPDATE {table} SET created_at = created_at"));
            let row = tx.query_one_raw(Statement::from_string(DbBackend::Postgres, change)).await.unwrap();
            assert_eq!(row.unwrap().try_get_by_index::<i64>(0).unwrap(), 0, "to be read alone: {sql}");
        }
    }

    async fn t3_the_owner_is_held_by_the_walls_too() {
        let Two { bench, .. } = two().await;
        let owner = bench.database.connect_as(OWNER).await;
        for wall in TABLES {
            let sql = format!("SELECT count(*) FROM {}", wall.table);
            assert_eq!(number(&owner, None, &sql).await.unwrap(), 0, "{}", wall.table);
        }
    }

    async fn t3_no_function_runs_as_somebody_else() {
        let database = TestDatabase::new(Kind::Postgres).await;
        let sql = "SELECT count(*) FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace \
            WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')";
        assert_eq!(number(database.peek().await, None, sql).await.unwrap(), 0);
    }

    async fn t3_a_stronger_role_is_refused_at_the_start_with_what_to_do() {
        let database = TestDatabase::new(Kind::Postgres).await;
        let Database::Postgres(weak) = &database.database else { panic!("not PostgreSQL") };
        let owner = weak.owner.clone().unwrap();
        let superuser = weak.request.replace(&format!("//{REQUEST}@"), "//postgres@");
        assert_eq!(refusal(weak.clone()).await, None);
        let cases = [
            (Urls { request: owner.clone(), ..weak.clone() }, "mgs_wa_owner of database_url owns tables"),
            (Urls { pipeline: owner, ..weak.clone() }, "mgs_wa_owner of database_pipeline_url owns tables"),
            (Urls { request: superuser.clone(), ..weak.clone() }, "postgres of database_url is a superuser"),
            (Urls { pipeline: superuser, ..weak.clone() }, "database_pipeline_url is a superuser"),
            (Urls { pipeline: weak.request.clone(), ..weak.clone() }, "give the pipeline one of its own"),
        ];
        for (urls, words) in cases {
            let text = refusal(urls).await.unwrap();
            assert!(text.contains(words) && text.contains("docs/operate.md"), "{text}");
        }
    }

    async fn t3_a_member_of_a_stronger_role_is_refused() {
        let database = TestDatabase::new(Kind::Postgres).await;
        let Database::Postgres(weak) = &database.database else { panic!("not PostgreSQL") };
        let strong = database.peek().await;
        let role = format!("t3_{}", uuid::Uuid::now_v7().simple());
        let urls =
            Urls { request: weak.request.replace(&format!("//{REQUEST}@"), &format!("//{role}@")), ..weak.clone() };
        for (make, words) in [
            (format!("CREATE ROLE {role} LOGIN IN ROLE {OWNER}"), "owns tables"),
            (format!("CREATE ROLE {role} LOGIN BYPASSRLS"), "BYPASSRLS"),
            (format!("CREATE ROLE {role} LOGIN CREATEROLE"), "CREATEROLE"),
            (format!("CREATE ROLE {role} LOGIN IN ROLE pg_write_all_data"), "rights of its own"),
        ] {
            strong.execute_unprepared(&make).await.unwrap();
            let text = refusal(urls.clone()).await.unwrap();
            strong.execute_unprepared(&format!("DROP ROLE {role}")).await.unwrap();
            assert!(text.contains(words), "{make}: {text}");
        }
    }

    async fn t3_a_database_without_its_walls_is_refused() {
        let database = TestDatabase::new(Kind::Postgres).await;
        let Database::Postgres(urls) = &database.database else { panic!("not PostgreSQL") };
        let strong = database.peek().await;
        for (take_down, put_back, words) in [
            (
                "ALTER TABLE messages NO FORCE ROW LEVEL SECURITY",
                "ALTER TABLE messages FORCE ROW LEVEL SECURITY",
                "mgs-wa migrate",
            ),
            (
                "ALTER TABLE members DISABLE ROW LEVEL SECURITY",
                "ALTER TABLE members ENABLE ROW LEVEL SECURITY",
                "mgs-wa migrate",
            ),
            (
                "CREATE FUNCTION around() RETURNS bigint LANGUAGE sql SECURITY DEFINER \
                 AS 'SELECT count(*) FROM messages'",
                "DROP FUNCTION around()",
                "around() is SECURITY DEFINER",
            ),
            (
                "DELETE FROM seaql_migrations WHERE version = 'm0010_bot_summaries'",
                "INSERT INTO seaql_migrations VALUES ('m0010_bot_summaries', 0)",
                "lacks 1 migrations",
            ),
        ] {
            strong.execute_unprepared(take_down).await.unwrap();
            let text = refusal(urls.clone()).await.unwrap();
            assert!(text.contains(words), "{take_down}: {text}");
            strong.execute_unprepared(put_back).await.unwrap();
            assert_eq!(refusal(urls.clone()).await, None, "{put_back}");
        }
    }

    async fn t3_migrating_again_puts_the_walls_back() {
        let database = TestDatabase::new(Kind::Postgres).await;
        let Database::Postgres(urls) = &database.database else { panic!("not PostgreSQL") };
        let strong = database.peek().await;
        strong.execute_unprepared("ALTER TABLE messages NO FORCE ROW LEVEL SECURITY").await.unwrap();
        strong.execute_unprepared("GRANT SELECT ON users TO mgs_wa_pipeline").await.unwrap();
        assert!(refusal(urls.clone()).await.is_some());
        assert_eq!(api::platform::scope::migrate(&database.database).await.unwrap(), 0);
        assert_eq!(refusal(urls.clone()).await, None);
        let pipeline = database.connect_as(PIPELINE).await;
        assert!(is_denied(&number(&pipeline, None, "SELECT count(*) FROM users").await.unwrap_err()));
        // Without the owner nobody can.
        let without = Database::Postgres(Urls { owner: None, ..urls.clone() });
        let error = api::platform::scope::migrate(&without).await.unwrap_err();
        assert!(error.to_string().contains("database_owner_url is not set"), "{error}");
    }
}

/// Why a server does not start as these roles.
async fn refusal(urls: Urls) -> Option<String> {
    let clock = Arc::new(TestClock::default());
    match connect(&Database::Postgres(urls), false, clock, Live::new(1)).await {
        Ok(db) => {
            db.close().await;
            None
        }
        Err(error) => Some(error.to_string()),
    }
}
