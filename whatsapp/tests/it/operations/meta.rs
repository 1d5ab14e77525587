//! Meta's document as the judge of requests, and where it is behind Meta's own pages.

use std::sync::LazyLock;

use serde_json::Value;

use super::server::Request;

static OPERATIONS: LazyLock<Vec<Value>> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../meta/operations.json")).unwrap());

/// Query fields and parts of bodies that Meta's pages have and its document of v23.0 does not.
const NEWER: [(&str, &str, &[&str]); 9] = [
    // Templates, Template management.
    (
        "GET",
        "/{Version}/{WABA-ID}/message_templates",
        &["fields", "name_or_content", "status", "category", "language", "quality_score", "limit", "after"],
    ),
    ("DELETE", "/{Version}/{WABA-ID}/message_templates", &["hsm_ids"]),
    ("GET", "/{Version}/{TEMPLATE_ID}", &["fields"]),
    // Business phone numbers, Media: `type` stands on the page and in the Postman collection.
    ("POST", "/{Version}/{Phone-Number-ID}/media", &["type"]),
    // Block users.
    ("GET", "/{Version}/{Phone-Number-ID}/block_users", &["limit", "after"]),
    // Flows, Flows API; Graph API, Paginated results.
    ("GET", "/{Version}/{WABA-ID}/flows", &["limit", "after"]),
    ("POST", "/{Version}/{WABA-ID}/flows", &["flow_json", "publish"]),
    ("POST", "/{Version}/{Flow-ID}", &["application_id"]),
    ("GET", "/{Version}/{Flow-ID}/assets", &["limit", "after"]),
];

pub fn paths() -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    OPERATIONS.iter().map(|operation| (text(&operation["method"]), text(&operation["path"]))).collect()
}

fn operation(method: &str, path: &str) -> &'static Value {
    let is = |operation: &&Value| operation["method"] == method && operation["path"] == path;
    OPERATIONS.iter().find(is).unwrap_or_else(|| panic!("{method} {path} is not in Meta's document"))
}

/// An answer of Meta's document.
pub fn answer(method: &str, path: &str, n: usize) -> Value {
    operation(method, path)["answers"][n].clone()
}

/// Holds a request against Meta's document.
pub fn check(request: &Request, method: &str, path: &str) {
    let operation = operation(method, path);
    assert_eq!(request.method, method, "{path}");
    assert_path(&request.path, path);
    assert_eq!(request.headers["authorization"], "Bearer T", "{method} {path}");
    let newer = NEWER.iter().find(|row| row.0 == method && row.1 == path).map_or(&[][..], |row| row.2);
    for name in request.query.keys() {
        let is_known = operation["query"].as_array().unwrap().iter().any(|known| known == name);
        assert!(is_known || newer.contains(&name.as_str()), "{method} {path} has no {name} in its query");
    }
    let Some(bodies) = operation.get("body") else {
        assert!(path.ends_with("/messages") || request.body.is_empty(), "{method} {path} has no body");
        return;
    };
    if method == "GET" {
        return;
    }
    let content_type = request.headers["content-type"].split(';').next().unwrap();
    let schema =
        bodies.get(content_type).unwrap_or_else(|| panic!("{method} {path} takes no {content_type}"));
    if content_type == "multipart/form-data" {
        for name in request.parts().keys() {
            let is_known = schema["properties"].get(name).is_some() || newer.contains(&name.as_str());
            assert!(is_known, "{method} {path} has no part {name}");
        }
    } else if let Err(problem) = validate(schema, &request.json(), "") {
        panic!("{method} {path}: {problem}");
    }
}

pub fn assert_path(actual: &str, template: &str) {
    let (mut actual_parts, mut parts) = (actual.split('/'), template.split('/'));
    loop {
        match (actual_parts.next(), parts.next()) {
            (None, None) => return,
            (Some(version), Some("{Version}")) => assert_eq!(version, "v25.0"),
            (Some(id), Some(name)) if name.starts_with('{') => assert!(!id.is_empty(), "{actual} {template}"),
            (actual_part, part) => assert_eq!(actual_part, part, "{actual} is not {template}"),
        }
    }
}

/// As much of JSON Schema as Meta's document uses; what a schema does not name is allowed.
fn validate(schema: &Value, value: &Value, place: &str) -> Result<(), String> {
    let fail = |what: &str| Err(format!("{place} {value}: {what} {schema}"));
    for all in schema["allOf"].as_array().into_iter().flatten() {
        validate(all, value, place)?;
    }
    for choice in ["oneOf", "anyOf"] {
        if let Some(choices) = schema.get(choice).and_then(Value::as_array)
            && !choices.iter().any(|choice| validate(choice, value, place).is_ok())
        {
            return fail("none of");
        }
    }
    if !is_of_type(schema, value) {
        return fail("another type than");
    }
    if schema.get("enum").and_then(Value::as_array).is_some_and(|words| !words.contains(value)) {
        return fail("not one of");
    }
    let size = |name: &str| schema.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    let within = |n: usize, least: &str, most: &str| {
        size(least).is_none_or(|least| n >= least) && size(most).is_none_or(|most| n <= most)
    };
    match value {
        Value::String(text) if !within(text.chars().count(), "minLength", "maxLength") => fail("length of"),
        Value::Array(items) if !within(items.len(), "minItems", "maxItems") => fail("number of"),
        Value::Array(items) => items.iter().try_for_each(|item| validate(&schema["items"], item, place)),
        Value::Object(object) => {
            for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
                if !object.contains_key(name) {
                    return fail(&format!("{name} is required by"));
                }
            }
            object.iter().try_for_each(|(name, value)| {
                validate(&schema["properties"][name], value, &format!("{place}/{name}"))
            })
        }
        _ => Ok(()),
    }
}

fn is_of_type(schema: &Value, value: &Value) -> bool {
    match schema.get("type").and_then(Value::as_str) {
        Some("object") => value.is_object(),
        Some("array") => value.is_array(),
        Some("string") => value.is_string(),
        Some("boolean") => value.is_boolean(),
        Some("integer") => value.is_i64(),
        Some("number") => value.is_number(),
        _ => true,
    }
}

#[test]
fn the_judge_refuses_what_the_document_does_not_have() {
    let schema = &operation("POST", "/{Version}/{Phone-Number-ID}/register")["body"]["application/json"];
    let valid = serde_json::json!({ "messaging_product": "whatsapp", "pin": "123456" });
    assert_eq!(validate(schema, &valid, ""), Ok(()));
    for (field, value) in [("pin", Value::from("12345")), ("pin", Value::from(123456)), ("tier", "X".into())]
    {
        let mut invalid = valid.clone();
        invalid[field] = value;
        assert!(validate(schema, &invalid, "").is_err(), "{invalid}");
    }
    assert!(validate(schema, &serde_json::json!({ "pin": "123456" }), "").is_err());
}
