//! How much a flow may hold. The numbers stand in `limits`.

use super::{Flow, Step, Trigger};
use crate::endings::Ending;
use crate::limits;

/// A flow has, or would have, too much of something.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", .what.words(*.limit))]
pub struct OverLimit {
    /// Of what.
    pub what: Limited,
    /// How many there may be.
    pub limit: usize,
}

/// What there is a limit of.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Limited {
    /// Languages of a flow.
    Languages,
    /// Triggers of a flow.
    Triggers,
    /// Keywords of a trigger.
    TriggerWords,
    /// Keywords of a flow.
    Words,
    /// Characters of a keyword.
    WordChars,
    /// Steps of a flow.
    Steps,
    /// Items of a step.
    Items,
    /// Buttons, rows, sections or conditions of a step.
    Choices,
}

impl Limited {
    fn words(self, limit: usize) -> String {
        match self {
            Self::Languages => format!("a bot speaks at most {limit} languages"),
            Self::Triggers => format!("a bot has at most {limit} triggers"),
            Self::TriggerWords => format!("a trigger has at most {limit} keywords"),
            Self::Words => format!("all triggers of a bot have at most {limit} keywords together"),
            Self::WordChars => format!("a keyword has at most {limit} characters"),
            Self::Steps => format!("a bot has at most {limit} steps"),
            Self::Items => format!("a step has at most {limit} items"),
            Self::Choices => format!("a step has at most {limit} buttons, rows, sections or conditions"),
        }
    }
}

fn within(count: usize, limit: usize, what: Limited) -> Result<(), OverLimit> {
    if count <= limit { Ok(()) } else { Err(OverLimit { what, limit }) }
}

impl Flow {
    /// Whether everything in it is within the limits.
    ///
    /// # Errors
    /// [`OverLimit`] with the first that is not.
    pub fn check_size(&self) -> Result<(), OverLimit> {
        languages(self.languages.len())?;
        triggers(&self.triggers)?;
        steps(self.steps.len())?;
        self.steps.iter().try_for_each(step)
    }
}

pub(crate) fn languages(count: usize) -> Result<(), OverLimit> {
    within(count, limits::LANGUAGES, Limited::Languages)
}

pub(crate) fn steps(count: usize) -> Result<(), OverLimit> {
    within(count, limits::STEPS, Limited::Steps)
}

pub(crate) fn items(count: usize) -> Result<(), OverLimit> {
    within(count, limits::ITEMS, Limited::Items)
}

pub(crate) fn triggers(triggers: &[Trigger]) -> Result<(), OverLimit> {
    within(triggers.len(), limits::TRIGGERS, Limited::Triggers)?;
    let mut total = 0;
    for trigger in triggers {
        let Trigger::Keyword(keyword) = trigger else { continue };
        within(keyword.words.len(), limits::TRIGGER_WORDS, Limited::TriggerWords)?;
        total += keyword.words.len();
        within(total, limits::WORDS, Limited::Words)?;
        for word in &keyword.words {
            within(word.chars().count(), limits::WORD_CHARS, Limited::WordChars)?;
        }
    }
    Ok(())
}

pub(crate) fn step(step: &Step) -> Result<(), OverLimit> {
    items(step.items.len())?;
    ending(&step.ending)
}

pub(crate) fn ending(ending: &Ending) -> Result<(), OverLimit> {
    let choices = |count| within(count, limits::CHOICES, Limited::Choices);
    match ending {
        Ending::Buttons(ending) => choices(ending.buttons.len()),
        Ending::List(ending) => choices(ending.sections.len()).and_then(|()| choices(ending.rows().count())),
        Ending::Decide(ending) => choices(ending.branches.len()),
        Ending::Continue(_) | Ending::Ask(_) | Ending::HandOver(_) | Ending::End(_) => Ok(()),
    }
}
