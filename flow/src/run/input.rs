//! What comes in.

use serde::{Deserialize, Serialize};

/// Something that happened and moves a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Input {
    /// Start from the beginning, whatever the state was.
    Start {
        /// What pulled the trigger.
        trigger: StartedBy,
        /// The text of the message that did; empty when there was none.
        text: String,
    },
    /// The contact wrote.
    Text {
        /// What they wrote.
        text: String,
    },
    /// The contact tapped a button or chose a row.
    Reply {
        /// The id that was sent with it.
        id: String,
        /// What it said.
        title: String,
    },
    /// The contact sent something that has no text.
    Other {
        /// WhatsApp's name for it: `image`, `audio`, `location`, …
        #[serde(rename = "type")]
        kind: String,
    },
}

/// What started a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum StartedBy {
    /// A keyword.
    Keyword {
        /// The word as the trigger has it.
        word: String,
    },
    /// Any message.
    AnyMessage {},
    /// Somebody who tries the bot.
    Hand {},
}

/// The message of a turn, as expressions see it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Message {
    /// Its text, or the title of what was tapped. Empty for other kinds.
    pub text: String,
    /// `text`, `reply`, or what WhatsApp calls it.
    pub kind: String,
}

impl Input {
    /// The message as expressions see it.
    pub fn message(&self) -> Message {
        let (text, kind) = match self {
            Self::Start { text, .. } | Self::Text { text } => (text.as_str(), "text"),
            Self::Reply { title, .. } => (title.as_str(), "reply"),
            Self::Other { kind } => ("", kind.as_str()),
        };
        Message { text: text.to_owned(), kind: kind.to_owned() }
    }
}
