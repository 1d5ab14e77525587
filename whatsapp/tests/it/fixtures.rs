//! The payloads others wrote down: all of them have types, none of them loses anything, and what is not understood is known.
//!
//! `tests/fixtures/README.md` says where the committed ones come from; the others are read where the folder is at hand.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use serde_json::Value;
use whatsapp::webhook::{ChangeValue, Content, Event, Item, Webhook, Wire, parse};

/// The payloads of the repository itself.
pub fn committed() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/webhooks")
}

/// `MGS_CLOUD_API_DIR`, else `../shared/cloud-api` beside the project.
pub fn folder() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.parent()?;
    let given = std::env::var_os("MGS_CLOUD_API_DIR").map(PathBuf::from);
    let folder = given.unwrap_or_else(|| root.join("shared/cloud-api")).join("fixtures/open");
    let is_there = folder.is_dir();
    assert!(
        is_there || std::env::var_os("MGS_REQUIRE_PAYLOADS").is_none(),
        "the payload folder is required here"
    );
    if !is_there {
        eprintln!("not run: no payload folder");
    }
    is_there.then_some(folder)
}

/// Every JSON file below a folder by its path there, in order.
pub fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in std::fs::read_dir(&next).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "json") {
                let name = path.strip_prefix(folder).unwrap().to_str().unwrap().replace('\\', "/");
                files.insert(name, std::fs::read(&path).unwrap());
            }
        }
    }
    files
}

/// The bodies of webhooks among the payloads of others.
pub fn webhooks() -> BTreeMap<String, Vec<u8>> {
    let mut bodies = BTreeMap::new();
    for kind in ["inbound", "status", "other"] {
        let Some(folder) = folder() else { return BTreeMap::new() };
        bodies.extend(
            files(&folder.join(kind)).into_iter().map(|(name, body)| (format!("{kind}/{name}"), body)),
        );
    }
    assert!(bodies.len() >= 152, "{} payloads", bodies.len());
    bodies
}

/// What an event is, in a word; the golden table holds these.
fn kind(event: &Event) -> String {
    match &event.item {
        Item::Message(message) if message.content == Content::None => {
            format!("message {} (no object)", message.kind())
        }
        Item::Message(message) => format!("message {}", message.kind()),
        Item::Status(status) => format!("status {}", status.state),
        Item::Notice(notice) => match &notice.value {
            ChangeValue::Unknown(_) => format!("unknown {}", notice.field),
            value => format!("notice {}", value.field()),
        },
        Item::Broken { reason, .. } => format!("broken: {reason}"),
    }
}

fn table(bodies: &BTreeMap<String, Vec<u8>>) -> String {
    let mut table = String::new();
    for (name, body) in bodies {
        let events = parse(body).unwrap_or_else(|error| panic!("{name}: {error}"));
        let kinds: Vec<_> = events.iter().map(kind).collect();
        writeln!(table, "{name}: {}", kinds.join(", ")).unwrap();
    }
    table
}

/// Compares with a golden file; with `MGS_WRITE_GOLDEN` writes it.
fn golden(name: &str, actual: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    if std::env::var_os("MGS_WRITE_GOLDEN").is_some() {
        std::fs::write(&path, actual).unwrap();
    }
    let expected = std::fs::read_to_string(&path).unwrap_or_default();
    assert_eq!(actual, expected, "{name} differs; MGS_WRITE_GOLDEN=1 writes it anew");
}

fn round_trip(name: &str, body: &[u8]) {
    let before: Value = serde_json::from_slice(body).unwrap();
    let webhook: Webhook = serde_json::from_slice(body).unwrap_or_else(|error| panic!("{name}: {error}"));
    assert_eq!(serde_json::to_value(&webhook).unwrap(), before, "{name}");
    assert_eq!(serde_json::from_value::<Webhook>(before).unwrap(), webhook, "{name}");
}

