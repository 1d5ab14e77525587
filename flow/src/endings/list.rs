//! A list of up to ten rows behind one button.

use serde::{Deserialize, Serialize};

use super::{Label, Output, OutputKind};
use crate::definition::{StepId, Text};

/// Sends a message with a list and waits. Outputs: one per row, then `anything_else`.
///
/// A contact may choose, or type a row's title or its number. Without a connection at `anything_else` the message is
/// sent again when something else comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Bold line above, at most 60 characters.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub header: Text,
    /// The message, at most 1,024 characters.
    pub text: Text,
    /// Small line below, at most 60 characters.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub footer: Text,
    /// What the button that opens the list says, at most 20 characters.
    pub button: Text,
    /// Groups of rows, one to ten, with at most ten rows together.
    pub sections: Vec<Section>,
    /// Where something else than a row leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub anything_else: Option<StepId>,
}

/// A group of rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Section {
    /// Heading, at most 24 characters. May be absent when there is only one section.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub title: Text,
    /// The rows.
    pub rows: Vec<Row>,
}

/// A row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Row {
    /// Unique in its step, for example `r1`.
    pub id: String,
    /// What the row says, at most 24 characters.
    pub title: Text,
    /// Small line below the title, at most 72 characters.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub description: Text,
    /// Where it leads.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<StepId>,
}

impl List {
    /// All rows of all sections, in order.
    pub fn rows(&self) -> impl Iterator<Item = &Row> {
        self.sections.iter().flat_map(|section| &section.rows)
    }

    pub(crate) fn rows_mut(&mut self) -> impl Iterator<Item = &mut Row> {
        self.sections
            .iter_mut()
            .flat_map(|section| &mut section.rows)
    }

    pub(super) fn outputs(&self) -> Vec<Output<'_>> {
        self.rows()
            .map(|r| Output {
                id: &r.id,
                kind: OutputKind::Row,
                label: Label::Text(&r.title),
                to: r.to.as_ref(),
            })
            .chain([Output::fixed(
                OutputKind::AnythingElse,
                "Anything else",
                &self.anything_else,
            )])
            .collect()
    }

    pub(super) fn connections_mut(&mut self) -> Vec<&mut Option<StepId>> {
        let rows = self
            .sections
            .iter_mut()
            .flat_map(|section| &mut section.rows);
        rows.map(|r| &mut r.to)
            .chain([&mut self.anything_else])
            .collect()
    }
}
