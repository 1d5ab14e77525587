//! How a step ends: which kind, its fields, and where each output leads.

mod ask;
mod choices;
mod connect;

use flow::{Ending, StepId, TextField};
use leptos::prelude::*;

use super::anchors;
use super::form::{Choose, Insert, Shape, TextBox, TextInput};
use super::items::TEXT_MAX;
use super::model::edits;
use super::model::endings::{self, Kind, Words};
use super::store::use_editor;
use crate::features::bots::outline_view::kind_words;
use crate::i18n::editor;
use ask::AskForm;
use choices::{ButtonsForm, DecideForm, ListForm};
use connect::FixedOutputs;

/// Kind and form of a step's ending.
#[component]
pub(super) fn EndingForm(step: StepId) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step);
    let kind = Memo::new(move |_| {
        id.with_value(|id| {
            store.with(|flow| flow.step(id).map_or(Kind::Continue, |step| Kind::of(&step.ending)))
        })
    });
    let choose = move |name: String| {
        let (Some(wanted), step) = (Kind::parse(&name), id.get_value()) else { return };
        store.remember_ending(&step);
        let former = store.former_ending(&step, wanted);
        let words = Words { choose: editor::default_list_button(), branch: editor::default_branch() };
        let op = store.with_untracked(|flow| {
            let language = flow.default_language();
            edits::with_ending(flow, &step, |ending| {
                *ending = former.unwrap_or_else(|| endings::converted(ending, wanted, &language, words));
            })
        });
        store.change_if(op);
    };
    let options: Vec<_> =
        Kind::ALL.into_iter().map(|kind| (kind.as_str().to_owned(), kind_words(kind).to_owned())).collect();
    view! {
        <div class="ending">
            <div class="field ending__kind">
                <Choose
                    id=anchors::field(&id.get_value(), "kind")
                    label=editor::then()
                    value=Signal::derive(move || kind.get().as_str().to_owned())
                    options=Signal::stored(options)
                    on_choose=choose
                />
            </div>
            {move || {
                let step = id.get_value();
                match kind.get() {
                    Kind::Continue => view! { <FixedOutputs step /> }.into_any(),
                    Kind::Buttons => view! { <ButtonsForm step /> }.into_any(),
                    Kind::List => view! { <ListForm step /> }.into_any(),
                    Kind::Ask => view! { <AskForm step /> }.into_any(),
                    Kind::Decide => view! { <DecideForm step /> }.into_any(),
                    Kind::HandOver => view! { <HandOverForm step /> }.into_any(),
                    Kind::End => view! {
                        <TextBox step field=TextField::Message {} label=editor::last_message() limit=TEXT_MAX optional=true />
                    }.into_any(),
                }
            }}
        </div>
    }
}

#[component]
fn HandOverForm(step: StepId) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step.clone());
    let reason = Memo::new(move |_| {
        id.with_value(|id| {
            store.with(|flow| match flow.step(id).map(|step| &step.ending) {
                Some(Ending::HandOver(ending)) => ending.reason.clone(),
                _ => String::new(),
            })
        })
    });
    let write = move |text: String| {
        let op = id.with_value(|id| {
            store.with_untracked(|flow| {
                edits::with_ending(flow, id, |ending| {
                    if let Ending::HandOver(ending) = ending {
                        ending.reason = text;
                    }
                })
            })
        });
        store.change_if(op);
    };
    view! {
        <TextBox step=step.clone() field=TextField::Message {} label=editor::hand_over_message() limit=TEXT_MAX optional=true help=editor::hand_over_message_help() />
        <TextInput
            id=anchors::field(&step, "reason")
            label=editor::hand_over_reason()
            value=reason
            on_input=write
            shape=Shape::Line
            optional=true
            insert=Insert::Text
        />
    }
}
