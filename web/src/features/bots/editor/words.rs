//! The editor in words: what undo takes back, where outputs lead without a connection.

use flow::{Description, Limited, OutputKind, OverLimit};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::i18n::editor;

/// A change in words, for the names of undo and redo.
pub(super) fn description(change: &Description) -> String {
    let of = |key: &'static str| change.params.get(key).map_or("", String::as_str);
    match change.code {
        "add_step" => editor::did_add_step(of("step")),
        "remove_step" => editor::did_remove_step(of("step")),
        "move_step" => editor::did_move_step(of("step")),
        "rename_step" => editor::did_rename_step(of("to")),
        "connect" => editor::did_connect(of("output"), of("to")),
        "disconnect" => editor::did_disconnect(of("output")),
        "insert_item" => editor::did_add_item(of("step")),
        "remove_item" => editor::did_remove_item(of("step")),
        "move_item" => editor::did_move_item(of("step")),
        "set_text" => editor::did_change_text(of("step")),
        "change_ending" => editor::did_change_ending(of("step")),
        "set_ending" | "replace_item" => editor::did_change(of("step")),
        "set_triggers" => editor::did_set_triggers().to_owned(),
        "set_start" => editor::did_set_start(of("step")),
        "clear_start" => editor::did_clear_start().to_owned(),
        "set_languages" => editor::did_set_languages().to_owned(),
        "set_position" => editor::did_set_position(of("step")),
        "add_steps" => editor::did_add_steps(of("count").parse().unwrap_or_default()),
        "remove_steps" => editor::did_remove_steps(of("count").parse().unwrap_or_default()),
        _ => editor::did_change_bot().to_owned(),
    }
}

/// Why a change was not made: there would be too much of something.
pub(super) fn over_limit(over: OverLimit) -> String {
    let n = over.limit.to_string();
    match over.what {
        Limited::Languages => editor::limit_languages(&n),
        Limited::Triggers => editor::limit_triggers(&n),
        Limited::TriggerWords => editor::limit_trigger_words(&n),
        Limited::Words => editor::limit_words(&n),
        Limited::WordChars => editor::limit_word_chars(&n),
        Limited::Steps => editor::limit_steps(&n),
        Limited::Items => editor::limit_items(&n),
        Limited::Choices => editor::limit_choices(&n),
    }
}

/// What happens at an output that leads nowhere.
pub(super) fn nowhere(kind: OutputKind) -> &'static str {
    match kind {
        OutputKind::AnythingElse => editor::nowhere_asks_again(),
        OutputKind::GaveUp => editor::nowhere_ends(),
        OutputKind::Button
        | OutputKind::Row
        | OutputKind::Branch
        | OutputKind::Next
        | OutputKind::Answered
        | OutputKind::Otherwise => editor::nowhere_choose(),
    }
}

/// Puts the focus on an element and brings it into sight.
pub(super) fn focus(id: &str) {
    let Some(element) =
        document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok())
    else {
        return;
    };
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    let _ = element.focus();
    element.scroll_into_view_with_scroll_into_view_options(&options);
}

#[cfg(test)]
mod tests {
    use flow::Op;

    use super::super::model::samples::{menu, rename, text_op};
    use super::*;

    #[test]
    fn every_change_has_words_of_its_own() {
        let flow = menu();
        let first = flow.steps[0].clone();
        let step = first.id.clone();
        let another = || {
            let mut step = first.clone();
            step.id = flow::StepId::new("another");
            Op::AddStep { index: 0, step, position: None }
        };
        let ops = [
            another(),
            rename("s1", "Hello"),
            text_op("s1", "Hey"),
            Op::RemoveStep { step: step.clone() },
            Op::MoveStep { step: step.clone(), index: 1 },
            Op::SetStart { step: None },
            Op::SetStart { step: Some(step.clone()) },
            Op::InsertItem { step: step.clone(), index: 0, item: first.items[0].clone() },
            Op::RemoveItem { step: step.clone(), index: 0 },
            Op::MoveItem { step: step.clone(), from: 0, to: 0 },
            Op::ReplaceItem { step: step.clone(), index: 0, item: first.items[0].clone() },
            Op::SetEnding { step: step.clone(), ending: first.ending.clone() },
            Op::SetEnding { step: step.clone(), ending: flow.steps[3].ending.clone() },
            Op::Connect { step: step.clone(), output: "b1".to_owned(), to: step.clone() },
            Op::Disconnect { step: step.clone(), output: "b1".to_owned() },
            Op::SetTriggers { triggers: Vec::new() },
            Op::SetPosition { step: step.clone(), position: None },
            Op::SetLanguages { languages: flow.languages.clone() },
        ];
        for op in ops {
            assert_ne!(description(&op.describe(&flow)), editor::did_change_bot(), "{op:?}");
        }
    }
}
