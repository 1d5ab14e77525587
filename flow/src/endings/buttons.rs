//! Up to three reply buttons.

use serde::{Deserialize, Serialize};
use whatsapp::limits;

use super::choice::{self, Choice};
use super::{Label, Next, Output, OutputKind};
use crate::definition::{StepId, Text};
use crate::run::{Note, Outgoing, ReplyButton};
use crate::turn::Turn;

/// Sends a message with buttons and waits. Outputs: one per button, then `anything_else`.
///
/// A contact may tap, or type a button's text or its number. Without a connection at `anything_else` the message is
/// sent again when something else comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ButtonsEnding))]
#[serde(deny_unknown_fields)]
pub struct Buttons {
    /// Bold line above, at most 60 characters.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub header: Text,
    /// The message, at most 1,024 characters.
    pub text: Text,
    /// Small line below, at most 60 characters.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub footer: Text,
    /// One to three buttons.
    pub buttons: Vec<Button>,
    /// Where something else than a button leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anything_else: Option<StepId>,
}

/// A reply button.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ButtonChoice))]
#[serde(deny_unknown_fields)]
pub struct Button {
    /// Unique in its step, for example `b1`.
    pub id: String,
    /// What the button says, at most 20 characters.
    pub label: Text,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StepId>,
}

impl Buttons {
    pub(super) fn outputs(&self) -> Vec<Output<'_>> {
        self.buttons
            .iter()
            .map(|b| Output {
                id: &b.id,
                kind: OutputKind::Button,
                label: Label::Text(&b.label),
                to: b.to.as_ref(),
            })
            .chain([Output::fixed(OutputKind::AnythingElse, "Anything else", &self.anything_else)])
            .collect()
    }

    pub(super) fn connections_mut(&mut self) -> Vec<&mut Option<StepId>> {
        self.buttons.iter_mut().map(|b| &mut b.to).chain([&mut self.anything_else]).collect()
    }

    pub(super) fn enter(&self, turn: &mut Turn<'_>) -> Next {
        let header = turn.optional(&self.header, limits::HEADER_CHARS);
        let text = turn.required(&self.text, limits::BUTTONS_BODY_CHARS, choice::SUBSTITUTE);
        let footer = turn.optional(&self.footer, limits::FOOTER_CHARS);
        if self.buttons.len() > limits::BUTTONS {
            turn.note(Note::LeftOut, format!("{} buttons", self.buttons.len() - limits::BUTTONS));
        }
        let choices = self.choices(turn);
        let message = if choices.is_empty() {
            Outgoing::Text { text }
        } else {
            let buttons =
                choices.into_iter().map(|choice| ReplyButton { id: choice.id, title: choice.title });
            Outgoing::Buttons { header, text, footer, buttons: buttons.collect() }
        };
        turn.send(message);
        Next::Wait
    }

    pub(crate) fn answer(&self, turn: &mut Turn<'_>, reply_id: Option<&str>) -> Next {
        let choices = self.choices(turn);
        match choice::made(turn, &choices, reply_id).and_then(|index| self.buttons.get(index)) {
            Some(button) => {
                Next::Take { output: button.id.clone(), kind: OutputKind::Button, to: button.to.clone() }
            }
            None if self.anything_else.is_some() => Next::take(OutputKind::AnythingElse, &self.anything_else),
            None => {
                turn.retry();
                self.enter(turn)
            }
        }
    }

    fn choices(&self, turn: &mut Turn<'_>) -> Vec<Choice> {
        let buttons = self.buttons.iter().take(limits::BUTTONS).enumerate();
        buttons
            .map(|(index, button)| {
                Choice::new(turn, index, &button.id, &button.label, limits::BUTTON_TITLE_CHARS)
            })
            .collect()
    }
}
