//! Strategies that make flows and ops, sound and unsound.

use flow::{
    Answer, Ask, Branch, Button, Buttons, Continue, Decide, End, Ending, Flow, HandOver, Item, Keyword,
    Language, Layout, List, MatchRule, Op, Position, Row, Section, SendText, SetContactField, SetVariable,
    Step, StepId, Text, TextField, Trigger,
};
use proptest::collection::{btree_map, vec};
use proptest::option;
use proptest::prelude::*;

/// Words as people and attackers write them.
pub(crate) fn words() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "[a-zA-Zé ]{0,12}",
        1 => Just("{{ contact.name }}".to_owned()),
        1 => Just("{{ answer | upper }}, {{ 1 / 0 }}".to_owned()),
        1 => Just("{{ ((( }} {% for x in y %}".to_owned()),
        1 => Just("stop".to_owned()),
        1 => "\\PC{0,40}",
        1 => (0usize..5000).prop_map(|n| "x".repeat(n)),
    ]
}

fn language() -> impl Strategy<Value = Language> {
    prop_oneof![Just("en"), Just("ar"), Just("pt_BR")].prop_map(Language::new)
}

pub(crate) fn text() -> impl Strategy<Value = Text> {
    vec((language(), words()), 0..3).prop_map(|parts| {
        let mut text = Text::default();
        for (language, words) in parts {
            text.set(&language, Some(words));
        }
        text
    })
}

/// One of seven steps; flows have up to five, so some are missing.
pub(crate) fn step_id() -> impl Strategy<Value = StepId> {
    (1u8..8).prop_map(|n| StepId::new(format!("s{n}")))
}

fn output_id() -> impl Strategy<Value = String> {
    prop_oneof![
        (1u8..4).prop_map(|n| format!("b{n}")),
        prop_oneof![
            Just("next"),
            Just("anything_else"),
            Just("answered"),
            Just("gave_up"),
            Just("otherwise")
        ]
        .prop_map(str::to_owned),
    ]
}

fn to() -> impl Strategy<Value = Option<StepId>> {
    option::of(step_id())
}

pub(crate) fn item() -> impl Strategy<Value = Item> {
    prop_oneof![
        text().prop_map(|text| Item::SendText(SendText { text })),
        (words(), words()).prop_map(|(name, value)| Item::SetVariable(SetVariable { name, value })),
        (words(), words()).prop_map(|(field, value)| Item::SetContactField(SetContactField { field, value })),
    ]
}

/// Halves survive JSON to the last bit.
fn half() -> impl Strategy<Value = f64> {
    (-19i32..19).prop_map(|n| f64::from(n) / 2.0)
}

fn answer() -> impl Strategy<Value = Answer> {
    prop_oneof![
        (option::of(0u32..9), option::of(0u32..9))
            .prop_map(|(min_length, max_length)| { Answer::Text { min_length, max_length } }),
        (option::of(half()), option::of(half()), any::<bool>())
            .prop_map(|(min, max, whole)| Answer::Number { min, max, whole }),
        Just(Answer::Email {}),
    ]
}

fn buttons() -> impl Strategy<Value = Buttons> {
    let button = (output_id(), text(), to()).prop_map(|(id, label, to)| Button { id, label, to });
    (text(), text(), text(), vec(button, 0..5), to()).prop_map(
        |(header, text, footer, buttons, anything_else)| Buttons {
            header,
            text,
            footer,
            buttons,
            anything_else,
        },
    )
}

fn list() -> impl Strategy<Value = List> {
    let row = (output_id(), text(), text(), to()).prop_map(|(id, title, description, to)| Row {
        id,
        title,
        description,
        to,
    });
    let section = (text(), vec(row, 0..5)).prop_map(|(title, rows)| Section { title, rows });
    (text(), text(), text(), vec(section, 0..4), to()).prop_map(
        |(header, text, button, sections, anything_else)| List {
            header,
            text,
            button,
            sections,
            anything_else,
            ..List::default()
        },
    )
}

pub(crate) fn ending() -> impl Strategy<Value = Ending> {
    let branch = (output_id(), words(), words(), to()).prop_map(|(id, label, condition, to)| Branch {
        id,
        label,
        condition,
        to,
    });
    let ask = (text(), answer(), words(), text(), option::of(0u32..4), to(), to());
    prop_oneof![
        to().prop_map(|to| Ending::Continue(Continue { to })),
        buttons().prop_map(Ending::Buttons),
        list().prop_map(Ending::List),
        ask.prop_map(|(text, answer, variable, retry, max_tries, answered, gave_up)| {
            Ending::Ask(Ask { text, answer, variable, retry, max_tries, answered, gave_up })
        }),
        (vec(branch, 0..4), to())
            .prop_map(|(branches, otherwise)| Ending::Decide(Decide { branches, otherwise })),
        (text(), words()).prop_map(|(message, reason)| Ending::HandOver(HandOver { message, reason })),
        text().prop_map(|message| Ending::End(End { message })),
    ]
}

