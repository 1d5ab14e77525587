//! Any bytes as the body of a form request, and as what stands in it: nothing panics or hangs.
#![no_main]

use std::sync::LazyLock;

use libfuzzer_sys::fuzz_target;
use serde_json::Value;
use whatsapp::forms::{Answer, FormKey, Request, open};
use whatsapp::webhook::Wire;

static KEY: LazyLock<FormKey> = LazyLock::new(|| {
    let vectors: Value = serde_json::from_str(include_str!("../../tests/vectors/forms.json")).expect("vectors");
    FormKey::from_pem(vectors["private_pkcs8"].as_str().expect("a key")).expect("a key")
});

fuzz_target!(|body: &[u8]| {
    if let Ok((request, session)) = open(&KEY, body) {
        let answer = if request.is_ping() { Answer::active() } else { Answer::acknowledged() };
        assert!(!session.seal(&answer).is_empty());
    }
    if let Ok(value) = serde_json::from_slice::<Value>(body) {
        if let Ok(request) = Request::from_value(value.clone()) {
            let _ = request.failure();
            assert_eq!(request.to_value(), value, "something was lost");
        }
    }
    if let Ok(text) = std::str::from_utf8(body) {
        let _ = FormKey::from_pem(text);
    }
});
