//! Reply buttons.

use serde_json::{Value, json};

use super::Words;
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{filled, items, unique};
use crate::message::read::{Node, Read};

/// A message with reply buttons. Meta: Messages, Interactive reply buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Buttons {
    words: Words,
    buttons: Vec<Button>,
}

/// One reply button. Meta: Messages, Interactive reply buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Comes back when it is pressed; unique in the message.
    pub id: String,
    /// What it shows; unique in the message.
    pub title: String,
}

impl Button {
    /// Makes a button; its limits are checked by the message it becomes part of.
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into() }
    }
}

/// One to three buttons, ids and titles filled and unique; `kind` names their object.
pub(super) fn check(place: &str, kind: &str, buttons: &[Button], id_chars: usize) -> Result<(), LimitError> {
    let field = |at: usize, part: &str| format!("{place}[{at}].{kind}.{part}");
    items(place, buttons.len(), limits::BUTTONS)?;
    for (at, button) in buttons.iter().enumerate() {
        filled(field(at, "id").as_str(), &button.id, id_chars)?;
        filled(field(at, "title").as_str(), &button.title, limits::BUTTON_TITLE_CHARS)?;
    }
    unique(buttons.iter().map(|button| button.id.as_str()), |at| field(at, "id"))?;
    unique(buttons.iter().map(|button| button.title.as_str()), |at| field(at, "title"))
}

pub(super) fn graph(kind: &str, buttons: &[Button]) -> Value {
    let button = |Button { id, title }: &Button| json!({ "type": kind, kind: { "id": id, "title": title } });
    buttons.iter().map(button).collect()
}

pub(super) fn read(action: &Node<'_>, kind: &str) -> Read<Vec<Button>> {
    action.list("buttons", |button| {
        if button.text("type")? != kind {
            return Err(button.invalid_at("type"));
        }
        let reply = button.object(kind)?;
        Ok(Button { id: reply.text("id")?, title: reply.text("title")? })
    })
}

impl Buttons {
    /// Makes a message with reply buttons.
    ///
    /// # Errors
    /// When the body, the number of buttons, an id or a title breaks a limit, or two buttons share an id or a title.
    pub fn new(words: impl Into<Words>, buttons: Vec<Button>) -> Result<Self, LimitError> {
        let words = words.into();
        words.check_body(limits::BUTTONS_BODY_CHARS)?;
        check("interactive.action.buttons", "reply", &buttons, limits::BUTTON_ID_CHARS)?;
        Ok(Self { words, buttons })
    }

    /// The texts around the buttons.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The buttons, one to three.
    pub fn buttons(&self) -> &[Button] {
        &self.buttons
    }

    pub(in crate::message) fn graph(&self) -> Value {
        super::object("button", &self.words, json!({ "buttons": graph("reply", &self.buttons) }))
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        Ok(Self::new(Words::read(node)?, read(&node.object("action")?, "reply")?)?)
    }
}
