//! Endings with choices: buttons, a list of rows, and conditions. Each choice is its field, where it leads, and a menu.

use flow::{Ending, StepId, TextField};
use leptos::prelude::*;

use super::super::anchors;
use super::super::form::{Insert, Shape, TextBox, TextInput};
use super::super::model::edits;
use super::super::model::endings::{self, BUTTONS_MAX, ROWS_MAX, SECTIONS_MAX};
use super::super::store::{Editor, use_editor};
use super::connect::{Connection, FixedOutputs};
use crate::i18n::editor;
use crate::ui::button::Button;
use crate::ui::icon;
use crate::ui::menu::{MenuButton, MenuItem};

/// WhatsApp's limits, in characters.
const BODY_MAX: usize = 1_024;
const LIST_BODY_MAX: usize = 4_096;
const SMALL_MAX: usize = 60;
const BUTTON_MAX: usize = 20;
const SECTION_MAX: usize = 24;
const ROW_MAX: usize = 24;
const ROW_DESCRIPTION_MAX: usize = 72;

/// Changes the ending of a step.
fn change(store: Editor, step: &StepId, change: impl FnOnce(&mut Ending)) {
    store.change_if(store.with_untracked(|flow| edits::with_ending(flow, step, change)));
}

/// Ids of the choices that an ending brings itself, in order.
fn own_choices(ending: &Ending) -> Vec<String> {
    ending
        .outputs()
        .iter()
        .filter(|output| output.kind.fixed_id().is_none())
        .map(|output| output.id.to_owned())
        .collect()
}

/// The ids of a step's choices, as they change.
fn use_choices(step: StoredValue<StepId>) -> Memo<Vec<String>> {
    let store = use_editor();
    Memo::new(move |_| {
        step.with_value(|id| {
            store.with(|flow| flow.step(id).map(|step| own_choices(&step.ending)).unwrap_or_default())
        })
    })
}

/// Text above and below a message, rarely used and so folded away unless it is there.
#[component]
fn HeaderAndFooter(step: StepId) -> impl IntoView {
    let store = use_editor();
    let is_used = store.with_untracked(|flow| {
        let step = flow.step(&step);
        let has = |field| step.and_then(|step| step.text(&field)).is_some_and(|text| !text.is_absent());
        has(TextField::Header {}) || has(TextField::Footer {})
    });
    view! {
        <details class="more-fields" open=is_used>
            <summary>{editor::header_and_footer()}</summary>
            <TextBox step=step.clone() field=TextField::Header {} label=editor::header() limit=SMALL_MAX shape=Shape::Line optional=true />
            <TextBox step field=TextField::Footer {} label=editor::footer() limit=SMALL_MAX shape=Shape::Line optional=true />
        </details>
    }
}

/// A message with up to three buttons.
#[component]
pub(super) fn ButtonsForm(step: StepId) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step.clone());
    let choices = use_choices(id);
    view! {
        <TextBox step=step.clone() field=TextField::Body {} label=editor::message() limit=BODY_MAX />
        <HeaderAndFooter step=step.clone() />
        <ol class="choices-list" aria-label=editor::buttons()>
            <For each=move || choices.get() key=Clone::clone let:choice>
                <li class="choice">
                    <TextBox
                        step=id.get_value()
                        field=TextField::Button { id: choice.clone() }
                        label=editor::button_text()
                        limit=BUTTON_MAX
                        shape=Shape::Line
                    />
                    <Connection step=id.get_value() output=choice.clone() />
                    <ChoiceMenu step=id choice choices field="button" />
                </li>
            </For>
        </ol>
        <AddChoice
            step=id
            label=editor::add_button()
            blocked=Signal::derive(move || (choices.with(Vec::len) >= BUTTONS_MAX).then(|| editor::three_buttons().to_owned()))
            field="button"
            section=0
        />
        <Show when=move || store.can_edit.get() || !choices.with(Vec::is_empty)><FixedOutputs step=id.get_value() /></Show>
    }
}

