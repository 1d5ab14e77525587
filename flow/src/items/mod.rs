//! What a step does before it ends: messages and simple actions that cannot branch. One file per kind.

use serde::{Deserialize, Serialize};

use crate::definition::Text;

/// One thing a step does.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
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
}

/// Sends a text message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendText {
    /// What the contact reads, at most 4,096 characters.
    pub text: Text,
}

/// Sets a variable of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetVariable {
    /// Name by which expressions reach it.
    pub name: String,
    /// A text with `{{ … }}`. When it is one expression and nothing else, the value keeps its type.
    pub value: String,
}

/// Sets a field of the contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetContactField {
    /// Key of the field; expressions reach it as `contact.fields.KEY`.
    pub field: String,
    /// A text with `{{ … }}`. When it is one expression and nothing else, the value keeps its type.
    pub value: String,
}
