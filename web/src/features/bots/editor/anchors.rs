//! The ids of the editor's fields, so that a problem finds the field it is about.

use flow::{StepId, TextField};

/// The button that opens a step.
pub(super) fn step(step: &StepId) -> String {
    format!("step-{step}")
}

/// A field of a step, by name.
pub(super) fn field(step: &StepId, name: &str) -> String {
    format!("field-{step}-{name}")
}

/// The field of a text.
pub(super) fn text(step: &StepId, of: &TextField) -> String {
    let name = match of {
        TextField::Item { index } => format!("item-{index}"),
        TextField::Header {} => "header".to_owned(),
        TextField::Body {} => "body".to_owned(),
        TextField::Footer {} => "footer".to_owned(),
        TextField::Message {} => "message".to_owned(),
        TextField::Retry {} => "retry".to_owned(),
        TextField::ListButton {} => "list-button".to_owned(),
        TextField::Button { id } => format!("button-{id}"),
        TextField::SectionTitle { index } => format!("section-{index}"),
        TextField::RowTitle { id } => format!("row-{id}"),
        TextField::RowDescription { id } => format!("description-{id}"),
    };
    field(step, &name)
}

/// Where an output is connected.
pub(super) fn output(step: &StepId, output: &str) -> String {
    field(step, &format!("output-{output}"))
}

/// What starts the bot, as a whole.
pub(super) const TRIGGERS: &str = "triggers-any";
/// The button that adds a step at the end.
pub(super) const ADD_STEP: &str = "add-step";

/// The words of one trigger.
pub(super) fn trigger(index: impl std::fmt::Display) -> String {
    format!("trigger-{index}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_text_of_a_step_has_a_field_of_its_own() {
        let fields = [
            TextField::Item { index: 0 },
            TextField::Body {},
            TextField::Button { id: "b1".into() },
            TextField::RowTitle { id: "b1".into() },
            TextField::RowDescription { id: "b1".into() },
        ];
        let ids: std::collections::BTreeSet<_> = fields.iter().map(|of| text(&"s1".into(), of)).collect();
        assert_eq!(ids.len(), fields.len());
    }
}
