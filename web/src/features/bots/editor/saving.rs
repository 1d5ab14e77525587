//! Keeping and saving: each change at once on this device, then on the server; checked as one types; and what to do when the
//! network is away, the server refuses, or somebody else saved first.

use std::time::Duration;

use leptos::ev;
use leptos::prelude::*;
use shared::ErrorCode;
use shared::bot::{Draft, DraftChange};

use super::issues::issues;
use super::model::document::Document;
use super::store::{Editor, base};
use super::words;
use crate::api::{self, ApiError};
use crate::format;
use crate::i18n::editor;
use crate::live::use_live;

/// How long after the last change a save begins.
const SAVE_AFTER: Duration = Duration::from_millis(1_500);
/// How long after the last change the flow is checked.
const CHECK_AFTER: Duration = Duration::from_millis(150);
/// How long after a failed save it is tried again.
const RETRY_AFTER: Duration = Duration::from_secs(5);

/// How saving stands, beside what the document itself knows.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Saving {
    /// Nothing is under way.
    Idle,
    /// A save is under way.
    Running,
    /// The server cannot be reached; it is tried again.
    Offline,
    /// The server refused, and why.
    Refused(String),
}

impl Editor {
    pub(super) fn changed(&self) {
        self.withdraw_offer();
        let n = self.n_changes.get_value() + 1;
        self.n_changes.set_value(n);
        self.keep();
        if matches!(self.saving.get_untracked(), Saving::Refused(_)) {
            self.saving.set(Saving::Idle);
        }
        let store = *self;
        let is_last = move || store.n_changes.try_get_value() == Some(n);
        set_timeout(
            move || {
                if is_last() {
                    store.check()
                }
            },
            CHECK_AFTER,
        );
        set_timeout(
            move || {
                if is_last() {
                    store.save_now()
                }
            },
            SAVE_AFTER,
        );
    }

    /// Writes what is not saved to this device; the draft it stands on only when that is another one than there.
    pub(super) fn keep(&self) {
        let journal = self.document.with_untracked(Document::journal);
        let base = (!journal.ops.is_empty()).then_some(journal.base.revision);
        let with_base = self.kept_base.get_value() != base;
        let is_kept = self.place.with_value(|place| place.write(&journal, with_base));
        self.kept_base.set_value(base.filter(|_| is_kept));
        self.is_kept.set(is_kept);
    }

    fn check(&self) {
        let found = self.from_server.with_value(|theirs| self.with_untracked(|flow| issues(flow, theirs)));
        if self.issues.with_untracked(|old| *old != found) {
            self.issues.set(found);
        }
    }

    /// Saves what is not saved.
    pub(super) fn save_now(&self) {
        leptos::task::spawn_local(self.save());
    }

    async fn save(self) {
        let Some(Some((base_revision, ops))) = self.document.try_update(Document::take) else { return };
        let Some(place) = self.place.try_get_value() else { return };
        self.saving.set(Saving::Running);
        let change = DraftChange { base_revision, ops };
        let answer = api::change_draft(self.workspace, self.bot, &change).await;
        if self.document.is_disposed() {
            // The page was left meanwhile; when the save arrived, nothing needs to be kept.
            return answer.map_or((), |_| place.clear_if(&change.ops));
        }
        match answer {
            Ok(draft) => {
                self.heard(&draft);
                self.document.update(|document| document.saved(base(draft)));
                self.settle();
            }
            Err(error) => self.not_saved(&error),
        }
    }

    fn heard(&self, draft: &Draft) {
        self.saved_at.set(draft.updated_at);
        self.from_server.set_value(draft.problems.clone());
    }

    fn settle(&self) {
        self.saving.set(Saving::Idle);
        self.keep();
        self.check();
        if !self.document.with_untracked(|document| document.sync().is_saved()) {
            let store = *self;
            set_timeout(
                move || {
                    if !store.document.is_disposed() {
                        store.save_now()
                    }
                },
                SAVE_AFTER,
            );
        }
    }

    fn not_saved(&self, error: &ApiError) {
        let current = error
            .problem()
            .filter(|problem| problem.code == ErrorCode::StaleRevision)
            .and_then(|problem| problem.current.clone());
        // Read from text as everywhere: reading from a value would be the whole document's code once more.
        if let Some(theirs) =
            current.and_then(|current| serde_json::from_str::<Draft>(&current.to_string()).ok())
        {
            self.heard(&theirs);
            self.document.update(|document| document.stale(base(theirs)));
            return self.settle();
        }
        self.document.update(Document::failed);
        let may_pass = error.is_offline()
            || matches!(
                error.code(),
                None | Some(
                    ErrorCode::Unavailable
                        | ErrorCode::Internal
                        | ErrorCode::TooManyRequests
                        | ErrorCode::RequestTimeout
                )
            );
        if may_pass {
            self.saving.set(Saving::Offline);
            let store = *self;
            set_timeout(
                move || {
                    if !store.document.is_disposed() {
                        store.save_now()
                    }
                },
                RETRY_AFTER,
            );
        } else {
            self.saving.set(Saving::Refused(error.message()));
        }
    }

