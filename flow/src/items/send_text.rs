//! Sends a text message.

use serde::{Deserialize, Serialize};

use crate::definition::Text;
use crate::turn::Turn;

/// Sends a text message.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SendText {
    /// What the contact reads, at most 4,096 characters.
    pub text: Text,
}

impl SendText {
    pub(super) fn perform(&self, turn: &mut Turn<'_>) {
        turn.say(&self.text);
    }
}
