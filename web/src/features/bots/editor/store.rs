//! The document on the page: reads it, changes it by ops, and says where the focus goes. How it is saved stands in `saving`.

use flow::{Flow, Op, OpError, Problem, StepId};
use leptos::prelude::*;
use shared::bot::Draft;
use shared::{BotId, Permission, Time, WorkspaceId};

use super::issues::{Issue, issues};
use super::journal::Place;
use super::model::document::Document;
use super::model::endings::Kind;
use super::model::parts::step_of;
use super::model::sync::Base;
use super::saving::Saving;
use super::words;
use crate::i18n::editor;
use crate::session::use_workspace;
use crate::ui::announce::{Announcer, use_announcer};
use crate::ui::toast::{Toasts, use_toasts};

/// The editor of one bot's draft.
#[derive(Clone, Copy)]
pub(super) struct Editor {
    pub(super) workspace: WorkspaceId,
    pub(super) bot: BotId,
    pub(super) document: RwSignal<Document>,
    pub(super) saving: RwSignal<Saving>,
    pub(super) saved_at: RwSignal<Time>,
    pub(super) is_kept: RwSignal<bool>,
    pub(super) issues: RwSignal<Vec<Issue>>,
    /// What the server found when it last answered.
    pub(super) from_server: StoredValue<Vec<Problem>>,
    /// The step whose form is open.
    pub(super) open: RwSignal<Option<StepId>>,
    /// Whether the member may change anything.
    pub(super) can_edit: Signal<bool>,
    pub(super) focus: RwSignal<Option<String>>,
    pub(super) place: StoredValue<Place>,
    /// The revision of the draft that this device keeps.
    pub(super) kept_base: StoredValue<Option<u64>>,
    pub(super) n_changes: StoredValue<u64>,
    /// Endings that a step had before its kind was changed, so that going through the kinds loses nothing.
    former: StoredValue<Vec<(StepId, flow::Ending)>>,
    announcer: Announcer,
    toasts: Toasts,
    /// The toast that offers to take the last change back.
    offer: StoredValue<Option<u32>>,
}

pub(super) fn base(draft: Draft) -> Base {
    Base { revision: draft.revision, flow: draft.flow }
}

/// Opens a draft for editing: with what this device kept of it, saved and checked as it changes.
pub(super) fn provide_editor(bot: BotId, draft: Draft, place: Place) -> Editor {
    let workspace = use_workspace();
    let (saved_at, journal) = (draft.updated_at, place.read());
    let from_server = draft.problems.clone();
    let document = Document::open(base(draft), journal);
    let first = issues(document.flow(), &from_server);
    let store = Editor {
        workspace: workspace.id,
        bot,
        document: RwSignal::new(document),
        saving: RwSignal::new(Saving::Idle),
        saved_at: RwSignal::new(saved_at),
        is_kept: RwSignal::new(true),
        issues: RwSignal::new(first),
        from_server: StoredValue::new(from_server),
        open: RwSignal::new(None),
        can_edit: Signal::derive(move || workspace.can(Permission::BotsEdit)),
        focus: RwSignal::new(None),
        place: StoredValue::new(place),
        kept_base: StoredValue::new(None),
        n_changes: StoredValue::new(0),
        former: StoredValue::new(Vec::new()),
        announcer: use_announcer(),
        toasts: use_toasts(),
        offer: StoredValue::new(None),
    };
    provide_context(store);
    store.keep();
    store.save_now();
    store.listen();
    store
}

/// The editor of the page.
pub(super) fn use_editor() -> Editor {
    expect_context()
}

impl Editor {
    /// Reads the flow as it is on the screen.
    pub(super) fn with<T>(&self, read: impl FnOnce(&Flow) -> T) -> T {
        self.document.with(|document| read(document.flow()))
    }

    /// The same without tracking it.
    pub(super) fn with_untracked<T>(&self, read: impl FnOnce(&Flow) -> T) -> T {
        self.document.with_untracked(|document| read(document.flow()))
    }

    /// What is wrong, in flow order.
    pub(super) fn issues(&self) -> RwSignal<Vec<Issue>> {
        self.issues
    }

