//! What holds for any bytes and any JSON that could be posted as a webhook.

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Value, json};
use whatsapp::webhook::{Event, Item, Webhook, Wire, parse};

use crate::fixtures::{committed, files};
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

/// Every entry of the committed payloads, with what it is read as.
fn entries() -> &'static [(Value, Vec<Event>)] {
    static ENTRIES: LazyLock<Vec<(Value, Vec<Event>)>> = LazyLock::new(|| {
        let bodies: Vec<Value> =
            files(&committed()).values().map(|body| serde_json::from_slice(body).unwrap()).collect();
        let entries = bodies.iter().flat_map(|body| body["entry"].as_array().unwrap());
        entries.map(|entry| (entry.clone(), events(&json!({ "entry": [entry] })))).collect()
    });
    &ENTRIES
}

/// The JSON pointers of everything in a value, itself included.
fn places(value: &Value) -> Vec<String> {
    let below = |key: &str, value: &Value| -> Vec<String> {
        let key = key.replace('~', "~0").replace('/', "~1");
        places(value).into_iter().map(|place| format!("/{key}{place}")).collect()
    };
    let inner: Vec<String> = match value {
        Value::Object(members) => members.iter().flat_map(|(key, value)| below(key, value)).collect(),
        Value::Array(values) => {
            values.iter().enumerate().flat_map(|(at, value)| below(&at.to_string(), value)).collect()
        }
        _ => Vec::new(),
    };
    std::iter::once(String::new()).chain(inner).collect()
}

/// An entry of the committed payloads with anything in the place of one of its parts, and its place among the others.
fn damaged_entry() -> impl Strategy<Value = (usize, Value)> {
    (0..entries().len(), any::<prop::sample::Index>(), any_json()).prop_map(|(at, place, anything)| {
        let mut entry = entries()[at].0.clone();
        let places = places(&entry);
        *entry.pointer_mut(&places[place.index(places.len())]).unwrap() = anything;
        (at, entry)
    })
}

proptest! {
    // Each case reads all payloads.
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn whatever_is_put_in_the_place_of_a_part_harms_nothing_else((at, damaged) in damaged_entry()) {
        let mut all: Vec<&Value> = entries().iter().map(|(entry, _)| entry).collect();
        all[at] = &damaged;
        let events = parse(json!({ "entry": all }).to_string().as_bytes()).unwrap();
        let expected = |entries: &[(Value, Vec<Event>)]| -> Vec<Event> {
            entries.iter().flat_map(|(_, events)| events.clone()).collect()
        };
        let (before, after) = (expected(&entries()[..at]), expected(&entries()[at + 1..]));
        prop_assert!(events.starts_with(&before));
        prop_assert!(events.ends_with(&after));
    }

}

proptest! {
    #[test]
    fn whatever_is_put_in_the_place_of_a_part_is_written_back((_, damaged) in damaged_entry()) {
        let body = json!({ "object": "whatsapp_business_account", "entry": [damaged] });
        let webhook = Webhook::from_value(body.clone()).unwrap();
        prop_assert_eq!(webhook.to_value(), body);
        for event in events(&webhook.to_value()) {
            match event.item {
                Item::Message(message) => prop_assert_eq!(Wire::from_value(message.to_value()), Ok(message)),
                Item::Status(status) => prop_assert_eq!(Wire::from_value(status.to_value()), Ok(status)),
                Item::Notice(_) | Item::Broken { .. } => {}
            }
        }
    }

    #[test]
    fn any_object_is_a_webhook_that_is_written_as_it_was_read(body in any_json()) {
        match Webhook::from_value(body.clone()) {
            Ok(webhook) => prop_assert_eq!(webhook.to_value(), body),
            Err(back) => {
                prop_assert!(!body.is_object());
                prop_assert_eq!(back, body);
            }
        }
    }

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
            Item::Message(message) if message.extra.contains_key("noise") => Some(message.id.to_string()),
            Item::Status(status) if status.wamid.starts_with('s') => Some(status.wamid.to_string()),
            _ => None,
        }).collect();
        let mut ids = ids;
        seen.sort();
        ids.sort();
        prop_assert_eq!(seen, ids);
    }
}
