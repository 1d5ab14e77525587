//! Meta's own request examples, read and written again: the JSON is Meta's, up to what Meta itself treats as the same.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use whatsapp::message::{ContentError, Message, Receipt};

fn examples() -> BTreeMap<String, Value> {
    serde_json::from_str(include_str!("../meta/messages.json")).unwrap()
}

/// Examples that are no message of ours, and what reading them says.
const OTHERS: [(&str, &str); 4] = [
    ("Send Order Details Message", "messages of type interactive.order_details are not supported"),
    ("Send Order Status Message", "messages of type interactive.order_status are not supported"),
    // Meta's example holds booleans as texts; its own pages say `payload`.
    ("Send Sample Issue Resolution Template", "template.components[1].parameters[0].payload is missing"),
    ("Send typing indicator and read receipt", "to is missing"),
];

/// What Meta takes for the same: defaults left out or written, numbers as texts, its own words in capitals.
fn same(mut value: Value) -> Value {
    walk(&mut value);
    let is_typed = value.get("type").is_some();
    let kind = if value.get("interactive").is_some() { "interactive" } else { "text" };
    let object = value.as_object_mut().unwrap();
    object.entry("recipient_type").or_insert(json!("individual"));
    if !is_typed {
        object.insert("type".into(), json!(kind));
    }
    value
}

fn walk(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(walk),
        Value::Object(object) => {
            if object.get("preview_url") == Some(&json!(false)) {
                object.remove("preview_url");
            }
            if let Some(index) = object.get("index").and_then(Value::as_i64) {
                object.insert("index".into(), json!(index.to_string()));
            }
            if let Some(kind) = object.get("sub_type").and_then(Value::as_str) {
                let kind = kind.to_lowercase();
                object.insert("sub_type".into(), json!(kind));
            }
            if let Some(Value::Object(date)) = object.get_mut("date_time") {
                date.retain(|name, _| name == "fallback_value");
            }
            object.values_mut().for_each(walk);
        }
        _ => {}
    }
}

#[test]
fn metas_examples_are_read_and_written_again() {
    let mut read = 0;
    for (name, example) in examples() {
        if OTHERS.iter().any(|(other, _)| *other == name) {
            continue;
        }
        let message = Message::from_graph(&example).unwrap_or_else(|error| panic!("{name}: {error}"));
        let written = serde_json::to_value(&message).unwrap();
        assert_eq!(written, same(example), "{name}");
        assert_eq!(serde_json::from_value::<Message>(written).unwrap(), message, "{name}");
        read += 1;
    }
    assert_eq!(read, 46);
}

#[test]
fn examples_that_are_no_message_of_ours_say_why() {
    let examples = examples();
    for (name, reason) in OTHERS {
        assert_eq!(Message::from_graph(&examples[name]).unwrap_err().to_string(), reason, "{name}");
    }
}

#[test]
fn a_receipt_has_graphs_json_with_and_without_typing() {
    let example = examples()["Send typing indicator and read receipt"].clone();
    let receipt = Receipt::new(example["message_id"].as_str().unwrap());
    assert_eq!(serde_json::to_value(receipt.clone().with_typing()).unwrap(), example);
    assert_eq!(serde_json::to_value(&receipt).unwrap().get("typing_indicator"), None);
}

