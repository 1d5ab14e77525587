//! The order in which steps are shown: along the connections from the start, then what no path leads to.

use std::collections::{BTreeMap, BTreeSet};

use flow::{Flow, StepId};

/// One step in the outline.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Row {
    /// Which step.
    pub(crate) step: StepId,
    /// How many branches deep, 0 for the start.
    pub(crate) depth: usize,
    /// Whether a path from the start leads to it.
    pub(crate) is_reachable: bool,
}

/// All steps in flow order: each right below the step that first leads to it, in the order of the outputs; then the rest as
/// they are listed. A branch is one deeper; a step that simply follows is not.
pub(crate) fn rows(flow: &Flow) -> Vec<Row> {
    let by_id: BTreeMap<_, _> = flow.steps.iter().map(|step| (&step.id, step)).collect();
    let mut rows = Vec::with_capacity(flow.steps.len());
    let mut seen = BTreeSet::new();
    let mut waiting: Vec<(&StepId, usize)> = flow.start.iter().map(|id| (id, 0)).collect();
    while let Some((id, depth)) = waiting.pop() {
        let Some(step) = by_id.get(id).filter(|_| seen.insert(id)) else { continue };
        rows.push(Row { step: id.clone(), depth, is_reachable: true });
        let outputs = step.ending.outputs();
        let deeper = depth + usize::from(outputs.len() > 1);
        waiting.extend(outputs.iter().rev().filter_map(|output| output.to).map(|to| (to, deeper)));
    }
    let rest = flow.steps.iter().filter(|step| !seen.contains(&step.id));
    rows.extend(rest.map(|step| Row { step: step.id.clone(), depth: 0, is_reachable: false }));
    rows
}

/// The step to go to when `id` is gone: the next one in the outline, else the one before.
pub(crate) fn neighbour(rows: &[Row], id: &StepId) -> Option<StepId> {
    let at = rows.iter().position(|row| row.step == *id)?;
    let next = rows.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| rows.get(before)));
    next.map(|row| row.step.clone())
}

#[cfg(test)]
mod tests {
    use super::super::samples::menu;
    use super::*;

    fn shown(flow: &Flow) -> Vec<String> {
        let line = |row: &Row| {
            format!(
                "{}{}{}",
                "  ".repeat(row.depth),
                row.step,
                if row.is_reachable { "" } else { " (no path)" }
            )
        };
        rows(flow).iter().map(line).collect()
    }

    #[test]
    fn branches_follow_their_step_and_what_nothing_leads_to_comes_last() {
        assert_eq!(shown(&menu()), ["s1", "  s2", "  s3", "s4 (no path)"]);
    }

    #[test]
    fn a_circle_ends() {
        let mut flow = menu();
        flow.start = Some("s2".into());
        assert_eq!(shown(&flow), ["s2", "s1", "  s3", "s4 (no path)"]);
    }

    #[test]
    fn without_a_start_no_path_leads_anywhere() {
        let mut flow = menu();
        flow.start = None;
        assert!(rows(&flow).iter().all(|row| !row.is_reachable));
        assert_eq!(rows(&flow).len(), 4);
    }

    #[test]
    fn after_a_deletion_the_next_step_is_meant_or_the_last_one() {
        let rows = rows(&menu());
        assert_eq!(neighbour(&rows, &"s2".into()), Some("s3".into()));
        assert_eq!(neighbour(&rows, &"s4".into()), Some("s3".into()));
        assert_eq!(neighbour(&rows, &"nobody".into()), None);
    }
}
