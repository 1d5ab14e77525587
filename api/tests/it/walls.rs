//! The walls between workspaces: every operation of the document, called with the ids of another one.

use std::collections::BTreeMap;

use api::entities::{conversation, member, run};
use api::openapi;
use serde_json::{Map, Value, json};
use shared::key::IssuedApiKey;
use shared::team::Invitation;
use shared::{BotId, ContactId, ConversationId, MemberId, NumberId, RunId, UserId};

use crate::access::{Operation, operations};
use crate::pipeline::bench::Bench;
use crate::support::{Actor, Answer, Kind, on_both};

/// Ids by their prefix.
type Ids = BTreeMap<&'static str, String>;

/// A workspace with one of everything, all of it real.
async fn furnished(kind: Kind) -> (Bench, Ids) {
    let bench = Bench::still(kind).await;
    let bot = bench.echo_bot().await;
    assert_eq!(bench.post_value(bench.text("wamid.1", 1, "hi")).await, 200);
    bench.run_pending().await;
    let thread = bench.all::<conversation::Entity>().await.remove(0);
    let run = bench.all::<run::Entity>().await.remove(0);
    let acme = bench.app.workspace("Acme").await;
    let owner = acme.owner().await;
    let invited = json!({"email": "ravi@example.com", "role": "agent"});
    let invitation = owner.post(&acme.url("/invitations"), invited).await.json::<Invitation>().id;
    bench.app.run_jobs().await;
    let new_key = json!({"name": "Shop", "scopes": ["bots.read"]});
    let key = owner.post(&acme.url("/api-keys"), new_key).await.json::<IssuedApiKey>().key.id;
    let user = owner.user.unwrap();
    let member = bench.all::<member::Entity>().await.remove(0);
    let ids = Ids::from([
        ("bot", BotId(bot).to_string()),
        ("num", NumberId(bench.number_id).to_string()),
        ("con", ContactId(thread.contact_id).to_string()),
        ("cnv", ConversationId(thread.id).to_string()),
        ("run", RunId(run.id).to_string()),
        ("mem", MemberId(member.id).to_string()),
        ("inv", invitation.to_string()),
        ("key", key.to_string()),
        ("ses", owner.session.unwrap().to_string()),
        ("usr", UserId::to_string(&user)),
    ]);
    (bench, ids)
}

/// The same kinds of ids, of nothing.
fn unknown(ids: &Ids) -> Ids {
    ids.keys().map(|prefix| (*prefix, format!("{prefix}_01h455vb4pex5vsknk084sn02q"))).collect()
}

fn resolved(schema: &Value) -> Value {
    match schema["$ref"].as_str().and_then(|name| name.rsplit('/').next()) {
        Some(name) => openapi::document()["components"]["schemas"][name].clone(),
        None => schema.clone(),
    }
}

/// The prefix of the ids that a schema describes.
fn prefix(schema: &Value) -> Option<String> {
    let pattern = resolved(schema)["pattern"].as_str()?.strip_prefix('^')?.split_once('_')?.0.to_owned();
    (pattern.len() == 3).then_some(pattern)
}

/// Writes requests with these ids in every place where an operation takes one.
struct Filler<'a> {
    ids: &'a Ids,
    workspace: String,
    n_ids: usize,
}

