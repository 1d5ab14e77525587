//! Walks the document: every operation as nobody, as a stranger, and as a member whose role is too low.

use api::openapi;
use api::platform::cx::FRESH;
use reqwest::Method;
use serde_json::{Value, json};
use shared::bot::DraftChange;
use shared::{Permission, Role};

use crate::support::{Actor, Answer, Kind, TestApp, on_both};
use crate::walls::{nothing, written};

pub struct Operation {
    pub method: Method,
    pub path: String,
    pub permission: String,
    pub has_body: bool,
    pub document: Value,
}

pub fn operations() -> Vec<Operation> {
    let mut all = Vec::new();
    for (path, methods) in openapi::document()["paths"].as_object().unwrap() {
        for (method, document) in methods.as_object().unwrap() {
            all.push(Operation {
                method: method.to_uppercase().parse().unwrap(),
                path: path.clone(),
                permission: document["x-permission"].as_str().unwrap_or_default().to_owned(),
                has_body: document.get("requestBody").is_some(),
                document: document.clone(),
            });
        }
    }
    all
}

impl Operation {
    /// The path with this workspace and ids that exist nowhere, of the right form.
    fn path_in(&self, workspace: &str) -> String {
        let parts = self.path.split('/').map(|part| {
            let Some(name) = part.strip_prefix('{').and_then(|part| part.strip_suffix('}')) else {
                return part.to_owned();
            };
            let parameters = self.document["parameters"].as_array().unwrap();
            let parameter = parameters
                .iter()
                .find(|p| p["name"] == name)
                .unwrap_or_else(|| panic!("{name} is not described"));
            match parameter["schema"]["pattern"]
                .as_str()
                .and_then(|p| p.strip_prefix('^'))
                .and_then(|p| p.split_once('_'))
            {
                Some(("wsp", _)) => workspace.to_owned(),
                Some((prefix, _)) => format!("{prefix}_01h455vb4pex5vsknk084sn02q"),
                None if name == "workspace_id" => workspace.to_owned(),
                None => referenced(parameter).unwrap_or_else(|| {
                    assert_eq!(
                        parameter["schema"]["type"], "integer",
                        "{name} in {}: say what it is",
                        self.path
                    );
                    "1".to_owned()
                }),
            }
        });
        parts.collect::<Vec<_>>().join("/")
    }

    async fn call(&self, actor: &Actor<'_>, workspace: &str) -> Answer {
        let body = self.has_body.then(|| json!({}));
        actor.send(self.method.clone(), &self.path_in(workspace), body).await
    }

    /// Whether the document says that API keys may.
    pub fn takes_keys(&self) -> bool {
        let ways = self.document["security"].as_array();
        ways.into_iter().flatten().any(|way| way.get("api_key").is_some())
    }

    pub fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }
}

/// An id whose schema stands elsewhere in the document.
fn referenced(parameter: &Value) -> Option<String> {
    let name = parameter["schema"]["$ref"].as_str()?.rsplit('/').next()?;
    let pattern = openapi::document()["components"]["schemas"][name]["pattern"].as_str()?;
    let (prefix, _) = pattern.strip_prefix('^')?.split_once('_')?;
    Some(format!("{prefix}_01h455vb4pex5vsknk084sn02q"))
}

fn is_member_only(operation: &Operation) -> bool {
    Permission::ALL.iter().any(|permission| permission.as_str() == operation.permission)
}

/// What a permission lets keys do, but people alone do for themselves.
fn in_person(operation: &Operation) -> bool {
    operation.path.ends_with("/leave") || operation.document["x-reauthentication"] == true
}

