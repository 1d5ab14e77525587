//! What the derived schemas cannot say by themselves.

use std::collections::BTreeSet;

use utoipa::Modify;
use utoipa::openapi::{AllOf, OpenApi, RefOr, Schema};

/// Lets tagged documents through the schemas.
///
/// Each kind of item, ending and trigger is a strict object of its own and, in the document, has a `kind` beside its
/// fields. In a schema that is `allOf` the strict object and an object with `kind`, which nothing satisfies: the strict
/// one must allow `kind`. What reads documents stays strict.
pub struct TaggedKinds;

impl Modify for TaggedKinds {
    fn modify(&self, openapi: &mut OpenApi) {
        let Some(components) = &mut openapi.components else { return };
        let tagged: BTreeSet<String> = components.schemas.values().flat_map(tagged_by).collect();
        for (name, schema) in &mut components.schemas {
            if let RefOr::T(Schema::Object(object)) = schema
                && tagged.contains(name)
            {
                object.additional_properties = None;
            }
        }
    }
}

/// Names of the schemas that this one puts a tag beside.
fn tagged_by(schema: &RefOr<Schema>) -> Vec<String> {
    let RefOr::T(Schema::OneOf(kinds)) = schema else { return Vec::new() };
    let tagged = kinds.items.iter().filter_map(|kind| match kind {
        RefOr::T(Schema::AllOf(AllOf { items, .. })) => items.iter().find_map(|item| match item {
            RefOr::Ref(to) => to.ref_location.rsplit('/').next().map(str::to_owned),
            RefOr::T(_) => None,
        }),
        _ => None,
    });
    tagged.collect()
}
