//! The editor's bar: where one is, how saving stands, undo and redo by name, problems, Publish.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::Permission;
use shared::bot::Bot;

use super::issues::Level;
use super::publish::PublishDialog;
use super::store::use_editor;
use crate::features::bots::frame::{StateBadge, TryLink, sections};
use crate::features::bots::words;
use crate::i18n::{bots, editor};
use crate::paths;
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon::{self, IconView};
use crate::ui::nav::SectionLinks;
use crate::ui::page::PageTitle;

/// The id of the list of problems.
pub(super) const PROBLEMS: &str = "problems";

/// Name, status, history, problems and Publish.
#[component]
pub(super) fn Header(bot: Signal<Bot>) -> impl IntoView {
    let (workspace, store) = (use_workspace(), use_editor());
    let is_publishing = RwSignal::new(false);
    let blocked = workspace.blocked(Permission::BotsPublish);
    let id = bot.with_untracked(|bot| bot.id);
    view! {
        <header class="editor__head">
            <div class="editor__title">
                <A href=paths::bots(workspace.id) attr:class="back-link">
                    <IconView icon=icon::CHEVRON_LEFT small=true />
                    {bots::title()}
                </A>
                <div class="row">
                    <PageTitle title=Signal::derive(move || bot.with(|bot| bot.name.clone())) section=bots::section_build() />
                    <StateBadge bot />
                </div>
                <p class="editor__status hint" role="status">{move || store.status()}</p>
            </div>
            <div class="editor__actions">
                <Show when=move || store.can_edit.get()><History /></Show>
                <ProblemsButton />
                <TryLink />
                <Button kind=ButtonKind::Primary blocked on_click=move |_| is_publishing.set(true)>{editor::publish()}</Button>
            </div>
        </header>
        <SectionLinks name=bots::sections() links=Signal::derive(move || sections(workspace, id)) />
        <PublishDialog open=is_publishing bot />
    }
}

/// Undo and redo; each says what it would do.
#[component]
fn History() -> impl IntoView {
    let store = use_editor();
    let undo_name = Memo::new(move |_| store.undo_name());
    let redo_name = Memo::new(move |_| store.redo_name());
    let undo_label = move || {
        undo_name.get().map_or_else(|| editor::nothing_to_undo().to_owned(), |name| editor::undo_named(&name))
    };
    let redo_label = move || {
        redo_name.get().map_or_else(|| editor::nothing_to_redo().to_owned(), |name| editor::redo_named(&name))
    };
    view! {
        <button
            class="button button--quiet editor__undo"
            type="button"
            title=move || format!("{} (Ctrl Z)", undo_label())
            aria-label=undo_label
            aria-disabled=move || undo_name.with(Option::is_none).then_some("true")
            aria-keyshortcuts="Control+Z"
            on:click=move |_| store.undo()
        >
            <IconView icon=icon::UNDO_2 small=true />
            <span class="editor__undo-name">{undo_label}</span>
        </button>
        <button
            class="button button--quiet button--icon"
            type="button"
            title=move || format!("{} (Ctrl Shift Z)", redo_label())
            aria-label=redo_label
            aria-disabled=move || redo_name.with(Option::is_none).then_some("true")
            aria-keyshortcuts="Control+Shift+Z"
            on:click=move |_| store.redo()
        >
            <IconView icon=icon::REDO_2 />
        </button>
    }
}

/// How many problems there are; leads to the list.
#[component]
fn ProblemsButton() -> impl IntoView {
    let store = use_editor();
    let count = move |level| {
        store.issues().with(|issues| issues.iter().filter(|issue| issue.level == level).count() as u64)
    };
    let words = Memo::new(move |_| words::problems(count(Level::Error), count(Level::Warning)));
    let n_all = move || store.issues().with(|issues| crate::format::number(issues.len() as u64));
    view! {
        {move || match words.get() {
            Some((tone, icon, text)) => view! {
                <button class=format!("button editor__problems {}", tone.class()) type="button" on:click=move |_| super::words::focus(PROBLEMS)>
                    <IconView icon small=true />
                    <span class="editor__words">{text}</span>
                    <span class="editor__count numeric" aria-hidden="true">{n_all}</span>
                </button>
            }.into_any(),
            None => view! { <span class="editor__fine hint"><IconView icon=icon::CIRCLE_CHECK small=true /><span class="editor__words">{bots::no_problems()}</span></span> }.into_any(),
        }}
    }
}
