//! Up to three reply buttons.

use serde::{Deserialize, Serialize};

use super::{Label, Output, OutputKind};
use crate::definition::{StepId, Text};

/// Sends a message with buttons and waits. Outputs: one per button, then `anything_else`.
///
/// A contact may tap, or type a button's text or its number. Without a connection at `anything_else` the message is
/// sent again when something else comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
            .chain([Output::fixed(
                OutputKind::AnythingElse,
                "Anything else",
                &self.anything_else,
            )])
            .collect()
    }

    pub(super) fn connections_mut(&mut self) -> Vec<&mut Option<StepId>> {
        self.buttons
            .iter_mut()
            .map(|b| &mut b.to)
            .chain([&mut self.anything_else])
            .collect()
    }
}
