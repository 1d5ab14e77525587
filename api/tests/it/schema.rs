//! The schema as it really is: walls between workspaces in every table, and an inventory entry for every column.

use std::collections::{BTreeMap, BTreeSet};

use api::error::constraint::UNIQUE;
use figment::Figment;
use figment::providers::{Format, Toml};
use migration::walls::{Rows, TABLES};
use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend, Statement};
use serde::Deserialize;

use crate::support::{Kind, TestDatabase, on_both};

/// Tables of no single workspace.
const GLOBAL: &[&str] = &[
    "user_idempotency_keys",
    "users",
    "workspaces",
    "sessions",
    "mail_tokens",
    "email_changes",
    "guesses",
    "inbound_events",
    "inbound_items",
    "jobs",
    "audit_events",
    "seaql_migrations",
];
/// Rows of the tables of workspaces, on either database: the workspace, and all columns as a text.
const POSTGRES_ROW: &str = "SELECT replace(workspace_id::text, '-', ''), t::text FROM";
const SQLITE_WORKSPACE: &str = "CASE typeof(workspace_id) WHEN 'blob' THEN lower(hex(workspace_id)) ELSE replace(workspace_id, '-', '') END";
/// Foreign keys of tenant tables that lead out of the workspace, and may.
const LEADING_OUT: &[(&str, &str)] = &[("members", "users"), ("invitations", "users"), ("api_keys", "users")];

#[derive(Debug)]
struct Table {
    columns: BTreeMap<String, bool>,
    uniques: BTreeSet<Vec<String>>,
    foreign: Vec<(Vec<String>, String, Vec<String>)>,
}

async fn rows(db: &DatabaseConnection, sql: &str) -> Vec<Vec<String>> {
    let rows = db.query_all_raw(Statement::from_string(db.get_database_backend(), sql)).await.unwrap();
    let cells = |row: &sea_orm::QueryResult| {
        (0..row.column_names().len())
            .map(|n| row.try_get_by_index::<Option<String>>(n).unwrap().unwrap_or_default())
            .collect()
    };
    rows.iter().map(cells).collect()
}

/// Every row of every table of workspaces: its table, its workspace without hyphens, and all that it holds.
pub async fn rows_of_workspaces(database: &TestDatabase) -> Vec<(String, String, String)> {
    let tables = schema(database).await;
    let db = database.peek().await;
    let mut all = Vec::new();
    for (name, table) in tables.iter().filter(|(name, _)| !GLOBAL.contains(&name.as_str())) {
        let sql = match db.get_database_backend() {
            DbBackend::Postgres => format!("{POSTGRES_ROW} \"{name}\" t"),
            _ => {
                let text = |column: &String| {
                    format!(
                        "CASE typeof(\"{column}\") WHEN 'blob' THEN hex(\"{column}\") ELSE coalesce(\"{column}\", '') END"
                    )
                };
                let columns = table.columns.keys().map(text).collect::<Vec<_>>().join(" || ' ' || ");
                format!("SELECT {SQLITE_WORKSPACE}, {columns} FROM \"{name}\"")
            }
        };
        all.extend(
            rows(db, &sql).await.into_iter().map(|row| (name.clone(), row[0].clone(), row[1].clone())),
        );
    }
    all
}

async fn schema(database: &TestDatabase) -> BTreeMap<String, Table> {
    let db = database.peek().await;
    let (columns, uniques, foreign) = match db.get_database_backend() {
        DbBackend::Postgres => (POSTGRES_COLUMNS, POSTGRES_UNIQUES, POSTGRES_FOREIGN),
        _ => (SQLITE_COLUMNS, SQLITE_UNIQUES, SQLITE_FOREIGN),
    };
    let mut tables: BTreeMap<String, Table> = BTreeMap::new();
    for row in rows(db, columns).await {
        let table = tables.entry(row[0].clone()).or_insert_with(|| Table {
            columns: BTreeMap::new(),
            uniques: BTreeSet::new(),
            foreign: Vec::new(),
        });
        table.columns.insert(row[1].clone(), row[2] == "1");
    }
    let list = |text: &str| text.split(',').map(str::to_owned).collect::<Vec<_>>();
    for row in rows(db, uniques).await {
        tables.get_mut(&row[0]).unwrap().uniques.insert(list(&row[1]));
    }
    for row in rows(db, foreign).await {
        tables.get_mut(&row[0]).unwrap().foreign.push((list(&row[1]), row[2].clone(), list(&row[3])));
    }
    tables
}

