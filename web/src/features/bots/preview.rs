//! What a customer sees of a step: bubbles for the phone preview. Nothing is evaluated: the business
//! is shown by its name, any other `{{ … }}` as the name inside.

use flow::{Buttons, Ending, Flow, Item, Language, List, Step, Text};

use crate::ui::phone::{BubbleContent, BubbleRow};

/// What the texts of a preview are read with.
#[derive(Clone, Copy)]
struct Voice<'a> {
    language: &'a Language,
    business: &'a str,
}

/// Steps shown at most when one simply follows another.
const FOLLOWED: usize = 5;

/// The messages of one step.
pub(super) fn step_messages(flow: &Flow, step: &Step, business: &str) -> Vec<BubbleContent> {
    let language = flow.default_language();
    let voice = Voice { language: &language, business };
    let mut messages: Vec<_> = step.items.iter().filter_map(|item| item_message(item, voice)).collect();
    messages.extend(ending_message(&step.ending, voice));
    messages
}

/// The first messages of a bot: from the start until it waits.
pub(super) fn opening(flow: &Flow, business: &str) -> Vec<BubbleContent> {
    let mut messages = Vec::new();
    let mut next = flow.start.as_ref();
    for _ in 0..FOLLOWED {
        let Some(step) = next.and_then(|id| flow.step(id)) else { break };
        messages.extend(step_messages(flow, step, business));
        if step.ending.waits() {
            break;
        }
        next = step.ending.outputs().into_iter().find_map(|output| output.to);
    }
    messages
}

fn item_message(item: &Item, voice: Voice<'_>) -> Option<BubbleContent> {
    match item {
        Item::SendText(item) => plain(&item.text, voice),
        Item::SetVariable(_) | Item::SetContactField(_) => None,
    }
}

fn ending_message(ending: &Ending, voice: Voice<'_>) -> Option<BubbleContent> {
    match ending {
        Ending::Continue(_) | Ending::Decide(_) => None,
        Ending::Ask(ending) => plain(&ending.text, voice),
        Ending::HandOver(ending) => plain(&ending.message, voice),
        Ending::End(ending) => plain(&ending.message, voice),
        Ending::Buttons(ending) => Some(buttons_message(ending, voice)),
        Ending::List(ending) => Some(list_message(ending, voice)),
    }
}

fn buttons_message(ending: &Buttons, voice: Voice<'_>) -> BubbleContent {
    let buttons = ending.buttons.iter().map(|button| (button.id.clone(), words(&button.label, voice)));
    BubbleContent {
        header: optional(&ending.header, voice),
        text: body(&ending.text, voice),
        footer: optional(&ending.footer, voice),
        buttons: buttons.collect(),
        list: None,
    }
}

fn list_message(ending: &List, voice: Voice<'_>) -> BubbleContent {
    let rows = ending.sections.iter().flat_map(|section| {
        section.rows.iter().map(|row| BubbleRow {
            id: row.id.clone(),
            title: words(&row.title, voice),
            description: words(&row.description, voice),
            section: words(&section.title, voice),
        })
    });
    BubbleContent {
        header: optional(&ending.header, voice),
        text: body(&ending.text, voice),
        footer: optional(&ending.footer, voice),
        buttons: Vec::new(),
        list: Some((words(&ending.button, voice), rows.collect())),
    }
}

fn plain(text: &Text, voice: Voice<'_>) -> Option<BubbleContent> {
    optional(text, voice).map(BubbleContent::text)
}

fn optional(text: &Text, voice: Voice<'_>) -> Option<String> {
    let words = words(text, voice);
    (!words.trim().is_empty()).then_some(words)
}

/// A text that must be there; three dots until it is written.
fn body(text: &Text, voice: Voice<'_>) -> String {
    optional(text, voice).unwrap_or_else(|| "…".to_owned())
}

fn words(text: &Text, voice: Voice<'_>) -> String {
    without_braces(text.get(voice.language, voice.language), voice.business)
}

