//! Sets a field of the contact.

use serde::{Deserialize, Serialize};

use crate::turn::Turn;

/// Sets a field of the contact.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SetContactField {
    /// Key of the field; expressions reach it as `contact.fields.KEY`.
    pub field: String,
    /// A text with `{{ … }}`. When it is one expression and nothing else, the value keeps its type.
    pub value: String,
}

impl SetContactField {
    pub(super) fn perform(&self, turn: &mut Turn<'_>) {
        let value = turn.value(&self.value);
        turn.set_contact_field(&self.field, value);
    }
}