    /// Makes a change. What would be too much, or does not fit any more (the thing is gone), is not done and said so.
    pub(super) fn change(&self, op: Op) {
        if !self.can_edit.get_untracked() {
            return;
        }
        match self.document.try_update(|document| document.change(op, js_sys::Date::now())) {
            Some(Ok(())) => self.changed(),
            Some(Err(OpError::OverLimit(over))) => self.toasts.error(words::over_limit(over)),
            _ => self.announcer.say(editor::not_possible()),
        }
    }

    /// Makes a change, if there is one to make.
    pub(super) fn change_if(&self, op: Option<Op>) {
        if let Some(op) = op {
            self.change(op);
        }
    }

    /// Takes the last change back, says so, and shows where it was.
    pub(super) fn undo(&self) {
        let name = self.undo_name_untracked();
        if let Some(op) = self.document.try_update(Document::undo).flatten() {
            self.announcer.say(editor::undone(&name.unwrap_or_default()));
            self.after_travel(&op);
        }
    }

    /// Says what the last change did and offers to take it back, until the next change or the end of the editor.
    pub(super) fn offer_undo(&self, text: String) {
        let store = *self;
        self.offer.set_value(Some(self.toasts.undo(text, move || store.undo())));
    }

    /// What undo would take back is another thing by now.
    pub(super) fn withdraw_offer(&self) {
        if let Some(Some(offer)) = self.offer.try_update_value(Option::take) {
            self.toasts.end(offer);
        }
    }

    /// Makes the last undone change again.
    pub(super) fn redo(&self) {
        let name = self.document.with_untracked(|document| document.redo_name().map(words::description));
        if let Some(op) = self.document.try_update(Document::redo).flatten() {
            self.announcer.say(editor::redone(&name.unwrap_or_default()));
            self.after_travel(&op);
        }
    }

    fn after_travel(&self, op: &Op) {
        self.changed();
        let shown = step_of(op).filter(|id| self.with_untracked(|flow| flow.step(id).is_some()));
        if let Some(id) = shown {
            self.open.set(Some(id.clone()));
        }
    }

    /// What undo would take back, in words.
    pub(super) fn undo_name(&self) -> Option<String> {
        self.document.with(|document| document.undo_name().map(words::description))
    }

    fn undo_name_untracked(&self) -> Option<String> {
        self.document.with_untracked(|document| document.undo_name().map(words::description))
    }

    /// What redo would make again, in words.
    pub(super) fn redo_name(&self) -> Option<String> {
        self.document.with(|document| document.redo_name().map(words::description))
    }

    /// Puts the focus on the element with this id once it is drawn.
    pub(super) fn focus(&self, id: impl Into<String>) {
        self.focus.set(Some(id.into()));
    }

    /// Opens a step and puts the focus on one of its fields.
    pub(super) fn go_to(&self, step: Option<StepId>, anchor: String) {
        if step.is_some() {
            self.open.set(step);
        }
        self.focus(anchor);
    }

    /// An id for a new step; random, so that two people who add steps do not choose the same.
    pub(super) fn new_step_id(&self) -> StepId {
        let taken = |id: &StepId| self.with_untracked(|flow| flow.step(id).is_some());
        loop {
            // The last digits of a UUIDv7 are random.
            let random = uuid::Uuid::now_v7().simple().to_string();
            let id = StepId::new(format!("s{}", random.get(24..).unwrap_or("0")));
            if !taken(&id) {
                return id;
            }
        }
    }

    /// Remembers the ending a step has now.
    pub(super) fn remember_ending(&self, step: &StepId) {
        let Some(ending) = self.with_untracked(|flow| flow.step(step).map(|step| step.ending.clone())) else {
            return;
        };
        self.former.update_value(|former| {
            former.retain(|(id, old)| id != step || Kind::of(old) != Kind::of(&ending));
            former.push((step.clone(), ending));
        });
    }

    /// The ending of that kind that a step had before, when all its connections still lead somewhere.
    pub(super) fn former_ending(&self, step: &StepId, kind: Kind) -> Option<flow::Ending> {
        let former = self.former.with_value(|former| {
            former
                .iter()
                .find(|(id, ending)| id == step && Kind::of(ending) == kind)
                .map(|(_, ending)| ending.clone())
        });
        former.filter(|ending| {
            self.with_untracked(|flow| {
                ending.outputs().iter().filter_map(|output| output.to).all(|to| flow.step(to).is_some())
            })
        })
    }
}
