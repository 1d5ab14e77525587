//! Payloads written by others, as Meta documents them, against the whole way in: nothing is lost, and the result does not
//! depend on the order in which they arrive.
//!
//! The files are read from `MGS_CLOUD_API_DIR` (by default `../shared/cloud-api` beside the project) and never copied.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};

use api::entities::inbound_item::{self, ItemState};
use api::entities::{contact, contact_identity, conversation, number};
use chrono::TimeDelta;
use futures_util::StreamExt;
use serde_json::Value;
use uuid::Uuid;

use super::bench::Bench;
use crate::support::{Kind, on_both};

const FOLDERS: [&str; 3] = ["inbound", "status", "other"];
const TIMES: usize = 3;
const AT_ONCE: usize = 8;

on_both! {
    async fn meta_s_payloads_in_any_order_give_the_same(kind: Kind) {
        let Some(files) = files() else { return };
        let bodies: Vec<Vec<u8>> = files.iter().enumerate().map(|(n, body)| unique_ids(body, n)).collect();
        let mut first: Option<Vec<String>> = None;
        for seed in 1..=seeds(kind) {
            let bench = deliver(kind, &bodies, seed).await;
            let dump = dump(&bench).await;
            let Some(first) = &first else {
                println!("{} lines: {:?}", dump.len(), kinds(&dump));
                first = Some(dump);
                continue;
            };
            let differing: Vec<_> = first.iter().zip(&dump).filter(|(one, other)| one != other).take(3).collect();
            assert!(first == &dump, "seed {seed} differs: {differing:#?}");
        }
    }

    async fn meta_s_payloads_as_they_are_are_all_kept(kind: Kind) {
        let Some(files) = files() else { return };
        deliver(kind, &files, 1).await;
    }
}

/// The order is decided above the database, so PostgreSQL gets fewer of them.
fn seeds(kind: Kind) -> u64 {
    if kind == Kind::Postgres { 3 } else { 10 }
}

/// Every payload file; `None`, said aloud, where there are none.
fn files() -> Option<Vec<Vec<u8>>> {
    let folder = setting("MGS_CLOUD_API_DIR")
        .map_or_else(|| Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/cloud-api"), PathBuf::from);
    if !folder.is_dir() {
        assert!(setting("MGS_REQUIRE_PAYLOADS").is_none(), "no payload folder at {}", folder.display());
        println!("not run: no payload folder");
        return None;
    }
    let mut paths = Vec::new();
    for name in FOLDERS {
        collect(&folder.join("fixtures/open").join(name), &mut paths);
    }
    paths.sort();
    assert!(!paths.is_empty());
    Some(paths.iter().map(|path| std::fs::read(path).unwrap()).collect())
}

fn collect(folder: &Path, paths: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, paths);
        } else if path.extension().is_some_and(|extension| extension == "json") {
            paths.push(path);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "tests are told by the environment where the payloads are")]
fn setting(name: &str) -> Option<String> {
    std::env::var(name).ok().filter(|value| !value.is_empty())
}

/// The files reuse message ids: makes those of a file its own.
fn unique_ids(body: &[u8], file: usize) -> Vec<u8> {
    let Ok(mut body) = serde_json::from_slice::<Value>(body) else { return body.to_vec() };
    mark(&mut body, file);
    body.to_string().into_bytes()
}

fn mark(value: &mut Value, file: usize) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| mark(item, file)),
        Value::Object(fields) => {
            for (name, value) in fields.iter_mut() {
                if matches!(name.as_str(), "messages" | "statuses") {
                    for item in value.as_array_mut().into_iter().flatten() {
                        if let Some(Value::String(id)) = item.get_mut("id") {
                            id.push_str(&format!("#{file}"));
                        }
                    }
                }
                mark(value, file);
            }
        }
        _ => {}
    }
}

