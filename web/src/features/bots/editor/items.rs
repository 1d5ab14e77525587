//! What a step does before it ends: messages, variables and contact fields, in order.

use flow::{Item, Op, SetContactField, SetVariable, StepId, TextField};
use leptos::prelude::*;

use super::anchors;
use super::form::{Insert, Shape, TextBox, TextInput};
use super::model::edits;
use super::store::use_editor;
use crate::i18n::editor;
use crate::ui::icon::{self, Icon, IconView};
use crate::ui::menu::{MenuButton, MenuItem};

/// Most characters of a text message (WhatsApp).
pub(super) const TEXT_MAX: usize = 4_096;

/// The kinds of items.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Kind {
    Text,
    Variable,
    Field,
}

impl Kind {
    const fn of(item: &Item) -> Self {
        match item {
            Item::SendText(_) => Self::Text,
            Item::SetVariable(_) => Self::Variable,
            Item::SetContactField(_) => Self::Field,
        }
    }

    fn words(self) -> &'static str {
        match self {
            Self::Text => editor::message(),
            Self::Variable => editor::set_variable(),
            Self::Field => editor::set_field(),
        }
    }

    const fn icon(self) -> Icon {
        match self {
            Self::Text => icon::MESSAGE_SQUARE,
            Self::Variable => icon::VARIABLE,
            Self::Field => icon::TAG,
        }
    }

    /// The first field of its form.
    const fn first_field(self) -> &'static str {
        match self {
            Self::Text => "",
            Self::Variable => "-name",
            Self::Field => "-field",
        }
    }
}

fn first_anchor(step: &StepId, index: usize, kind: Kind) -> String {
    anchors::field(step, &format!("item-{index}{}", kind.first_field()))
}

/// The items of a step and the button that adds one.
#[component]
pub(super) fn Items(step: StepId) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step);
    let kinds = Memo::new(move |_| {
        id.with_value(|id| {
            store.with(|flow| {
                flow.step(id)
                    .map(|step| step.items.iter().map(Kind::of).enumerate().collect::<Vec<_>>())
                    .unwrap_or_default()
            })
        })
    });
    view! {
        <ol class="items">
            <For each=move || kinds.get() key=|item| *item let:item>
                <ItemForm step=id.get_value() index=item.0 kind=item.1 />
            </For>
        </ol>
        <Show when=move || store.can_edit.get()><AddItem step=id.get_value() /></Show>
    }
}

#[component]
fn AddItem(step: StepId) -> impl IntoView {
    let store = use_editor();
    let add = move |kind: Kind| {
        let op = store.with_untracked(|flow| {
            let item = match kind {
                Kind::Text => edits::empty_text(flow),
                Kind::Variable => Item::SetVariable(SetVariable::default()),
                Kind::Field => Item::SetContactField(SetContactField::default()),
            };
            edits::add_item(flow, &step, item)
        });
        let index = store.with_untracked(|flow| flow.step(&step).map_or(0, |step| step.items.len()));
        store.change_if(op);
        store.focus(first_anchor(&step, index, kind));
    };
    let items = move || {
        [Kind::Text, Kind::Variable, Kind::Field]
            .map(|kind| {
                let add = add.clone();
                MenuItem::new(kind.words(), kind.icon(), move |()| add(kind))
            })
            .to_vec()
    };
    view! {
        <div>
            <MenuButton
                name=editor::add_item()
                items=Signal::derive(items)
                face=|| view! { <IconView icon=icon::PLUS small=true /><span>{editor::add_item()}</span> }
            />
        </div>
    }
}

#[component]
fn ItemForm(step: StepId, index: usize, kind: Kind) -> impl IntoView {
    let name = editor::item_named(kind.words(), &crate::format::number(index as u64 + 1));
    let fields = match kind {
        Kind::Text => view! { <TextBox step=step.clone() field=TextField::Item { index } label=editor::message() limit=TEXT_MAX /> }.into_any(),
        Kind::Variable | Kind::Field => view! { <SetForm step=step.clone() index kind /> }.into_any(),
    };
    view! {
        <li class="item">
            <span class="item__sign"><IconView icon=kind.icon() small=true /></span>
            <div class="item__fields">{fields}</div>
            <ItemMenu step index kind name />
        </li>
    }
}

