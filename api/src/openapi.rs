//! The OpenAPI document: generated from the handlers, then completed with what every operation has.
//!
//! Who may call an operation is read from its handler's signature (`Anyone`, `Webhook`, `Me`, `Cx<P>`), so that the
//! document cannot say anything else than what the extractor does.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use shared::live::LiveEvent;
use shared::{ErrorCode, FieldError, Permission, Problem};
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::AppExt;

use crate::platform::permission;
use crate::routes::{self, SOURCES};

/// Bodies that are enums; they refuse unknown fields like all others.
const STRICT_ENUMS: [&str; 1] = ["PhoneInput"];
const METHODS: [&str; 5] = ["get", "post", "put", "patch", "delete"];

#[derive(OpenApi)]
#[openapi(
    info(
        title = "MGS WA",
        description = "Build, run and manage WhatsApp chatbots. Errors are problem details (RFC 9457) with a stable \
                       `code`; times are RFC 3339 in UTC; ids are TypeIDs; lists are paged by opaque cursors.",
        license(name = "MIT OR Apache-2.0", identifier = "MIT OR Apache-2.0"),
    ),
    components(schemas(Problem, FieldError, ErrorCode, LiveEvent))
)]
struct Base;

/// The document.
#[must_use]
pub fn document() -> &'static Value {
    static DOCUMENT: LazyLock<Value> = LazyLock::new(build);
    &DOCUMENT
}

/// The document as it is written to `openapi/openapi.json`.
#[must_use]
pub fn text() -> String {
    let mut text = serde_json::to_string_pretty(document()).unwrap_or_default();
    text.push('\n');
    text
}

/// The methods of a route's template, for `Allow`.
#[must_use]
pub fn methods_of(template: &str) -> Vec<String> {
    let operations = document().pointer("/paths").and_then(|paths| paths.get(template));
    let known = operations.and_then(Value::as_object);
    known.map(|known| known.keys().map(|method| method.to_ascii_uppercase()).collect()).unwrap_or_default()
}

/// Who may call a handler.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Access {
    Public,
    Machine,
    Myself,
    Member(Permission),
}

fn build() -> Value {
    let (_, mut document) = actix_web::App::new()
        .into_utoipa_app()
        .openapi(Base::openapi())
        .configure(routes::all)
        .split_for_parts();
    flow::TaggedKinds.modify(&mut document);
    let mut document = serde_json::to_value(document).unwrap_or_default();
    for name in STRICT_ENUMS {
        close_variants(&mut document["components"]["schemas"][name]);
    }
    document["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
    document["servers"] = json!([{"url": "/", "description": "This server"}]);
    document["tags"] =
        SOURCES.iter().map(|(tag, source)| json!({"name": tag, "description": head(source)})).collect();
    document["components"]["securitySchemes"] = security_schemes();
    if let Some(paths) = document["paths"].as_object_mut() {
        for (path, operations) in paths {
            for method in METHODS {
                if let Some(operation) = operations.get_mut(method).and_then(Value::as_object_mut) {
                    complete(path, method, operation);
                }
            }
        }
    }
    document
}

/// The first line of a file's documentation.
fn head(source: &str) -> &str {
    source.lines().next().unwrap_or_default().trim_start_matches("//!").trim()
}

/// The derive does not carry `deny_unknown_fields` into the variants of an enum.
fn close_variants(schema: &mut Value) {
    for variant in schema["oneOf"].as_array_mut().into_iter().flatten() {
        variant["additionalProperties"] = json!(false);
    }
}

fn security_schemes() -> Value {
    json!({
        "session": {
            "type": "apiKey", "in": "cookie", "name": "__Host-mgs_access",
            "description": "The session of a signed-in browser; renewed by `refresh_session`."
        },
        "same_origin": {
            "type": "apiKey", "in": "header", "name": "X-MGS-Request",
            "description": "Always `1`. With an `Origin` that is this site, it shows that the request comes from our own pages."
        }
    })
}

fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some((tag, access)) = SOURCES.iter().find_map(|(tag, source)| Some((*tag, access(source, &id)?)))
    else {
        return;
    };
    operation.insert("tags".into(), json!([tag]));
    operation.insert("x-permission".into(), json!(name(access)));
    let is_read = method == "get";
    let session = matches!(access, Access::Myself | Access::Member(_));
    let security = match (session, is_read || access == Access::Machine) {
        (true, true) => json!([{"session": []}]),
        (true, false) => json!([{"session": [], "same_origin": []}]),
        (false, false) => json!([{"same_origin": []}]),
        (false, true) => json!([]),
    };
    operation.insert("security".into(), security);
    let has_body = operation.contains_key("requestBody");
    let has_query = operation
        .get("parameters")
        .and_then(Value::as_array)
        .is_some_and(|all| all.iter().any(|parameter| parameter["in"] == "query"));
    let responses = operation.entry("responses").or_insert_with(|| json!({}));
    if let Some(responses) = responses.as_object_mut() {
        for (status, response) in responses.iter_mut() {
            describe(status, response);
        }
        for status in statuses(path, access, has_body, has_query) {
            responses.entry(status.to_string()).or_insert_with(|| problem(status));
        }
    }
}

