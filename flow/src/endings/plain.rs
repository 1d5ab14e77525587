//! The endings that need no answer: continue, hand over, end.

use serde::{Deserialize, Serialize};

use super::{Next, Output, OutputKind};
use crate::definition::{StepId, Text};
use crate::turn::Turn;

/// Goes on to another step. Output: `next`.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ContinueEnding))]
#[serde(deny_unknown_fields)]
pub struct Continue {
    /// The step that comes next.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StepId>,
}

impl Continue {
    pub(super) fn outputs(&self) -> Vec<Output<'_>> {
        vec![Output::fixed(OutputKind::Next, "Next", &self.to)]
    }
}

/// Hands the conversation over to a person; the run is over. No output.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = HandOverEnding))]
#[serde(deny_unknown_fields)]
pub struct HandOver {
    /// What the contact is told, at most 4,096 characters. Absent: nothing is sent.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub message: Text,
    /// What the person who takes over is told; may hold `{{ … }}`.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Ends the run. No output.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = EndEnding))]
#[serde(deny_unknown_fields)]
pub struct End {
    /// The last message, at most 4,096 characters. Absent: nothing is sent.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub message: Text,
}

impl HandOver {
    pub(super) fn enter(&self, turn: &mut Turn<'_>) -> Next {
        if !self.message.is_blank() {
            turn.say(&self.message);
        }
        Next::HandOver { reason: turn.fill(&self.reason) }
    }
}

impl End {
    pub(super) fn enter(&self, turn: &mut Turn<'_>) -> Next {
        if !self.message.is_blank() {
            turn.say(&self.message);
        }
        Next::Finish
    }
}
