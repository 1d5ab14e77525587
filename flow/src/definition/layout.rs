//! Where steps stand on the canvas. Never read by the engine.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::StepId;

/// Positions of the steps. A step without one is placed by the editor.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Layout {
    /// Upper left corner of each card.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    #[cfg_attr(feature = "openapi", schema(value_type = std::collections::BTreeMap<String, Position>))]
    pub positions: BTreeMap<StepId, Position>,
}

impl Layout {
    /// Whether nothing has been placed.
    pub fn is_empty(&self) -> bool {
        self.positions.is_empty()
    }
}

/// A place on the canvas, in pixels at 100 %.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = StepPosition))]
#[serde(deny_unknown_fields)]
pub struct Position {
    /// To the right.
    pub x: i32,
    /// Down.
    pub y: i32,
}
