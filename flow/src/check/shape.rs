//! Rules about triggers, the start, ids and the numbers of things.

use std::collections::BTreeSet;

use whatsapp::limits;

use super::{ProblemCode, Report};
use crate::definition::{Keyword, Language, Step, Trigger, is_usable_id};
use crate::endings::{Answer, Ask, Ending, List, OutputKind};
use crate::triggers::STOP_WORDS;

pub(super) fn check_start(report: &mut Report<'_>) {
    let flow = report.flow;
    if flow.triggers.is_empty() {
        report.add(ProblemCode::NoTrigger, "/triggers", &[], "Nothing starts this bot.".into());
    }
    for (index, trigger) in flow.triggers.iter().enumerate() {
        if let Trigger::Keyword(keyword) = trigger {
            check_keyword(report, index, keyword);
        }
    }
    match &flow.start {
        None => report.add(ProblemCode::NoStart, "/start", &[], "This bot has no first step.".into()),
        Some(id) if flow.step(id).is_none() => {
            report.add(
                ProblemCode::StepMissing,
                "/start",
                &[("to", id.as_str())],
                "The first step does not exist.".into(),
            );
        }
        Some(_) => {}
    }
    let distinct: BTreeSet<_> = flow.languages.iter().collect();
    let usable = flow.languages.iter().all(Language::is_usable);
    if distinct.is_empty() || distinct.len() != flow.languages.len() || !usable {
        report.add(ProblemCode::BadLanguages, "/languages", &[], "The languages are not usable.".into());
    }
}

fn check_keyword(report: &mut Report<'_>, index: usize, keyword: &Keyword) {
    let field = format!("/triggers/{index}/words");
    if keyword.words.is_empty() {
        report.add(ProblemCode::EmptyKeyword, field.clone(), &[], "This trigger has no keyword.".into());
    }
    for (at, word) in keyword.words.iter().enumerate() {
        if word.trim().is_empty() {
            report.add(
                ProblemCode::EmptyKeyword,
                format!("{field}/{at}"),
                &[],
                "This keyword is empty.".into(),
            );
        }
    }
    for stop in STOP_WORDS {
        if keyword.matching(stop).is_some() {
            let message = format!("‘{stop}’ is kept for opting out.");
            report.add(ProblemCode::StopWord, field.clone(), &[("word", stop)], message);
        }
    }
}

pub(super) fn check_step(report: &mut Report<'_>, step: &Step, is_twice: bool) {
    if is_twice || !step.id.is_usable() {
        bad_id(report, "/id".into(), step.id.as_str());
    }
    let mut ids = BTreeSet::new();
    for (index, output) in step.ending.outputs().iter().enumerate() {
        let brings_its_own = output.kind.fixed_id().is_none();
        let reserved =
            [OutputKind::AnythingElse, OutputKind::Otherwise].iter().any(|k| k.fixed_id() == Some(output.id));
        if brings_its_own && (reserved || !is_usable_id(output.id) || !ids.insert(output.id)) {
            bad_id(report, super::graph::pointer(&step.ending, index, "id"), output.id);
        }
    }
    match &step.ending {
        Ending::Buttons(ending) => {
            count(report, "/ending/buttons", ending.buttons.len(), limits::BUTTONS, "buttons")
        }
        Ending::List(ending) => check_list(report, ending),
        Ending::Ask(ending) => check_question(report, ending),
        Ending::Decide(ending) if ending.branches.is_empty() => {
            no_choices(report, "/ending/branches", "conditions")
        }
        Ending::Decide(_) | Ending::Continue(_) | Ending::HandOver(_) | Ending::End(_) => {}
    }
}

fn bad_id(report: &mut Report<'_>, field: String, id: &str) {
    let message = format!("The id ‘{id}’ is used twice or is not usable.");
    report.add(ProblemCode::BadId, field, &[("id", id)], message);
}

fn no_choices(report: &mut Report<'_>, field: &str, what: &str) {
    report.add(ProblemCode::NoChoices, field, &[("what", what)], format!("There are no {what}."));
}

fn count(report: &mut Report<'_>, field: &str, count: usize, limit: usize, what: &str) {
    if count == 0 {
        return no_choices(report, field, what);
    }
    if count > limit {
        let params = [("what", what), ("count", &count.to_string()), ("limit", &limit.to_string())];
        let message = format!("There are {count} {what}. The limit is {limit}.");
        report.add(ProblemCode::TooManyChoices, field, &params, message);
    }
}

fn check_list(report: &mut Report<'_>, list: &List) {
    count(report, "/ending/sections", list.rows().count(), limits::LIST_ROWS, "rows");
    if list.sections.len() > limits::LIST_SECTIONS {
        count(report, "/ending/sections", list.sections.len(), limits::LIST_SECTIONS, "sections");
    }
}

fn check_question(report: &mut Report<'_>, ask: &Ask) {
    if ask.max_tries.is_none() {
        let message = "If the answer is never valid, the customer is stuck.".into();
        report.add(ProblemCode::NoRetryLimit, "/ending/max_tries", &[], message);
    }
    let is_empty = match &ask.answer {
        Answer::Text { min_length, max_length } => {
            max_length.is_some_and(|max| max < min_length.unwrap_or(1).max(1))
        }
        Answer::Number { min: Some(min), max: Some(max), .. } => min > max,
        Answer::Number { .. } | Answer::Email {} => false,
    };
    if is_empty {
        let message = "No answer fits: the least is above the most.".into();
        report.add(ProblemCode::EmptyRange, "/ending/answer", &[], message);
    }
}