/// A message with a list of up to ten rows in sections.
#[component]
pub(super) fn ListForm(step: StepId) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step.clone());
    let choices = use_choices(id);
    let sections = Memo::new(move |_| {
        id.with_value(|id| {
            store.with(|flow| match flow.step(id).map(|step| &step.ending) {
                Some(Ending::List(list)) => list
                    .sections
                    .iter()
                    .map(|section| section.rows.iter().map(|row| row.id.clone()).collect())
                    .collect(),
                _ => Vec::<Vec<String>>::new(),
            })
        })
    });
    let n_sections = Memo::new(move |_| sections.with(Vec::len));
    let add_section = move |_| {
        let index = n_sections.get_untracked();
        let language = store.with_untracked(flow::Flow::default_language);
        id.with_value(|id| change(store, id, |ending| endings::add_section(ending, &language)));
        store.focus(id.with_value(|id| anchors::text(id, &TextField::SectionTitle { index })));
    };
    let blocked =
        Signal::derive(move || (n_sections.get() >= SECTIONS_MAX).then(|| editor::ten_sections().to_owned()));
    view! {
        <TextBox step=step.clone() field=TextField::Body {} label=editor::message() limit=LIST_BODY_MAX />
        <HeaderAndFooter step=step.clone() />
        <TextBox step=step.clone() field=TextField::ListButton {} label=editor::list_button() limit=BUTTON_MAX shape=Shape::Line />
        <For each=move || 0..n_sections.get() key=|index| *index let:index>
            <SectionForm step=id index n_sections choices rows=Signal::derive(move || sections.with(|all| all.get(index).cloned().unwrap_or_default())) />
        </For>
        <Show when=move || store.can_edit.get()>
            <div><Button icon=icon::PLUS blocked on_click=add_section>{editor::add_section()}</Button></div>
        </Show>
        <FixedOutputs step />
    }
}

/// A section: its title when there are several, and its rows.
#[component]
fn SectionForm(
    step: StoredValue<StepId>,
    index: usize,
    n_sections: Memo<usize>,
    choices: Memo<Vec<String>>,
    rows: Signal<Vec<String>>,
) -> impl IntoView {
    let store = use_editor();
    let remove = move |_| {
        step.with_value(|id| change(store, id, |ending| endings::remove_section(ending, index)));
        store.focus(step.with_value(|id| anchors::text(id, &TextField::ListButton {})));
    };
    view! {
        <div class="list-section" role="group" aria-label=editor::section_numbered(&crate::format::number(index as u64 + 1))>
            <Show when=move || { n_sections.get() > 1 }>
                <div class="list-section__head">
                    <TextBox step=step.get_value() field=TextField::SectionTitle { index } label=editor::section_title() limit=SECTION_MAX shape=Shape::Line />
                    <Show when=move || store.can_edit.get()>
                        <Button icon=icon::TRASH on_click=remove>{editor::remove_section()}</Button>
                    </Show>
                </div>
            </Show>
            <ol class="choices-list" aria-label=editor::rows()>
                <For each=move || rows.get() key=Clone::clone let:row>
                    <li class="choice choice--row">
                        <TextBox step=step.get_value() field=TextField::RowTitle { id: row.clone() } label=editor::row_title() limit=ROW_MAX shape=Shape::Line />
                        <TextBox
                            step=step.get_value()
                            field=TextField::RowDescription { id: row.clone() }
                            label=editor::row_description()
                            limit=ROW_DESCRIPTION_MAX
                            shape=Shape::Line
                            optional=true
                        />
                        <Connection step=step.get_value() output=row.clone() />
                        <ChoiceMenu step choice=row choices field="row" />
                    </li>
                </For>
            </ol>
            <AddChoice
                step
                label=editor::add_row()
                blocked=Signal::derive(move || (choices.with(Vec::len) >= ROWS_MAX).then(|| editor::ten_rows().to_owned()))
                field="row"
                section=index
            />
        </div>
    }
}

/// Conditions, looked at in order.
#[component]
pub(super) fn DecideForm(step: StepId) -> impl IntoView {
    let id = StoredValue::new(step.clone());
    let choices = use_choices(id);
    view! {
        <ol class="choices-list" aria-label=editor::conditions()>
            <For each=move || choices.get() key=Clone::clone let:branch>
                <li class="choice choice--row">
                    <BranchFields step=id branch=branch.clone() />
                    <Connection step=id.get_value() output=branch.clone() />
                    <ChoiceMenu step=id choice=branch choices field="label" />
                </li>
            </For>
        </ol>
        <AddChoice step=id label=editor::add_condition() blocked=Signal::stored(None) field="label" section=0 />
        <FixedOutputs step />
    }
}

