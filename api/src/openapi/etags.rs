//! What the document says of `ETag`, `If-None-Match` and `If-Match`.

use serde_json::{Map, Value, json};

/// Adds to an operation: one that reads a document answers its tag, and takes one; a change that `is_guarded` takes one too.
pub(super) fn describe(operation: &mut Map<String, Value>, is_read: bool, is_guarded: bool) {
    let Some(responses) = operation.get_mut("responses").and_then(Value::as_object_mut) else { return };
    let has_document =
        responses.get("200").is_some_and(|answer| answer["content"]["application/json"].is_object());
    let is_read = is_read && has_document;
    if is_read {
        let unchanged = json!({"description": "It is as it was: `If-None-Match` names its state."});
        responses.insert("304".into(), unchanged);
    }
    if is_guarded {
        responses.insert("412".into(), super::problem(412));
    }
    for status in ["200", "304"] {
        if let Some(response) = responses.get_mut(status).filter(|_| is_read || is_guarded) {
            response["headers"]["ETag"] = json!({"$ref": "#/components/headers/ETag"});
        }
    }
    let parameters = [(is_read, if_none_match()), (is_guarded, if_match())];
    let parameters = parameters.into_iter().filter_map(|(takes, parameter)| takes.then_some(parameter));
    if (is_read || is_guarded)
        && let Some(all) = operation.entry("parameters").or_insert_with(|| json!([])).as_array_mut()
    {
        all.extend(parameters);
    }
}

/// The header, for the document's components.
pub(super) fn header() -> Value {
    json!({
        "description": "The state of the document, for `If-None-Match` and `If-Match`. It changes whenever anything in it does.",
        "schema": {"type": "string"}, "example": "\"8c7dd922ad47494fc02c388e12c00eac\""
    })
}

fn if_none_match() -> Value {
    json!({
        "name": "If-None-Match", "in": "header", "required": false,
        "description": "`ETag` of an answer one has: when that is what would be answered, the answer is 304 and empty.",
        "schema": {"type": "string"}
    })
}

fn if_match() -> Value {
    json!({
        "name": "If-Match", "in": "header", "required": false,
        "description": "`ETag` of the document one has seen: when it has changed since, nothing is done, and the answer is 412 \
                        with the document in `current`.",
        "schema": {"type": "string"}
    })
}
