//! Flows and ops for the tests of the model.

use flow::{Flow, Op, TextField};

/// Welcome with two buttons, each leading to a step; one step that nothing leads to.
pub(crate) fn menu() -> Flow {
    flow::read_value(serde_json::json!({
        "spec_version": 1,
        "languages": ["en"],
        "triggers": [{"kind": "any_message"}],
        "start": "s1",
        "steps": [
            {"id": "s1", "name": "Welcome", "items": [{"kind": "send_text", "text": {"en": "Hello"}}],
             "ending": {"kind": "buttons", "text": {"en": "What next?"}, "buttons": [
                {"id": "b1", "label": {"en": "Menu"}, "to": "s2"}, {"id": "b2", "label": {"en": "Person"}, "to": "s3"}]}},
            {"id": "s2", "name": "Menu", "items": [{"kind": "send_text", "text": {"en": "Bread"}}],
             "ending": {"kind": "continue", "to": "s1"}},
            {"id": "s3", "name": "Person", "ending": {"kind": "hand_over"}},
            {"id": "s4", "name": "Lonely", "ending": {"kind": "end"}}
        ]
    }))
    .unwrap()
}

/// Sets the text of a step's first item.
pub(crate) fn text_op(step: &str, text: &str) -> Op {
    Op::SetText {
        step: step.into(),
        field: TextField::Item { index: 0 },
        language: "en".into(),
        text: Some(text.to_owned()),
    }
}

/// Renames a step.
pub(crate) fn rename(step: &str, name: &str) -> Op {
    Op::RenameStep { step: step.into(), name: name.to_owned() }
}
