//! The steps of the draft as a list of cards, in flow order or as listed, and how a step is added.

use flow::StepId;
use leptos::prelude::*;

use super::anchors;
use super::form::Choose;
use super::model::edits::{self, Place};
use super::model::outline::{self, Row};
use super::step::StepCard;
use super::store::{Editor, use_editor};
use super::triggers::Triggers;
use crate::i18n::editor;
use crate::ui::button::Button;
use crate::ui::icon::{self, IconView};

/// The order in which steps stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Order {
    /// Along the connections.
    Flow,
    /// As they are listed; here steps can be moved.
    List,
}

/// Adds a step, opens it and puts the focus into its message.
pub(super) fn add_step(store: Editor, place: &Place) {
    let id = store.new_step_id();
    let op = store.with_untracked(|flow| {
        let name = edits::step_name(flow, |n| editor::step_numbered(&crate::format::number(n as u64)));
        edits::add_step(flow, id.clone(), &name, place)
    });
    store.change(op);
    store.go_to(Some(id.clone()), anchors::field(&id, "item-0"));
}

/// Triggers and steps.
#[component]
pub(super) fn Outline() -> impl IntoView {
    let store = use_editor();
    let order = RwSignal::new(Order::Flow);
    let rows = Memo::new(move |_| store.with(|flow| in_order(flow, order.get())));
    let ids = move |reachable: bool| {
        let is_meant = |row: &&Row| row.is_reachable == reachable;
        rows.with(|rows| rows.iter().filter(is_meant).map(|row| row.step.clone()).collect::<Vec<_>>())
    };
    let has_loose = Memo::new(move |_| rows.with(|rows| rows.iter().any(|row| !row.is_reachable)));
    let add = move |_| add_step(store, &Place::Loose);
    let options = [("flow", editor::order_flow()), ("list", editor::order_list())]
        .map(|(value, label)| (value.to_owned(), label.to_owned()));
    let value = move || if order.get() == Order::Flow { "flow" } else { "list" }.to_owned();
    let choose = move |value: String| order.set(if value == "list" { Order::List } else { Order::Flow });
    view! {
        <section class="editor__outline" aria-label=editor::outline()>
            <Triggers />
            <div class="editor__bar">
                <h2 class="editor__steps">{move || editor::n_steps(rows.with(Vec::len) as u64)}</h2>
                <div class="row editor__order">
                    <Choose id="editor-order".to_owned() label=editor::order() value=Signal::derive(value) options=Signal::stored(options.to_vec()) on_choose=choose />
                </div>
            </div>
            <ol class="outline">
                <For each=move || ids(true) key=Clone::clone let:id><StepCard id rows order /></For>
            </ol>
            <Show when=move || has_loose.get()>
                <h2 class="editor__steps"><IconView icon=icon::TRIANGLE_ALERT small=true />{editor::loose_steps()}</h2>
                <ol class="outline">
                    <For each=move || ids(false) key=Clone::clone let:id><StepCard id rows order /></For>
                </ol>
            </Show>
            <Show when=move || store.can_edit.get()>
                <div class="editor__add" id=anchors::ADD_STEP tabindex="-1"><Button icon=icon::PLUS on_click=add>{editor::add_step()}</Button></div>
            </Show>
        </section>
    }
}

fn in_order(flow: &flow::Flow, order: Order) -> Vec<Row> {
    let mut rows = outline::rows(flow);
    if order == Order::List {
        let place = |id: &StepId| flow.steps.iter().position(|step| step.id == *id);
        rows.sort_by_key(|row| place(&row.step));
        rows.iter_mut().for_each(|row| {
            row.is_reachable = true;
            row.depth = 0;
        });
    }
    rows
}
