//! One step of the outline: closed, its texts and where its outputs lead; open, its forms.

use flow::{Flow, Item, Op, StepId};
use leptos::prelude::*;

use super::anchors;
use super::endings::EndingForm;
use super::form::TextInput;
use super::issues::Level;
use super::items::Items;
use super::model::edits::{self, Place};
use super::model::endings::Kind;
use super::model::outline::Row;
use super::outline::{Order, add_step};
use super::store::use_editor;
use super::words::nowhere;
use crate::features::bots::outline_view::{
    ending_text, kind_class, kind_icon, kind_words, output_label, target, with_chips,
};
use crate::features::bots::words;
use crate::i18n::editor;
use crate::ui::badge::Badge;
use crate::ui::button::Button;
use crate::ui::icon::{self, IconView};
use crate::ui::menu::{MenuButton, MenuItem};

/// The deepest indentation that is drawn.
const DEPTH_MAX: usize = 4;

/// What a closed step shows.
#[derive(Debug, Clone, PartialEq)]
struct Summary {
    name: String,
    kind: Kind,
    texts: Vec<String>,
    /// Label, name of the target, what happens without one, id of the target.
    outputs: Vec<(String, Option<String>, &'static str, Option<StepId>)>,
    is_start: bool,
}

fn summary(flow: &Flow, id: &StepId) -> Option<Summary> {
    let step = flow.step(id)?;
    let language = flow.default_language();
    let item = |item: &Item| match item {
        Item::SendText(item) => item.text.get(&language, &language).to_owned(),
        Item::SetVariable(item) => editor::sets_variable(&item.name, &item.value),
        Item::SetContactField(item) => editor::sets_field(&item.field, &item.value),
    };
    let outputs = step.ending.outputs();
    let output = |output: &flow::Output<'_>| {
        let label = output_label(output.kind, output.label.words(&language, &language));
        (label, target(flow, output.to), nowhere(output.kind), output.to.cloned())
    };
    Some(Summary {
        name: step.name.clone(),
        kind: Kind::of(&step.ending),
        texts: step.items.iter().map(item).chain(ending_text(&step.ending, &language)).collect(),
        outputs: outputs.iter().map(output).collect(),
        is_start: flow.start.as_ref() == Some(id),
    })
}

/// A step in the outline.
#[component]
pub(super) fn StepCard(id: StepId, rows: Memo<Vec<Row>>, order: RwSignal<Order>) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(id);
    let shown = Memo::new(move |_| id.with_value(|id| store.with(|flow| summary(flow, id))));
    let is_open = Memo::new(move |_| id.with_value(|id| store.open.with(|open| open.as_ref() == Some(id))));
    let depth = Memo::new(move |_| {
        let found = id
            .with_value(|id| rows.with(|rows| rows.iter().find(|row| row.step == *id).map(|row| row.depth)));
        found.unwrap_or_default().min(DEPTH_MAX)
    });
    let toggle = move |_| store.open.set(if is_open.get_untracked() { None } else { Some(id.get_value()) });
    let name = move || shown.with(|shown| shown.as_ref().map(|shown| shown.name.clone()).unwrap_or_default());
    let kind =
        Memo::new(move |_| shown.with(|shown| shown.as_ref().map_or(Kind::Continue, |shown| shown.kind)));
    let is_start = move || shown.with(|shown| shown.as_ref().is_some_and(|shown| shown.is_start));
    view! {
        <li class="step-card" class:step-card--open=is_open data-depth=move || depth.get().to_string()>
            <div class="step-card__head">
                <span class=move || kind_class(kind.get())><IconView icon=Signal::derive(move || kind_icon(kind.get())) small=true /></span>
                <h3 class="step-card__title">
                    <button
                        class="step-card__toggle"
                        type="button"
                        id=id.with_value(anchors::step)
                        aria-expanded=move || if is_open.get() { "true" } else { "false" }
                        on:click=toggle
                    >
                        <span dir="auto">{name}</span>
                        <span class="hint">{move || kind_words(kind.get())}</span>
                        {move || is_start().then(|| view! { <span class="hint">{editor::is_start()}</span> })}
                        <StepProblems step=id />
                        <span class="step-card__chevron">
                            <IconView icon=Signal::derive(move || if is_open.get() { icon::CHEVRON_UP } else { icon::CHEVRON_DOWN }) small=true />
                        </span>
                    </button>
                </h3>
                <StepMenu step=id order />
            </div>
            <Show when=move || is_open.get() fallback=move || view! { <Closed shown step=id /> }>
                <StepForm step=id.get_value() />
            </Show>
        </li>
    }
}

/// How many problems a step has, in its name.
#[component]
fn StepProblems(step: StoredValue<StepId>) -> impl IntoView {
    let store = use_editor();
    let count = move |level| {
        store.issues().with(|issues| {
            let is_here = |issue: &&super::issues::Issue| {
                issue.level == level && step.with_value(|id| issue.step.as_ref() == Some(id))
            };
            issues.iter().filter(is_here).count() as u64
        })
    };
    let badge = Memo::new(move |_| words::problems(count(Level::Error), count(Level::Warning)));
    move || badge.get().map(|(tone, icon, text)| view! { <Badge tone icon text /> })
}