/// A piece of a text: words, or what stands in an expression's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// As written.
    Words(String),
    /// The path an expression begins with: `contact.name` for `{{ contact.name|title }}`.
    Path(String),
}

/// Splits a text at its expressions. A brace without its partner is text.
pub(super) fn pieces(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((inside, tail)) = after.split_once("}}") else { break };
        if !before.is_empty() {
            pieces.push(Piece::Words(before.to_owned()));
        }
        pieces.push(Piece::Path(first_path(inside)));
        rest = tail;
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest.to_owned()));
    }
    pieces
}

/// The first path in an expression, outside of quotes; the expression itself when it has none.
fn first_path(expression: &str) -> String {
    let outside = |text: &str, quote| text.split(quote).step_by(2).collect::<Vec<_>>().join(" ");
    let unquoted = outside(&outside(expression, '"'), '\'');
    let is_path = |c: char| c.is_alphanumeric() || matches!(c, '_' | '.');
    let is_word = |path: &&str| {
        path.starts_with(|c: char| c.is_alphabetic() || c == '_')
            && !matches!(*path, "not" | "if" | "else" | "and" | "or" | "in" | "is")
    };
    let path = unquoted.split(|c| !is_path(c)).find(is_word);
    path.unwrap_or(expression.trim()).to_owned()
}

/// The last part of a path.
pub(super) fn short(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// Shows the business by its name, and any other expression as its last name: `{{ contact.name }}` as `[name]`.
fn without_braces(text: &str, business: &str) -> String {
    let word = |piece| match piece {
        Piece::Words(words) => words,
        Piece::Path(path) if path == "workspace.name" => business.to_owned(),
        Piece::Path(path) => format!("[{}]", short(&path)),
    };
    pieces(text).into_iter().map(word).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_expression_is_shown_as_a_name() {
        assert_eq!(
            without_braces("Hi {{ contact.name }}, {{ total|round(2) }}!", "Acme"),
            "Hi [name], [total]!"
        );
        assert_eq!(without_braces("This is {{ workspace.name }}.", "Acme"), "This is Acme.");
        assert_eq!(without_braces("a {{ b", "Acme"), "a {{ b");
        let greeting = "Hello{{ \" \" ~ contact.name if contact.name else \"\" }}!";
        assert_eq!(without_braces(greeting, "Acme"), "Hello[name]!");
        assert_eq!(without_braces("{{ 1 + 2 }}", "Acme"), "[1 + 2]");
    }

    #[test]
    fn the_opening_ends_where_the_bot_waits() {
        let flow = flow::read_value(serde_json::json!({
            "spec_version": 1, "languages": ["en"], "triggers": [], "start": "s1",
            "steps": [
                {"id": "s1", "name": "A", "items": [{"kind": "send_text", "text": {"en": "Hello"}}], "ending": {"kind": "continue", "to": "s2"}},
                {"id": "s2", "name": "B", "ending": {"kind": "ask", "text": {"en": "Name?"}, "answer": {"kind": "text"}, "variable": "name", "answered": "s3"}},
                {"id": "s3", "name": "C", "items": [{"kind": "send_text", "text": {"en": "Bye"}}], "ending": {"kind": "end"}}
            ]
        }))
        .unwrap();
        let texts: Vec<_> = opening(&flow, "Acme").into_iter().map(|message| message.text).collect();
        assert_eq!(texts, ["Hello", "Name?"]);
    }

    #[test]
    fn a_circle_without_a_wait_ends() {
        let flow = flow::read_value(serde_json::json!({
            "spec_version": 1, "languages": ["en"], "triggers": [], "start": "s1",
            "steps": [{"id": "s1", "name": "A", "items": [{"kind": "send_text", "text": {"en": "Hi"}}], "ending": {"kind": "continue", "to": "s1"}}]
        }))
        .unwrap();
        assert_eq!(opening(&flow, "Acme").len(), FOLLOWED);
    }
}
