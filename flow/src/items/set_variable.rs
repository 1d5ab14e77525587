//! Sets a variable of the run.

use serde::{Deserialize, Serialize};

use crate::turn::Turn;

/// Sets a variable of the run.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetVariable {
    /// Name by which expressions reach it.
    pub name: String,
    /// A text with `{{ … }}`. When it is one expression and nothing else, the value keeps its type.
    pub value: String,
}

impl SetVariable {
    pub(super) fn perform(&self, turn: &mut Turn<'_>) {
        let value = turn.value(&self.value);
        turn.set_variable(&self.name, value);
    }
}