#[component]
fn BranchFields(step: StoredValue<StepId>, branch: String) -> impl IntoView {
    let store = use_editor();
    let branch = StoredValue::new(branch);
    let now = Memo::new(move |_| {
        step.with_value(|id| {
            store.with(|flow| match flow.step(id).map(|step| &step.ending) {
                Some(Ending::Decide(decide)) => {
                    let found =
                        decide.branches.iter().find(|found| branch.with_value(|branch| found.id == *branch));
                    found.map(|found| (found.label.clone(), found.condition.clone())).unwrap_or_default()
                }
                _ => Default::default(),
            })
        })
    });
    let write = move |edit: &dyn Fn(&mut flow::Branch)| {
        step.with_value(|id| {
            change(store, id, |ending| {
                if let Ending::Decide(decide) = ending
                    && let Some(found) = decide
                        .branches
                        .iter_mut()
                        .find(|found| branch.with_value(|branch| found.id == *branch))
                {
                    edit(found);
                }
            });
        });
    };
    let field = |name: &str| anchors::field(&step.get_value(), &format!("{name}-{}", branch.get_value()));
    view! {
        <TextInput
            id=field("label")
            label=editor::branch_name()
            value=Signal::derive(move || now.with(|(label, _)| label.clone()))
            on_input=move |text: String| write(&|branch| branch.label.clone_from(&text))
        />
        <TextInput
            id=field("condition")
            label=editor::condition()
            help=editor::condition_help()
            shape=Shape::Code
            insert=Insert::Expression
            value=Signal::derive(move || now.with(|(_, condition)| condition.clone()))
            on_input=move |text: String| write(&|branch| branch.condition.clone_from(&text))
        />
    }
}

/// Adds a choice and puts the focus into it.
#[component]
fn AddChoice(
    step: StoredValue<StepId>,
    label: &'static str,
    blocked: Signal<Option<String>>,
    field: &'static str,
    section: usize,
) -> impl IntoView {
    let store = use_editor();
    let add = move |_| {
        step.with_value(|id| {
            let before = store.with_untracked(|flow| {
                flow.step(id).map(|step| own_choices(&step.ending)).unwrap_or_default()
            });
            let language = store.with_untracked(flow::Flow::default_language);
            change(store, id, |ending| {
                endings::add_choice(ending, section, &language, editor::default_branch())
            });
            let after = store.with_untracked(|flow| {
                flow.step(id).map(|step| own_choices(&step.ending)).unwrap_or_default()
            });
            if let Some(new) = after.iter().find(|choice| !before.contains(choice)) {
                store.focus(anchors::field(id, &format!("{field}-{new}")));
            }
        });
    };
    view! {
        <Show when=move || store.can_edit.get()>
            <div class="add-choice" id=anchors::field(&step.get_value(), "add-choice") tabindex="-1">
                <Button icon=icon::PLUS blocked on_click=add>{label}</Button>
            </div>
        </Show>
    }
}

/// Move and remove a choice.
#[component]
fn ChoiceMenu(
    step: StoredValue<StepId>,
    choice: String,
    choices: Memo<Vec<String>>,
    field: &'static str,
) -> impl IntoView {
    let store = use_editor();
    let choice = StoredValue::new(choice);
    let place = Memo::new(move |_| {
        choices
            .with(|all| choice.with_value(|choice| all.iter().position(|other| other == choice)))
            .unwrap_or_default()
    });
    let anchor = move |choice: &str| step.with_value(|id| anchors::field(id, &format!("{field}-{choice}")));
    let shift = move |down: bool| {
        choice.with_value(|choice| {
            step.with_value(|id| change(store, id, |ending| endings::move_choice(ending, choice, down)))
        });
        store.focus(choice.with_value(|choice| anchor(choice)));
    };
    let remove = move |()| {
        let at = place.get_untracked();
        let next = choices.with_untracked(|all| {
            all.get(at + 1).or_else(|| at.checked_sub(1).and_then(|before| all.get(before))).cloned()
        });
        choice.with_value(|choice| {
            step.with_value(|id| change(store, id, |ending| endings::remove_choice(ending, choice)))
        });
        store.focus(
            next.map_or_else(|| step.with_value(|id| anchors::field(id, "kind")), |next| anchor(&next)),
        );
    };
    let items = move || {
        let mut items = Vec::new();
        if place.get() > 0 {
            items.push(MenuItem::new(editor::move_up(), icon::ARROW_UP, move |()| shift(false)));
        }
        if place.get() + 1 < choices.with(Vec::len) {
            items.push(MenuItem::new(editor::move_down(), icon::ARROW_DOWN, move |()| shift(true)));
        }
        items.push(MenuItem::new(editor::remove(), icon::TRASH, remove).danger());
        items
    };
    let name = move || editor::choice_actions(&crate::format::number(place.get() as u64 + 1));
    view! {
        <Show when=move || store.can_edit.get()>
            <MenuButton name=Signal::derive(name) items=Signal::derive(items) />
        </Show>
    }
}
