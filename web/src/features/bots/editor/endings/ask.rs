//! A question: what is asked, what answer fits, where it is kept, and what happens when it does not fit.

use flow::{Answer, Ask, Ending, StepId, TextField};
use leptos::prelude::*;

use super::super::anchors;
use super::super::form::{Choose, Shape, TextBox, TextInput};
use super::super::items::TEXT_MAX;
use super::super::model::edits;
use super::super::store::use_editor;
use super::connect::FixedOutputs;
use crate::i18n::editor;

/// The form of a question.
#[component]
pub(super) fn AskForm(step: StepId) -> impl IntoView {
    let store = use_editor();
    let id = StoredValue::new(step.clone());
    let ask = Memo::new(move |_| {
        id.with_value(|id| {
            store.with(|flow| match flow.step(id).map(|step| &step.ending) {
                Some(Ending::Ask(ask)) => ask.clone(),
                _ => Ask::default(),
            })
        })
    });
    let change = move |edit: &dyn Fn(&mut Ask)| {
        let op = id.with_value(|id| {
            store.with_untracked(|flow| {
                edits::with_ending(flow, id, |ending| {
                    if let Ending::Ask(ask) = ending {
                        edit(ask);
                    }
                })
            })
        });
        store.change_if(op);
    };
    let variable = Memo::new(move |_| ask.with(|ask| ask.variable.clone()));
    let tries = move || ask.with(|ask| ask.max_tries.map(|tries| tries.to_string()).unwrap_or_default());
    let answer = Memo::new(move |_| ask.with(|ask| ask.answer.clone()));
    let set_answer = move |answer: Answer| change(&|ask| ask.answer = answer.clone());
    view! {
        <TextBox step=step.clone() field=TextField::Body {} label=editor::question() limit=TEXT_MAX />
        <AnswerFields step=step.clone() answer on_change=set_answer />
        <TextInput
            id=anchors::field(&step, "variable")
            label=editor::keep_as()
            help=editor::keep_as_help()
            shape=Shape::Code
            value=variable
            on_input=move |text: String| change(&|ask| ask.variable.clone_from(&text))
        />
        <TextBox step=step.clone() field=TextField::Retry {} label=editor::retry() limit=TEXT_MAX optional=true help=editor::retry_help() />
        <NumberInput
            id=anchors::field(&step, "max_tries")
            label=editor::tries()
            help=editor::tries_help()
            min="1"
            value=Signal::derive(tries)
            on_input=move |text: String| change(&|ask| ask.max_tries = text.trim().parse().ok().filter(|tries| *tries > 0))
        />
        <FixedOutputs step />
    }
}

/// The kind of answer and its bounds.
#[component]
fn AnswerFields(
    step: StepId,
    answer: Memo<Answer>,
    #[prop(into)] on_change: Callback<Answer>,
) -> impl IntoView {
    let kind = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Answer::Text { .. } => "text",
            Answer::Number { .. } => "number",
            Answer::Email {} => "email",
        })
    });
    let choose = move |kind: String| {
        on_change.run(match kind.as_str() {
            "number" => Answer::Number { min: None, max: None, whole: false },
            "email" => Answer::Email {},
            _ => Answer::default(),
        })
    };
    let options = [
        ("text", editor::answer_text()),
        ("number", editor::answer_number()),
        ("email", editor::answer_email()),
    ];
    let options = options.map(|(kind, label)| (kind.to_owned(), label.to_owned())).to_vec();
    let id = StoredValue::new(step.clone());
    view! {
        <div class="field ending__kind">
            <Choose
                id=anchors::field(&step, "answer")
                label=editor::answer()
                value=Signal::derive(move || kind.get().to_owned())
                options=Signal::stored(options)
                on_choose=choose
            />
        </div>
        {move || match kind.get() {
            "text" => view! { <TextBounds step=id.get_value() answer on_change /> }.into_any(),
            "number" => view! { <NumberBounds step=id.get_value() answer on_change /> }.into_any(),
            _ => ().into_any(),
        }}
    }
}

#[component]
fn TextBounds(step: StepId, answer: Memo<Answer>, on_change: Callback<Answer>) -> impl IntoView {
    let now = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Answer::Text { min_length, max_length } => (*min_length, *max_length),
            Answer::Number { .. } | Answer::Email {} => (None, None),
        })
    });
    let words = |n: Option<u32>| n.map(|n| n.to_string()).unwrap_or_default();
    let parse = |text: &str| text.trim().parse::<u32>().ok();
    view! {
        <div class="bounds">
            <NumberInput
                id=anchors::field(&step, "min-length")
                label=editor::min_length()
                min="1"
                value=Signal::derive(move || words(now.get().0))
                on_input=move |text: String| on_change.run(Answer::Text { min_length: parse(&text), max_length: now.get_untracked().1 })
            />
            <NumberInput
                id=anchors::field(&step, "max-length")
                label=editor::max_length()
                min="1"
                value=Signal::derive(move || words(now.get().1))
                on_input=move |text: String| on_change.run(Answer::Text { min_length: now.get_untracked().0, max_length: parse(&text) })
            />
        </div>
    }
}

#[component]
fn NumberBounds(step: StepId, answer: Memo<Answer>, on_change: Callback<Answer>) -> impl IntoView {
    let now = Memo::new(move |_| {
        answer.with(|answer| match answer {
            Answer::Number { min, max, whole } => (*min, *max, *whole),
            Answer::Text { .. } | Answer::Email {} => (None, None, false),
        })
    });
    let words = |n: Option<f64>| n.map(|n| n.to_string()).unwrap_or_default();
    let parse = |text: &str| text.trim().parse::<f64>().ok().filter(|n| n.is_finite());
    let whole_id = anchors::field(&step, "whole");
    view! {
        <div class="bounds">
            <NumberInput
                id=anchors::field(&step, "min")
                label=editor::min()
                value=Signal::derive(move || words(now.get().0))
                on_input=move |text: String| { let (_, max, whole) = now.get_untracked(); on_change.run(Answer::Number { min: parse(&text), max, whole }) }
            />
            <NumberInput
                id=anchors::field(&step, "max")
                label=editor::max()
                value=Signal::derive(move || words(now.get().1))
                on_input=move |text: String| { let (min, _, whole) = now.get_untracked(); on_change.run(Answer::Number { min, max: parse(&text), whole }) }
            />
        </div>
        <div class="check">
            <input
                class="check__control"
                type="checkbox"
                id=whole_id.clone()
                prop:checked=move || now.get().2
                on:change=move |event| { let (min, max, _) = now.get_untracked(); on_change.run(Answer::Number { min, max, whole: event_target_checked(&event) }) }
            />
            <label class="check__label" for=whole_id>{editor::whole()}</label>
        </div>
    }
}

/// A number that may be empty. What is typed is kept as typed while it means the same number.
#[component]
fn NumberInput(
    id: String,
    label: &'static str,
    #[prop(optional, into)] help: String,
    #[prop(optional)] min: Option<&'static str>,
    value: Signal<String>,
    #[prop(into)] on_input: Callback<String>,
) -> impl IntoView {
    let help_id = format!("{id}-help");
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{label}</label>
            <input
                class="field__control"
                type="number"
                inputmode="decimal"
                step="any"
                min=min
                id=id
                aria-describedby=help_id.clone()
                prop:value=move || value.get()
                on:change=move |event| on_input.run(event_target_value(&event))
            />
            <p class="field__help hint" id=help_id>{help}</p>
        </div>
    }
}