impl Filler<'_> {
    fn id(&mut self, prefix: &str) -> String {
        self.n_ids += 1;
        let id = self.ids.get(prefix);
        id.unwrap_or_else(|| panic!("{prefix}_…: put one of these into the furnished workspace")).clone()
    }

    /// The path, with what an operation takes in its query.
    fn path(&mut self, operation: &Operation) -> String {
        let (mut path, mut query) = (operation.path.clone(), Vec::new());
        for parameter in operation.document["parameters"].as_array().into_iter().flatten() {
            let name = parameter["name"].as_str().unwrap();
            let value = match prefix(&parameter["schema"]).as_deref() {
                Some("wsp") => self.workspace.clone(),
                Some(prefix) => self.id(prefix),
                None => "1".to_owned(),
            };
            if parameter["in"] == "path" {
                path = path.replace(&format!("{{{name}}}"), &value);
            } else if prefix(&parameter["schema"]).is_some() {
                query.push(format!("{name}={value}"));
            }
        }
        if query.is_empty() { path } else { format!("{path}?{}", query.join("&")) }
    }

    /// The least that a schema takes, and every id it may take.
    fn value(&mut self, schema: &Value, depth: usize) -> Value {
        if let Some(prefix) = prefix(schema) {
            return json!(self.id(&prefix));
        }
        let schema = resolved(schema);
        if let Some(first) = schema["enum"].get(0).or_else(|| schema.get("const")) {
            return first.clone();
        }
        if let Some(first) = ["oneOf", "anyOf", "allOf"].iter().find_map(|choice| schema[*choice].get(0)) {
            return self.value(first, depth);
        }
        let kind = schema["type"].get(0).unwrap_or(&schema["type"]);
        match kind.as_str() {
            Some("object") => self.object(&schema, depth + 1),
            // Some schemas hold themselves.
            Some("array") if depth > 2 && prefix(&schema["items"]).is_none() => json!([]),
            Some("array") => json!([self.value(&schema["items"], depth + 1)]),
            Some("integer" | "number") => json!(1),
            Some("boolean") => json!(true),
            _ => json!("text"),
        }
    }

    fn object(&mut self, schema: &Value, depth: usize) -> Value {
        let required = schema["required"].as_array().cloned().unwrap_or_default();
        let mut object = Map::new();
        for (name, property) in schema["properties"].as_object().into_iter().flatten() {
            let holds_ids = prefix(property).is_some() || prefix(&property["items"]).is_some();
            if holds_ids || required.contains(&json!(name)) {
                object.insert(name.clone(), self.value(property, depth));
            }
        }
        Value::Object(object)
    }
}

/// Calls an operation in `workspace` with these ids; `None` when it takes none.
async fn call(actor: &Actor<'_>, operation: &Operation, workspace: &str, ids: &Ids) -> Option<Answer> {
    let mut filler = Filler { ids, workspace: workspace.to_owned(), n_ids: 0 };
    let path = filler.path(operation);
    let schema = &operation.document["requestBody"]["content"]["application/json"]["schema"];
    let body = operation.has_body.then(|| filler.value(schema, 0));
    match filler.n_ids {
        0 => None,
        _ => Some(actor.send(operation.method.clone(), &path, body).await),
    }
}

fn without_request_id(answer: &Answer) -> Value {
    let mut problem = answer.value();
    problem["request_id"] = json!("");
    problem
}

on_both! {
    async fn ids_of_another_workspace_are_as_unknown_as_those_of_nothing(kind: Kind) {
        let (bench, theirs) = furnished(kind).await;
        let nothing = unknown(&theirs);
        let mine = bench.app.workspace("Other").await;
        let (me, workspace) = (mine.owner().await, mine.id.to_string());
        let mut n_called = 0;
        for operation in operations() {
            let Some(answer) = call(&me, &operation, &workspace, &theirs).await else { continue };
            n_called += 1;
            assert_eq!(answer.to_string(), "404 not_found", "{}: {}", operation.name(), answer.text);
            let unknown = call(&me, &operation, &workspace, &nothing).await.unwrap();
            assert_eq!(without_request_id(&answer), without_request_id(&unknown), "{}", operation.name());
        }
        assert!(n_called >= 20, "only {n_called} operations take an id");
        // And they do exist: their owner sees them.
        let acme = bench.app.workspace("Acme").await;
        let owner = acme.owner().await;
        for (path, prefix) in [("bots", "bot"), ("numbers", "num"), ("conversations", "cnv"), ("runs", "run")] {
            assert_eq!(owner.get(&acme.url(&format!("/{path}/{}", theirs[prefix]))).await.status, 200, "{path}");
        }
    }
}
