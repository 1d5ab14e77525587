//! What a step does before it ends: messages and simple actions that cannot branch. One file per kind.

mod send_text;
mod set_contact_field;
mod set_variable;

use serde::{Deserialize, Serialize};

pub use send_text::SendText;
pub use set_contact_field::SetContactField;
pub use set_variable::SetVariable;

use crate::turn::Turn;

/// One thing a step does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = StepItem))]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Item {
    /// Sends a text message.
    SendText(SendText),
    /// Sets a variable of the run.
    SetVariable(SetVariable),
    /// Sets a field of the contact.
    SetContactField(SetContactField),
}

impl Item {
    /// The name of the kind as it stands in the document.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::SendText(_) => "send_text",
            Self::SetVariable(_) => "set_variable",
            Self::SetContactField(_) => "set_contact_field",
        }
    }

    pub(crate) fn perform(&self, turn: &mut Turn<'_>) {
        match self {
            Self::SendText(item) => item.perform(turn),
            Self::SetVariable(item) => item.perform(turn),
            Self::SetContactField(item) => item.perform(turn),
        }
    }
}
