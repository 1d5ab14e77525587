//! Where a run stands between two messages.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::definition::StepId;
use crate::expression::Value;

/// A run between two messages. The default is a run that has not started.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct State {
    /// Whether it goes on.
    pub status: Status,
    /// The step at which it waits or ended.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub step: Option<StepId>,
    /// How many answers did not fit at this step.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub tries: u32,
    /// How many steps it has entered so far.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub entered: u32,
    /// The variables that were set.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub variables: BTreeMap<String, Value>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl State {
    /// Whether the next message of the contact belongs to this run.
    pub fn is_waiting(&self) -> bool {
        self.status == Status::Waiting
    }
}

/// Whether a run goes on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = RunStatus))]
#[serde(rename_all = "snake_case")]
pub enum Status {
    /// Not started.
    #[default]
    New,
    /// Waits for the contact.
    Waiting,
    /// A person has taken over.
    HandedOver,
    /// Came to an end.
    Finished,
    /// Was cut off, see the last event.
    Stopped,
}
