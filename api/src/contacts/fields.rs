//! The fields of a contact, within the limits of the engine.

/// Sets a field of a contact, `null` takes it away. What would be above the engine's limits is left as it is: the engine has
/// noted it, and of two merged contacts the one that stays keeps its own.
pub(crate) fn set_field(
    fields: &mut serde_json::Map<String, serde_json::Value>,
    key: String,
    value: serde_json::Value,
) {
    use flow::limits::{CONTACT_FIELDS, FIELD_VALUE_BYTES, FIELDS_BYTES};
    if value.is_null() {
        fields.remove(&key);
        return;
    }
    let bytes = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string().len(), str::len);
    let others = fields.iter().filter(|(other, _)| **other != key);
    let (count, held) =
        others.fold((0, 0), |(n, held), (key, value)| (n + 1, held + key.len() + bytes(value)));
    let size = bytes(&value);
    if count < CONTACT_FIELDS && size <= FIELD_VALUE_BYTES && held + key.len() + size <= FIELDS_BYTES {
        fields.insert(key, value);
    }
}

#[cfg(test)]
mod tests {
    use super::set_field;

    #[test]
    fn a_contact_takes_only_so_many_and_so_large_fields() {
        let mut fields = serde_json::Map::new();
        for n in 0..200 {
            set_field(&mut fields, format!("f{n}"), "x".into());
        }
        assert_eq!(fields.len(), 100);
        set_field(&mut fields, "f1".into(), "y".repeat(5_000).into());
        assert_eq!(fields["f1"], "x");
        set_field(&mut fields, "f1".into(), serde_json::Value::Null);
        set_field(&mut fields, "new".into(), 7.into());
        assert_eq!((fields.len(), fields.get("f1"), &fields["new"]), (100, None, &7.into()));
        for n in 0..100 {
            set_field(&mut fields, format!("f{n}"), "z".repeat(4_000).into());
        }
        let held: usize = fields.values().map(|value| value.as_str().map_or(0, str::len)).sum();
        assert!(held <= 32 * 1024, "{held}");
    }
}
