//! How a step ends. One file per kind; here stands what they have in common: outputs and their connections.
//!
//! Every ending has ordered, labelled outputs with stable ids, each with at most one connection. Fixed outputs have fixed
//! ids (`next`, `answered`, …); buttons, rows and branches bring their own.

mod ask;
mod buttons;
mod choice;
mod decide;
mod list;
mod plain;

use serde::{Deserialize, Serialize};

pub use ask::{Answer, Ask};
pub use buttons::{Button, Buttons};
pub use decide::{Branch, Decide};
pub use list::{List, Row, Section};
pub use plain::{Continue, End, HandOver};

use crate::definition::{Language, StepId, Text};
use crate::turn::Turn;

/// How a step ends.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = StepEnding))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Ending {
    /// Goes on to another step.
    Continue(Continue),
    /// Sends up to three buttons and waits.
    Buttons(Buttons),
    /// Sends a list of up to ten rows and waits.
    List(List),
    /// Asks a question and waits for an answer that fits.
    Ask(Ask),
    /// Goes on by conditions.
    Decide(Decide),
    /// Hands the conversation over to a person.
    HandOver(HandOver),
    /// Ends the run.
    End(End),
}

impl Default for Ending {
    fn default() -> Self {
        Self::Continue(Continue::default())
    }
}

/// What an output stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OutputKind {
    /// Always taken.
    Next,
    /// A button was chosen.
    Button,
    /// A row was chosen.
    Row,
    /// Something else than a button or row came.
    AnythingElse,
    /// The answer fits.
    Answered,
    /// The answer did not fit often enough.
    GaveUp,
    /// A condition holds.
    Branch,
    /// No condition holds.
    Otherwise,
}

impl OutputKind {
    /// The id of an output that every ending of its kind has; `None` for buttons, rows and branches.
    pub fn fixed_id(self) -> Option<&'static str> {
        match self {
            Self::Next => Some("next"),
            Self::AnythingElse => Some("anything_else"),
            Self::Answered => Some("answered"),
            Self::GaveUp => Some("gave_up"),
            Self::Otherwise => Some("otherwise"),
            Self::Button | Self::Row | Self::Branch => None,
        }
    }
}

/// A way out of a step.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Output<'a> {
    /// Unique in its step.
    pub id: &'a str,
    /// What it stands for.
    pub kind: OutputKind,
    /// What it is called.
    pub label: Label<'a>,
    /// Where it leads. `None` means nowhere yet.
    pub to: Option<&'a StepId>,
}

/// What an output is called.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Label<'a> {
    /// The text of a button or row, as contacts see it.
    Text(&'a Text),
    /// The name of a branch, as the editor shows it.
    Name(&'a str),
    /// One word for all endings of this kind: see [`OutputKind`].
    Fixed(&'static str),
}

impl<'a> Label<'a> {
    /// The label in words. Fixed labels are English: an interface translates them by [`OutputKind`].
    pub fn words(&self, language: &Language, default: &Language) -> &'a str {
        match self {
            Self::Text(text) => text.get(language, default),
            Self::Name(name) => name,
            Self::Fixed(words) => words,
        }
    }
}

impl<'a> Output<'a> {
    fn fixed(kind: OutputKind, words: &'static str, to: &'a Option<StepId>) -> Self {
        let id = kind.fixed_id().unwrap_or_default();
        Self { id, kind, label: Label::Fixed(words), to: to.as_ref() }
    }
}

impl Ending {
    /// The ways out, in the order in which they are shown.
    pub fn outputs(&self) -> Vec<Output<'_>> {
        match self {
            Self::Continue(ending) => ending.outputs(),
            Self::Buttons(ending) => ending.outputs(),
            Self::List(ending) => ending.outputs(),
            Self::Ask(ending) => ending.outputs(),
            Self::Decide(ending) => ending.outputs(),
            Self::HandOver(_) | Self::End(_) => Vec::new(),
        }
    }

    /// Where an output leads.
    pub fn target(&self, output: &str) -> Option<&StepId> {
        self.outputs().into_iter().find(|o| o.id == output).and_then(|o| o.to)
    }

    /// The connection of an output, to change it. `None` when there is no such output.
    pub fn connection_mut(&mut self, output: &str) -> Option<&mut Option<StepId>> {
        let index = self.outputs().iter().position(|o| o.id == output)?;
        self.connections_mut().into_iter().nth(index)
    }

    /// The connections of all outputs, to change them, in the order of [`Ending::outputs`].
    pub fn connections_mut(&mut self) -> Vec<&mut Option<StepId>> {
        match self {
            Self::Continue(ending) => vec![&mut ending.to],
            Self::Buttons(ending) => ending.connections_mut(),
            Self::List(ending) => ending.connections_mut(),
            Self::Ask(ending) => vec![&mut ending.answered, &mut ending.gave_up],
            Self::Decide(ending) => ending.connections_mut(),
            Self::HandOver(_) | Self::End(_) => Vec::new(),
        }
    }

    /// The name of the kind as it stands in the document.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Continue(_) => "continue",
            Self::Buttons(_) => "buttons",
            Self::List(_) => "list",
            Self::Ask(_) => "ask",
            Self::Decide(_) => "decide",
            Self::HandOver(_) => "hand_over",
            Self::End(_) => "end",
        }
    }

    /// Whether both have outputs with the same ids in the same order.
    pub fn has_same_outputs(&self, other: &Ending) -> bool {
        let ids = |ending: &Ending| ending.outputs().iter().map(|o| o.id.to_owned()).collect::<Vec<_>>();
        ids(self) == ids(other)
    }

    /// Whether the run waits here for the contact.
    pub fn waits(&self) -> bool {
        matches!(self, Self::Buttons(_) | Self::List(_) | Self::Ask(_))
    }

    /// What the step does when its items are done.
    pub(crate) fn enter(&self, turn: &mut Turn<'_>) -> Next {
        match self {
            Self::Continue(ending) => Next::take(OutputKind::Next, &ending.to),
            Self::Buttons(ending) => ending.enter(turn),
            Self::List(ending) => ending.enter(turn),
            Self::Ask(ending) => ending.enter(turn),
            Self::Decide(ending) => ending.enter(turn),
            Self::HandOver(ending) => ending.enter(turn),
            Self::End(ending) => ending.enter(turn),
        }
    }
}

/// What an ending decides.
pub(crate) enum Next {
    /// Leave by an output.
    Take { output: String, kind: OutputKind, to: Option<StepId> },
    /// Wait for the contact.
    Wait,
    /// Give the conversation to a person.
    HandOver { reason: String },
    /// The run is over.
    Finish,
}

impl Next {
    /// Leaves by an output that has a fixed id.
    fn take(kind: OutputKind, to: &Option<StepId>) -> Self {
        Self::Take { output: kind.fixed_id().unwrap_or_default().to_owned(), kind, to: to.clone() }
    }
}
