//! What the server has and what it has not yet: the saved draft, the ops since, and what to do when somebody else saved first.
//!
//! Invariant: the base with all pending ops applied is the flow on the screen.

use flow::{Flow, Op};
use serde::{Deserialize, Serialize};

use super::parts::{difference, touched};

/// Most ops of one save, those in batches counted one by one; the server takes no more.
pub(crate) const OPS_PER_SAVE: usize = 500;

/// A draft as the server has it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Base {
    /// Its revision.
    pub(crate) revision: u64,
    /// Its flow.
    pub(crate) flow: Flow,
}

/// The state of saving.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Sync {
    base: Base,
    pending: Vec<Op>,
    in_flight: usize,
    theirs: Option<Base>,
}

/// What became of a save that met a newer draft.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Stale {
    /// The newer draft is this save: its answer was lost.
    WasOurs,
    /// Others changed other parts; ours stand on top of theirs. Holds the flow to show.
    Rebased(Flow),
    /// Both changed the same; people have to say.
    Conflict,
}

impl Sync {
    /// Starts from a draft of the server, with the ops that were kept on this device.
    pub(crate) fn new(base: Base, pending: Vec<Op>) -> Self {
        Self { base, pending, in_flight: 0, theirs: None }
    }

    /// The draft as it was last seen on the server.
    pub(crate) fn base(&self) -> &Base {
        &self.base
    }

    /// What is not saved yet, in order.
    pub(crate) fn pending(&self) -> &[Op] {
        &self.pending
    }

    /// Whether everything is on the server.
    pub(crate) fn is_saved(&self) -> bool {
        self.pending.is_empty()
    }

    /// The draft of somebody else that ours does not go together with.
    pub(crate) fn theirs(&self) -> Option<&Base> {
        self.theirs.as_ref()
    }

    /// Keeps an op that was applied to the screen for the next save.
    pub(crate) fn record(&mut self, op: Op) {
        let is_free = self.pending.len() > self.in_flight;
        if let Some(last) = self.pending.last_mut().filter(|_| is_free)
            && let Some(merged) = last.merge(&op)
        {
            *last = merged;
        } else {
            self.pending.push(op);
        }
    }

    /// The next ops to save and the revision they stand on; `None` while a save is under way, people must decide, or all is saved.
    pub(crate) fn take(&mut self) -> Option<(u64, Vec<Op>)> {
        if self.in_flight > 0 || self.theirs.is_some() || self.pending.is_empty() {
            return None;
        }
        self.split_large();
        let sizes = self.pending.iter().scan(0, |total, op| {
            *total += n_single(op);
            Some(*total)
        });
        self.in_flight = sizes.take_while(|total| *total <= OPS_PER_SAVE).count().max(1);
        let ops = self.pending.iter().take(self.in_flight).cloned().collect();
        Some((self.base.revision, ops))
    }

    /// Counts everything pending as sent: a page was closed before the answer came.
    pub(crate) fn claim_all(&mut self) {
        self.in_flight = self.pending.len();
    }

    /// The save arrived. Answers the flow to show when it is not the one on the screen.
    pub(crate) fn saved(&mut self, base: Base, shown: &Flow) -> Option<Flow> {
        self.pending.drain(..self.in_flight.min(self.pending.len()));
        self.in_flight = 0;
        self.base = base;
        match self.on_base() {
            Some(flow) if flow == *shown => None,
            Some(flow) => Some(flow),
            None => {
                self.pending.clear();
                Some(self.base.flow.clone())
            }
        }
    }

    /// The save did not arrive, or nobody knows: everything stays pending.
    pub(crate) fn failed(&mut self) {
        self.in_flight = 0;
    }

    /// The server has a newer draft than the one the save stood on.
    pub(crate) fn stale(&mut self, theirs: Base) -> Stale {
        let sent: Vec<_> = self.pending.iter().take(self.in_flight).cloned().collect();
        self.in_flight = 0;
        if !sent.is_empty() && applied(&self.base.flow, &sent).as_ref() == Some(&theirs.flow) {
            self.pending.drain(..sent.len());
            self.base = theirs;
            return Stale::WasOurs;
        }
        let ours = touched(&self.base.flow, &self.pending);
        let changed = difference(&self.base.flow, &theirs.flow);
        match applied(&theirs.flow, &self.pending) {
            Some(flow) if ours.is_disjoint(&changed) => {
                self.base = theirs;
                Stale::Rebased(flow)
            }
            _ => {
                self.theirs = Some(theirs);
                Stale::Conflict
            }
        }
    }

    /// Gives ours up: from here on theirs is the draft. Answers its flow.
    pub(crate) fn use_theirs(&mut self) -> Option<Flow> {
        self.base = self.theirs.take()?;
        self.pending.clear();
        Some(self.base.flow.clone())
    }

    /// Puts ours on top of theirs, op by op. Answers the flow and how many ops found no place any more.
    pub(crate) fn apply_mine(&mut self) -> Option<(Flow, usize)> {
        self.base = self.theirs.take()?;
        let mut flow = self.base.flow.clone();
        let before = self.pending.len();
        self.pending.retain(|op| op.apply(&mut flow).is_ok());
        Some((flow, before - self.pending.len()))
    }

