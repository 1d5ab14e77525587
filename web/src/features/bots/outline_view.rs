//! A flow to be read: its steps in flow order with their texts and where each output leads. Headings and lists, no controls.

use flow::{Ending, Flow, Item, OutputKind, Step, StepId};
use leptos::prelude::*;

use super::editor::model::endings::Kind;
use super::editor::model::outline;
use super::preview::{self, Piece};
use crate::i18n::{bots, editor};
use crate::ui::icon::{self, Icon, IconView};

/// The steps of a flow.
#[component]
pub(super) fn OutlineView(
    /// What is shown.
    flow: Signal<Flow>,
) -> impl IntoView {
    let steps = move || {
        flow.with(|flow| {
            let rows = outline::rows(flow);
            let steps =
                rows.iter().filter_map(|row| flow.step(&row.step).map(|step| step_view(flow, step, row)));
            steps.collect::<Vec<_>>()
        })
    };
    view! { <ol class="outline outline--read">{steps}</ol> }
}

fn step_view(flow: &Flow, step: &Step, row: &outline::Row) -> impl IntoView + use<> {
    let kind = Kind::of(&step.ending);
    let language = flow.default_language();
    let texts: Vec<_> = step
        .items
        .iter()
        .map(|item| match item {
            Item::SendText(item) => item.text.get(&language, &language).to_owned(),
            Item::SetVariable(item) => editor::sets_variable(&item.name, &item.value),
            Item::SetContactField(item) => editor::sets_field(&item.field, &item.value),
        })
        .chain(ending_text(&step.ending, &language))
        .map(|text| view! { <li class="outline__text" dir="auto">{with_chips(&text)}</li> })
        .collect();
    let outputs: Vec<_> = step
        .ending
        .outputs()
        .iter()
        .map(|output| {
            let label = output_label(output.kind, output.label.words(&language, &language));
            view! { <li class="outline__output"><span class="outline__label" dir="auto">{label}</span><Target name=target(flow, output.to) /></li> }
        })
        .collect();
    let note = (!row.is_reachable).then(|| view! { <span class="hint">{editor::no_path()}</span> });
    view! {
        <li class="outline__step" data-depth=row.depth.min(4).to_string()>
            <h3 class="outline__name">
                <span class=kind_class(kind)><IconView icon=kind_icon(kind) small=true /></span>
                <span dir="auto">{step.name.clone()}</span>
                <span class="hint">{kind_words(kind)}</span>
                {note}
            </h3>
            <ul class="outline__texts">{texts}</ul>
            <ul class="outline__outputs">{outputs}</ul>
        </li>
    }
}

/// A text whose expressions are shown as chips.
pub(super) fn with_chips(text: &str) -> Vec<AnyView> {
    let draw = |piece| match piece {
        Piece::Words(words) => words.into_any(),
        Piece::Path(path) => view! { <span class="chip">{path_words(&path)}</span> }.into_any(),
    };
    preview::pieces(text).into_iter().map(draw).collect()
}

/// A path in words: what every run has by its name, the rest by its last part.
fn path_words(path: &str) -> String {
    match path {
        "contact.name" => editor::variable_contact_name().to_owned(),
        "contact.phone" => editor::variable_contact_phone().to_owned(),
        "bot.name" => editor::variable_bot_name().to_owned(),
        "workspace.name" => editor::variable_workspace_name().to_owned(),
        _ => preview::short(path).to_owned(),
    }
}

/// Where an output leads.
#[component]
fn Target(name: Option<String>) -> impl IntoView {
    match name {
        Some(name) => view! { <span class="outline__target"><IconView icon=icon::ARROW_RIGHT small=true /><span dir="auto">{name}</span></span> }.into_any(),
        None => view! { <span class="muted">{bots::ends_here()}</span> }.into_any(),
    }
}

/// The name of the step an output leads to.
pub(super) fn target(flow: &Flow, to: Option<&StepId>) -> Option<String> {
    to.map(|to| flow.step(to).map_or_else(|| to.to_string(), |step| step.name.clone()))
}

pub(super) fn ending_text(ending: &Ending, language: &flow::Language) -> Option<String> {
    let text = match ending {
        Ending::Continue(_) | Ending::Decide(_) => return None,
        Ending::Buttons(ending) => &ending.text,
        Ending::List(ending) => &ending.text,
        Ending::Ask(ending) => &ending.text,
        Ending::HandOver(ending) => &ending.message,
        Ending::End(ending) => &ending.message,
    };
    Some(text.get(language, language).to_owned()).filter(|text| !text.is_empty())
}

/// An output's label: the fixed ones in the language of the page, the others as they were written.
pub(super) fn output_label(kind: OutputKind, own: &str) -> String {
    match kind {
        OutputKind::Next => editor::output_next().to_owned(),
        OutputKind::AnythingElse => editor::output_anything_else().to_owned(),
        OutputKind::Answered => editor::output_answered().to_owned(),
        OutputKind::GaveUp => editor::output_gave_up().to_owned(),
        OutputKind::Otherwise => editor::output_otherwise().to_owned(),
        OutputKind::Button | OutputKind::Row | OutputKind::Branch if own.trim().is_empty() => {
            editor::output_unnamed().to_owned()
        }
        OutputKind::Button | OutputKind::Row | OutputKind::Branch => own.to_owned(),
    }
}

/// A kind of ending in words, as it is chosen.
pub(super) fn kind_words(kind: Kind) -> &'static str {
    match kind {
        Kind::Continue => editor::kind_continue(),
        Kind::Buttons => editor::kind_buttons(),
        Kind::List => editor::kind_list(),
        Kind::Ask => editor::kind_ask(),
        Kind::Decide => editor::kind_decide(),
        Kind::HandOver => editor::kind_hand_over(),
        Kind::End => editor::kind_end(),
    }
}

/// Its sign.
pub(super) const fn kind_icon(kind: Kind) -> Icon {
    match kind {
        Kind::Continue | Kind::Buttons | Kind::List => icon::MESSAGE_SQUARE,
        Kind::Ask => icon::MESSAGE_CIRCLE_QUESTION_MARK,
        Kind::Decide => icon::SPLIT,
        Kind::HandOver => icon::HEADPHONES,
        Kind::End => icon::FLAG,
    }
}

/// The class that gives the sign its colour.
pub(super) const fn kind_class(kind: Kind) -> &'static str {
    match kind {
        Kind::Continue | Kind::Buttons | Kind::List => "step-sign step-sign--message",
        Kind::Ask => "step-sign step-sign--question",
        Kind::Decide => "step-sign step-sign--decision",
        Kind::HandOver => "step-sign step-sign--handover",
        Kind::End => "step-sign step-sign--end",
    }
}
