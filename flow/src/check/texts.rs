//! Rules about what contacts read: empty, too long, the same twice, missing in a language.

use std::collections::BTreeMap;

use whatsapp::limits;

use super::{Level, ProblemCode, Report};
use crate::definition::{Language, Step, Text};
use crate::endings::{Buttons, Ending, List};
use crate::expression::plain_chars;
use crate::items::Item;
use crate::triggers::normal;

/// A text of a step and what it must be like.
pub(super) struct Checked<'a> {
    /// JSON pointer from the step.
    pub(super) field: String,
    pub(super) text: &'a Text,
    /// The most characters.
    limit: usize,
    /// What it is called in messages.
    name: &'static str,
    /// Whether it must say something.
    is_required: bool,
}

/// All texts of a step.
pub(super) fn texts(step: &Step) -> Vec<Checked<'_>> {
    let mut texts = Vec::new();
    for (index, item) in step.items.iter().enumerate() {
        if let Item::SendText(item) = item {
            texts.push(required(
                format!("/items/{index}/text"),
                &item.text,
                limits::TEXT_BODY_CHARS,
                "message",
            ));
        }
    }
    texts.extend(ending_texts(&step.ending));
    texts
}

fn required<'a>(field: impl Into<String>, text: &'a Text, limit: usize, name: &'static str) -> Checked<'a> {
    Checked { field: field.into(), text, limit, name, is_required: true }
}

fn optional<'a>(field: impl Into<String>, text: &'a Text, limit: usize, name: &'static str) -> Checked<'a> {
    Checked { is_required: false, ..required(field, text, limit, name) }
}

fn ending_texts(ending: &Ending) -> Vec<Checked<'_>> {
    match ending {
        Ending::Continue(_) | Ending::Decide(_) => Vec::new(),
        Ending::HandOver(e) => {
            vec![optional("/ending/message", &e.message, limits::TEXT_BODY_CHARS, "message")]
        }
        Ending::End(e) => vec![optional("/ending/message", &e.message, limits::TEXT_BODY_CHARS, "message")],
        Ending::Ask(e) => vec![
            required("/ending/text", &e.text, limits::TEXT_BODY_CHARS, "question"),
            optional("/ending/retry", &e.retry, limits::TEXT_BODY_CHARS, "message"),
        ],
        Ending::Buttons(e) => buttons_texts(e),
        Ending::List(e) => list_texts(e),
    }
}

fn buttons_texts(e: &Buttons) -> Vec<Checked<'_>> {
    let mut texts = vec![
        optional("/ending/header", &e.header, limits::HEADER_CHARS, "header"),
        required("/ending/text", &e.text, limits::BUTTONS_BODY_CHARS, "message"),
        optional("/ending/footer", &e.footer, limits::FOOTER_CHARS, "footer"),
    ];
    texts.extend(e.buttons.iter().enumerate().map(|(index, button)| {
        let field = format!("/ending/buttons/{index}/label");
        required(field, &button.label, limits::BUTTON_TITLE_CHARS, "button text")
    }));
    texts
}

fn list_texts(e: &List) -> Vec<Checked<'_>> {
    let mut texts = vec![
        optional("/ending/header", &e.header, limits::HEADER_CHARS, "header"),
        required("/ending/text", &e.text, limits::LIST_BODY_CHARS, "message"),
        optional("/ending/footer", &e.footer, limits::FOOTER_CHARS, "footer"),
        required("/ending/button", &e.button, limits::LIST_BUTTON_CHARS, "button text"),
    ];
    for (at, section) in e.sections.iter().enumerate() {
        let field = format!("/ending/sections/{at}");
        let title =
            optional(format!("{field}/title"), &section.title, limits::SECTION_TITLE_CHARS, "section title");
        texts.push(Checked { is_required: e.sections.len() > 1, ..title });
        for (index, row) in section.rows.iter().enumerate() {
            let field = format!("{field}/rows/{index}");
            let (title, line) = (limits::ROW_TITLE_CHARS, limits::ROW_DESCRIPTION_CHARS);
            texts.push(required(format!("{field}/title"), &row.title, title, "row title"));
            texts.push(optional(format!("{field}/description"), &row.description, line, "row description"));
        }
    }
    texts
}

