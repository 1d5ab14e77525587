//! The payloads others wrote down, where the folder is at hand: none may be refused, and no message or status may be lost.

use std::path::{Path, PathBuf};

use serde_json::Value;
use whatsapp::webhook::{Item, parse};

/// `MGS_CLOUD_API_DIR`, else `../shared/cloud-api` beside the project.
fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.parent()?;
    let given = std::env::var_os("MGS_CLOUD_API_DIR").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| root.join("shared/cloud-api")).join("fixtures/open");
    folder.is_dir().then_some(folder)
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            files(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}

/// Messages, statuses and items without an id of a body, counted by other means than the parser's.
fn expected(body: &Value) -> [usize; 3] {
    let list =
        |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let changes = list(body, "entry").iter().flat_map(|entry| list(entry, "changes")).collect::<Vec<_>>();
    let is_messages = |change: &&Value| change.get("field").is_none_or(|field| field == "messages");
    let values: Vec<_> =
        changes.iter().filter(is_messages).filter_map(|change| change.get("value")).collect();
    let items = |name: &str| values.iter().flat_map(|value| list(value, name)).collect::<Vec<_>>();
    let has_id = |item: &&Value| item.get("id").is_some();
    let (messages, statuses) = (items("messages"), items("statuses"));
    let n_messages = messages.iter().filter(has_id).count();
    let n_statuses = statuses.iter().filter(has_id).count();
    [n_messages, n_statuses, messages.len() + statuses.len() - n_messages - n_statuses]
}

#[test]
fn no_payload_of_others_loses_a_message_or_a_status() {
    let Some(folder) = folder() else {
        assert!(std::env::var_os("MGS_REQUIRE_PAYLOADS").is_none(), "the payload folder is required here");
        eprintln!("not run: no payload folder");
        return;
    };
    let mut paths = Vec::new();
    for kind in ["inbound", "status", "other"] {
        files(&folder.join(kind), &mut paths);
    }
    assert!(!paths.is_empty());
    for path in paths.iter().filter(|path| path.extension().is_some_and(|extension| extension == "json")) {
        let bytes = std::fs::read(path).unwrap();
        let Ok(body) = serde_json::from_slice::<Value>(&bytes) else {
            // Deliberately broken: it only must not panic.
            let _ = parse(&bytes);
            continue;
        };
        let events = parse(&bytes).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        let count = |is: fn(&Item) -> bool| events.iter().filter(|event| is(&event.item)).count();
        let seen = [
            count(|item| matches!(item, Item::Message(_))),
            count(|item| matches!(item, Item::Status(_))),
            count(|item| matches!(item, Item::Broken { .. })),
        ];
        assert_eq!(seen, expected(&body), "{}: {events:#?}", path.display());
        assert!(!events.is_empty(), "{}", path.display());
    }
}
