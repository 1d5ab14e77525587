//! How a draft changes: every change is an `Op` with an inverse.
//!
//! Undo, autosave, the comparison of versions and the audit all come from here. An op that does not fit the flow gives an
//! error and changes nothing. Applying an op and then its inverse gives the same flow again.

mod apply;
mod describe;
mod merge;

use serde::{Deserialize, Serialize};

pub use describe::Description;

use crate::definition::{Language, OverLimit, Position, Step, StepId, TextField, Trigger};
use crate::endings::Ending;
use crate::items::Item;

/// One change of a flow.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "op", rename_all = "snake_case", deny_unknown_fields)]
pub enum Op {
    /// Several changes that are one for people. All are made or none.
    Batch {
        /// Applied in order; none of them is a batch.
        #[cfg_attr(feature = "openapi", schema(no_recursion))]
        ops: Vec<Op>,
    },
    /// Adds a step.
    AddStep {
        /// Place in the list of steps, from 0 to their number.
        index: usize,
        /// The step; its id must be free.
        step: Step,
        /// Place on the canvas.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        position: Option<Position>,
    },
    /// Removes a step and every connection to it.
    RemoveStep {
        /// Which step.
        step: StepId,
    },
    /// Moves a step in the list of steps.
    MoveStep {
        /// Which step.
        step: StepId,
        /// Its new place.
        index: usize,
    },
    /// Gives a step another name.
    RenameStep {
        /// Which step.
        step: StepId,
        /// The new name.
        name: String,
    },
    /// Says which step is the first.
    SetStart {
        /// `None`: no step.
        step: Option<StepId>,
    },
    /// Adds an item to a step.
    InsertItem {
        /// Which step.
        step: StepId,
        /// Place among its items, from 0 to their number.
        index: usize,
        /// The item.
        item: Item,
    },
    /// Removes an item.
    RemoveItem {
        /// Which step.
        step: StepId,
        /// Place among its items.
        index: usize,
    },
    /// Moves an item within its step.
    MoveItem {
        /// Which step.
        step: StepId,
        /// Place now.
        from: usize,
        /// Place afterwards.
        to: usize,
    },
    /// Puts an item in the place of another.
    ReplaceItem {
        /// Which step.
        step: StepId,
        /// Place among its items.
        index: usize,
        /// The item.
        item: Item,
    },
    /// Gives a step another ending, or the same with other contents.
    SetEnding {
        /// Which step.
        step: StepId,
        /// The ending with all its connections.
        ending: Ending,
    },
    /// Connects an output; a connection it has is replaced.
    Connect {
        /// Which step.
        step: StepId,
        /// Id of the output.
        output: String,
        /// Where it leads; the step must exist.
        to: StepId,
    },
    /// Takes the connection of an output away.
    Disconnect {
        /// Which step.
        step: StepId,
        /// Id of the output.
        output: String,
    },
    /// Sets a text in one language.
    SetText {
        /// Which step.
        step: StepId,
        /// Which of its texts.
        field: TextField,
        /// In which language.
        language: Language,
        /// `None` removes the text of this language.
        text: Option<String>,
    },
    /// Sets what starts the bot.
    SetTriggers {
        /// All triggers.
        triggers: Vec<Trigger>,
    },
    /// Places a step on the canvas.
    SetPosition {
        /// Which step.
        step: StepId,
        /// `None`: the editor places it.
        position: Option<Position>,
    },
    /// Sets the languages. Texts of a language that is left out stay in the document.
    SetLanguages {
        /// At least one, each once; the first is the default.
        languages: Vec<Language>,
    },
}

impl Op {
    /// The single changes it is made of: itself, or what the batch holds.
    ///
    /// # Errors
    /// [`OpError::BatchInBatch`].
    pub fn parts(&self) -> Result<&[Self], OpError> {
        match self {
            Self::Batch { ops } if ops.iter().any(|op| matches!(op, Self::Batch { .. })) => {
                Err(OpError::BatchInBatch)
            }
            Self::Batch { ops } => Ok(ops),
            single => Ok(std::slice::from_ref(single)),
        }
    }
}

/// Why an op does not fit a flow.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum OpError {
    /// There is no such step.
    #[error("no step {step}")]
    NoStep {
        /// The id that was asked for.
        step: StepId,
    },
    /// There is such a step already.
    #[error("step {step} exists already")]
    StepExists {
        /// The id that was to be added.
        step: StepId,
    },
    /// An id has other characters than letters, digits, `_` and `-`, or is not 1 to 32 long.
    #[error("step id {step:?} is not usable")]
    UnusableId {
        /// The id that was to be added.
        step: StepId,
    },
    /// A place is beyond the end of the list.
    #[error("no place {index}, there are {len}")]
    NoPlace {
        /// The place that was asked for.
        index: usize,
        /// How many there are.
        len: usize,
    },
    /// The ending has no such output.
    #[error("step {step} has no output {output:?}")]
    NoOutput {
        /// Which step.
        step: StepId,
        /// The id that was asked for.
        output: String,
    },
    /// The step has no such text.
    #[error("step {step} has no text {field:?}")]
    NoText {
        /// Which step.
        step: StepId,
        /// The text that was asked for.
        field: TextField,
    },
    /// There would be too much of something.
    #[error(transparent)]
    OverLimit(#[from] OverLimit),
    /// The languages are none, or one of them stands twice, or is no language code.
    #[error("languages must be usable codes, at least one and each once")]
    BadLanguages,
    /// A batch holds a batch: its cost would not be seen from outside.
    #[error("a batch holds no batch")]
    BatchInBatch,
}

impl OpError {
    /// Stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoStep { .. } => "no_step",
            Self::StepExists { .. } => "step_exists",
            Self::UnusableId { .. } => "unusable_id",
            Self::NoPlace { .. } => "no_place",
            Self::NoOutput { .. } => "no_output",
            Self::NoText { .. } => "no_text",
            Self::OverLimit(_) => "over_limit",
            Self::BadLanguages => "bad_languages",
            Self::BatchInBatch => "batch_in_batch",
        }
    }
}
