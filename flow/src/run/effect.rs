//! What the engine wants done. Intents as data; the shell around the engine performs them.

use serde::{Deserialize, Serialize};

use crate::expression::Value;

/// Something to be done for a run, in the order given.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Effect {
    /// Send a message to the contact.
    Send {
        /// The message, within WhatsApp's limits.
        message: Outgoing,
    },
    /// Set a field of the contact.
    SetContactField {
        /// Key of the field.
        field: String,
        /// Its new value; `null` clears it.
        value: Value,
    },
    /// Hand the conversation over to a person. The run is over.
    HandOver {
        /// What that person should know.
        reason: String,
    },
    /// The run is over.
    Finish {},
}

/// A message, filled and within WhatsApp's limits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Outgoing {
    /// Words.
    Text {
        /// 1 to 4,096 characters.
        text: String,
    },
    /// Words with reply buttons.
    Buttons {
        /// Bold line above.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        header: Option<String>,
        /// 1 to 1,024 characters.
        text: String,
        /// Small line below.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        footer: Option<String>,
        /// One to three.
        buttons: Vec<ReplyButton>,
    },
    /// Words with a list behind a button.
    List {
        /// Bold line above.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        header: Option<String>,
        /// 1 to 4,096 characters.
        text: String,
        /// Small line below.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        footer: Option<String>,
        /// What the button says.
        button: String,
        /// One to ten, with at most ten rows together.
        sections: Vec<OutgoingSection>,
    },
}

/// A reply button.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ReplyButton {
    /// Comes back when it is tapped; names the step and the output.
    pub id: String,
    /// What it says.
    pub title: String,
}

/// A group of rows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OutgoingSection {
    /// Heading; absent only when there is one section.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
    /// At least one.
    pub rows: Vec<OutgoingRow>,
}

/// A row of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OutgoingRow {
    /// Comes back when it is chosen; names the step and the output.
    pub id: String,
    /// What it says.
    pub title: String,
    /// Small line below.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

impl Outgoing {
    /// The words of the message without buttons and rows.
    pub fn text(&self) -> &str {
        match self {
            Self::Text { text } | Self::Buttons { text, .. } | Self::List { text, .. } => text,
        }
    }
}
