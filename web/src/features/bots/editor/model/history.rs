//! Undo and redo: each change with the op that takes it back.

use flow::{Description, Flow, Op, OpError};

/// Most changes that can be taken back.
pub(crate) const DEPTH: usize = 500;
/// Changes of the same thing closer together than this are one, in milliseconds.
pub(crate) const MERGE_WITHIN_MS: f64 = 1_000.0;

/// One change as people made it.
#[derive(Clone, Debug, PartialEq)]
struct Entry {
    op: Op,
    inverse: Op,
    name: Description,
    at_ms: f64,
}

/// What was done and what was undone, the latest last.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct History {
    done: Vec<Entry>,
    undone: Vec<Entry>,
}

impl History {
    /// Applies a change and keeps how to take it back. Typing in one place without a pause is one entry.
    ///
    /// # Errors
    /// When the op does not fit; flow and history are then as before.
    pub(crate) fn apply(&mut self, flow: &mut Flow, op: Op, at_ms: f64) -> Result<(), OpError> {
        let name = op.describe(flow);
        let inverse = op.apply(flow)?;
        self.undone.clear();
        if let Some(last) = self.done.last_mut()
            && at_ms - last.at_ms < MERGE_WITHIN_MS
            && let Some(merged) = last.op.merge(&op)
        {
            last.op = merged;
            last.at_ms = at_ms;
            return Ok(());
        }
        self.done.push(Entry { op, inverse, name, at_ms });
        if self.done.len() > DEPTH {
            self.done.remove(0);
        }
        Ok(())
    }

    /// Takes the last change back and answers the op that did it. An entry that no longer fits is dropped.
    pub(crate) fn undo(&mut self, flow: &mut Flow) -> Option<Op> {
        while let Some(entry) = self.done.pop() {
            if entry.inverse.apply(flow).is_ok() {
                let undone = entry.inverse.clone();
                self.undone.push(entry);
                return Some(undone);
            }
        }
        None
    }

    /// Makes the last undone change again and answers the op that did it.
    pub(crate) fn redo(&mut self, flow: &mut Flow) -> Option<Op> {
        while let Some(mut entry) = self.undone.pop() {
            if let Ok(inverse) = entry.op.apply(flow) {
                let redone = entry.op.clone();
                entry.inverse = inverse;
                entry.at_ms = f64::NEG_INFINITY;
                self.done.push(entry);
                return Some(redone);
            }
        }
        None
    }

    /// What `undo` would take back.
    pub(crate) fn undo_name(&self) -> Option<&Description> {
        self.done.last().map(|entry| &entry.name)
    }

    /// What `redo` would make again.
    pub(crate) fn redo_name(&self) -> Option<&Description> {
        self.undone.last().map(|entry| &entry.name)
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{menu, rename, text_op};
    use super::*;

    #[test]
    fn typing_without_a_pause_is_taken_back_at_once() {
        let (mut flow, before) = (menu(), menu());
        let mut history = History::default();
        for (at_ms, text) in [(0.0, "H"), (300.0, "He"), (900.0, "Hey")] {
            history.apply(&mut flow, text_op("s1", text), at_ms).unwrap();
        }
        history.undo(&mut flow);
        assert_eq!(flow, before);
        assert_eq!(history.undo_name(), None);
    }

    #[test]
    fn a_pause_begins_a_new_entry() {
        let mut flow = menu();
        let mut history = History::default();
        history.apply(&mut flow, text_op("s1", "Hey"), 0.0).unwrap();
        let between = flow.clone();
        history.apply(&mut flow, text_op("s1", "Hey you"), 1_500.0).unwrap();
        history.undo(&mut flow);
        assert_eq!(flow, between);
    }

    #[test]
    fn redo_makes_again_what_undo_took_back_until_something_else_is_changed() {
        let mut flow = menu();
        let mut history = History::default();
        history.apply(&mut flow, rename("s1", "Hello"), 0.0).unwrap();
        let after = flow.clone();
        history.undo(&mut flow);
        assert!(history.redo_name().is_some());
        history.redo(&mut flow);
        assert_eq!(flow, after);
        history.undo(&mut flow);
        history.apply(&mut flow, rename("s2", "Other"), 10.0).unwrap();
        assert_eq!(history.redo(&mut flow), None);
    }

    #[test]
    fn typing_after_a_redo_is_an_entry_of_its_own() {
        let mut flow = menu();
        let mut history = History::default();
        history.apply(&mut flow, rename("s1", "A"), 0.0).unwrap();
        history.undo(&mut flow);
        history.redo(&mut flow);
        history.apply(&mut flow, rename("s1", "AB"), 1.0).unwrap();
        history.undo(&mut flow);
        assert_eq!(flow.step(&"s1".into()).unwrap().name, "A");
    }

    #[test]
    fn at_most_500_changes_are_kept() {
        let mut flow = menu();
        let mut history = History::default();
        for n in 0..600 {
            history.apply(&mut flow, rename("s1", &n.to_string()), f64::from(n) * 2_000.0).unwrap();
        }
        let mut undone = 0;
        while history.undo(&mut flow).is_some() {
            undone += 1;
        }
        assert_eq!(undone, DEPTH);
    }

    #[test]
    fn a_change_that_does_not_fit_changes_nothing() {
        let mut flow = menu();
        let mut history = History::default();
        assert!(history.apply(&mut flow, rename("nobody", "X"), 0.0).is_err());
        assert_eq!(flow, menu());
        assert_eq!(history.undo_name(), None);
    }
}
