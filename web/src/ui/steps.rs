//! Steps of a short way: where one stands, and a list of things to do with their state.

use leptos::prelude::*;

use super::icon::{self, IconView};
use crate::i18n::common;

/// The steps of a form in several parts, the current one marked in text as well.
#[component]
pub fn Stepper(
    /// The names of the steps.
    steps: Vec<String>,
    /// The current one, from 0.
    #[prop(into)]
    current: Signal<usize>,
) -> impl IntoView {
    let items: Vec<_> = steps
        .into_iter()
        .enumerate()
        .map(|(i, name)| {
            let sign = move || {
                if i < current.get() {
                    view! { <IconView icon=icon::CHECK small=true /> }.into_any()
                } else {
                    (i + 1).into_any()
                }
            };
            view! {
                <li
                    class="steps__item"
                    class:steps__item--done=move || i < current.get()
                    aria-current=move || (i == current.get()).then_some("step")
                >
                    <span class="steps__sign numeric" aria-hidden="true">{sign}</span>
                    <span>{name}</span>
                    <span class="visually-hidden">{move || (i < current.get()).then(common::done)}</span>
                </li>
            }
        })
        .collect();
    view! { <ol class="steps">{items}</ol> }
}

/// One line of a checklist.
#[component]
pub fn ChecklistItem(
    /// Its number, from 1.
    number: usize,
    /// What to do.
    #[prop(into)]
    title: Signal<String>,
    /// How it stands, or why to do it.
    #[prop(into)]
    note: Signal<String>,
    /// Is done.
    #[prop(into)]
    done: Signal<bool>,
    /// Is the next to do.
    #[prop(into)]
    current: Signal<bool>,
    /// What to press.
    children: Children,
) -> impl IntoView {
    let sign = move || {
        if done.get() {
            view! { <IconView icon=icon::CHECK small=true /> }.into_any()
        } else {
            number.into_any()
        }
    };
    view! {
        <li
            class="card__row checklist__item"
            class:checklist__item--current=move || current.get()
            class:checklist__item--done=move || done.get()
            aria-current=move || current.get().then_some("step")
        >
            <span class="steps__sign numeric" aria-hidden="true">{sign}</span>
            <div class="card__row-main">
                <p class="card__row-title">
                    {move || title.get()}
                    <span class="visually-hidden">{move || done.get().then(|| format!(", {}", common::done()))}</span>
                </p>
                <p class="card__row-note">{move || note.get()}</p>
            </div>
            {children()}
        </li>
    }
}
