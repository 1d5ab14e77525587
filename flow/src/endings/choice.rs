//! What buttons and rows have in common: a choice among texts, made by tapping or typing.

use whatsapp::limits::ROW_ID_CHARS;

use crate::definition::{StepId, Text};
use crate::triggers::normal;
use crate::turn::Turn;

/// Stands where WhatsApp wants words and there are none.
pub(super) const SUBSTITUTE: &str = "…";

/// A button or row as the contact sees it.
pub(super) struct Choice {
    /// What comes back when it is tapped.
    pub(super) id: String,
    /// What it says; its number when it says nothing.
    pub(super) title: String,
}

impl Choice {
    pub(super) fn new(turn: &mut Turn<'_>, index: usize, output: &str, label: &Text, chars: usize) -> Self {
        let title = turn.required(label, chars, &(index + 1).to_string());
        let step = turn.state.step.clone().unwrap_or_default();
        Self { id: reply_id(&step, output), title }
    }
}

/// The id by which a tap is recognised: step and output. Ids that are usable make at most 65 characters.
fn reply_id(step: &StepId, output: &str) -> String {
    format!("{step}:{output}").chars().take(ROW_ID_CHARS).collect()
}

/// Which choice was made: by id, by what it says, or by its number. A tap on an older message counts as its title.
///
/// Whichever way it was made, `message.text` is what the choice says from now on.
pub(super) fn made(turn: &mut Turn<'_>, choices: &[Choice], reply_id: Option<&str>) -> Option<usize> {
    let index = find(&turn.message.text, choices, reply_id)?;
    turn.message.text = choices.get(index)?.title.clone();
    Some(index)
}

fn find(text: &str, choices: &[Choice], reply_id: Option<&str>) -> Option<usize> {
    if let Some(index) = choices.iter().position(|choice| Some(choice.id.as_str()) == reply_id) {
        return Some(index);
    }
    let text = normal(text);
    if let Some(index) = choices.iter().position(|choice| normal(&choice.title) == text) {
        return Some(index);
    }
    let number: usize = text.trim_end_matches(['.', ')']).parse().ok()?;
    number.checked_sub(1).filter(|index| *index < choices.len())
}
