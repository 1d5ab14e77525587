//! What the OpenAPI document says about flows.

use flow::TaggedKinds;
use serde_json::Value;
use utoipa::OpenApi;

#[derive(OpenApi)]
#[openapi(components(schemas(flow::Flow, flow::Op, flow::Problem, flow::RunEvent, flow::Starter)), modifiers(&TaggedKinds))]
struct Document;

fn references(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::Object(object) => {
            if let Some(Value::String(to)) = object.get("$ref") {
                found.push(to.trim_start_matches('#').to_owned());
            }
            object.values().for_each(|value| references(value, found));
        }
        Value::Array(array) => array.iter().for_each(|value| references(value, found)),
        _ => {}
    }
}

#[test]
fn every_schema_is_there_and_kinds_may_be_tagged() {
    let document = serde_json::to_value(Document::openapi()).unwrap();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(found.len() > 40);
    for to in found {
        assert!(document.pointer(&to).is_some(), "{to}");
    }
    let schemas = &document["components"]["schemas"];
    assert_eq!(schemas["Flow"]["additionalProperties"], false);
    assert_eq!(schemas["ContinueEnding"]["additionalProperties"], Value::Null);
}