    fn on_base(&self) -> Option<Flow> {
        applied(&self.base.flow, &self.pending)
    }

    /// A batch that is too large for one save goes in parts.
    fn split_large(&mut self) {
        if let Some(Op::Batch { ops }) = self.pending.first()
            && ops.len() > OPS_PER_SAVE
        {
            let ops = ops.clone();
            self.pending.splice(..1, ops);
        }
    }
}

/// How many operations the server counts for one.
fn n_single(op: &Op) -> usize {
    op.parts().map_or(1, |parts| parts.len().max(1))
}

/// The flow after all ops; `None` when one does not fit.
pub(crate) fn applied(flow: &Flow, ops: &[Op]) -> Option<Flow> {
    let mut flow = flow.clone();
    ops.iter().all(|op| op.apply(&mut flow).is_ok()).then_some(flow)
}

#[cfg(test)]
mod tests {
    use super::super::samples::{menu, rename, text_op};
    use super::*;

    fn base(revision: u64, ops: &[Op]) -> Base {
        Base { revision, flow: applied(&menu(), ops).unwrap() }
    }

    #[test]
    fn typing_waits_as_one_op_and_a_save_under_way_is_left_alone() {
        let mut sync = Sync::new(base(1, &[]), Vec::new());
        sync.record(text_op("s1", "H"));
        sync.record(text_op("s1", "He"));
        assert_eq!(sync.take(), Some((1, vec![text_op("s1", "He")])));
        sync.record(text_op("s1", "Hey"));
        assert_eq!(sync.take(), None, "one save at a time");
        let shown = base(2, &[text_op("s1", "Hey")]).flow;
        assert_eq!(sync.saved(base(2, &[text_op("s1", "He")]), &shown), None);
        assert_eq!(sync.take(), Some((2, vec![text_op("s1", "Hey")])));
    }

    #[test]
    fn a_save_has_no_more_ops_than_the_server_takes_also_in_batches() {
        let batch = |n: usize| Op::Batch { ops: vec![rename("s1", "Hello"); n] };
        let n_sent = |pending: Vec<Op>| Sync::new(base(1, &[]), pending).take().unwrap().1.len();
        assert_eq!(n_sent(vec![rename("s1", "Hello"); 501]), 500);
        assert_eq!(n_sent(vec![batch(250), batch(250), batch(1)]), 2);
        assert_eq!(n_sent(vec![batch(500), batch(0)]), 1);
        assert_eq!(n_sent(vec![batch(501)]), 500, "one by one");
    }

    #[test]
    fn a_failed_save_is_sent_again() {
        let mut sync = Sync::new(base(1, &[]), vec![rename("s1", "Hello")]);
        let first = sync.take();
        sync.failed();
        assert_eq!(sync.take(), first);
    }

    #[test]
    fn a_save_whose_answer_was_lost_is_recognised() {
        let mut sync = Sync::new(base(1, &[]), vec![rename("s1", "Hello")]);
        sync.take();
        assert_eq!(sync.stale(base(2, &[rename("s1", "Hello")])), Stale::WasOurs);
        assert!(sync.is_saved());
        assert_eq!(sync.base().revision, 2);
    }

    #[test]
    fn changes_of_other_steps_go_together() {
        let mut sync = Sync::new(base(1, &[]), vec![rename("s1", "Hello")]);
        sync.take();
        let theirs = base(4, &[rename("s2", "Bakery")]);
        let both = applied(&theirs.flow, &[rename("s1", "Hello")]).unwrap();
        assert_eq!(sync.stale(theirs), Stale::Rebased(both));
        assert_eq!(sync.take(), Some((4, vec![rename("s1", "Hello")])));
    }

    #[test]
    fn changes_of_the_same_step_wait_for_a_decision() {
        let mut sync = Sync::new(base(1, &[]), vec![rename("s1", "Hello")]);
        sync.take();
        assert_eq!(sync.stale(base(2, &[rename("s1", "Hi")])), Stale::Conflict);
        assert_eq!(sync.take(), None);
        let (flow, skipped) = sync.apply_mine().unwrap();
        assert_eq!((flow.step(&"s1".into()).unwrap().name.as_str(), skipped), ("Hello", 0));
        assert_eq!(sync.take(), Some((2, vec![rename("s1", "Hello")])));
    }

    #[test]
    fn what_finds_no_place_on_top_of_theirs_is_counted() {
        let mut sync = Sync::new(base(1, &[]), vec![text_op("s2", "Cake"), rename("s1", "Hello")]);
        sync.take();
        assert_eq!(sync.stale(base(2, &[Op::RemoveStep { step: "s2".into() }])), Stale::Conflict);
        let (flow, skipped) = sync.apply_mine().unwrap();
        assert_eq!((flow.steps.len(), skipped), (3, 1));
    }

    #[test]
    fn using_theirs_drops_ours() {
        let mut sync = Sync::new(base(1, &[]), vec![rename("s1", "Hello")]);
        sync.take();
        let theirs = base(2, &[rename("s1", "Hi")]);
        sync.stale(theirs.clone());
        assert_eq!(sync.use_theirs(), Some(theirs.flow));
        assert!(sync.is_saved());
    }
}