/// Posts every body three times, shuffled, eight at a time; returns when all of it has taken effect.
async fn deliver(kind: Kind, bodies: &[Vec<u8>], seed: u64) -> Bench {
    println!("seed {seed}");
    let bench = Bench::running(kind).await;
    for (phone_number_id, waba_id) in places(bodies) {
        bench.another_number(&phone_number_id, &waba_id).await;
    }
    let mut order: Vec<&Vec<u8>> = bodies.iter().flat_map(|body| [body; TIMES]).collect();
    shuffle(&mut order, seed);
    let posts = order.iter().map(|body| bench.post((*body).clone()));
    let answers: Vec<u16> = futures_util::stream::iter(posts).buffer_unordered(AT_ONCE).collect().await;
    assert!(answers.iter().all(|status| *status == 200), "{answers:?}");
    let kept: Vec<_> = bench.events().await.into_iter().map(|event| event.body).collect();
    assert!(kept.iter().all(|body| bodies.contains(body)), "every body is kept as it came");
    for body in bodies {
        // A busy machine answers 503 to what it may still store, and such a body is posted again.
        assert!(
            kept.iter().filter(|one| *one == body).count() >= TIMES,
            "every body is kept as often as it came"
        );
    }
    bench.until("everything is processed", || async { bench.n_pending().await == 0 }).await;
    bench.clock.advance(TimeDelta::minutes(16));
    while bench.runner().settle_waited().await.unwrap() > 0 {}
    assert!(bench.items().await.iter().all(|item| item.attempts == 0), "nothing failed on the way");
    bench
}

/// The numbers that the bodies name, each with the first account that names it.
fn places(bodies: &[Vec<u8>]) -> BTreeMap<String, String> {
    let mut places = BTreeMap::new();
    for event in bodies.iter().filter_map(|body| whatsapp::webhook::parse(body).ok()).flatten() {
        if let Some(phone_number_id) = event.phone_number_id {
            places.entry(phone_number_id).or_insert_with(|| event.waba_id.unwrap_or_default());
        }
    }
    places
}

fn shuffle<T>(items: &mut [T], seed: u64) {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    for at in (1..items.len()).rev() {
        // xorshift64
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        let other = usize::try_from(state % (u64::try_from(at).unwrap() + 1)).unwrap();
        items.swap(at, other);
    }
}

fn kinds(dump: &[String]) -> BTreeMap<&str, usize> {
    let mut kinds = BTreeMap::new();
    for line in dump {
        *kinds.entry(line.split(' ').next().unwrap()).or_default() += 1;
    }
    kinds
}

/// Everything that was made of the payloads, without ids of ours and times of receipt, sorted.
async fn dump(bench: &Bench) -> Vec<String> {
    let numbers: HashMap<Uuid, String> =
        bench.all::<number::Entity>().await.into_iter().map(|row| (row.id, row.phone_number_id)).collect();
    let mut names: HashMap<Uuid, BTreeSet<String>> = HashMap::new();
    for row in bench.all::<contact_identity::Entity>().await {
        let name = format!("{} {:?} {} {:?}", numbers[&row.number_id], row.kind, row.value, row.linked_at);
        names.entry(row.contact_id).or_default().insert(name);
    }
    let mut lines = Vec::new();
    for row in bench.all::<contact::Entity>().await {
        let known = (&row.name, &row.username, &row.phone, &row.name_at);
        lines.push(format!("contact {:?} {known:?}", names[&row.id]));
    }
    let mut threads = HashMap::new();
    for row in bench.all::<conversation::Entity>().await {
        lines.push(format!("conversation {:?} {:?} {}", names[&row.contact_id], row.state, row.unread_count));
        threads.insert(row.id, names[&row.contact_id].clone());
    }
    for row in bench.messages().await {
        let raw = row.raw.unwrap_or_default();
        let has_time = raw["timestamp"].as_str().is_some_and(|time| time.parse::<i64>().is_ok());
        let at = has_time.then_some(row.sent_at);
        let what = (&row.wamid, &row.kind, &row.body, row.status, at);
        lines.push(format!(
            "message {} {what:?} {} {raw} {:?}",
            numbers[&row.number_id], row.content, threads[&row.conversation_id]
        ));
    }
    for row in bench.statuses().await {
        lines.push(format!(
            "status {} {} {} {} {}",
            numbers[&row.number_id], row.wamid, row.status, row.at, row.raw
        ));
    }
    // Each once: a busy machine answers 503 to what it has stored all the same, and such a body is there once more.
    let mut arrived: BTreeSet<String> = bench.items().await.iter().map(item).collect();
    for row in bench.events().await {
        arrived.insert(format!("event {:?} {:?}", row.content_state, row.reason));
    }
    lines.extend(arrived);
    lines.sort();
    lines
}

fn item(row: &inbound_item::Model) -> String {
    let name = if row.state == ItemState::Quarantined { "quarantine" } else { "item" };
    format!("{name} {:?} {:?} {:?} {:?} {}", row.kind, row.state, row.reason, row.thread_key, row.payload)
}
