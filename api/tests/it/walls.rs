//! The walls between workspaces: every operation of the document, called with the ids of another one.

use std::collections::BTreeMap;

use api::entities::{conversation, member, run};
use api::openapi;
use serde_json::{Map, Value, json};
use shared::key::IssuedApiKey;
use shared::team::Invitation;
use shared::{BotId, ContactId, ConversationId, MemberId, NumberId, Permission, RunId};

use crate::access::{Operation, operations};
use crate::pipeline::bench::Bench;
use crate::support::{Actor, Answer, Kind, on_both};

/// Ids by their prefix.
pub type Ids = BTreeMap<String, String>;

/// A workspace with one of everything, all of it real.
pub async fn furnished(kind: Kind) -> (Bench, Ids) {
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
    let (user, session) = (owner.user.unwrap(), owner.session.unwrap());
    let member = bench.all::<member::Entity>().await.remove(0);
    let ids = [
        ("bot", BotId(bot).to_string()),
        ("num", NumberId(bench.number_id).to_string()),
        ("con", ContactId(thread.contact_id).to_string()),
        ("cnv", ConversationId(thread.id).to_string()),
        ("run", RunId(run.id).to_string()),
        ("mem", MemberId(member.id).to_string()),
        ("inv", invitation.to_string()),
        ("key", key.to_string()),
        ("usr", user.to_string()),
        ("ses", session.to_string()),
    ];
    let ids = ids.map(|(prefix, id)| (prefix.to_owned(), id)).into();
    (bench, ids)
}

/// Ids of nothing, of every kind that operations take.
pub fn nothing() -> Ids {
    let kinds = ["bot", "num", "con", "cnv", "run", "mem", "inv", "key", "usr", "ses"];
    kinds.map(|kind| (kind.to_owned(), format!("{kind}_01h455vb4pex5vsknk084sn02q"))).into()
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
        id.unwrap_or_else(|| {
            panic!("{prefix}_…: put one of these into the furnished workspace, and into `nothing`")
        })
        .clone()
    }

    /// The path, and the ids that an operation takes in its query.
    fn place(&mut self, operation: &Operation) -> (String, Vec<String>) {
        let (mut path, mut query) = (operation.path.clone(), Vec::new());
        for parameter in operation.document["parameters"].as_array().into_iter().flatten() {
            let (name, place) = (parameter["name"].as_str().unwrap(), parameter["in"].as_str().unwrap());
            let value = match (prefix(&parameter["schema"]).as_deref(), place) {
                (Some("wsp"), _) => self.workspace.clone(),
                (Some(prefix), "path" | "query") => self.id(prefix),
                (None, "path") => {
                    let kind = &parameter["schema"]["type"];
                    assert_eq!(kind, "integer", "{} in {}: say what it is", name, operation.name());
                    "1".to_owned()
                }
                (Some(_), _) => panic!("{name} in {}: an id in a {place}", operation.name()),
                (None, _) => continue,
            };
            match place {
                "path" => path = path.replace(&format!("{{{name}}}"), &value),
                _ => query.push(format!("{name}={value}")),
            }
        }
        (path, query)
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

/// A request of an operation.
pub struct Request {
    path: String,
    query: Vec<String>,
    pub body: Option<Value>,
    /// Ids in it, beside the workspace's.
    pub n_ids: usize,
}

impl Request {
    /// Where it goes, with more in its query.
    pub fn to(&self, more: &[String]) -> String {
        let query = [&self.query, more].concat();
        if query.is_empty() { self.path.clone() } else { format!("{}?{}", self.path, query.join("&")) }
    }
}

/// Writes a request in `workspace` with these ids in every place where the operation takes one.
pub fn written(operation: &Operation, workspace: &str, ids: &Ids) -> Request {
    let mut filler = Filler { ids, workspace: workspace.to_owned(), n_ids: 0 };
    let (path, query) = filler.place(operation);
    let schema = &operation.document["requestBody"]["content"]["application/json"]["schema"];
    let body = operation.has_body.then(|| filler.value(schema, 0));
    Request { path, query, body, n_ids: filler.n_ids }
}

/// Calls an operation in `workspace` with these ids; `None` when it takes none.
async fn call(actor: &Actor<'_>, operation: &Operation, workspace: &str, ids: &Ids) -> Option<Answer> {
    let request = written(operation, workspace, ids);
    match request.n_ids {
        0 => None,
        _ => Some(actor.send(operation.method.clone(), &request.to(&[]), request.body).await),
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
        let nothing = nothing();
        let mine = bench.app.workspace("Other").await;
        let (me, workspace) = (mine.owner().await, mine.id.to_string());
        let scopes: Vec<_> = Permission::ALL.iter().copied().filter(|scope| scope.is_for_keys()).collect();
        let program = mine.program_of(me.user.unwrap(), &scopes).await;
        let mut n_called = 0;
        for operation in operations() {
            for who in [&me, &program] {
                let Some(answer) = call(who, &operation, &workspace, &theirs).await else { continue };
                if who.key.is_some() && !operation.takes_keys() {
                    assert_eq!(answer.to_string(), "401 unauthenticated", "{}", operation.name());
                    continue;
                }
                n_called += 1;
                assert_eq!(answer.to_string(), "404 not_found", "{}: {}", operation.name(), answer.text);
                let unknown = call(who, &operation, &workspace, &nothing).await.unwrap();
                assert_eq!(without_request_id(&answer), without_request_id(&unknown), "{}", operation.name());
            }
        }
        assert!(n_called >= 50, "only {n_called} requests hold an id");
        // And they do exist: their owner sees them.
        let acme = bench.app.workspace("Acme").await;
        let owner = acme.owner().await;
        for (path, prefix) in [("bots", "bot"), ("numbers", "num"), ("conversations", "cnv"), ("runs", "run")] {
            assert_eq!(owner.get(&acme.url(&format!("/{path}/{}", theirs[prefix]))).await.status, 200, "{path}");
        }
    }
}
