//! What an enum can be, as schemas with names of their own.
//!
//! The derive writes the kinds of a tagged enum into it, nameless. Generators of clients then make names up (`OpType0`), and
//! some refuse a kind that holds its own enum. With names, and a `discriminator` that says which belongs to which tag, a
//! client has a type for each.

use serde_json::{Map, Value, json};

/// Gives every kind of every tagged enum a name: `StepEnding` and its tag `ask` make `StepEndingAsk`.
pub(super) fn name_kinds(document: &mut Value) {
    let Some(schemas) = document["components"]["schemas"].as_object_mut() else { return };
    let enums: Vec<String> = schemas.keys().cloned().collect();
    for name in enums {
        let Some((property, kinds)) = kinds_of(&schemas[&name]) else { continue };
        let named: Vec<(String, String, Value)> =
            kinds.into_iter().map(|(tag, kind)| (pascal(&name, &tag), tag, kind)).collect();
        if named.iter().any(|(new, ..)| schemas.contains_key(new)) {
            continue;
        }
        let reference = |new: &str| format!("#/components/schemas/{new}");
        let mapping: Map<String, Value> =
            named.iter().map(|(new, tag, _)| (tag.clone(), json!(reference(new)))).collect();
        let references: Vec<Value> = named.iter().map(|(new, ..)| json!({"$ref": reference(new)})).collect();
        schemas[&name]["oneOf"] = json!(references);
        schemas[&name]["discriminator"] = json!({"propertyName": property, "mapping": mapping});
        schemas.extend(named.into_iter().map(|(new, _, kind)| (new, kind)));
    }
}

/// The property that tells the kinds of an enum apart, and each kind with its tag; `None` when this is no tagged enum.
fn kinds_of(schema: &Value) -> Option<(String, Vec<(String, Value)>)> {
    let kinds = schema["oneOf"].as_array()?;
    let tagged: Option<Vec<_>> = kinds.iter().map(|kind| Some((tag(kind)?, kind.clone()))).collect();
    let tagged = tagged?;
    let ((property, _), _) = tagged.first()?.clone();
    let is_one = tagged.iter().all(|((other, _), _)| *other == property);
    is_one.then(|| (property, tagged.into_iter().map(|((_, tag), kind)| (tag, kind)).collect()))
}

/// The required property of a kind that has one possible value, and that value.
fn tag(kind: &Value) -> Option<(String, String)> {
    let parts = kind["allOf"].as_array().map_or(std::slice::from_ref(kind), Vec::as_slice);
    parts.iter().find_map(|part| {
        let required = part["required"].as_array()?;
        part["properties"].as_object()?.iter().find_map(|(name, property)| {
            match property["enum"].as_array()?.as_slice() {
                [only] if required.contains(&json!(name)) => Some((name.clone(), only.as_str()?.to_owned())),
                _ => None,
            }
        })
    })
}

/// `Op` and `add_step`: `OpAddStep`.
fn pascal(name: &str, tag: &str) -> String {
    let words = tag.split('_').map(|word| {
        let (first, rest) = word.split_at_checked(1).unwrap_or(("", word));
        first.to_ascii_uppercase() + rest
    });
    std::iter::once(name.to_owned()).chain(words).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::openapi::document;

    #[test]
    fn each_kind_has_a_name_and_its_tag_leads_to_it() {
        let mut document = json!({"components": {"schemas": {
            "Op": {"oneOf": [
                {"type": "object", "required": ["op"], "properties": {"op": {"enum": ["add_step"]}}},
                {"allOf": [{"$ref": "#/x"}, {"required": ["op"], "properties": {"op": {"enum": ["batch"]}}}]},
            ]},
            "Maybe": {"oneOf": [{"$ref": "#/components/schemas/Op"}, {"type": "null"}]},
        }}});
        let maybe = document["components"]["schemas"]["Maybe"].clone();
        name_kinds(&mut document);
        let schemas = &document["components"]["schemas"];
        assert_eq!(
            schemas["Op"]["oneOf"],
            json!([{"$ref": "#/components/schemas/OpAddStep"}, {"$ref": "#/components/schemas/OpBatch"}])
        );
        assert_eq!(schemas["Op"]["discriminator"]["mapping"]["batch"], "#/components/schemas/OpBatch");
        assert_eq!(schemas["OpBatch"]["allOf"][0]["$ref"], "#/x");
        assert_eq!(schemas["Maybe"], maybe);
    }

    #[test]
    fn no_kind_of_the_document_is_nameless() {
        let schemas = document()["components"]["schemas"].as_object().unwrap();
        let nameless: Vec<_> =
            schemas.iter().filter(|(_, schema)| kinds_of(schema).is_some()).map(|(name, _)| name).collect();
        assert!(nameless.is_empty(), "{nameless:?}");
        assert!(schemas.contains_key("OpBatch"));
    }
}