/// Where everything that is not understood stands.
fn unknown(bodies: &BTreeMap<String, Vec<u8>>) -> String {
    let mut found = Vec::new();
    for (name, body) in bodies {
        let webhook: Webhook = serde_json::from_slice(body).unwrap();
        for path in webhook.unknown() {
            found.push(format!("{name}{path}\n"));
        }
    }
    found.sort();
    found.concat()
}

#[test]
fn the_committed_payloads_are_what_the_golden_table_says() {
    golden("committed-kinds.txt", &table(&files(&committed())));
}

#[test]
fn the_payloads_of_others_are_what_the_golden_table_says() {
    let bodies = webhooks();
    if !bodies.is_empty() {
        golden("open-kinds.txt", &table(&bodies));
    }
}

#[test]
fn the_committed_payloads_are_written_as_they_were_read() {
    let bodies = files(&committed());
    assert!(!bodies.is_empty());
    bodies.iter().for_each(|(name, body)| round_trip(name, body));
}

#[test]
fn the_payloads_of_others_are_written_as_they_were_read() {
    webhooks().iter().for_each(|(name, body)| round_trip(name, body));
}

#[test]
fn what_is_not_understood_in_the_committed_payloads_is_listed() {
    golden("committed-unknown.txt", &unknown(&files(&committed())));
}

#[test]
fn what_is_not_understood_in_the_payloads_of_others_is_listed() {
    let bodies = webhooks();
    if bodies.is_empty() {
        return;
    }
    let found = unknown(&bodies);
    let listed = include_str!("../golden/open-unknown.txt");
    let listed: Vec<&str> =
        listed.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).collect();
    let reasons: BTreeMap<&str, &str> = listed.iter().filter_map(|line| line.split_once(" -- ")).collect();
    assert_eq!(reasons.len(), listed.len(), "every line has a reason");
    let found: Vec<&str> = found.lines().collect();
    assert_eq!(found, reasons.keys().copied().collect::<Vec<_>>());
}

/// Meta's fields and types, as `cloud-api.md` and the open payloads name them: each is in a committed payload.
#[test]
fn every_field_and_type_has_a_committed_payload() {
    let table = table(&files(&committed()));
    let notices = [
        "account_alerts",
        "account_review_update",
        "account_settings_update",
        "account_update",
        "automatic_events",
        "business_capability_update",
        "business_username_updates",
        "calls",
        "flows",
        "group_lifecycle_update",
        "group_participants_update",
        "group_settings_update",
        "group_status_update",
        "history",
        "message_template_components_update",
        "message_template_quality_update",
        "message_template_status_update",
        "messages",
        "messaging_handovers",
        "partner_solutions",
        "payment_configuration_update",
        "phone_number_name_update",
        "phone_number_quality_update",
        "security",
        "smb_app_state_sync",
        "smb_message_echoes",
        "standby",
        "template_category_update",
        "user_id_update",
        "user_preferences",
    ];
    let messages = [
        "audio",
        "button",
        "contacts",
        "document",
        "edit",
        "image",
        "interactive.button_reply",
        "interactive.call_permission_reply",
        "interactive.list_reply",
        "interactive.nfm_reply",
        "location",
        "order",
        "reaction",
        "revoke",
        "sticker",
        "system.user_changed_number",
        "system.user_changed_user_id",
        "text",
        "unsupported.poll",
        "video",
    ];
    let statuses = ["sent", "delivered", "read", "failed", "played", "captured"];
    let kinds: Vec<&str> = table
        .lines()
        .filter_map(|line| line.split_once(": "))
        .flat_map(|(_, kinds)| kinds.split(", "))
        .collect();
    let wanted = [("notice", &notices[..]), ("message", &messages[..]), ("status", &statuses[..])];
    let wanted =
        wanted.iter().flat_map(|(item, names)| names.iter().map(move |name| format!("{item} {name}")));
    let missing: Vec<String> = wanted.filter(|kind| !kinds.contains(&kind.as_str())).collect();
    assert!(missing.is_empty(), "{missing:?}");
}