/// Kinds that Meta's document has no example of, in the words of its pages.
fn newer() -> Vec<(&'static str, Value)> {
    let link = json!({ "name": "cta_url",
        "parameters": { "display_text": "Buy now", "url": "https://example.org/" } });
    vec![
        (
            "cta_url",
            json!({ "type": "cta_url", "body": { "text": "Pay" }, "action": link,
            "header": { "type": "document", "document": { "id": "7", "filename": "a.pdf" } },
            "footer": { "text": "f" } }),
        ),
        (
            "location request",
            json!({ "type": "location_request_message", "body": { "text": "Where?" },
            "action": { "name": "send_location" } }),
        ),
        (
            "contact info request",
            json!({ "type": "request_contact_info", "body": { "text": "Number?" },
            "action": { "name": "request_contact_info" } }),
        ),
        ("address", address()),
        (
            "video header",
            json!({ "type": "button", "body": { "text": "b" },
            "header": { "type": "video", "video": { "id": "1" } },
            "action": { "buttons": [{ "type": "reply", "reply": { "id": "1", "title": "One" } }] } }),
        ),
        (
            "form from its endpoint",
            json!({ "type": "flow", "body": { "text": "b" }, "action": { "name": "flow", "parameters": {
            "flow_message_version": "3", "flow_cta": "Open", "flow_name": "f", "flow_action": "data_exchange" } } }),
        ),
    ]
}

fn address() -> Value {
    json!({ "type": "address_message", "body": { "text": "Where to?" }, "action": {
            "name": "address_message", "parameters": { "country": "IN",
                "values": { "name": "A", "in_pin_code": "400063" },
                "saved_addresses": [{ "id": "a1", "value": { "city": "Mumbai" } }],
                "validation_errors": { "in_pin_code": "We deliver elsewhere" } } } })
}

fn carousels() -> Vec<(&'static str, Value)> {
    let card = |n: usize, action: Value| {
        json!({ "card_index": n, "type": "cta_url", "action": action, "body": { "text": "One\n\nTwo" },
            "header": { "type": "image", "image": { "link": "https://example.org/a.jpeg" } } })
    };
    let link = json!({ "name": "cta_url",
        "parameters": { "display_text": "Buy now", "url": "https://example.org/" } });
    let reply = json!({ "buttons": [
        { "type": "quick_reply", "quick_reply": { "id": "more", "title": "Learn more" } }] });
    let product = |n: usize| {
        json!({ "card_index": n, "type": "product",
        "action": { "product_retailer_id": "sku", "catalog_id": "1" } })
    };
    let carousel = |cards: [Value; 2]| {
        json!({ "type": "carousel", "body": { "text": "b" },
        "action": { "cards": cards } })
    };
    vec![
        ("media carousel with links", carousel([card(0, link.clone()), card(1, link)])),
        ("media carousel with replies", carousel([card(0, reply.clone()), card(1, reply)])),
        ("product carousel", carousel([product(0), product(1)])),
    ]
}

fn template(components: Value) -> Value {
    json!({ "name": "t", "language": { "code": "en_US" }, "components": components })
}

fn button(sub_type: &str, index: &str, parameters: Value) -> Value {
    json!({ "type": "button", "sub_type": sub_type, "index": index, "parameters": parameters })
}

fn header(kind: &str, value: Value) -> Value {
    json!({ "type": "header", "parameters": [{ "type": kind, kind: value }] })
}

fn templates() -> Vec<(&'static str, Value)> {
    let suffix = json!([{ "type": "text", "text": "n3mtql" }]);
    vec![
        (
            "named",
            json!([{ "type": "body", "parameters": [
            { "type": "text", "parameter_name": "first_name", "text": "Jessica" },
            { "type": "text", "parameter_name": "order", "text": "SKBUP2" }] }]),
        ),
        (
            "limited-time offer",
            json!([header("image", json!({ "id": "1" })),
            { "type": "limited_time_offer", "parameters": [{ "type": "limited_time_offer",
                "limited_time_offer": { "expiration_time_ms": 1_209_600_000_i64 } }] },
            button("copy_code", "0", json!([{ "type": "coupon_code", "coupon_code": "CARIBE25" }])),
            button("url", "1", suffix)]),
        ),
        ("video header", json!([header("video", json!({ "link": "https://example.org/v.mp4" }))])),
        ("gif header", json!([header("gif", json!({ "id": "1" }))])),
        ("document header", json!([header("document", json!({ "id": "1", "filename": "a.pdf" }))])),
        (
            "location header",
            json!([header(
                "location",
                json!({ "latitude": 37.5, "longitude": -122.25, "name": "N", "address": "A" })
            )]),
        ),
    ]
}

