//! What happened in a run. The log of a run is a list of these; dashboards, analytics, tests and replay read it.

use serde::{Deserialize, Serialize};

use super::{Outgoing, StartedBy};
use crate::definition::StepId;
use crate::expression::Value;

/// Something that happened in a run.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", deny_unknown_fields)]
pub enum RunEvent {
    /// The run began.
    Started {
        /// By what.
        trigger: StartedBy,
    },
    /// A message of the contact reached the run.
    Received {
        /// `text`, `reply`, or what WhatsApp calls it.
        message: String,
        /// Its text, or the title of what was tapped.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        text: String,
    },
    /// A step began.
    EnteredStep {
        /// Which.
        step: StepId,
    },
    /// A message was sent.
    Sent {
        /// By which step.
        step: StepId,
        /// The message.
        message: Outgoing,
    },
    /// A variable was set.
    VariableSet {
        /// By which step.
        step: StepId,
        /// Its name.
        name: String,
        /// Its value; of a long one the beginning.
        value: Value,
    },
    /// A field of the contact was set.
    ContactFieldSet {
        /// By which step.
        step: StepId,
        /// Its key.
        field: String,
        /// Its value; of a long one the beginning.
        value: Value,
    },
    /// An answer did not fit, or none of the choices was made.
    Retried {
        /// At which step.
        step: StepId,
        /// How often by now.
        tries: u32,
    },
    /// The step was left by an output: a choice was made, an answer fitted, a condition decided.
    TookOutput {
        /// Which step.
        step: StepId,
        /// Id of the output.
        output: String,
    },
    /// The conversation went to a person.
    HandedOver {
        /// By which step.
        step: StepId,
        /// What the person was told.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        reason: String,
    },
    /// The run came to its end.
    Finished {
        /// At which step.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<StepId>,
    },
    /// The run was cut off.
    Stopped {
        /// At which step.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<StepId>,
        /// Why.
        reason: StopReason,
    },
    /// Something did not go as planned, and the run went on.
    Noted {
        /// At which step.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        step: Option<StepId>,
        /// What it was.
        note: Note,
        /// More about it, in words for the bot's builder.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        detail: String,
    },
}

/// Why a run was cut off.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum StopReason {
    /// One message walked through 1,000 steps or 10,000 items: they repeat without waiting.
    TooManySteps,
    /// One message caused more than 20 messages.
    TooManyMessages,
    /// The step at which the run stands is not in the flow.
    StepMissing,
    /// A person took the conversation over. Said by the shell around the engine, like those that follow.
    TakenOver,
    /// The conversation was closed.
    Closed,
    /// The bot was paused or deleted.
    BotPaused,
    /// Another run began in the same conversation.
    Replaced,
}

/// Something that did not go as planned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RunNote))]
#[serde(rename_all = "snake_case")]
pub enum Note {
    /// An expression has no value; nothing stands in its place.
    ExpressionFailed,
    /// A message had no words and was not sent, or a label had none and got a substitute.
    EmptyText,
    /// A text was over WhatsApp's limit and was shortened.
    Shortened,
    /// There were more buttons or rows than WhatsApp allows; the rest was left out.
    LeftOut,
    /// An output was taken that leads nowhere; the run ends.
    LeadsNowhere,
    /// A variable was not set: its name is not usable, or all variables together are too large.
    VariableRefused,
    /// A field of the contact was not set: its key is not usable, its value is too large, or there are too many.
    FieldRefused,
    /// More happened than the log of one turn keeps; from here on it says only what was sent and how the turn ended.
    LogCut,
    /// A message came while the run was not waiting; nothing was done.
    NotWaiting,
}
