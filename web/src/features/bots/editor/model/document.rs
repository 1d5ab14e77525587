//! The document in the editor: the flow on the screen, its history and its way to the server, kept in step.

use flow::{Description, Flow, Op, OpError};
use serde::{Deserialize, Serialize};

use super::history::History;
use super::sync::{Base, Stale, Sync, applied};

/// What is kept on this device until the server has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Journal {
    /// The draft the ops stand on.
    pub(crate) base: Base,
    /// Changes the server does not have.
    pub(crate) ops: Vec<Op>,
}

/// A flow that is being edited.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Document {
    flow: Flow,
    history: History,
    sync: Sync,
}

impl Document {
    /// Opens a draft. What a journal kept is put on top; where it does not go together with the draft, the document is in conflict.
    pub(crate) fn open(draft: Base, journal: Option<Journal>) -> Self {
        let journal = journal.filter(|journal| !journal.ops.is_empty());
        let Some((journal, shown)) =
            journal.and_then(|j| applied(&j.base.flow, &j.ops).map(|flow| (j, flow)))
        else {
            return Self {
                flow: draft.flow.clone(),
                history: History::default(),
                sync: Sync::new(draft, Vec::new()),
            };
        };
        let is_current = journal.base.revision >= draft.revision;
        let mut document =
            Self { flow: shown, history: History::default(), sync: Sync::new(journal.base, journal.ops) };
        if !is_current {
            document.sync.claim_all();
            document.stale(draft);
        }
        document
    }

    /// The flow on the screen.
    pub(crate) fn flow(&self) -> &Flow {
        &self.flow
    }

    /// Its way to the server.
    pub(crate) fn sync(&self) -> &Sync {
        &self.sync
    }

    /// What must be kept on this device.
    pub(crate) fn journal(&self) -> Journal {
        Journal { base: self.sync.base().clone(), ops: self.sync.pending().to_vec() }
    }

    /// Makes a change.
    ///
    /// # Errors
    /// When the op does not fit; nothing is changed then.
    pub(crate) fn change(&mut self, op: Op, at_ms: f64) -> Result<(), OpError> {
        self.history.apply(&mut self.flow, op.clone(), at_ms)?;
        self.sync.record(op);
        Ok(())
    }

    /// Takes the last change back and answers the op that did it.
    pub(crate) fn undo(&mut self) -> Option<Op> {
        let op = self.history.undo(&mut self.flow)?;
        self.sync.record(op.clone());
        Some(op)
    }

    /// Makes the last undone change again and answers the op that did it.
    pub(crate) fn redo(&mut self) -> Option<Op> {
        let op = self.history.redo(&mut self.flow)?;
        self.sync.record(op.clone());
        Some(op)
    }

    /// What undo would take back.
    pub(crate) fn undo_name(&self) -> Option<&Description> {
        self.history.undo_name()
    }

    /// What redo would make again.
    pub(crate) fn redo_name(&self) -> Option<&Description> {
        self.history.redo_name()
    }

    /// The next ops to save and the revision they stand on.
    pub(crate) fn take(&mut self) -> Option<(u64, Vec<Op>)> {
        self.sync.take()
    }

    /// The save arrived.
    pub(crate) fn saved(&mut self, base: Base) {
        if let Some(flow) = self.sync.saved(base, &self.flow) {
            self.flow = flow;
        }
    }

    /// The save did not arrive.
    pub(crate) fn failed(&mut self) {
        self.sync.failed();
    }

    /// The server has a newer draft. Where ours does not go together with it, the document is in conflict.
    pub(crate) fn stale(&mut self, theirs: Base) {
        match self.sync.stale(theirs) {
            Stale::Rebased(flow) => self.replace(flow),
            Stale::WasOurs | Stale::Conflict => {}
        }
    }

    /// Somebody else saved and nothing of ours waits: shows theirs.
    pub(crate) fn follow(&mut self, theirs: Base) {
        if self.sync.is_saved() && theirs.revision > self.sync.base().revision {
            self.replace(theirs.flow.clone());
            self.sync = Sync::new(theirs, Vec::new());
        }
    }

    /// Gives ours up.
    pub(crate) fn use_theirs(&mut self) {
        if let Some(flow) = self.sync.use_theirs() {
            self.replace(flow);
        }
    }

    /// Puts ours on top of theirs. Answers how many changes found no place.
    pub(crate) fn apply_mine(&mut self) -> usize {
        let Some((flow, skipped)) = self.sync.apply_mine() else { return 0 };
        self.replace(flow);
        skipped
    }

    /// Undo must not take back what others did, so history begins anew with what is not saved.
    fn replace(&mut self, flow: Flow) {
        self.history = History::default();
        let mut shown = self.sync.base().flow.clone();
        for op in self.sync.pending() {
            if self.history.apply(&mut shown, op.clone(), f64::NEG_INFINITY).is_err() {
                self.history = History::default();
                break;
            }
        }
        self.flow = flow;
    }
}

#[cfg(test)]
mod tests {
    use super::super::samples::{menu, rename};
    use super::*;

    fn base(revision: u64, ops: &[Op]) -> Base {
        Base { revision, flow: applied(&menu(), ops).unwrap() }
    }

    fn name(document: &Document, step: &str) -> String {
        document.flow().step(&step.into()).unwrap().name.clone()
    }

    #[test]
    fn a_reload_finds_what_was_not_saved() {
        let mut document = Document::open(base(3, &[]), None);
        document.change(rename("s1", "Hello"), 0.0).unwrap();
        let journal = document.journal();
        let mut reopened = Document::open(base(3, &[]), Some(journal));
        assert_eq!(name(&reopened, "s1"), "Hello");
        assert_eq!(reopened.take(), Some((3, vec![rename("s1", "Hello")])));
    }

    #[test]
    fn a_journal_older_than_the_draft_is_put_on_top_or_asked_about() {
        let journal = Journal { base: base(3, &[]), ops: vec![rename("s1", "Hello")] };
        let apart = Document::open(base(5, &[rename("s2", "Cakes")]), Some(journal.clone()));
        assert_eq!((name(&apart, "s1"), name(&apart, "s2")), ("Hello".into(), "Cakes".into()));
        assert_eq!(apart.sync().theirs(), None);
        let clash = Document::open(base(5, &[rename("s1", "Hi")]), Some(journal.clone()));
        assert_eq!(name(&clash, "s1"), "Hello", "nothing is lost while people decide");
        assert!(clash.sync().theirs().is_some());
        let same = Document::open(base(4, &[rename("s1", "Hello")]), Some(journal));
        assert!(same.sync().is_saved(), "the save had arrived before the reload");
    }

    #[test]
    fn undo_after_somebody_elses_save_takes_back_only_ours() {
        let mut document = Document::open(base(1, &[]), None);
        document.change(rename("s1", "Hello"), 0.0).unwrap();
        document.take();
        document.stale(base(2, &[rename("s2", "Cakes")]));
        assert_eq!(document.sync().theirs(), None);
        document.undo();
        assert_eq!((name(&document, "s1"), name(&document, "s2")), ("Welcome".into(), "Cakes".into()));
        assert_eq!(document.undo_name(), None);
    }

    #[test]
    fn a_save_of_somebody_else_is_followed_only_when_nothing_of_ours_waits() {
        let mut document = Document::open(base(1, &[]), None);
        document.follow(base(2, &[rename("s1", "Hi")]));
        assert_eq!(name(&document, "s1"), "Hi");
        document.change(rename("s1", "Hello"), 0.0).unwrap();
        document.follow(base(3, &[rename("s1", "Hey")]));
        assert_eq!(name(&document, "s1"), "Hello");
    }
}