/// The problems any operation of this kind can have.
fn statuses(path: &str, access: Access, has_body: bool, has_query: bool) -> Vec<u16> {
    let mut statuses = vec![500, 503];
    if has_query {
        statuses.extend([400, 422]);
    }
    if has_body {
        statuses.extend([400, 408, 413, 415, 422]);
    }
    if path.contains('{') {
        statuses.push(404);
    }
    if matches!(access, Access::Myself | Access::Member(_)) {
        statuses.push(401);
    }
    // Reading as well: in production nothing is answered over plain http.
    if access != Access::Machine {
        statuses.push(403);
    }
    statuses
}

fn describe(status: &str, response: &mut Value) {
    let is_empty = response["description"].as_str().is_none_or(str::is_empty);
    if is_empty {
        response["description"] = json!(match status {
            "200" => "Done.",
            "201" => "Made.",
            "202" => "Taken.",
            "204" => "Done; there is nothing to say.",
            _ => "A problem.",
        });
    }
    let is_error = status.starts_with(['4', '5']);
    if is_error && response.get("content").is_none() {
        response["content"] = problem_content();
    }
}

fn problem(status: u16) -> Value {
    let codes = ErrorCode::ALL.iter().filter(|code| code.status() == status);
    let names: Vec<_> = codes.map(|code| format!("`{}`", code.as_str())).collect();
    json!({"description": format!("A problem: {}.", names.join(", ")), "content": problem_content()})
}

fn problem_content() -> Value {
    json!({"application/problem+json": {"schema": {"$ref": "#/components/schemas/Problem"}}})
}

fn name(access: Access) -> &'static str {
    match access {
        Access::Public | Access::Machine => "public",
        Access::Myself => "self",
        Access::Member(permission) => permission.as_str(),
    }
}

/// Who may call `handler`, from its arguments.
fn access(source: &str, handler: &str) -> Option<Access> {
    let (_, rest) = source.split_once(&format!("async fn {handler}("))?;
    let arguments = rest.split_once("->")?.0;
    if let Some((_, cx)) = arguments.split_once(": Cx<") {
        return permission::by_type_name(cx.split_once('>')?.0.trim()).map(Access::Member);
    }
    let has =
        |kind: &str| arguments.contains(&format!(": {kind},")) || arguments.contains(&format!(": {kind})"));
    [("Me", Access::Myself), ("Anyone", Access::Public), ("Webhook", Access::Machine)]
        .into_iter()
        .find_map(|(kind, access)| has(kind).then_some(access))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Two types of one name would be one schema: whichever comes last.
    #[test]
    fn a_problem_in_the_document_is_the_one_that_is_answered() {
        let schemas = &document()["components"]["schemas"];
        assert!(schemas["Problem"]["properties"]["request_id"].is_object());
        assert!(schemas["FlowProblem"]["properties"]["level"].is_object());
        assert!(
            schemas["ListEndingSection"]["properties"]["rows"]["items"]
                != schemas["ListSection"]["properties"]["rows"]["items"]
        );
    }

    #[test]
    fn access_is_what_the_signature_says() {
        let source = "pub async fn a(cx: Cx<BotsPublish>, path: Path<X>) -> R\n pub async fn b(\n    me: Me,\n) -> R\n\
                      pub async fn c(anyone: Anyone) -> R\n pub async fn d(body: Bytes) -> R";
        assert_eq!(access(source, "a"), Some(Access::Member(Permission::BotsPublish)));
        assert_eq!(access(source, "b"), Some(Access::Myself));
        assert_eq!(access(source, "c"), Some(Access::Public));
        assert_eq!(access(source, "d"), None);
        assert_eq!(access(source, "e"), None);
    }
}