/// Texts and outputs of a closed step.
#[component]
fn Closed(shown: Memo<Option<Summary>>, step: StoredValue<StepId>) -> impl IntoView {
    let store = use_editor();
    let texts =
        move || shown.with(|shown| shown.as_ref().map(|shown| shown.texts.clone()).unwrap_or_default());
    let outputs =
        move || shown.with(|shown| shown.as_ref().map(|shown| shown.outputs.clone()).unwrap_or_default());
    let go = move |to: StepId| store.go_to(Some(to.clone()), anchors::step(&to));
    let open = move |_| step.with_value(|id| store.open.set(Some(id.clone())));
    view! {
        <div class="step-card__texts" on:click=open>
            {move || texts().into_iter().map(|text| view! { <p class="outline__text" dir="auto">{with_chips(&text)}</p> }).collect::<Vec<_>>()}
        </div>
        <ul class="outline__outputs">
            {move || outputs().into_iter().map(|(label, name, nowhere, to)| view! {
                <li class="outline__output">
                    <span class="outline__label" dir="auto"><IconView icon=icon::REPLY small=true />{label}</span>
                    {match name.zip(to) {
                        Some((name, to)) => view! {
                            <button class="outline__target" type="button" on:click=move |_| go(to.clone())>
                                <IconView icon=icon::ARROW_RIGHT small=true />
                                <span class="visually-hidden">{editor::goes_to()}" "</span>
                                <span dir="auto">{name}</span>
                            </button>
                        }.into_any(),
                        None => view! { <span class="muted">{nowhere}</span> }.into_any(),
                    }}
                </li>
            }).collect::<Vec<_>>()}
        </ul>
    }
}

/// Name, items and ending of an open step.
#[component]
fn StepForm(step: StepId) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step.clone());
    let name = Memo::new(move |_| {
        id.with_value(|id| store.with(|flow| flow.step(id).map(|step| step.name.clone()).unwrap_or_default()))
    });
    let rename = move |name| store.change(Op::RenameStep { step: id.get_value(), name });
    view! {
        <fieldset class="step-card__form" disabled=move || !store.can_edit.get()>
            <legend class="visually-hidden">{name}</legend>
            <TextInput id=anchors::field(&step, "name") label=editor::step_name() value=name on_input=rename help=editor::step_name_help() />
            <Items step=step.clone() />
            <EndingForm step />
            <Show when=move || store.can_edit.get()>
                <div class="step-card__foot">
                    <Button icon=icon::PLUS on_click=move |_| add_step(store, &Place::After(id.get_value()))>
                        {move || editor::add_step_after(&name.get())}
                    </Button>
                </div>
            </Show>
        </fieldset>
    }
}

/// Rename, duplicate, make the start, move, delete.
#[component]
fn StepMenu(step: StoredValue<StepId>, order: RwSignal<Order>) -> impl IntoView {
    let store = use_editor();
    let name = move || {
        step.with_value(|id| {
            store.with(|flow| flow.step(id).map(|step| step.name.clone()).unwrap_or_default())
        })
    };
    let rename = move |()| step.with_value(|id| store.go_to(Some(id.clone()), anchors::field(id, "name")));
    let duplicate = move |()| {
        let new = store.new_step_id();
        step.with_value(|id| {
            store.change_if(store.with_untracked(|flow| {
                let name = edits::free_name(flow, &flow.step(id)?.name);
                edits::duplicate_step(flow, id, new.clone(), &name)
            }));
        });
        store.go_to(Some(new.clone()), anchors::field(&new, "name"));
    };
    let make_start = move |()| store.change(Op::SetStart { step: Some(step.get_value()) });
    let shift = move |down| {
        step.with_value(|id| {
            store.change_if(store.with_untracked(|flow| edits::move_step(flow, id, down)));
            store.focus(anchors::step(id));
        });
    };
    let delete = move |()| {
        let id = step.get_value();
        let (old, op, next) = store.with_untracked(|flow| {
            let name = flow.step(&id).map(|step| step.name.clone()).unwrap_or_default();
            (name, edits::remove_step(flow, &id), edits::after_removal(flow, &id))
        });
        store.change(op);
        store.focus(next.as_ref().map_or_else(|| anchors::ADD_STEP.to_owned(), anchors::step));
        store.offer_undo(editor::step_deleted(&old));
    };
    let items = move || {
        let id = step.get_value();
        let (at, len, is_start) = store.with(|flow| {
            (
                flow.steps.iter().position(|step| step.id == id).unwrap_or_default(),
                flow.steps.len(),
                flow.start.as_ref() == Some(&id),
            )
        });
        let mut items = vec![
            MenuItem::new(editor::rename(), icon::PENCIL, rename),
            MenuItem::new(editor::duplicate(), icon::COPY, duplicate),
        ];
        if !is_start {
            items.push(MenuItem::new(editor::make_start(), icon::PLAY, make_start));
        }
        if order.get() == Order::List && at > 0 {
            items.push(MenuItem::new(editor::move_up(), icon::ARROW_UP, move |()| shift(false)));
        }
        if order.get() == Order::List && at + 1 < len {
            items.push(MenuItem::new(editor::move_down(), icon::ARROW_DOWN, move |()| shift(true)));
        }
        items.push(MenuItem::new(editor::delete_step(), icon::TRASH, delete).danger());
        items
    };
    view! {
        <Show when=move || store.can_edit.get()>
            <MenuButton name=Signal::derive(move || editor::more_actions(&name())) items=Signal::derive(items) />
        </Show>
    }
}