const SQLITE_COLUMNS: &str = "SELECT m.name, c.name, CAST(c.\"notnull\" AS TEXT) FROM sqlite_master m, \
    pragma_table_info(m.name) c WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite_%'";
const SQLITE_UNIQUES: &str = "SELECT m.name, (SELECT group_concat(name, ',') FROM \
    (SELECT name FROM pragma_index_info(i.name) ORDER BY seqno)) FROM sqlite_master m, pragma_index_list(m.name) i \
    WHERE m.type = 'table' AND i.\"unique\" = 1";
const SQLITE_FOREIGN: &str = "SELECT m.name, group_concat(f.\"from\", ','), f.\"table\", group_concat(f.\"to\", ',') \
    FROM sqlite_master m, pragma_foreign_key_list(m.name) f WHERE m.type = 'table' \
    GROUP BY m.name, f.id, f.\"table\"";
const POSTGRES_COLUMNS: &str = "SELECT table_name::text, column_name::text, \
    CASE is_nullable WHEN 'NO' THEN '1' ELSE '0' END FROM information_schema.columns WHERE table_schema = 'public'";
const POSTGRES_UNIQUES: &str = "SELECT c.conrelid::regclass::text, (SELECT string_agg(a.attname, ',' ORDER BY k.n) \
    FROM unnest(c.conkey) WITH ORDINALITY k(att, n) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.att) \
    FROM pg_constraint c WHERE c.contype = 'u' AND c.connamespace = 'public'::regnamespace";
const POSTGRES_FOREIGN: &str = "SELECT c.conrelid::regclass::text, (SELECT string_agg(a.attname, ',' ORDER BY k.n) \
    FROM unnest(c.conkey) WITH ORDINALITY k(att, n) JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = k.att), \
    c.confrelid::regclass::text, (SELECT string_agg(a.attname, ',' ORDER BY k.n) \
    FROM unnest(c.confkey) WITH ORDINALITY k(att, n) JOIN pg_attribute a ON a.attrelid = c.confrelid AND a.attnum = k.att) \
    FROM pg_constraint c WHERE c.contype = 'f' AND c.connamespace = 'public'::regnamespace";

