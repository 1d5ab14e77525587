//! A question that waits for an answer that fits.

use serde::{Deserialize, Serialize};

use super::{Next, Output, OutputKind};
use crate::definition::{StepId, Text};
use crate::expression::Value;
use crate::numbers;
use crate::turn::Turn;

/// Asks, checks the answer and keeps it. Outputs: `answered`, `gave_up`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AskEnding))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = AskAnswer))]
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
        Self::Text { min_length: None, max_length: None }
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

    pub(super) fn enter(&self, turn: &mut Turn<'_>) -> Next {
        turn.say(&self.text);
        Next::Wait
    }

    pub(crate) fn answer(&self, turn: &mut Turn<'_>) -> Next {
        if let Some(value) = self.answer.read(&turn.message.text) {
            turn.set_variable(&self.variable, value);
            return Next::take(OutputKind::Answered, &self.answered);
        }
        turn.retry();
        if self.max_tries.is_some_and(|most| turn.state.tries >= most) {
            return Next::take(OutputKind::GaveUp, &self.gave_up);
        }
        turn.say(if self.retry.is_blank() { &self.text } else { &self.retry });
        Next::Wait
    }
}

impl Answer {
    /// The value of an answer. `None` when it does not fit.
    pub fn read(&self, text: &str) -> Option<Value> {
        let text = text.trim();
        match self {
            Self::Text { min_length, max_length } => {
                let length = text.chars().count();
                let fits = |limit: u32| usize::try_from(limit).unwrap_or(usize::MAX);
                let long_enough = length >= fits(min_length.unwrap_or(1)).max(1);
                let short_enough = max_length.is_none_or(|most| length <= fits(most));
                (long_enough && short_enough).then(|| Value::from(text))
            }
            Self::Number { min, max, whole } => {
                let number = numbers::parse(text)?;
                let within = min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max);
                let value = Value::number(number).ok()?;
                (within && (!whole || matches!(value, Value::Int(_)))).then_some(value)
            }
            Self::Email {} => is_email(text).then(|| Value::from(text)),
        }
    }
}

/// Whether mail could reach it: `name@host.tld` without spaces, quotes and brackets.
fn is_email(text: &str) -> bool {
    let Some((name, host)) = text.rsplit_once('@') else {
        return false;
    };
    let plain = |c: char| c.is_alphanumeric() || ".!#$%&'*+/=?^_`{|}~-".contains(c);
    let is_name = (1..=64).contains(&name.len())
        && name.chars().all(plain)
        && !name.starts_with('.')
        && !name.ends_with('.')
        && !name.contains("..");
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    let top = host.rsplit('.').next().unwrap_or_default();
    let has_top = top.chars().count() >= 2 && !top.chars().all(|c| c.is_ascii_digit());
    text.len() <= 254 && is_name && host.contains('.') && host.split('.').all(is_label) && has_top
}
