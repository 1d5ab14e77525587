//! What starts a bot, and which trigger a message pulls.

use serde::{Deserialize, Serialize};

/// Something that starts a run.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Trigger {
    /// A message that holds one of these words.
    Keyword(Keyword),
    /// Any message that nothing else answers.
    AnyMessage {},
}

/// Words that start a bot.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Keyword {
    /// Words or phrases. Letter case and white space around them do not matter.
    pub words: Vec<String>,
    /// How a message is compared with them.
    #[serde(default)]
    pub rule: MatchRule,
}

/// How a message is compared with a keyword.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MatchRule {
    /// The whole message is the keyword.
    #[default]
    Is,
    /// The message begins with the keyword as a word of its own.
    StartsWith,
    /// The message holds the keyword as a word of its own.
    Contains,
}
