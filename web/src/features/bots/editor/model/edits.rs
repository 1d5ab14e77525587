//! What people do in the outline, as ops: one function per intention, each one entry of undo.

use flow::{Ending, Flow, Item, Op, SendText, Step, StepId, Text, TextField};

use super::outline;

/// Where a new step comes to stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// At the end of the list, connected to nothing.
    Loose,
    /// After this step in the list, connected to nothing.
    After(StepId),
    /// Where this output of this step leads.
    Output(StepId, String),
}

/// Adds a step with one empty message. A flow without a start begins with it.
pub(crate) fn add_step(flow: &Flow, id: StepId, name: &str, place: &Place) -> Op {
    let mut step = Step::new(id.clone(), name);
    step.items.push(empty_text(flow));
    let after = match place {
        Place::Loose => None,
        Place::After(step) | Place::Output(step, _) => Some(step),
    };
    let mut ops = vec![Op::AddStep { index: index_after(flow, after), step, position: None }];
    if let Place::Output(from, output) = place {
        ops.push(Op::Connect { step: from.clone(), output: output.clone(), to: id.clone() });
    }
    if flow.start.is_none() {
        ops.push(Op::SetStart { step: Some(id) });
    }
    batch(ops)
}

/// Adds a copy of a step after it; its outputs lead where the original's lead.
pub(crate) fn duplicate_step(flow: &Flow, original: &StepId, id: StepId, name: &str) -> Option<Op> {
    let step = flow.step(original)?;
    let copy = Step { id, name: name.to_owned(), ..step.clone() };
    Some(Op::AddStep { index: index_after(flow, Some(original)), step: copy, position: None })
}

/// Deletes a step. When it was the start, the step it leads to becomes the start, else the first one that is left.
pub(crate) fn remove_step(flow: &Flow, id: &StepId) -> Op {
    let mut ops = vec![Op::RemoveStep { step: id.clone() }];
    if flow.start.as_ref() == Some(id) {
        let outputs = flow.step(id).map(|step| step.ending.outputs()).unwrap_or_default();
        let next = outputs.into_iter().filter_map(|output| output.to).find(|to| *to != id).cloned();
        let first = || flow.steps.iter().map(|step| &step.id).find(|other| *other != id).cloned();
        if let Some(start) = next.or_else(first) {
            ops.push(Op::SetStart { step: Some(start) });
        }
    }
    batch(ops)
}

/// Moves a step one place up or down in the list; `None` at its edge.
pub(crate) fn move_step(flow: &Flow, id: &StepId, down: bool) -> Option<Op> {
    let at = flow.steps.iter().position(|step| step.id == *id)?;
    let index = if down { at + 1 } else { at.checked_sub(1)? };
    (index < flow.steps.len()).then(|| Op::MoveStep { step: id.clone(), index })
}

/// Leads an output to a step, or to nowhere.
pub(crate) fn connect(step: &StepId, output: &str, to: Option<StepId>) -> Op {
    let (step, output) = (step.clone(), output.to_owned());
    match to {
        Some(to) => Op::Connect { step, output, to },
        None => Op::Disconnect { step, output },
    }
}

/// Writes a text in the flow's first language. An optional text that was emptied is absent again.
pub(crate) fn set_text(flow: &Flow, step: &StepId, field: TextField, text: String) -> Op {
    let keeps_empty = matches!(
        field,
        TextField::Item { .. }
            | TextField::Body {}
            | TextField::ListButton {}
            | TextField::Button { .. }
            | TextField::RowTitle { .. }
    );
    let text = (keeps_empty || !text.is_empty()).then_some(text);
    Op::SetText { step: step.clone(), field, language: flow.default_language(), text }
}

/// Adds an item at the end of a step.
pub(crate) fn add_item(flow: &Flow, step: &StepId, item: Item) -> Option<Op> {
    let index = flow.step(step)?.items.len();
    Some(Op::InsertItem { step: step.clone(), index, item })
}

/// Adds a copy of an item after it.
pub(crate) fn duplicate_item(flow: &Flow, step: &StepId, index: usize) -> Option<Op> {
    let item = flow.step(step)?.items.get(index)?.clone();
    Some(Op::InsertItem { step: step.clone(), index: index + 1, item })
}

/// Moves an item one place up or down; `None` at the edge.
pub(crate) fn move_item(flow: &Flow, step: &StepId, from: usize, down: bool) -> Option<Op> {
    let to = if down { from + 1 } else { from.checked_sub(1)? };
    (to < flow.step(step)?.items.len()).then(|| Op::MoveItem { step: step.clone(), from, to })
}

/// An empty message in the flow's first language.
pub(crate) fn empty_text(flow: &Flow) -> Item {
    Item::SendText(SendText { text: Text::new(flow.default_language(), "") })
}