/// Name and value of what is set.
#[component]
fn SetForm(step: StepId, index: usize, kind: Kind) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step);
    let read = move || {
        id.with_value(|id| {
            store.with(|flow| match flow.step(id).and_then(|step| step.items.get(index)) {
                Some(Item::SetVariable(item)) => (item.name.clone(), item.value.clone()),
                Some(Item::SetContactField(item)) => (item.field.clone(), item.value.clone()),
                Some(Item::SendText(_)) | None => Default::default(),
            })
        })
    };
    let now = Memo::new(move |_| read());
    let write = move |name: String, value: String| {
        let item = match kind {
            Kind::Field => Item::SetContactField(SetContactField { field: name, value }),
            Kind::Variable | Kind::Text => Item::SetVariable(SetVariable { name, value }),
        };
        store.change(Op::ReplaceItem { step: id.get_value(), index, item });
    };
    let (first, name_label, help) = match kind {
        Kind::Field => ("field", editor::field_key(), editor::field_key_help()),
        Kind::Variable | Kind::Text => ("name", editor::variable_name(), editor::variable_name_help()),
    };
    view! {
        <TextInput
            id=anchors::field(&id.get_value(), &format!("item-{index}-{first}"))
            label=name_label
            help
            shape=Shape::Code
            value=Signal::derive(move || now.with(|(name, _)| name.clone()))
            on_input=move |name| write(name, now.with_untracked(|(_, value)| value.clone()))
        />
        <TextInput
            id=anchors::field(&id.get_value(), &format!("item-{index}-value"))
            label=editor::value()
            value=Signal::derive(move || now.with(|(_, value)| value.clone()))
            on_input=move |value| write(now.with_untracked(|(name, _)| name.clone()), value)
            insert=Insert::Text
        />
    }
}

/// Move, copy and remove an item; the focus stays where the item was.
#[component]
fn ItemMenu(step: StepId, index: usize, kind: Kind, name: String) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step);
    let len = Memo::new(move |_| {
        id.with_value(|id| store.with(|flow| flow.step(id).map_or(0, |step| step.items.len())))
    });
    let shift = move |down: bool| {
        store.change_if(
            id.with_value(|id| store.with_untracked(|flow| edits::move_item(flow, id, index, down))),
        );
        let to = if down { index + 1 } else { index.saturating_sub(1) };
        store.focus(id.with_value(|id| first_anchor(id, to, kind)));
    };
    let copy = move |()| {
        store.change_if(
            id.with_value(|id| store.with_untracked(|flow| edits::duplicate_item(flow, id, index))),
        );
        store.focus(id.with_value(|id| first_anchor(id, index + 1, kind)));
    };
    let remove = move |()| {
        store.change(Op::RemoveItem { step: id.get_value(), index });
        let next = id.with_value(|id| {
            store.with_untracked(|flow| {
                let items = flow.step(id).map(|step| step.items.as_slice()).unwrap_or_default();
                let at = index.min(items.len().saturating_sub(1));
                items
                    .get(at)
                    .map_or_else(|| anchors::field(id, "kind"), |item| first_anchor(id, at, Kind::of(item)))
            })
        });
        store.focus(next);
    };
    let items = move || {
        let mut items = Vec::new();
        if index > 0 {
            items.push(MenuItem::new(editor::move_up(), icon::ARROW_UP, move |()| shift(false)));
        }
        if index + 1 < len.get() {
            items.push(MenuItem::new(editor::move_down(), icon::ARROW_DOWN, move |()| shift(true)));
        }
        items.push(MenuItem::new(editor::duplicate(), icon::COPY, copy));
        items.push(MenuItem::new(editor::remove(), icon::TRASH, remove).danger());
        items
    };
    view! {
        <Show when=move || store.can_edit.get()>
            <MenuButton name=editor::more_actions(&name) items=Signal::derive(items) />
        </Show>
    }
}
