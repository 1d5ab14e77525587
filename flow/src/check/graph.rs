//! Rules about connections: outputs that lead nowhere, steps that nothing leads to, loops that never wait.

use std::collections::{BTreeMap, BTreeSet};

use super::{Level, ProblemCode, Report};
use crate::definition::{Flow, Step, StepId};
use crate::endings::{Ending, Output, OutputKind};

/// Steps as numbers and the connections between them.
pub(super) struct Graph<'a> {
    flow: &'a Flow,
    index: BTreeMap<&'a StepId, usize>,
    reachable: BTreeSet<usize>,
    /// The steps of each loop that does not wait, by the first of them.
    loops: BTreeMap<usize, Vec<usize>>,
}

impl<'a> Graph<'a> {
    pub(super) fn new(flow: &'a Flow) -> Self {
        let mut index = BTreeMap::new();
        for (number, step) in flow.steps.iter().enumerate() {
            index.entry(&step.id).or_insert(number);
        }
        let mut graph = Self { flow, index, reachable: BTreeSet::new(), loops: BTreeMap::new() };
        graph.reachable = graph.reach();
        graph.loops = graph.find_loops();
        graph
    }

    fn targets(&self, step: usize) -> Vec<usize> {
        let outputs = self.flow.steps.get(step).map(|step| step.ending.outputs()).unwrap_or_default();
        outputs.iter().filter_map(|output| self.index.get(output.to?).copied()).collect()
    }

    fn reach(&self) -> BTreeSet<usize> {
        let mut reached = BTreeSet::new();
        let mut open: Vec<usize> =
            self.flow.start.iter().filter_map(|id| self.index.get(id).copied()).collect();
        while let Some(step) = open.pop() {
            if reached.insert(step) {
                open.extend(self.targets(step));
            }
        }
        reached
    }

    /// What is left of the steps that do not wait when those that lead out of it, or that nothing in it leads to, are
    /// taken away again and again, is loops and what joins them.
    fn find_loops(&self) -> BTreeMap<usize, Vec<usize>> {
        let moving = |step: &Step| matches!(step.ending, Ending::Continue(_) | Ending::Decide(_));
        let steps = self.flow.steps.iter().enumerate().filter(|(_, step)| moving(step));
        let mut out: BTreeMap<usize, BTreeSet<usize>> =
            steps.map(|(number, _)| (number, self.targets(number).into_iter().collect())).collect();
        let known: BTreeSet<usize> = out.keys().copied().collect();
        out.values_mut().for_each(|targets| targets.retain(|target| known.contains(target)));
        let mut into: BTreeMap<usize, BTreeSet<usize>> =
            known.iter().map(|step| (*step, BTreeSet::new())).collect();
        for (from, targets) in &out {
            for target in targets {
                into.entry(*target).or_default().insert(*from);
            }
        }
        peel(&mut out, &mut into);
        peel(&mut into, &mut out);
        let mut loops: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (step, first) in groups(&out, &into) {
            loops.entry(first).or_default().push(step);
        }
        loops
    }

    pub(super) fn check_step(&self, report: &mut Report<'_>, number: usize, step: &Step) {
        for (index, output) in step.ending.outputs().iter().enumerate() {
            check_output(report, self, step, index, output);
        }
        if !self.reachable.contains(&number) && self.flow.start.is_some() {
            report.add(ProblemCode::Unreachable, "", &[], "No path leads to this step.".into());
        }
        if let Some(members) = self.loops.get(&number) {
            let names: Vec<&str> =
                members.iter().filter_map(|step| Some(self.flow.steps.get(*step)?.name.as_str())).collect();
            let message = "These steps repeat without waiting for the customer.".into();
            report.add(ProblemCode::LoopWithoutWaiting, "/ending", &[("steps", &names.join(", "))], message);
        }
    }
}

/// Takes away, again and again, the steps without an entry in `ahead`.
fn peel(ahead: &mut BTreeMap<usize, BTreeSet<usize>>, behind: &mut BTreeMap<usize, BTreeSet<usize>>) {
    let mut open: Vec<usize> =
        ahead.iter().filter(|(_, steps)| steps.is_empty()).map(|(step, _)| *step).collect();
    while let Some(step) = open.pop() {
        ahead.remove(&step);
        for neighbour in behind.remove(&step).unwrap_or_default() {
            if let Some(steps) = ahead.get_mut(&neighbour) {
                steps.remove(&step);
                if steps.is_empty() {
                    open.push(neighbour);
                }
            }
        }
    }
    // Steps that were ahead only of what is gone are gone from there too.
    let left: BTreeSet<usize> = ahead.keys().copied().collect();
    behind.values_mut().for_each(|steps| steps.retain(|step| left.contains(step)));
}

/// Joins what hangs together and names each group by its first step.
fn groups(
    out: &BTreeMap<usize, BTreeSet<usize>>,
    into: &BTreeMap<usize, BTreeSet<usize>>,
) -> BTreeMap<usize, usize> {
    let mut first = BTreeMap::new();
    for start in out.keys() {
        let mut open = vec![*start];
        while let Some(step) = open.pop() {
            if out.contains_key(&step) && !first.contains_key(&step) {
                first.insert(step, *start);
                open.extend([out, into].iter().filter_map(|map| map.get(&step)).flatten());
            }
        }
    }
    first
}

fn check_output(report: &mut Report<'_>, graph: &Graph<'_>, step: &Step, index: usize, output: &Output<'_>) {
    let field = pointer(&step.ending, index, "to");
    let language = report.flow.default_language();
    let label = output.label.words(&language, &language);
    let params = [("output", output.id), ("label", label)];
    match output.to {
        Some(to) if graph.index.contains_key(to) => {}
        Some(_) => {
            let message = format!("‘{label}’ leads to a step that does not exist.");
            report.add(ProblemCode::StepMissing, field, &params, message);
        }
        None => {
            let level = match (output.kind, &step.ending) {
                // Without a limit a question never gives up; that is a problem of its own.
                (OutputKind::GaveUp, Ending::Ask(ask)) if ask.max_tries.is_none() => return,
                (OutputKind::GaveUp | OutputKind::AnythingElse, _) => Level::Warning,
                _ => Level::Error,
            };
            let message = format!("‘{label}’ leads nowhere.");
            report.add_at(level, ProblemCode::LeadsNowhere, field, &params, message);
        }
    }
}

/// JSON pointer, from the step, to a field of the output at this place; fixed outputs are one field themselves.
pub(super) fn pointer(ending: &Ending, index: usize, field: &str) -> String {
    let fixed = |name: &str| format!("/ending/{name}");
    match ending {
        Ending::Continue(_) => fixed("to"),
        Ending::Ask(_) => fixed(if index == 0 { "answered" } else { "gave_up" }),
        Ending::Buttons(ending) if index >= ending.buttons.len() => fixed("anything_else"),
        Ending::Buttons(_) => format!("/ending/buttons/{index}/{field}"),
        Ending::Decide(ending) if index >= ending.branches.len() => fixed("otherwise"),
        Ending::Decide(_) => format!("/ending/branches/{index}/{field}"),
        Ending::List(list) => {
            let mut left = index;
            for (section, found) in list.sections.iter().enumerate() {
                if left < found.rows.len() {
                    return format!("/ending/sections/{section}/rows/{left}/{field}");
                }
                left -= found.rows.len();
            }
            fixed("anything_else")
        }
        Ending::HandOver(_) | Ending::End(_) => fixed(""),
    }
}