pub(super) fn check_step(report: &mut Report<'_>, step: &Step) {
    let default = report.flow.default_language();
    for checked in texts(step) {
        let is_blank = checked.text.own(&default).is_none_or(|text| text.trim().is_empty());
        if is_blank && (checked.is_required || !checked.text.is_blank()) {
            let message = format!("This {} is empty.", checked.name);
            let params = [("what", checked.name), ("language", default.as_str())];
            report.add(ProblemCode::EmptyText, checked.field.clone(), &params, message);
        }
        for (language, text) in checked.text.iter() {
            check_length(report, &checked, language, text);
        }
    }
    check_labels(report, step);
}

/// What expressions will say is not known; what stands around them counts.
fn check_length(report: &mut Report<'_>, checked: &Checked<'_>, language: &Language, text: &str) {
    let length = plain_chars(text);
    if length > checked.limit {
        let (length, limit) = (length.to_string(), checked.limit.to_string());
        let name = checked.name;
        let params =
            [("what", name), ("length", &length), ("limit", &limit), ("language", language.as_str())];
        let mut words = name.to_owned();
        if let Some(first) = words.get_mut(..1) {
            first.make_ascii_uppercase();
        }
        let message = format!("{words} is {length} characters. The limit is {limit}.");
        report.add(ProblemCode::TooLong, checked.field.clone(), &params, message);
    }
}

/// WhatsApp refuses two buttons with one text; of two rows with one title only the first can be typed.
fn check_labels(report: &mut Report<'_>, step: &Step) {
    let (labels, level, what): (Vec<&Text>, _, _) = match &step.ending {
        Ending::Buttons(ending) => {
            (ending.buttons.iter().map(|b| &b.label).collect(), Level::Error, "buttons")
        }
        Ending::List(ending) => (ending.rows().map(|row| &row.title).collect(), Level::Warning, "rows"),
        _ => return,
    };
    for language in &report.flow.languages {
        let mut seen = BTreeMap::new();
        for (index, label) in labels.iter().enumerate() {
            let text = label.own(language).unwrap_or_default().trim();
            if text.is_empty() || seen.insert(normal(text), index).is_none() {
                continue;
            }
            let field =
                super::graph::pointer(&step.ending, index, if what == "rows" { "title" } else { "label" });
            let message = format!("Two {what} say ‘{text}’.");
            let params = [("what", what), ("text", text), ("language", language.as_str())];
            report.add_at(level, ProblemCode::SameLabel, field, &params, message);
        }
    }
}

/// One problem per language, at the first text that lacks it.
pub(super) fn check_languages(report: &mut Report<'_>) {
    let flow = report.flow;
    let default = flow.default_language();
    let others: Vec<&Language> = flow.languages.iter().filter(|language| **language != default).collect();
    if others.is_empty() {
        return;
    }
    let mut lacking: Vec<(usize, Option<(&Step, String)>)> = vec![(0, None); others.len()];
    for step in &flow.steps {
        for checked in texts(step).into_iter().filter(|checked| !checked.text.is_blank()) {
            for (language, (count, first)) in others.iter().zip(&mut lacking) {
                if checked.text.own(language).is_none_or(|text| text.trim().is_empty()) {
                    *count += 1;
                    first.get_or_insert_with(|| (step, checked.field.clone()));
                }
            }
        }
    }
    for (language, (count, first)) in others.into_iter().zip(lacking) {
        let Some((step, field)) = first else { continue };
        let params = [("language", language.as_str()), ("count", &count.to_string())];
        let message = format!("Texts without {}: {count}.", language.as_str());
        report.step = Some(step);
        report.add(ProblemCode::LanguageMissing, field, &params, message);
        report.step = None;
    }
}
