//! Publishing: what is about to happen, a note for the team, and the answer. Everything is saved first.

use leptos::prelude::*;
use shared::ErrorCode;
use shared::bot::{Bot, BotState, Publish};

use super::header::PROBLEMS;
use super::issues::Level;
use super::store::use_editor;
use crate::api;
use crate::i18n::{bots, common, editor};
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, TextArea};
use crate::ui::form::{Form, FormView};
use crate::ui::toast::use_toasts;

/// Most characters of a note.
const NOTE_MAX_CHARS: usize = 500;

/// Asks for a note and publishes.
#[component]
pub(super) fn PublishDialog(open: RwSignal<bool>, bot: Signal<Bot>) -> impl IntoView {
    let store = use_editor();
    let count = move |level| {
        store.issues().with(|issues| issues.iter().filter(|issue| issue.level == level).count() as u64)
    };
    let n_errors = Memo::new(move |_| count(Level::Error));
    let n_warnings = Memo::new(move |_| count(Level::Warning));
    let is_unchanged = Memo::new(move |_| {
        let is_live = bot.with(|bot| bot.state == BotState::Live && !bot.has_draft_changes);
        is_live && store.is_saved()
    });
    let version = move || bot.with(|bot| bot.live_version.unwrap_or(0) + 1).to_string();
    let title = Signal::derive(move || editor::publish_title(&version(), &bot.with(|bot| bot.name.clone())));
    view! {
        <Dialog open title>
            {move || if is_unchanged.get() {
                view! { <Unchanged open /> }.into_any()
            } else if n_errors.get() > 0 {
                view! { <Blocked open n_errors /> }.into_any()
            } else {
                view! { <PublishForm open bot n_warnings /> }.into_any()
            }}
        </Dialog>
    }
}

/// There is nothing to publish: what is live is what is here.
#[component]
fn Unchanged(open: RwSignal<bool>) -> impl IntoView {
    view! {
        <p class="dialog__text">{editor::publish_unchanged()}</p>
        <div class="dialog__foot"><Button on_click=move |_| open.set(false)>{common::close()}</Button></div>
    }
}

/// Errors block publishing: says so and leads to them.
#[component]
fn Blocked(open: RwSignal<bool>, n_errors: Memo<u64>) -> impl IntoView {
    let show = move |_| {
        open.set(false);
        request_animation_frame(|| super::words::focus(PROBLEMS));
    };
    view! {
        <p class="dialog__text">{move || editor::publish_blocked(n_errors.get())}</p>
        <div class="dialog__foot">
            <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
            <Button kind=ButtonKind::Primary on_click=show>{editor::show_problems()}</Button>
        </div>
    }
}

#[component]
fn PublishForm(open: RwSignal<bool>, bot: Signal<Bot>, n_warnings: Memo<u64>) -> impl IntoView {
    let (store, workspace, toasts) = (use_editor(), use_workspace(), use_toasts());
    let id = bot.with_untracked(|bot| bot.id);
    let has_live = bot.with_untracked(|bot| bot.live_version.is_some());
    let note = Field::new("note", "", |note| {
        (note.chars().count() > NOTE_MAX_CHARS).then(|| editor::note_too_long().to_owned())
    });
    let form = Form::new([note]);
    let publish = Action::new_local(move |(): &()| {
        let body = Publish { revision: store.revision_untracked(), note: note.trimmed_untracked() };
        async move {
            match api::publish_bot(workspace.id, id, &body).await {
                Ok(version) => {
                    open.try_set(false);
                    toasts.done(editor::published(&version.number.to_string()));
                }
                Err(error) if error.code() == Some(ErrorCode::StaleRevision) => {
                    form.refuse(&[], editor::publish_stale().to_owned())
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let is_wanted = RwSignal::new(false);
    Effect::new(move || {
        if !is_wanted.get() {
            return;
        }
        if let Some(trouble) = store.trouble() {
            is_wanted.set(false);
            form.refuse(&[], trouble);
        } else if store.is_saved() {
            is_wanted.set(false);
            publish.dispatch_local(());
        }
    });
    let submit = move |()| {
        form.clear();
        is_wanted.set(true);
        store.save_now();
    };
    let busy = Signal::derive(move || is_wanted.get() || publish.pending().get());
    view! {
        <FormView form on_submit=submit>
            <p>{if has_live { editor::publish_text() } else { editor::publish_first_text() }}</p>
            <p class="muted">{move || editor::publish_starts(&store.with(|flow| crate::features::bots::words::triggers(&flow.triggers)))}</p>
            {move || (n_warnings.get() > 0).then(|| view! { <p class="muted">{editor::publish_warnings(&bots::n_warnings(n_warnings.get()))}</p> })}
            <TextArea field=note label=editor::note() optional=true max_chars=NOTE_MAX_CHARS help=editor::note_help().to_owned() />
            <div class="dialog__foot">
                <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary submit=true busy>{editor::publish()}</Button>
            </div>
        </FormView>
    }
}
