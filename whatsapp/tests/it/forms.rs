//! The form endpoint, against what Node's crypto made (`tests/vectors/forms.mjs`).

use std::sync::LazyLock;

use proptest::prelude::*;
use serde_json::{Map, Value, json};
use whatsapp::forms::{Action, Answer, FormError, FormKey, KeyError, Request, Session, open};
use whatsapp::webhook::Wire;

fn vectors() -> Value {
    serde_json::from_str(include_str!("../vectors/forms.json")).unwrap()
}

fn key() -> &'static FormKey {
    static KEY: LazyLock<FormKey> =
        LazyLock::new(|| FormKey::from_pem(vectors()["private_pkcs8"].as_str().unwrap()).unwrap());
    &KEY
}

fn opened(body: &Value) -> Result<(Request, Session), FormError> {
    open(key(), body.to_string().as_bytes())
}

fn refusal(body: &Value) -> FormError {
    opened(body).map(|(request, _)| request).unwrap_err()
}

#[test]
fn what_node_encrypted_is_opened_and_the_answer_sealed_as_node_seals_it() {
    let vectors = vectors();
    let vectors = vectors["vectors"].as_array().unwrap();
    assert_eq!(vectors.len(), 4);
    for vector in vectors {
        let (request, session) = opened(&vector["body"]).unwrap();
        assert_eq!(request.to_value(), vector["request"]);
        let answer = Answer::other(vector["answer"].as_object().unwrap().clone());
        assert_eq!(session.seal(&answer), vector["sealed_answer"].as_str().unwrap(), "{}", vector["name"]);
    }
}

#[test]
fn a_request_says_what_is_asked() {
    let vectors = vectors();
    let request = |name: &str| {
        let vector =
            vectors["vectors"].as_array().unwrap().iter().find(|vector| vector["name"] == name).unwrap();
        opened(&vector["body"]).unwrap().0
    };
    assert!(request("ping").is_ping());
    assert_eq!((request("init").action, request("init").screen.as_deref()), (Some(Action::Init), Some("")));
    let exchange = request("exchange");
    assert_eq!(exchange.action, Some(Action::DataExchange));
    assert_eq!(exchange.flow_token.as_deref(), Some("token-1"));
    assert_eq!(
        (exchange.data.as_ref().unwrap()["name"].as_str(), exchange.failure()),
        (Some("Zoë 😀"), None)
    );
    assert_eq!(exchange.unknown(), ["/of_tomorrow"]);
    let failure = request("failure").failure().unwrap();
    assert_eq!(failure.error, "INVALID_SCREEN_TRANSITION");
    assert_eq!(failure.message.as_deref(), Some("no such screen"));
}

#[test]
fn answers_have_metas_shape_and_status() {
    let data: Map<String, Value> = json!({ "a": 1 }).as_object().unwrap().clone();
    let cases = [
        (Answer::active(), 200, json!({ "data": { "status": "active" } })),
        (Answer::acknowledged(), 200, json!({ "data": { "acknowledged": true } })),
        (Answer::screen("NEXT", data.clone()), 200, json!({ "screen": "NEXT", "data": { "a": 1 } })),
        (
            Answer::refused("SAME", "no", data.clone()),
            200,
            json!({ "screen": "SAME", "data": { "a": 1, "error_message": "no" } }),
        ),
        (
            Answer::finished("t", data),
            200,
            json!({ "screen": "SUCCESS", "data": { "extension_message_response": { "params": { "flow_token": "t", "a": 1 } } } }),
        ),
        (Answer::token_invalid("too late"), 427, json!({ "error_msg": "too late" })),
    ];
    for (answer, status, body) in cases {
        assert_eq!((answer.http_status(), answer.to_value()), (status, body));
    }
}

#[test]
fn what_was_encrypted_otherwise_is_refused_in_one_way() {
    let vectors = vectors();
    let refused = vectors["refused"].as_object().unwrap();
    assert_eq!(refused.len(), 4);
    for (name, body) in refused {
        let error = refusal(body);
        assert_eq!((error, error.http_status()), (FormError::CannotDecrypt, 421), "{name}");
    }
    let other = FormKey::from_pem(vectors["other_private"].as_str().unwrap()).unwrap();
    let body = vectors["vectors"][0]["body"].to_string();
    assert_eq!(open(&other, body.as_bytes()).map(|_| ()).unwrap_err(), FormError::CannotDecrypt);
}

#[test]
fn every_changed_byte_is_noticed() {
    let body = vectors()["vectors"][0]["body"].clone();
    for part in ["encrypted_flow_data", "encrypted_aes_key", "initial_vector"] {
        let text = body[part].as_str().unwrap();
        for at in [0, text.len() / 2] {
            let other = if text.as_bytes()[at] == b'A' { "B" } else { "A" };
            let mut changed = body.clone();
            changed[part] = format!("{}{other}{}", &text[..at], &text[at + 1..]).into();
            assert_eq!(refusal(&changed), FormError::CannotDecrypt, "{part} {at}");
        }
    }
}

#[test]
fn what_is_no_request_is_told_from_what_cannot_be_decrypted() {
    let body = vectors()["vectors"][0]["body"].clone();
    let mut without_vector = body.clone();
    without_vector["initial_vector"] = "AAAA".into();
    let mut no_base64 = body.clone();
    no_base64["encrypted_flow_data"] = "%%%".into();
    let mut missing = body;
    missing.as_object_mut().unwrap().remove("encrypted_aes_key");
    for body in [without_vector, no_base64, missing, json!([]), json!({}), json!(null)] {
        let error = refusal(&body);
        assert_eq!((error, error.http_status()), (FormError::NotARequest, 400), "{body}");
    }
    let error = refusal(&vectors()["not_an_object"]);
    assert_eq!((error, error.http_status()), (FormError::NotUnderstood, 400));
}

#[test]
fn a_key_is_read_in_both_formats_and_only_in_metas_size() {
    let vectors = vectors();
    let read = |name: &str| FormKey::from_pem(vectors[name].as_str().unwrap());
    let public = vectors["public"].as_str().unwrap();
    assert_eq!(read("private_pkcs8").unwrap().public_pem().unwrap(), public);
    assert_eq!(read("private_pkcs1").unwrap().public_pem().unwrap(), public);
    assert_eq!(read("small_private").map(|_| ()).unwrap_err(), KeyError::WrongSize { bits: 1024 });
    assert_eq!(read("public").map(|_| ()).unwrap_err(), KeyError::NotAKey);
    assert_eq!(FormKey::from_pem("").map(|_| ()).unwrap_err(), KeyError::NotAKey);
    let again = FormKey::from_pem(&key().to_pem().unwrap()).unwrap();
    assert_eq!(again.public_pem().unwrap(), public);
}

#[test]
fn neither_key_nor_session_is_printed() {
    let (_, session) = opened(&vectors()["vectors"][0]["body"]).unwrap();
    assert_eq!(format!("{:?} {session:?}", key()), "FormKey(…) Session(…)");
}

proptest! {
    // Each case takes an RSA decryption.
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn no_body_makes_open_panic(body: Vec<u8>, data: Vec<u8>, iv: [u8; 16], short in proptest::collection::vec(any::<u8>(), 0..40)) {
        use base64::Engine;
        let text = |bytes: &[u8]| base64::engine::general_purpose::STANDARD.encode(bytes);
        prop_assert!(open(key(), &body).is_err());
        let body = json!({ "encrypted_flow_data": text(&data), "encrypted_aes_key": text(&short), "initial_vector": text(&iv) });
        prop_assert_eq!(refusal(&body), FormError::CannotDecrypt);
    }
}