on_both! {
    async fn nobody_gets_anything_that_is_not_public(kind: Kind) {
        let app = TestApp::new(kind).await;
        let workspace = app.workspace("acme").await.id.to_string();
        for operation in operations().iter().filter(|o| o.permission != "public") {
            let answer = operation.call(&app.anyone(), &workspace).await;
            assert_eq!(answer.to_string(), "401 unauthenticated", "{}", operation.name());
        }
    }

    async fn a_key_may_what_the_document_says_it_may(kind: Kind) {
        let app = TestApp::new(kind).await;
        let (acme, other) = (app.workspace("acme").await, app.workspace("other").await);
        let owner = acme.owner().await;
        for operation in operations().iter().filter(|o| o.permission != "public") {
            let permission = Permission::ALL.iter().find(|p| p.as_str() == operation.permission);
            let takes_keys = operation.takes_keys();
            assert_eq!(takes_keys, permission.is_some_and(|p| p.is_for_keys()) && !in_person(operation), "{}", operation.name());
            let all_others: Vec<Permission> = Permission::ALL.iter().copied()
                .filter(|p| p.is_for_keys() && Some(p) != permission).collect();
            let lacking = acme.program_of(owner.user.unwrap(), &all_others).await;
            let answer = operation.call(&lacking, &acme.id.to_string()).await;
            let Some(permission) = permission.filter(|_| takes_keys) else {
                assert_eq!(answer.to_string(), "401 unauthenticated", "{}", operation.name());
                continue;
            };
            assert_eq!(answer.to_string(), format!("403 forbidden: {}", permission.as_str()), "{}", operation.name());
            let foreign = operation.call(&lacking, &other.id.to_string()).await;
            assert_eq!(foreign.to_string(), "404 not_found", "{}", operation.name());
            let nowhere = operation.call(&lacking, "wsp_01h455vb4pex5vsknk084sn02q").await;
            assert_eq!(nowhere.to_string(), "404 not_found", "{}", operation.name());
            let weak = acme.program_of(acme.viewer().await.user.unwrap(), &[*permission]).await;
            if !Role::Viewer.grants(*permission) {
                let answer = operation.call(&weak, &acme.id.to_string()).await;
                assert_eq!(answer.to_string(), format!("403 forbidden: {}", permission.as_str()), "{}", operation.name());
            }
            if operation.path.ends_with("/events") || operation.path.ends_with("/numbers/sandbox") {
                continue;
            }
            let having = acme.program_of(owner.user.unwrap(), &[*permission]).await;
            let answer = operation.call(&having, &acme.id.to_string()).await;
            assert!(!matches!(answer.status, 401 | 403 | 500..), "{}: {answer}", operation.name());
        }
    }

    async fn nothing_sensitive_is_done_without_a_recent_proof_of_the_password(kind: Kind) {
        let app = TestApp::new(kind).await;
        let workspace = app.workspace("acme").await;
        let (owner, viewer, id) = (workspace.owner().await, workspace.viewer().await, workspace.id.to_string());
        app.clock.advance(FRESH);
        let all = operations();
        let sensitive: Vec<_> = all.iter().filter(|o| o.document["x-reauthentication"] == true).collect();
        assert!(sensitive.len() >= 5, "{}", sensitive.len());
        for operation in sensitive {
            let request = written(operation, &id, &nothing());
            let answer = owner.send(operation.method.clone(), &request.to(&[]), request.body).await;
            assert_eq!(answer.to_string(), "403 reauthentication_required", "{}", operation.name());
            if is_member_only(operation) {
                let answer = operation.call(&viewer, &id).await;
                assert_eq!(answer.to_string(), format!("403 forbidden: {}", operation.permission), "{}", operation.name());
            }
        }
    }

    async fn a_stranger_cannot_tell_a_workspace_from_none(kind: Kind) {
        let app = TestApp::new(kind).await;
        let theirs = app.workspace("acme").await.id.to_string();
        let stranger = app.workspace("other").await.owner().await;
        for operation in operations().iter().filter(|o| is_member_only(o)) {
            let answer = operation.call(&stranger, &theirs).await;
            assert_eq!(answer.to_string(), "404 not_found", "{}", operation.name());
            let unknown = operation.call(&stranger, "wsp_01h455vb4pex5vsknk084sn02q").await;
            let without_id = |answer: &Answer| { let mut v = answer.value(); v["request_id"] = json!(""); v };
            assert_eq!(without_id(&answer), without_id(&unknown), "{}", operation.name());
        }
    }

    async fn when_it_cannot_be_decided_nobody_may(kind: Kind) {
        let app = TestApp::new(kind).await;
        let workspace = app.workspace("acme").await;
        let owner = workspace.owner().await;
        assert_eq!(owner.get(&workspace.url("")).await.status, 200);
        app.db().close().await;
        let answer = owner.get(&workspace.url("")).await;
        assert!(matches!(answer.code().as_str(), "unavailable" | "internal"), "{answer}");
        assert!(!answer.text.contains("acme") && !answer.text.to_lowercase().contains("sql"), "{}", answer.text);
    }

    async fn each_role_may_what_the_matrix_says(kind: Kind) {
        let app = TestApp::new(kind).await;
        let workspace = app.workspace("acme").await;
        let id = workspace.id.to_string();
        for role in Role::ALL {
            let member = workspace.member(*role).await;
            for operation in operations().iter().filter(|o| is_member_only(o)) {
                // A stream does not end, and what exists is not in question here: ids name nothing.
                if operation.path.ends_with("/events") || operation.path.ends_with("/numbers/sandbox") {
                    continue;
                }
                let permission = Permission::ALL.iter().find(|p| p.as_str() == operation.permission).unwrap();
                // Whoever leaves is gone: somebody else of the role does it.
                let leaves = operation.path.ends_with("/leave");
                let caller = if leaves { workspace.member(*role).await } else { member.clone() };
                let answer = operation.call(&caller, &id).await;
                if role.grants(*permission) {
                    assert!(!matches!(answer.status, 401 | 403), "{role:?} {}: {answer}", operation.name());
                    assert!(answer.status < 500, "{role:?} {}: {}", operation.name(), answer.text);
                } else {
                    let wanted = format!("403 forbidden: {}", operation.permission);
                    assert_eq!(answer.to_string(), wanted, "{role:?} {}", operation.name());
                }
            }
        }
    }
}

