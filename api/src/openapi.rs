//! The OpenAPI document: generated from the handlers, then completed with what every operation has.
//!
//! Who may call an operation is read from its handler's signature (`Anyone`, `Webhook`, `Me`, `Cx<P>`), so that the
//! document cannot say anything else than what the extractor does.

mod etags;
mod kinds;

use std::sync::LazyLock;

use serde_json::{Map, Value, json};
use shared::live::LiveEvent;
use shared::{ErrorCode, FieldError, Permission, Problem};
use utoipa::{Modify, OpenApi};
use utoipa_actix_web::AppExt;

use crate::platform::{once, permission};
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

/// Who may call a handler, and how.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Calling {
    access: Access,
    /// The password must have been proved a moment ago.
    is_fresh: bool,
    /// A key with the permission may call as well.
    is_by_key: bool,
    /// An `Idempotency-Key` is honoured.
    is_once: bool,
    /// `If-Match` is honoured.
    is_guarded: bool,
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
    refer_to_items(&mut document["components"]["schemas"]);
    kinds::name_kinds(&mut document);
    document["info"]["version"] = json!(env!("CARGO_PKG_VERSION"));
    document["servers"] = json!([{"url": "/", "description": "This server"}]);
    document["tags"] =
        SOURCES.iter().map(|(tag, source)| json!({"name": tag, "description": head(source)})).collect();
    document["components"]["securitySchemes"] = security_schemes();
    document["components"]["headers"] = headers();
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

/// A page holds what has a schema of its own, and not another one that looks the same.
fn refer_to_items(schemas: &mut Value) {
    let Some(schemas) = schemas.as_object_mut() else { return };
    let names: Vec<String> = schemas.keys().cloned().collect();
    for (page, schema) in schemas.iter_mut() {
        let item = page.strip_prefix("Page_").and_then(|item| names.iter().find(|name| *name == item));
        if let Some(item) = item {
            schema["properties"]["items"]["items"] = json!({"$ref": format!("#/components/schemas/{item}")});
        }
    }
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
        "api_key": {
            "type": "http", "scheme": "bearer", "bearerFormat": "mgs_…",
            "description": "An API key of the workspace, with the scope that `x-permission` names: `Authorization: Bearer mgs_…`."
        },
        "same_origin": {
            "type": "apiKey", "in": "header", "name": "X-MGS-Request",
            "description": "Always `1`. With an `Origin` that is this site, it shows that the request comes from our own pages."
        }
    })
}

fn complete(path: &str, method: &str, operation: &mut Map<String, Value>) {
    let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let Some((tag, calling)) = SOURCES.iter().find_map(|(tag, source)| Some((*tag, calling(source, &id)?)))
    else {
        return;
    };
    let access = calling.access;
    operation.insert("tags".into(), json!([tag]));
    operation.insert("x-permission".into(), json!(name(access)));
    if calling.is_fresh {
        operation.insert("x-reauthentication".into(), json!(true));
    }
    if calling.is_once
        && let Some(all) = operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut()
    {
        all.push(idempotency_key());
    }
    operation.insert("security".into(), security(calling, method == "get"));
    etags::describe(operation, method == "get", calling.is_guarded);
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
        let once: &[u16] = if calling.is_once { &[400, 422] } else { &[] };
        for status in statuses(path, access, has_body, has_query).into_iter().chain(once.iter().copied()) {
            responses.entry(status.to_string()).or_insert_with(|| problem(status));
        }
        if access != Access::Machine {
            for (status, response) in
                responses.iter_mut().filter(|(status, _)| status.starts_with('2') || *status == "429")
            {
                describe_limits(status, response);
            }
        }
    }
}

/// What a caller sends to be let in; one of the list is enough.
fn security(calling: Calling, is_read: bool) -> Value {
    let session = if is_read { json!({"session": []}) } else { json!({"session": [], "same_origin": []}) };
    match calling.access {
        Access::Machine => json!([]),
        Access::Public if is_read => json!([]),
        Access::Public => json!([{"same_origin": []}]),
        Access::Member(permission) if calling.is_by_key && permission.is_for_keys() => {
            json!([session, {"api_key": []}])
        }
        Access::Myself | Access::Member(_) => json!([session]),
    }
}

