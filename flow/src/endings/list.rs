//! A list of up to ten rows behind one button.

use serde::{Deserialize, Serialize};
use whatsapp::limits;

use super::choice::{self, Choice};
use super::{Label, Next, Output, OutputKind};
use crate::definition::{StepId, Text};
use crate::run::{Note, Outgoing, OutgoingRow, OutgoingSection};
use crate::turn::Turn;

/// Sends a message with a list and waits. Outputs: one per row, then `anything_else`.
///
/// A contact may choose, or type a row's title or its number. Without a connection at `anything_else` the message is
/// sent again when something else comes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ListEnding))]
#[serde(deny_unknown_fields)]
pub struct List {
    /// Bold line above, at most 60 characters.
    #[serde(default, skip_serializing_if = "Text::is_absent")]
    pub header: Text,
    /// The message, at most 4,096 characters.
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ListEndingSection))]
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
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = ListEndingRow))]
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
        self.sections.iter_mut().flat_map(|section| &mut section.rows)
    }

    pub(super) fn outputs(&self) -> Vec<Output<'_>> {
        self.rows()
            .map(|r| Output {
                id: &r.id,
                kind: OutputKind::Row,
                label: Label::Text(&r.title),
                to: r.to.as_ref(),
            })
            .chain([Output::fixed(OutputKind::AnythingElse, "Anything else", &self.anything_else)])
            .collect()
    }

    pub(super) fn connections_mut(&mut self) -> Vec<&mut Option<StepId>> {
        let rows = self.sections.iter_mut().flat_map(|section| &mut section.rows);
        rows.map(|r| &mut r.to).chain([&mut self.anything_else]).collect()
    }

    pub(super) fn enter(&self, turn: &mut Turn<'_>) -> Next {
        let header = turn.optional(&self.header, limits::HEADER_CHARS);
        let text = turn.required(&self.text, limits::LIST_BODY_CHARS, choice::SUBSTITUTE);
        let footer = turn.optional(&self.footer, limits::FOOTER_CHARS);
        let left_out = self.rows().count().saturating_sub(limits::LIST_ROWS);
        if left_out > 0 {
            turn.note(Note::LeftOut, format!("{left_out} rows"));
        }
        let sections = self.outgoing_sections(turn);
        let message = if sections.is_empty() {
            Outgoing::Text { text }
        } else {
            let button = turn.required(&self.button, limits::LIST_BUTTON_CHARS, choice::SUBSTITUTE);
            Outgoing::List { header, text, footer, button, sections }
        };
        turn.send(message);
        Next::Wait
    }

    /// Sections without rows are left out; where there are several, each has a heading, as WhatsApp wants it.
    fn outgoing_sections(&self, turn: &mut Turn<'_>) -> Vec<OutgoingSection> {
        let mut choices = self.choices(turn).into_iter();
        let filled: Vec<&Section> = self.sections.iter().filter(|section| !section.rows.is_empty()).collect();
        let mut sections = Vec::new();
        for (index, section) in filled.iter().enumerate() {
            let mut rows = Vec::new();
            for (row, choice) in section.rows.iter().zip(choices.by_ref()) {
                let description = turn.optional(&row.description, limits::ROW_DESCRIPTION_CHARS);
                rows.push(OutgoingRow { id: choice.id, title: choice.title, description });
            }
            if rows.is_empty() {
                break;
            }
            let title = if filled.len() > 1 {
                Some(turn.required(&section.title, limits::SECTION_TITLE_CHARS, &(index + 1).to_string()))
            } else {
                turn.optional(&section.title, limits::SECTION_TITLE_CHARS)
            };
            sections.push(OutgoingSection { title, rows });
        }
        sections
    }

    pub(crate) fn answer(&self, turn: &mut Turn<'_>, reply_id: Option<&str>) -> Next {
        let choices = self.choices(turn);
        match choice::made(turn, &choices, reply_id).and_then(|index| self.rows().nth(index)) {
            Some(row) => Next::Take { output: row.id.clone(), kind: OutputKind::Row, to: row.to.clone() },
            None if self.anything_else.is_some() => Next::take(OutputKind::AnythingElse, &self.anything_else),
            None => {
                turn.retry();
                self.enter(turn)
            }
        }
    }

    fn choices(&self, turn: &mut Turn<'_>) -> Vec<Choice> {
        let rows = self.rows().take(limits::LIST_ROWS).enumerate();
        rows.map(|(index, row)| Choice::new(turn, index, &row.id, &row.title, limits::ROW_TITLE_CHARS))
            .collect()
    }
}
