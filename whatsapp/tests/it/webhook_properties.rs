//! What holds for any bytes and any JSON that could be posted as a webhook.

use proptest::prelude::*;
use serde_json::{Value, json};
use whatsapp::webhook::{Item, parse};

use crate::webhook::events;

/// Any JSON, with the keys that the parser looks for among the others.
fn any_json() -> impl Strategy<Value = Value> {
    let key = prop_oneof![
        Just("entry"),
        Just("changes"),
        Just("value"),
        Just("field"),
        Just("messages"),
        Just("statuses"),
        Just("contacts"),
        Just("metadata"),
        Just("errors"),
        Just("id"),
        Just("type"),
        Just("text"),
        Just("context"),
        Just("x"),
    ];
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        ".{0,8}".prop_map(Value::from),
        Just(json!("messages")),
        Just(json!("interactive")),
    ];
    leaf.prop_recursive(6, 48, 6, move |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 0..5).prop_map(Value::from),
            proptest::collection::vec((key.clone().prop_map(str::to_owned), inner), 0..6)
                .prop_map(|members| Value::Object(members.into_iter().collect())),
        ]
    })
}

/// Bodies with a known number of messages and statuses among arbitrary neighbours.
fn any_body() -> impl Strategy<Value = (Value, Vec<String>)> {
    let change = (0_usize..4, 0_usize..4, any_json(), any_json());
    proptest::collection::vec(proptest::collection::vec(change, 0..4), 0..4).prop_shuffle().prop_map(|entries| {
        let mut ids = Vec::new();
        let mut next = |prefix: &str| {
            ids.push(format!("{prefix}{}", ids.len()));
            ids[ids.len() - 1].clone()
        };
        let mut entry = Vec::new();
        for changes in entries {
            let changes: Vec<_> = changes
                .into_iter()
                .map(|(n_messages, n_statuses, noise, contacts)| {
                    let mut messages: Vec<_> = (0..n_messages).map(|_| json!({ "id": next("m"), "noise": noise, "type": noise })).collect();
                    let mut statuses: Vec<_> = (0..n_statuses).map(|_| json!({ "id": next("s"), "status": "sent", "errors": noise })).collect();
                    messages.push(noise.clone());
                    statuses.insert(0, noise);
                    json!({ "field": "messages", "value": { "messages": messages, "contacts": contacts, "statuses": statuses } })
                })
                .collect();
            entry.push(json!({ "id": "1", "changes": changes }));
        }
        (json!({ "entry": entry }), ids)
    })
}

proptest! {
    #[test]
    fn no_bytes_make_parse_panic(body: Vec<u8>) {
        let _ = parse(&body);
    }

    #[test]
    fn no_json_makes_parse_panic_or_vanishes(body in any_json()) {
        if let Ok(events) = parse(body.to_string().as_bytes()) {
            prop_assert!(!events.is_empty());
        }
    }

    #[test]
    fn damaged_bodies_never_make_parse_panic((body, _) in any_body(), at: prop::sample::Index, byte: u8) {
        let mut body = body.to_string().into_bytes();
        let at = at.index(body.len());
        body[at] = byte;
        let _ = parse(&body);
    }

    #[test]
    fn every_message_and_status_of_a_body_is_kept((body, ids) in any_body()) {
        let mut seen: Vec<_> = events(&body).iter().filter_map(|event| match &event.item {
            Item::Message(message) if message.raw.contains("noise") => Some(message.id.clone()),
            Item::Status(status) if status.wamid.starts_with('s') => Some(status.wamid.clone()),
            _ => None,
        }).collect();
        let mut ids = ids;
        seen.sort();
        ids.sort();
        prop_assert_eq!(seen, ids);
    }
}