fn idempotency_key() -> Value {
    json!({
        "name": "Idempotency-Key", "in": "header", "required": false,
        "description": "A text of your own for this request, such as a UUID. Sent again with the same body within 24 hours, \
                        it is answered as the first time, with `Idempotency-Replayed: true`, and nothing happens twice.",
        "schema": {"type": "string", "minLength": 1, "maxLength": once::KEY_MAX_CHARS, "pattern": "^[!-~]+$"}
    })
}

/// The headers that say how many requests are left.
fn describe_limits(status: &str, response: &mut Value) {
    let header = |name: &str| json!({"$ref": format!("#/components/headers/{name}")});
    for name in ["RateLimit", "RateLimit-Policy"] {
        response["headers"][name] = header(name);
    }
    if status == "429" {
        response["headers"]["Retry-After"] = header("Retry-After");
    }
}

fn headers() -> Value {
    json!({
        "ETag": etags::header(),
        "RateLimit": {
            "description": "For each limit the requests that are left (`r`) and the seconds until all are there again (`t`).",
            "schema": {"type": "string"}, "example": "\"session\";r=1199;t=1"
        },
        "RateLimit-Policy": {
            "description": "Each limit: requests (`q`) in a window of seconds (`w`).",
            "schema": {"type": "string"}, "example": "\"session\";q=1200;w=60"
        },
        "Retry-After": {
            "description": "Seconds until the next request is taken.", "schema": {"type": "integer", "minimum": 1}
        }
    })
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
        // A key in the address.
        statuses.extend([400, 403, 429]);
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

/// Who may call `handler`, and how, from its arguments and its body.
fn calling(source: &str, handler: &str) -> Option<Calling> {
    let (_, rest) = source.split_once(&format!("async fn {handler}("))?;
    let (arguments, rest) = rest.split_once("->")?;
    let body = rest.split_once("\n}").map_or(rest, |(body, _)| body);
    let is_fresh = arguments.contains("Fresh<");
    let is_once = body.contains(".begin_once()") || body.contains(".answer_again()");
    let is_by_key = !is_fresh && !arguments.contains("InPerson<");
    let plain =
        arguments.replace("Fresh<Me>", "Me").replace("Fresh<Cx<", "Cx<").replace("InPerson<Cx<", "Cx<");
    let is_guarded = body.contains(".if_match(");
    Some(Calling { access: access(&plain)?, is_fresh, is_by_key, is_once, is_guarded })
}

fn access(arguments: &str) -> Option<Access> {
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
    fn names_that_a_macro_made_are_those_of_the_wire() {
        let schemas = &document()["components"]["schemas"];
        assert_eq!(schemas["Permission"]["enum"], json!(Permission::ALL));
        assert_eq!(schemas["ErrorCode"]["enum"], json!(ErrorCode::ALL));
    }

    #[test]
    fn access_is_what_the_signature_says() {
        let access = |source: &str, handler: &str| calling(source, handler).map(|calling| calling.access);
        let source = "pub async fn a(cx: Cx<BotsPublish>, path: Path<X>) -> R\n pub async fn b(\n    me: Me,\n) -> R\n\
                      pub async fn c(anyone: Anyone) -> R\n pub async fn d(body: Bytes) -> R";
        assert_eq!(access(source, "a"), Some(Access::Member(Permission::BotsPublish)));
        assert_eq!(access(source, "b"), Some(Access::Myself));
        assert_eq!(access(source, "c"), Some(Access::Public));
        assert_eq!(access(source, "d"), None);
        assert_eq!(access(source, "e"), None);
        let source = "async fn f(me: Fresh<Me>) -> R {\n}\nasync fn g(cx: Fresh<Cx<BotsEdit>>) -> R {\n    cx.begin_once()\n}\n";
        let member = Access::Member(Permission::BotsEdit);
        assert_eq!(
            calling(source, "f"),
            Some(Calling {
                access: Access::Myself,
                is_fresh: true,
                is_by_key: false,
                is_once: false,
                is_guarded: false
            })
        );
        assert_eq!(
            calling(source, "g"),
            Some(Calling {
                access: member,
                is_fresh: true,
                is_by_key: false,
                is_once: true,
                is_guarded: false
            })
        );
        let source = "async fn h(cx: InPerson<Cx<BotsEdit>>) -> R {\n    cx.if_match(x)\n}\n";
        assert_eq!(
            calling(source, "h"),
            Some(Calling {
                access: member,
                is_fresh: false,
                is_by_key: false,
                is_once: false,
                is_guarded: true
            })
        );
    }
}