#[test]
fn no_body_takes_a_field_it_does_not_name() {
    for operation in operations().iter().filter(|o| o.has_body) {
        let schema = &operation.document["requestBody"]["content"]["application/json"]["schema"];
        assert!(schema["$ref"].is_string(), "{}: {schema}", operation.name());
        let body = referred(schema);
        for kind in body["oneOf"].as_array().unwrap_or(&vec![body.clone()]) {
            let kind = referred(kind);
            assert_eq!(
                kind["additionalProperties"],
                json!(false),
                "{schema}: deny_unknown_fields is missing"
            );
        }
    }
}

/// The objects in a value, but for texts, which have their languages for names.
fn objects(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(n, item)| objects(item, &format!("{at}/{n}"), found));
        }
        Value::Object(fields) if fields.contains_key("en") => {}
        Value::Object(fields) => {
            found.push(at.to_owned());
            fields.iter().for_each(|(name, field)| objects(field, &format!("{at}/{name}"), found));
        }
        _ => {}
    }
}

#[test]
fn no_part_of_a_draft_takes_a_field_it_does_not_name() {
    let mut n_refused = 0;
    for starter in flow::starters::Starter::ALL {
        let flow = serde_json::to_value(starter.flow()).unwrap();
        let steps = flow["steps"].as_array().unwrap();
        let mut ops: Vec<Value> =
            steps.iter().map(|step| json!({"op": "add_step", "index": 0, "step": step})).collect();
        ops.push(json!({"op": "set_triggers", "triggers": flow["triggers"]}));
        ops.push(json!({"op": "set_text", "step": "s1", "field": {"kind": "item", "index": 0}, "language": "en", "text": null}));
        ops.push(json!({"op": "batch", "ops": [{"op": "remove_step", "step": "s1"}]}));
        let change = json!({"base_revision": 1, "ops": ops});
        let read = |change: &Value| serde_json::from_value::<DraftChange>(change.clone());
        if let Err(error) = read(&change) {
            panic!("{starter:?}: {error}");
        }
        let mut places = Vec::new();
        objects(&change, "", &mut places);
        for place in places {
            let mut more = change.clone();
            more.pointer_mut(&place).unwrap()["workspace_id"] = json!("wsp_01h455vb4pex5vsknk084sn02q");
            assert!(read(&more).is_err(), "{starter:?}: {place} takes anything");
            n_refused += 1;
        }
    }
    assert!(n_refused > 50, "{n_refused}");
}

/// The schema that a reference names, or the schema itself.
fn referred(schema: &Value) -> &Value {
    let name = schema["$ref"].as_str().and_then(|to| to.rsplit('/').next());
    name.map_or(schema, |name| &openapi::document()["components"]["schemas"][name])
}

#[test]
fn every_operation_is_described() {
    for operation in operations() {
        let (document, name) = (&operation.document, operation.name());
        for field in ["operationId", "summary", "x-permission", "security", "tags", "responses"] {
            assert!(!document[field].is_null(), "{name} has no {field}");
        }
        let is_known =
            ["public", "self"].contains(&operation.permission.as_str()) || is_member_only(&operation);
        assert!(is_known, "{name}: x-permission {}", operation.permission);
        for parameter in document["parameters"].as_array().into_iter().flatten() {
            assert!(parameter["description"].as_str().is_some_and(|d| !d.is_empty()), "{name}: {parameter}");
        }
        for (status, response) in document["responses"].as_object().unwrap() {
            assert!(response["description"].as_str().is_some_and(|d| !d.is_empty()), "{name} {status}");
        }
    }
}

#[test]
fn operation_ids_are_unique_and_the_committed_document_is_this_one() {
    let mut ids: Vec<String> = operations().iter().map(|o| o.document["operationId"].to_string()).collect();
    let n_all = ids.len();
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), n_all);
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../openapi/openapi.json");
    let committed = std::fs::read_to_string(file).unwrap_or_default();
    assert!(committed == openapi::text(), "openapi/openapi.json is stale: run `cargo xtask openapi`");
}