    /// Whether the server has everything.
    pub(super) fn is_saved(&self) -> bool {
        self.document.with(|document| document.sync().is_saved())
    }

    /// The revision on the server.
    pub(super) fn revision_untracked(&self) -> u64 {
        self.document.with_untracked(|document| document.sync().base().revision)
    }

    /// What keeps a save from arriving, in words.
    pub(super) fn trouble(&self) -> Option<String> {
        let is_stuck =
            self.has_conflict() || matches!(self.saving.get(), Saving::Offline | Saving::Refused(_));
        is_stuck.then(|| self.status())
    }

    /// How saving stands, in words.
    pub(super) fn status(&self) -> String {
        let (is_saved, has_conflict) =
            self.document.with(|document| (document.sync().is_saved(), document.sync().theirs().is_some()));
        match self.saving.get() {
            _ if has_conflict => editor::status_conflict().to_owned(),
            Saving::Offline if self.is_kept.get() => editor::status_offline().to_owned(),
            Saving::Offline => editor::status_offline_not_kept().to_owned(),
            Saving::Refused(why) => editor::status_refused(&why),
            Saving::Idle if is_saved => editor::status_saved(&format::short(self.saved_at.get())),
            Saving::Idle | Saving::Running => editor::status_saving().to_owned(),
        }
    }

    /// Whether somebody else's draft and ours do not go together.
    pub(super) fn has_conflict(&self) -> bool {
        self.document.with(|document| document.sync().theirs().is_some())
    }

    /// Ends a conflict: theirs.
    pub(super) fn use_theirs(&self) {
        self.document.update(Document::use_theirs);
        self.settle();
    }

    /// Ends a conflict: ours on top of theirs. Answers how many changes found no place.
    pub(super) fn apply_mine(&self) -> usize {
        let skipped = self.document.try_update(Document::apply_mine).unwrap_or_default();
        self.settle();
        self.save_now();
        skipped
    }

    /// Follows the world: others' saves, the network, leaving the page, and where the focus is to go.
    pub(super) fn listen(self) {
        use_live().on(move |event| {
            if super::super::frame::concerns(&event, self.bot) {
                self.look();
            }
        });
        let online = window_event_listener_untyped("online", move |_| self.save_now());
        let hidden = window_event_listener_untyped("visibilitychange", move |_| {
            if document().hidden() {
                self.save_now()
            }
        });
        let leave = window_event_listener(ev::pagehide, move |_| self.save_now());
        on_cleanup(move || {
            online.remove();
            hidden.remove();
            leave.remove();
            self.withdraw_offer();
            self.save_when_leaving();
        });
        Effect::new(move || {
            if let Some(id) = self.focus.get() {
                self.focus.set(None);
                request_animation_frame(move || words::focus(&id));
            }
        });
    }

    /// Somebody saved: when it was not us and nothing of ours waits, shows theirs.
    fn look(self) {
        if !self.document.with_untracked(|document| document.sync().is_saved()) {
            return;
        }
        leptos::task::spawn_local(async move {
            let Ok(draft) = api::draft(self.workspace, self.bot).await else { return };
            if self.document.is_disposed()
                || !self.document.with_untracked(|document| document.sync().is_saved())
            {
                return;
            }
            self.heard(&draft);
            let is_new = self.document.try_update(|document| {
                let before = document.sync().base().revision;
                document.follow(base(draft));
                document.sync().base().revision != before
            });
            if is_new == Some(true) {
                self.check();
            }
        });
    }

    /// The route is left: what waits is sent once more, and stays on this device until it arrived.
    fn save_when_leaving(self) {
        let Some(Some((base_revision, ops))) = self.document.try_update(Document::take) else { return };
        let Some(place) = self.place.try_get_value() else { return };
        let (workspace, bot, change) = (self.workspace, self.bot, DraftChange { base_revision, ops });
        leptos::task::spawn_local(async move {
            if api::change_draft(workspace, bot, &change).await.is_ok() {
                place.clear_if(&change.ops);
            }
        });
    }
}
