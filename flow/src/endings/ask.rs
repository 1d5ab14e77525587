//! A question that waits for an answer that fits.

use serde::{Deserialize, Serialize};

use super::{Output, OutputKind};
use crate::definition::{StepId, Text};

/// Asks, checks the answer and keeps it. Outputs: `answered`, `gave_up`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Ask {
    /// The question, at most 4,096 characters.
    pub text: Text,
    /// What answer fits.
    pub answer: Answer,
    /// The variable of the run that keeps the answer.
    pub variable: String,
    /// What is sent when the answer does not fit. Absent: the question again.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub retry: Text,
    /// How many answers are looked at before giving up, at least 1. `None` means without end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub max_tries: Option<u32>,
    /// Where an answer that fits leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<StepId>,
    /// Where too many answers that do not fit lead.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub gave_up: Option<StepId>,
}

/// What answer fits a question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum Answer {
    /// Words.
    Text {
        /// Fewest characters. `None` means 1.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min_length: Option<u32>,
        /// Most characters.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max_length: Option<u32>,
    },
    /// A number; a decimal comma and grouping are understood.
    Number {
        /// Smallest number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        min: Option<f64>,
        /// Greatest number.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        max: Option<f64>,
        /// Whether only whole numbers fit.
        #[serde(default)]
        whole: bool,
    },
    /// An email address.
    Email {},
}

impl Default for Answer {
    fn default() -> Self {
        Self::Text {
            min_length: None,
            max_length: None,
        }
    }
}

impl Default for Ask {
    fn default() -> Self {
        Self {
            text: Text::default(),
            answer: Answer::default(),
            variable: "answer".into(),
            retry: Text::default(),
            max_tries: Some(3),
            answered: None,
            gave_up: None,
        }
    }
}

impl Ask {
    pub(super) fn outputs(&self) -> Vec<Output<'_>> {
        vec![
            Output::fixed(OutputKind::Answered, "Answered", &self.answered),
            Output::fixed(OutputKind::GaveUp, "Gave up", &self.gave_up),
        ]
    }
}
