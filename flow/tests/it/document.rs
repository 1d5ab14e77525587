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

#[test]
fn a_document_above_a_limit_is_refused_with_the_limit() {
    let end = json!({"kind": "end"});
    let step = |n: usize| json!({"id": format!("s{n}"), "name": "", "ending": end});
    let triggers = |triggers: Vec<serde_json::Value>| {
        let mut document = document(json!([]));
        document["triggers"] = json!(triggers);
        document
    };
    let words = |n: usize| json!({"kind": "keyword", "words": vec!["w"; n]});
    let with = |part: &str, value: serde_json::Value| {
        let mut step = step(1);
        step[part] = value;
        document(json!([step]))
    };
    let mut languages = document(json!([]));
    languages["languages"] = (0..21u8).map(|n| format!("a{}", char::from(b'a' + n))).collect();
    let item = json!({"kind": "set_variable", "name": "x", "value": ""});
    let branch = json!({"id": "c1", "label": "", "condition": ""});
    let rows = json!({"kind": "list", "text": {}, "button": {}, "sections": vec![json!({"rows": []}); 51]});
    let cases = [
        (languages, "a bot speaks at most 20 languages"),
        (triggers(vec![json!({"kind": "any_message"}); 51]), "a bot has at most 50 triggers"),
        (triggers(vec![words(101)]), "a trigger has at most 100 keywords"),
        (triggers(vec![words(100); 6]), "all triggers of a bot have at most 500 keywords together"),
        (
            triggers(vec![json!({"kind": "keyword", "words": ["w".repeat(101)]})]),
            "a keyword has at most 100 characters",
        ),
        (document((0..2_001).map(step).collect()), "a bot has at most 2000 steps"),
        (with("items", json!(vec![item; 101])), "a step has at most 100 items"),
        (
            with("ending", json!({"kind": "decide", "branches": vec![branch; 51]})),
            "a step has at most 50 buttons, rows, sections or conditions",
        ),
        (with("ending", rows), "a step has at most 50 buttons, rows, sections or conditions"),
    ];
    for (document, words) in cases {
        assert_eq!(refusal(document), words);
    }
    assert!(flow::read_value(triggers(vec![words(100); 5])).is_ok());
}
