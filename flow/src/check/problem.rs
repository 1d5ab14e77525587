//! A problem and the list of all there are.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::definition::StepId;

/// Something that is wrong with a flow.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FlowProblem))]
#[serde(deny_unknown_fields)]
pub struct Problem {
    /// How bad it is.
    pub level: Level,
    /// Which rule found it.
    pub code: ProblemCode,
    /// In which step. `None`: in the flow itself.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// JSON pointer to the field, from the step, or from the flow where there is no step.
    pub field: String,
    /// What the message is about: `output`, `text`, `length`, `limit`, `language`, …
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub params: BTreeMap<String, String>,
    /// The problem in English.
    pub message: String,
}

/// How bad a problem is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ProblemLevel))]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The flow cannot be published.
    Error,
    /// It can.
    Warning,
}

/// The rules.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ProblemCode {
    /// Nothing starts the bot.
    NoTrigger,
    /// A keyword starts another live bot. Found by the server, which knows the other bots.
    KeywordTaken,
    /// Any message starts another live bot. Found by the server.
    AnyMessageTaken,
    /// A keyword trigger has no word, or an empty one.
    EmptyKeyword,
    /// A keyword is a word that contacts opt out with.
    StopWord,
    /// There is no first step.
    NoStart,
    /// The first step, or the step that an output leads to, is not in the flow.
    StepMissing,
    /// There is no language, or one that is none.
    BadLanguages,
    /// An id stands twice, is reserved, or has characters that ids cannot have.
    BadId,
    /// An output has no connection.
    LeadsNowhere,
    /// No path leads to the step.
    Unreachable,
    /// Steps repeat without waiting for the contact.
    LoopWithoutWaiting,
    /// A text that must say something is empty.
    EmptyText,
    /// A text is over WhatsApp's limit.
    TooLong,
    /// There are no buttons or rows.
    NoChoices,
    /// There are more buttons, rows or sections than WhatsApp allows.
    TooManyChoices,
    /// Two buttons or rows say the same.
    SameLabel,
    /// A question goes on without end while answers do not fit.
    NoRetryLimit,
    /// No answer can fit, because the least is above the most.
    EmptyRange,
    /// A condition is empty.
    EmptyCondition,
    /// An expression cannot be read.
    BadExpression,
    /// An expression reads a variable that nothing sets.
    UnknownVariable,
    /// An expression reads something that does not exist, for example `contact.nmae`.
    UnknownAttribute,
    /// A variable cannot be called so.
    BadVariableName,
    /// A contact field has no key.
    EmptyFieldKey,
    /// Texts are missing in a language.
    LanguageMissing,
    /// No step hands over to a person.
    NoHandOver,
}

impl ProblemCode {
    /// How bad a problem of this kind is, as a rule.
    pub fn level(self) -> Level {
        match self {
            Self::Unreachable | Self::NoRetryLimit | Self::LanguageMissing | Self::NoHandOver => {
                Level::Warning
            }
            Self::NoTrigger
            | Self::KeywordTaken
            | Self::AnyMessageTaken
            | Self::EmptyKeyword
            | Self::StopWord
            | Self::NoStart
            | Self::StepMissing
            | Self::BadLanguages
            | Self::BadId
            | Self::LeadsNowhere
            | Self::LoopWithoutWaiting
            | Self::EmptyText
            | Self::TooLong
            | Self::NoChoices
            | Self::TooManyChoices
            | Self::SameLabel
            | Self::EmptyRange
            | Self::EmptyCondition
            | Self::BadExpression
            | Self::UnknownVariable
            | Self::UnknownAttribute
            | Self::BadVariableName
            | Self::EmptyFieldKey => Level::Error,
        }
    }
}
