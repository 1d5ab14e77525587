//! The list of problems in flow order: Enter goes to the field; a repair is offered where it is mechanical.

use leptos::prelude::*;

use super::header::PROBLEMS;
use super::issues::{Fix, Issue, Level};
use super::model::edits::Place;
use super::outline::add_step;
use super::store::{Editor, use_editor};
use crate::i18n::{bots, editor};
use crate::ui::button::Button;
use crate::ui::icon::{self, IconView};

/// What is wrong with the draft.
#[component]
pub(super) fn Problems() -> impl IntoView {
    let store = use_editor();
    let issues = store.issues();
    let is_fine = Memo::new(move |_| issues.with(Vec::is_empty));
    view! {
        <section class="problems" id=PROBLEMS tabindex="-1" aria-labelledby="problems-title">
            <h2 class="problems__title" id="problems-title">{editor::problems()}</h2>
            <Show when=move || !is_fine.get() fallback=|| view! { <p class="muted">{bots::no_problems()}</p> }>
                <ul class="problems__list">
                    <For each=move || issues.get().into_iter().enumerate() key=|(index, issue)| (*index, issue.text.clone(), issue.anchor.clone()) let:issue>
                        <ProblemRow issue=issue.1 />
                    </For>
                </ul>
            </Show>
        </section>
    }
}

#[component]
fn ProblemRow(issue: Issue) -> impl IntoView {
    let store = use_editor();
    let step_name = issue
        .step
        .as_ref()
        .and_then(|id| store.with_untracked(|flow| flow.step(id).map(|step| step.name.clone())));
    let (icon, word, class) = match issue.level {
        Level::Error => (icon::OCTAGON_ALERT, editor::error(), "problems__sign tone-danger"),
        Level::Warning => (icon::TRIANGLE_ALERT, editor::warning(), "problems__sign tone-warning"),
    };
    let (step, anchor) = (issue.step.clone(), issue.anchor.clone());
    let go = move |_| store.go_to(step.clone(), anchor.clone());
    view! {
        <li class="problems__row">
            <button class="problems__go" type="button" on:click=go>
                <span class=class><IconView icon small=true /><span class="visually-hidden">{word}": "</span></span>
                <span>
                    <span class="problems__step" dir="auto">{step_name.unwrap_or_else(|| editor::whole_bot().to_owned())}</span>
                    <span class="problems__text">{issue.text}</span>
                </span>
            </button>
            {issue.fix.map(|fix| {
                let label = fix.label();
                view! { <Show when=move || store.can_edit.get()><FixButton fix=fix.clone() label /></Show> }
            })}
        </li>
    }
}

#[component]
fn FixButton(fix: Fix, label: &'static str) -> impl IntoView {
    let store = use_editor();
    view! { <Button on_click=move |_| apply(store, &fix)>{label}</Button> }
}

fn apply(store: Editor, fix: &Fix) {
    match fix {
        Fix::NewStep(step, output) => add_step(store, &Place::Output(step.clone(), output.clone())),
        Fix::DeleteStep(_) | Fix::AnyMessage | Fix::KeywordsOnly | Fix::Shorten(..) | Fix::LimitTries(_) => {
            store.change_if(store.with_untracked(|flow| fix.op(flow)));
            store.focus(PROBLEMS);
        }
    }
}