/// Changes the ending of a step by a function.
pub(crate) fn with_ending(flow: &Flow, step: &StepId, change: impl FnOnce(&mut Ending)) -> Option<Op> {
    let before = &flow.step(step)?.ending;
    let mut ending = before.clone();
    change(&mut ending);
    (ending != *before).then(|| Op::SetEnding { step: step.clone(), ending })
}

/// A name no other step has: the wanted one, else with the next free number behind it.
pub(crate) fn free_name(flow: &Flow, wanted: &str) -> String {
    let taken = |name: &str| flow.steps.iter().any(|step| step.name == name);
    if !taken(wanted) {
        return wanted.to_owned();
    }
    let numbered = (2..).map(|n| format!("{wanted} {n}")).find(|name| !taken(name));
    numbered.unwrap_or_default()
}

/// The name of the next new step: `base` and a number, counted over all steps.
pub(crate) fn step_name(flow: &Flow, numbered: impl Fn(usize) -> String) -> String {
    let taken = |name: &String| flow.steps.iter().any(|step| step.name == *name);
    (flow.steps.len() + 1..).map(numbered).find(|name| !taken(name)).unwrap_or_default()
}

/// The step that gets the focus when `id` is deleted.
pub(crate) fn after_removal(flow: &Flow, id: &StepId) -> Option<StepId> {
    outline::neighbour(&outline::rows(flow), id)
}

fn index_after(flow: &Flow, id: Option<&StepId>) -> usize {
    let found = id.and_then(|id| flow.steps.iter().position(|step| step.id == *id));
    found.map_or(flow.steps.len(), |at| at + 1)
}

fn batch(mut ops: Vec<Op>) -> Op {
    if ops.len() == 1 { ops.remove(0) } else { Op::Batch { ops } }
}

#[cfg(test)]
mod tests {
    use super::super::samples::menu;
    use super::*;

    fn after(op: &Op) -> Flow {
        let mut flow = menu();
        op.apply(&mut flow).unwrap();
        flow
    }

    #[test]
    fn a_new_step_stands_behind_the_output_it_was_made_from() {
        let flow = menu();
        let place = Place::Output("s1".into(), "anything_else".into());
        let changed = after(&add_step(&flow, "s9".into(), "Other", &place));
        assert_eq!(changed.steps[1].id, "s9".into());
        assert_eq!(changed.step(&"s1".into()).unwrap().ending.target("anything_else"), Some(&"s9".into()));
        assert_eq!(changed.steps[1].items.len(), 1, "its message waits to be written");
    }

    #[test]
    fn the_first_step_becomes_the_start() {
        let mut flow = Flow::new("en".into());
        let op = add_step(&flow, "s1".into(), "Hello", &Place::Loose);
        op.apply(&mut flow).unwrap();
        assert_eq!(flow.start, Some("s1".into()));
    }

    #[test]
    fn deleting_the_start_hands_it_on() {
        assert_eq!(after(&remove_step(&menu(), &"s1".into())).start, Some("s2".into()));
        assert_eq!(after(&remove_step(&menu(), &"s3".into())).start, Some("s1".into()));
    }

    #[test]
    fn a_copy_has_a_name_of_its_own_and_leads_to_the_same_steps() {
        let flow = menu();
        let name = free_name(&flow, "Welcome");
        let changed = after(&duplicate_step(&flow, &"s1".into(), "s9".into(), &name).unwrap());
        assert_eq!(changed.steps[1].name, "Welcome 2");
        assert_eq!(changed.steps[1].ending, changed.steps[0].ending);
    }

    #[test]
    fn nothing_moves_beyond_the_edge() {
        let flow = menu();
        assert_eq!(move_step(&flow, &"s1".into(), false), None);
        assert_eq!(move_step(&flow, &"s4".into(), true), None);
        assert_eq!(after(&move_step(&flow, &"s1".into(), true).unwrap()).steps[1].id, "s1".into());
        assert_eq!(move_item(&flow, &"s1".into(), 0, true), None);
    }

    #[test]
    fn an_emptied_message_stays_and_an_emptied_footer_goes() {
        let flow = menu();
        let body = after(&set_text(&flow, &"s1".into(), TextField::Body {}, String::new()));
        assert_eq!(
            body.step(&"s1".into()).unwrap().text(&TextField::Body {}).unwrap().own(&"en".into()),
            Some("")
        );
        let footer = after(&set_text(&flow, &"s1".into(), TextField::Footer {}, String::new()));
        assert!(footer.step(&"s1".into()).unwrap().text(&TextField::Footer {}).unwrap().is_absent());
    }

    #[test]
    fn an_ending_that_stays_the_same_is_no_change() {
        assert_eq!(with_ending(&menu(), &"s1".into(), |_| ()), None);
    }
}
