//! Ops in words, for the names of undo and redo, the history and the audit.

use std::collections::BTreeMap;

use super::Op;
use crate::definition::{Flow, StepId};

/// A change in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Stable name, by which an interface finds its own words.
    pub code: &'static str,
    /// What the words are about: `step`, `to`, `count`, …
    pub params: BTreeMap<&'static str, String>,
    /// The change in English: "Rename ‘Menu’ to ‘Start’".
    pub words: String,
}

impl Description {
    fn new(code: &'static str, params: &[(&'static str, &str)], words: String) -> Self {
        let params = params.iter().map(|(key, value)| (*key, (*value).to_owned())).collect();
        Self { code, params, words }
    }
}

impl Op {
    /// Says what the op does to a flow as it is before.
    pub fn describe(&self, before: &Flow) -> Description {
        match self {
            Self::Batch { ops } => describe_batch(ops, before),
            Self::AddStep { step, .. } => named("add_step", &step.name, "Add step"),
            Self::SetTriggers { .. } => {
                Description::new("set_triggers", &[], "Change what starts the bot".into())
            }
            Self::SetLanguages { .. } => Description::new("set_languages", &[], "Change languages".into()),
            Self::SetStart { step: None } => {
                Description::new("clear_start", &[], "Take the start away".into())
            }
            Self::SetStart { step: Some(step) } => named("set_start", &name(before, step), "Start with"),
            Self::RenameStep { step, name: to } => {
                let from = name(before, step);
                Description::new(
                    "rename_step",
                    &[("step", &from), ("to", to)],
                    format!("Rename ‘{from}’ to ‘{to}’"),
                )
            }
            Self::Connect { step, output, to } => {
                let (from, output, to) = (name(before, step), label(before, step, output), name(before, to));
                let words = format!("Connect ‘{output}’ of ‘{from}’ to ‘{to}’");
                Description::new("connect", &[("step", &from), ("output", &output), ("to", &to)], words)
            }
            Self::Disconnect { step, output } => describe_disconnect(before, step, output),
            Self::RemoveStep { step } => named("remove_step", &name(before, step), "Delete step"),
            Self::MoveStep { step, .. } => named("move_step", &name(before, step), "Move step"),
            Self::SetPosition { step, .. } => named("set_position", &name(before, step), "Place"),
            Self::InsertItem { step, .. } => named("insert_item", &name(before, step), "Add to"),
            Self::RemoveItem { step, .. } => named("remove_item", &name(before, step), "Remove from"),
            Self::MoveItem { step, .. } => named("move_item", &name(before, step), "Reorder"),
            Self::ReplaceItem { step, .. } => named("replace_item", &name(before, step), "Change"),
            Self::SetEnding { step, ending } => describe_ending(before, step, ending.kind()),
            Self::SetText { step, .. } => named("set_text", &name(before, step), "Change the text of"),
        }
    }
}

fn named(code: &'static str, step: &str, verb: &str) -> Description {
    Description::new(code, &[("step", step)], format!("{verb} ‘{step}’"))
}

fn describe_disconnect(before: &Flow, step: &StepId, output: &str) -> Description {
    let (from, output) = (name(before, step), label(before, step, output));
    let words = format!("Disconnect ‘{output}’ of ‘{from}’");
    Description::new("disconnect", &[("step", &from), ("output", &output)], words)
}

fn describe_ending(before: &Flow, step: &StepId, kind: &str) -> Description {
    let found = name(before, step);
    match before.step(step).map(|step| step.ending.kind()) {
        Some(now) if now != kind => {
            let words = format!("Change how ‘{found}’ ends");
            Description::new("change_ending", &[("step", &found), ("kind", kind)], words)
        }
        _ => named("set_ending", &found, "Change"),
    }
}

/// A batch is called after its first op, which by custom is the one that people asked for.
fn describe_batch(ops: &[Op], before: &Flow) -> Description {
    let count = |is: fn(&Op) -> bool| ops.iter().filter(|op| is(op)).count();
    let added = count(|op| matches!(op, Op::AddStep { .. }));
    let removed = count(|op| matches!(op, Op::RemoveStep { .. }));
    if added > 1 {
        return Description::new("add_steps", &[("count", &added.to_string())], format!("Add {added} steps"));
    }
    if removed > 1 {
        return Description::new(
            "remove_steps",
            &[("count", &removed.to_string())],
            format!("Delete {removed} steps"),
        );
    }
    match ops.first() {
        Some(op) => op.describe(before),
        None => Description::new("nothing", &[], "Change nothing".into()),
    }
}

/// The name of a step; its id when it has no name or does not exist.
fn name(flow: &Flow, id: &StepId) -> String {
    let name = flow.step(id).map(|step| step.name.trim()).filter(|name| !name.is_empty());
    name.unwrap_or(id.as_str()).to_owned()
}

fn label(flow: &Flow, step: &StepId, output: &str) -> String {
    let language = flow.default_language();
    let outputs = flow.step(step).map(|step| step.ending.outputs()).unwrap_or_default();
    let words = outputs.iter().find(|o| o.id == output).map(|o| o.label.words(&language, &language));
    words.filter(|words| !words.is_empty()).unwrap_or(output).to_owned()
}