fn step() -> impl Strategy<Value = Step> {
    (step_id(), words(), vec(item(), 0..4), ending()).prop_map(|(id, name, items, ending)| Step {
        id,
        name,
        items,
        ending,
    })
}

fn trigger() -> impl Strategy<Value = Trigger> {
    let rule = prop_oneof![Just(MatchRule::Is), Just(MatchRule::StartsWith), Just(MatchRule::Contains)];
    let word = words().prop_map(|word| word.chars().take(flow::limits::WORD_CHARS).collect::<String>());
    prop_oneof![
        (vec(word, 0..3), rule).prop_map(|(words, rule)| Trigger::Keyword(Keyword { words, rule })),
        Just(Trigger::AnyMessage {}),
    ]
}

fn position() -> impl Strategy<Value = Position> {
    (-900i32..900, -900i32..900).prop_map(|(x, y)| Position { x, y })
}

/// A flow of the right shape that may be wrong in any other way.
pub(crate) fn any_flow() -> impl Strategy<Value = Flow> {
    let parts = (vec(language(), 0..3), vec(trigger(), 0..4), to(), vec(step(), 0..6));
    (parts, btree_map(step_id(), position(), 0..4)).prop_map(
        |((languages, triggers, start, steps), positions)| Flow {
            spec_version: flow::SPEC_VERSION,
            languages,
            triggers,
            start,
            steps,
            layout: Layout { positions },
        },
    )
}

/// A flow as `read` lets it in and ops keep it.
pub(crate) fn well_formed_flow() -> impl Strategy<Value = Flow> {
    any_flow().prop_map(|mut flow| {
        let mut ids = std::collections::BTreeSet::new();
        flow.steps.retain(|step| ids.insert(step.id.clone()));
        for connection in flow.steps.iter_mut().flat_map(|step| step.ending.connections_mut()) {
            *connection = connection.take().filter(|to| ids.contains(to));
        }
        flow.start = flow.start.filter(|id| ids.contains(id));
        flow.layout.positions.retain(|id, _| ids.contains(id));
        flow.languages = vec![Language::new("en"), Language::new("ar")];
        flow
    })
}

fn text_field() -> impl Strategy<Value = TextField> {
    prop_oneof![
        (0usize..4).prop_map(|index| TextField::Item { index }),
        Just(TextField::Header {}),
        Just(TextField::Body {}),
        Just(TextField::Footer {}),
        Just(TextField::Message {}),
        Just(TextField::Retry {}),
        Just(TextField::ListButton {}),
        output_id().prop_map(|id| TextField::Button { id }),
        (0usize..3).prop_map(|index| TextField::SectionTitle { index }),
        output_id().prop_map(|id| TextField::RowTitle { id }),
        output_id().prop_map(|id| TextField::RowDescription { id }),
    ]
}

fn structure_op() -> impl Strategy<Value = Op> {
    prop_oneof![
        (0usize..7, step(), option::of(position()))
            .prop_map(|(index, step, position)| { Op::AddStep { index, step, position } }),
        step_id().prop_map(|step| Op::RemoveStep { step }),
        (step_id(), 0usize..6).prop_map(|(step, index)| Op::MoveStep { step, index }),
        (step_id(), words()).prop_map(|(step, name)| Op::RenameStep { step, name }),
        to().prop_map(|step| Op::SetStart { step }),
        (step_id(), ending()).prop_map(|(step, ending)| Op::SetEnding { step, ending }),
        (step_id(), output_id(), step_id()).prop_map(|(step, output, to)| Op::Connect { step, output, to }),
        (step_id(), output_id()).prop_map(|(step, output)| Op::Disconnect { step, output }),
        vec(trigger(), 0..3).prop_map(|triggers| Op::SetTriggers { triggers }),
        (step_id(), option::of(position())).prop_map(|(step, position)| Op::SetPosition { step, position }),
        vec(language(), 0..3).prop_map(|languages| Op::SetLanguages { languages }),
    ]
}

fn content_op() -> impl Strategy<Value = Op> {
    prop_oneof![
        (step_id(), 0usize..5, item()).prop_map(|(step, index, item)| Op::InsertItem { step, index, item }),
        (step_id(), 0usize..4).prop_map(|(step, index)| Op::RemoveItem { step, index }),
        (step_id(), 0usize..4, 0usize..4).prop_map(|(step, from, to)| Op::MoveItem { step, from, to }),
        (step_id(), 0usize..4, item()).prop_map(|(step, index, item)| Op::ReplaceItem { step, index, item }),
        (step_id(), text_field(), language(), option::of(words()))
            .prop_map(|(step, field, language, text)| Op::SetText { step, field, language, text }),
    ]
}

pub(crate) fn op() -> impl Strategy<Value = Op> {
    let single = prop_oneof![structure_op(), content_op()].boxed();
    prop_oneof![6 => single.clone(), 1 => vec(single, 0..4).prop_map(|ops| Op::Batch { ops })]
}