on_both! {
    async fn every_tenant_table_has_its_walls(kind: Kind) {
        let database = TestDatabase::new(kind).await;
        let tables = schema(&database).await;
        assert!(tables.len() > 15, "{:?}", tables.keys());
        for (name, table) in &tables {
            if GLOBAL.contains(&name.as_str()) {
                continue;
            }
            assert_eq!(table.columns.get("workspace_id"), Some(&true), "{name}.workspace_id is NOT NULL");
            let id = if table.columns.contains_key("id") { "id" } else { "seq" };
            assert!(table.uniques.contains(&vec!["workspace_id".into(), id.into()]), "{name}: {:?}", table.uniques);
            for (from, to, columns) in &table.foreign {
                let is_home = to == "workspaces" && from == &["workspace_id"];
                let is_within = from.len() == 2 && from[0] == "workspace_id" && columns[0] == "workspace_id";
                let may_leave = LEADING_OUT.contains(&(name.as_str(), to.as_str()));
                assert!(is_home || is_within || may_leave, "{name} {from:?} -> {to} {columns:?}");
            }
        }
    }

    async fn every_table_has_its_entry_in_the_walls_of_postgresql(kind: Kind) {
        let database = TestDatabase::new(kind).await;
        let mut tables = schema(&database).await;
        tables.remove("seaql_migrations");
        let listed: BTreeSet<&str> = TABLES.iter().map(|wall| wall.table).collect();
        assert_eq!(listed.len(), TABLES.len(), "each table once");
        assert_eq!(tables.keys().map(String::as_str).collect::<BTreeSet<_>>(), listed);
        for wall in TABLES {
            let of_workspace = tables[wall.table].columns.get("workspace_id");
            let is_walled = matches!(
                wall.rows,
                Rows::OfWorkspace | Rows::OfWorkspaceOrUser | Rows::OfWorkspaceOrKey
            );
            assert_eq!(is_walled, of_workspace == Some(&true), "{}: {:?}", wall.table, wall.rows);
            let is_open = wall.rows == Rows::Above;
            assert!(!is_open || of_workspace.is_none(), "{} says whose a row is, and all are seen", wall.table);
        }
    }

    async fn every_unique_constraint_says_what_it_means_when_it_is_broken(kind: Kind) {
        let database = TestDatabase::new(kind).await;
        let mut named = BTreeSet::new();
        let mut tables = schema(&database).await;
        tables.remove("seaql_migrations");
        for (table, Table { uniques, .. }) in tables {
            for columns in uniques {
                let columns: Vec<&str> = columns.iter().map(String::as_str).collect();
                if !matches!(columns[..], ["id" | "seq"] | ["workspace_id", "id" | "seq"]) {
                    named.insert(format!("uq_{table}_{}", columns.join("_")));
                }
            }
        }
        let known: BTreeSet<String> = UNIQUE.iter().map(|(name, _)| (*name).to_owned()).collect();
        assert_eq!(named, known, "left: in the schema, right: in error/constraint.rs");
        if kind == Kind::Postgres {
            let db = database.peek().await;
            let names = rows(db, "SELECT conname::text FROM pg_constraint WHERE contype = 'u'").await;
            let names: BTreeSet<String> = names.into_iter().flatten().collect();
            assert!(known.is_subset(&names), "{names:?}");
        }
    }

    async fn every_column_is_in_the_inventory(kind: Kind) {
        let database = TestDatabase::new(kind).await;
        let mut tables = schema(&database).await;
        tables.remove("seaql_migrations");
        let real: BTreeSet<String> = tables.iter()
            .flat_map(|(table, t)| t.columns.keys().map(move |column| format!("{table}.{column}"))).collect();
        let known: BTreeSet<String> = inventory().into_iter()
            .flat_map(|(table, columns)| columns.into_keys().map(move |column| format!("{table}.{column}"))).collect();
        assert_eq!(real.difference(&known).collect::<Vec<_>>(), Vec::<&String>::new(), "not in data-inventory.toml");
        assert_eq!(known.difference(&real).collect::<Vec<_>>(), Vec::<&String>::new(), "not in the schema");
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    category: String,
    purpose: String,
    retention: String,
    exported: bool,
    erased: bool,
    sealed: bool,
}

fn inventory() -> BTreeMap<String, BTreeMap<String, Entry>> {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/data-inventory.toml");
    Figment::from(Toml::file_exact(file)).extract().unwrap()
}

#[test]
fn data_of_a_person_is_exported_and_erased_and_secrets_are_neither_readable_nor_exported() {
    const PERSON: [&str; 5] = ["identity", "contact", "content", "behaviour", "device"];
    for (table, columns) in inventory() {
        for (column, entry) in columns {
            let place = format!("{table}.{column}");
            let is_person = PERSON.contains(&entry.category.as_str());
            assert!(
                is_person || ["secret", "settings", "technical"].contains(&entry.category.as_str()),
                "{place}"
            );
            assert!(!entry.purpose.is_empty() && !entry.retention.is_empty(), "{place}");
            assert!(
                !is_person || entry.erased || table == "audit_events",
                "{place} is erased with the person"
            );
            assert!(entry.category != "secret" || !entry.exported, "{place} never leaves");
            let is_hash = column.ends_with("_hash");
            assert!(entry.category != "secret" || entry.sealed || is_hash, "{place} is sealed or a hash");
        }
    }
}
