//! Any bytes as a webhook: nothing panics or hangs, no body vanishes, and what is read is written back.
#![no_main]

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use whatsapp::signature::{challenge, verify};
use whatsapp::webhook::{Item, Webhook, Wire, parse};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";

fuzz_target!(|body: &[u8]| {
    let _ = verify([SECRET], [body], body);
    if let Ok(text) = std::str::from_utf8(body) {
        let _ = challenge("token", "subscribe", "token", text);
    }
    if let Ok(events) = parse(body) {
        assert!(!events.is_empty(), "a body vanished");
        for event in events {
            match event.item {
                Item::Message(message) => assert_eq!(Wire::from_value(message.to_value()), Ok(message)),
                Item::Status(status) => assert_eq!(Wire::from_value(status.to_value()), Ok(status)),
                Item::Notice(notice) => drop(notice.to_value()),
                Item::Broken { .. } => {}
            }
        }
    }
    if let Ok(value @ Value::Object(_)) = serde_json::from_slice(body) {
        let webhook = Webhook::from_value(value.clone()).expect("any object is a webhook");
        assert_eq!(webhook.to_value(), value, "something was lost");
        let _ = webhook.unknown();
    }
});