fn template_buttons() -> Vec<(&'static str, Value)> {
    let payload = json!([{ "type": "payload", "payload": "p" }]);
    let action = |action: Value| json!([{ "type": "action", "action": action }]);
    let product = header("product", json!({ "product_retailer_id": "sku", "catalog_id": "1" }));
    let card = |n: usize| json!({ "card_index": n, "components": [product, button("quick_reply", "0", payload.clone())] });
    let sections = json!([{ "title": "Popular", "product_items": [{ "product_retailer_id": "sku" }] }]);
    vec![
        ("carousel", json!([{ "type": "carousel", "cards": [card(0), card(1)] }])),
        (
            "products",
            json!([button(
                "mpm",
                "0",
                action(json!({ "thumbnail_product_retailer_id": "sku", "sections": sections }))
            )]),
        ),
        ("order", json!([button("order_details", "0", action(json!({ "order_details": { "a": 1 } })))])),
        (
            "call",
            json!([button(
                "voice_call",
                "0",
                json!([{ "type": "ttl_minutes", "ttl_minutes": 100 }, { "type": "payload", "payload": "p" }])
            )]),
        ),
        (
            "tap target",
            json!([{ "type": "tap_target_configuration", "parameters": [{ "type": "tap_target_configuration",
            "tap_target_configuration": [{ "url": "https://example.org/", "title": "T" }] }] }]),
        ),
    ]
}

#[test]
fn newer_kinds_are_read_and_written_again() {
    let interactive =
        newer().into_iter().chain(carousels()).map(|(name, object)| (name, "interactive", object));
    let templates = templates().into_iter().chain(template_buttons());
    let templates = templates.map(|(name, components)| (name, "template", template(components)));
    for (name, kind, object) in interactive.chain(templates) {
        let request = json!({ "messaging_product": "whatsapp", "recipient_type": "individual",
            "recipient": "US.13491208655302741918", "recipient_identity_key_hash": "DF2lS5v2W6x=",
            "biz_opaque_callback_data": "x", "type": kind, kind: object });
        let message = Message::from_graph(&request).unwrap_or_else(|error| panic!("{name}: {error}"));
        assert_eq!(serde_json::to_value(&message).unwrap(), request, "{name}");
    }
}

#[test]
fn what_graph_takes_in_two_ways_is_read_in_both() {
    let location = json!({ "to": "1", "type": "location", "location": {
        "latitude": "37.44216251868683", "longitude": "-122.16153582049394", "name": "", "address": "" } });
    let written = serde_json::to_value(Message::from_graph(&location).unwrap()).unwrap();
    assert_eq!(
        written["location"],
        json!({ "latitude": 37.44216251868683, "longitude": -122.16153582049394 })
    );
    let both = json!({ "to": "1", "recipient": "US.1", "text": { "body": "x" } });
    assert_eq!(serde_json::to_value(Message::from_graph(&both).unwrap()).unwrap()["to"], "1");
    let group = json!({ "recipient_type": "group", "to": "g", "text": { "body": "x" } });
    assert_eq!(Message::from_graph(&group), Err(ContentError::Unsupported { kind: "group".into() }));
}

#[test]
fn a_one_time_code_stands_in_body_and_button() {
    let code = whatsapp::message::Template::authentication("verification_code", "en_US", "J$FpnYnP").unwrap();
    let message = Message::new(whatsapp::message::Recipient::Phone("12015553931".into()), code);
    let text = json!([{ "type": "text", "text": "J$FpnYnP" }]);
    assert_eq!(
        serde_json::to_value(message).unwrap()["template"],
        json!({ "name": "verification_code", "language": { "code": "en_US" }, "components": [
            { "type": "body", "parameters": text },
            { "type": "button", "sub_type": "url", "index": "0", "parameters": text }] })
    );
}
