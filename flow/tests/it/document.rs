//! What a document may look like.

use proptest::prelude::*;
use serde_json::json;

use crate::arbitrary::well_formed_flow;

proptest! {
    #[test]
    fn a_flow_survives_json(flow in well_formed_flow()) {
        let json = serde_json::to_string(&flow).unwrap();
        prop_assert_eq!(flow::read(&json).unwrap(), flow);
    }

    #[test]
    fn anything_can_be_offered_as_a_document(text in "\\PC{0,80}") {
        let _ = flow::read(&text);
    }
}

fn document(steps: serde_json::Value) -> serde_json::Value {
    json!({"spec_version": 1, "languages": ["en"], "triggers": [], "steps": steps})
}

fn refusal(document: serde_json::Value) -> String {
    flow::read_value(document).unwrap_err().to_string()
}

#[test]
fn a_field_that_nobody_knows_is_refused_at_every_level() {
    let end = json!({"kind": "end"});
    let mut root = document(json!([]));
    root["color"] = json!("red");
    assert!(refusal(root).contains("color"));
    assert!(
        refusal(document(json!([{"id": "s1", "name": "", "ending": end, "colour": 1}]))).contains("colour")
    );
    let ending = json!({"kind": "end", "mesage": {}});
    assert!(refusal(document(json!([{"id": "s1", "name": "", "ending": ending}]))).contains("mesage"));
    let item = json!({"kind": "send_text", "text": {}, "bold": true});
    assert!(
        refusal(document(json!([{"id": "s1", "name": "", "items": [item], "ending": end}]))).contains("bold")
    );
    let mut trigger = document(json!([]));
    trigger["triggers"] = json!([{"kind": "any_message", "words": []}]);
    assert!(refusal(trigger).contains("words"));
}

#[test]
fn a_document_says_its_version() {
    let mut unknown = document(json!([]));
    unknown["spec_version"] = json!(2);
    assert_eq!(refusal(unknown), "spec_version 2 is unknown, the newest known is 1");
    assert_eq!(refusal(json!({"steps": []})), "spec_version is missing or no whole number");
    assert_eq!(refusal(json!([1])), "spec_version is missing or no whole number");
}

#[test]
fn what_names_a_step_names_one_that_exists() {
    let step = |id: &str, to: &str| json!({"id": id, "name": "", "ending": {"kind": "continue", "to": to}});
    assert!(flow::read_value(document(json!([step("s1", "s1")]))).is_ok());
    assert_eq!(refusal(document(json!([step("s1", "s2")]))), "there is no step \"s2\"");
    assert_eq!(
        refusal(document(json!([step("s1", "s1"), step("s1", "s1")]))),
        "two steps have the id \"s1\""
    );
    assert_eq!(refusal(document(json!([step("s 1", "s 1")]))), "step id \"s 1\" is not usable");
}
