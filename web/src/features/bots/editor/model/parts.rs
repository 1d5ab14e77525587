//! Which parts of a flow an op touches and which parts two flows differ in: whether two people got in each other's way.

use std::collections::BTreeSet;

use flow::{Flow, Op, StepId};

/// A part of a flow that one person changes at a time.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Part {
    /// One step, everything in it.
    Step(StepId),
    /// What starts the bot.
    Triggers,
    /// Which step is first.
    Start,
    /// The languages.
    Languages,
    /// The order of the steps.
    Order,
}

/// The parts that `ops` touch in a flow as it was before them.
pub(crate) fn touched(before: &Flow, ops: &[Op]) -> BTreeSet<Part> {
    let mut parts = BTreeSet::new();
    for op in ops {
        touch(before, op, &mut parts);
    }
    parts
}

fn touch(before: &Flow, op: &Op, parts: &mut BTreeSet<Part>) {
    match op {
        Op::Batch { ops } => ops.iter().for_each(|op| touch(before, op, parts)),
        Op::SetTriggers { .. } => drop(parts.insert(Part::Triggers)),
        Op::SetLanguages { .. } => drop(parts.insert(Part::Languages)),
        Op::SetStart { .. } => drop(parts.insert(Part::Start)),
        Op::MoveStep { .. } => drop(parts.insert(Part::Order)),
        Op::RemoveStep { step } => {
            let leads_here = |other: &&flow::Step| other.ending.outputs().iter().any(|o| o.to == Some(step));
            parts.extend(before.steps.iter().filter(leads_here).map(|s| Part::Step(s.id.clone())));
            if before.start.as_ref() == Some(step) {
                parts.insert(Part::Start);
            }
            parts.insert(Part::Step(step.clone()));
        }
        _ => parts.extend(step_of(op).cloned().map(Part::Step)),
    }
}

/// The step an op is about, the first one of a batch.
pub(crate) fn step_of(op: &Op) -> Option<&StepId> {
    match op {
        Op::Batch { ops } => ops.iter().find_map(step_of),
        Op::AddStep { step, .. } => Some(&step.id),
        Op::RemoveStep { step }
        | Op::MoveStep { step, .. }
        | Op::RenameStep { step, .. }
        | Op::InsertItem { step, .. }
        | Op::RemoveItem { step, .. }
        | Op::MoveItem { step, .. }
        | Op::ReplaceItem { step, .. }
        | Op::SetEnding { step, .. }
        | Op::Connect { step, .. }
        | Op::Disconnect { step, .. }
        | Op::SetText { step, .. }
        | Op::SetPosition { step, .. } => Some(step),
        Op::SetStart { step } => step.as_ref(),
        Op::SetTriggers { .. } | Op::SetLanguages { .. } => None,
    }
}

/// The parts in which two flows differ. Positions do not count: they change nothing.
pub(crate) fn difference(a: &Flow, b: &Flow) -> BTreeSet<Part> {
    let mut parts = BTreeSet::new();
    for step in a.steps.iter().chain(&b.steps) {
        if a.step(&step.id) != b.step(&step.id) {
            parts.insert(Part::Step(step.id.clone()));
        }
    }
    if a.triggers != b.triggers {
        parts.insert(Part::Triggers);
    }
    if a.start != b.start {
        parts.insert(Part::Start);
    }
    if a.languages != b.languages {
        parts.insert(Part::Languages);
    }
    if !same_order(a, b) {
        parts.insert(Part::Order);
    }
    parts
}

/// Whether the steps that both have stand in the same order.
fn same_order(a: &Flow, b: &Flow) -> bool {
    let order = |of: &Flow, other: &Flow| {
        let ids = of.steps.iter().map(|step| step.id.clone());
        ids.filter(|id| other.step(id).is_some()).collect::<Vec<_>>()
    };
    order(a, b) == order(b, a)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{menu, rename};
    use super::*;

    #[test]
    fn deleting_a_step_touches_the_steps_that_lead_to_it() {
        let op = Op::RemoveStep { step: "s2".into() };
        let parts = touched(&menu(), &[op]);
        assert_eq!(parts, BTreeSet::from([Part::Step("s1".into()), Part::Step("s2".into())]));
    }

    #[test]
    fn flows_differ_where_they_were_changed() {
        let mut other = menu();
        rename("s3", "Team").apply(&mut other).unwrap();
        other.triggers.clear();
        assert_eq!(difference(&menu(), &other), BTreeSet::from([Part::Step("s3".into()), Part::Triggers]));
    }

    #[test]
    fn a_new_step_is_no_change_of_order() {
        let mut other = menu();
        other.steps.insert(0, flow::Step::new("s9".into(), "New"));
        assert_eq!(difference(&menu(), &other), BTreeSet::from([Part::Step("s9".into())]));
    }
}
