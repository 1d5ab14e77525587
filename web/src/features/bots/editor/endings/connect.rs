//! Where an output leads: a list of steps, and a button that makes a new one there.

use flow::{OutputKind, StepId};
use leptos::prelude::*;

use super::super::anchors;
use super::super::form::Choose;
use super::super::model::edits;
use super::super::model::edits::Place;
use super::super::outline::add_step;
use super::super::store::use_editor;
use super::super::words::nowhere;
use crate::features::bots::outline_view::output_label;
use crate::i18n::editor;
use crate::ui::button::IconButton;
use crate::ui::icon;

/// The fixed outputs of an ending: next, anything else, answered …
#[component]
pub(super) fn FixedOutputs(step: StepId) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step);
    let outputs = Memo::new(move |_| {
        id.with_value(|id| {
            store.with(|flow| {
                let outputs = flow.step(id).map(|step| step.ending.outputs()).unwrap_or_default();
                outputs
                    .iter()
                    .filter_map(|output| output.kind.fixed_id())
                    .map(str::to_owned)
                    .collect::<Vec<_>>()
            })
        })
    });
    view! {
        <For each=move || outputs.get() key=Clone::clone let:output>
            <Connection step=id.get_value() output named=true />
        </For>
    }
}

/// One output: its name, where it leads, and "new step".
#[component]
pub(super) fn Connection(
    /// Of which step.
    step: StepId,
    /// The output's id.
    output: String,
    /// Shows the output's name; a button or row has its own field beside.
    #[prop(optional)]
    named: bool,
) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new((step.clone(), output.clone()));
    let now = Memo::new(move |_| {
        id.with_value(|(step, output)| {
            store.with(|flow| {
                let language = flow.default_language();
                let outputs = flow.step(step).map(|step| step.ending.outputs()).unwrap_or_default();
                outputs.iter().find(|found| found.id == output).map(|found| {
                    let label = output_label(found.kind, found.label.words(&language, &language));
                    (found.kind, label, found.to.cloned())
                })
            })
        })
    });
    let kind = move || now.with(|now| now.as_ref().map_or(OutputKind::Next, |(kind, ..)| *kind));
    let name = Memo::new(move |_| {
        now.with(|now| now.as_ref().map(|(_, label, _)| label.clone()).unwrap_or_default())
    });
    let value = move || {
        now.with(|now| {
            now.as_ref().and_then(|(.., to)| to.as_ref().map(StepId::to_string)).unwrap_or_default()
        })
    };
    let options = Memo::new(move |_| {
        let steps = store.with(|flow| {
            flow.steps.iter().map(|step| (step.id.to_string(), step.name.clone())).collect::<Vec<_>>()
        });
        [(String::new(), nowhere(kind()).to_owned())].into_iter().chain(steps).collect::<Vec<_>>()
    });
    let choose = move |to: String| {
        let to = (!to.is_empty()).then(|| StepId::new(to));
        id.with_value(|(step, output)| store.change(edits::connect(step, output, to)));
    };
    let create = move |_| {
        id.with_value(|(step, output)| add_step(store, &Place::Output(step.clone(), output.clone())))
    };
    let label = Signal::derive(move || if named { name.get() } else { editor::goes_to_of(&name.get()) });
    view! {
        <div class="connection">
            <Choose id=anchors::output(&step, &output) label hidden_label=!named value=Signal::derive(value) options on_choose=choose />
            <Show when=move || store.can_edit.get()>
                <IconButton icon=icon::PLUS name=Signal::derive(move || editor::new_step_for(&name.get())) on_click=create />
            </Show>
        </div>
    }
}
