//! Lists.

use serde_json::{Value, json};

use super::Words;
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{at_most, filled, items, unique};
use crate::message::read::{Node, Read};

/// A message with a list. Meta: Messages, Interactive list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    words: Words,
    button: String,
    sections: Vec<Section>,
}

/// A section of a list. Meta: Messages, Interactive list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// Shown above the rows; needed when the list has more than one section.
    pub title: Option<String>,
    /// Its rows, at least one.
    pub rows: Vec<Row>,
}

/// A row of a list. Meta: Messages, Interactive list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Comes back when it is chosen; unique in the list.
    pub id: String,
    /// What it shows.
    pub title: String,
    /// A second line.
    pub description: Option<String>,
}

impl List {
    /// Makes a list message; `button` is the label of what opens the list.
    ///
    /// # Errors
    /// When a text or a number of items breaks a limit, the header is no text, a title is missing among several sections,
    /// or two rows share an id.
    pub fn new(
        words: impl Into<Words>,
        button: impl Into<String>,
        sections: Vec<Section>,
    ) -> Result<Self, LimitError> {
        let (words, button) = (words.into(), button.into());
        words.check_header_is_text()?;
        words.check_body(limits::LIST_BODY_CHARS)?;
        filled("interactive.action.button", &button, limits::LIST_BUTTON_CHARS)?;
        items("interactive.action.sections", sections.len(), limits::LIST_SECTIONS)?;
        for (at, section) in sections.iter().enumerate() {
            section.check(&format!("interactive.action.sections[{at}]"), sections.len() > 1)?;
        }
        let rows = || sections.iter().flat_map(|section| &section.rows);
        items("interactive.action.sections[].rows", rows().count(), limits::LIST_ROWS)?;
        unique(rows().map(|row| row.id.as_str()), |at| {
            format!("interactive.action.sections[].rows[{at}].id")
        })?;
        Ok(Self { words, button, sections })
    }

    /// The texts around the list.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The label of what opens the list.
    pub fn button(&self) -> &str {
        &self.button
    }

    /// The sections, at least one.
    pub fn sections(&self) -> &[Section] {
        &self.sections
    }

    pub(in crate::message) fn graph(&self) -> Value {
        let sections: Value = self.sections.iter().map(Section::graph).collect();
        super::object("list", &self.words, json!({ "button": self.button, "sections": sections }))
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let action = node.object("action")?;
        let sections = action.list("sections", |section| {
            let title = section.optional_text("title")?;
            Ok(Section { title, rows: section.list("rows", Row::read)? })
        });
        Ok(Self::new(Words::read(node)?, action.text("button")?, sections?)?)
    }
}

impl Section {
    fn check(&self, place: &str, is_title_needed: bool) -> Result<(), LimitError> {
        let title = self.title.as_deref();
        if is_title_needed || title.is_some() {
            let field = format!("{place}.title");
            filled(field.as_str(), title.unwrap_or_default(), limits::SECTION_TITLE_CHARS)?;
        }
        items(&format!("{place}.rows"), self.rows.len(), limits::LIST_ROWS)?;
        for (at, row) in self.rows.iter().enumerate() {
            let field = |part: &str| format!("{place}.rows[{at}].{part}");
            filled(field("id").as_str(), &row.id, limits::ROW_ID_CHARS)?;
            filled(field("title").as_str(), &row.title, limits::ROW_TITLE_CHARS)?;
            let description = row.description.as_deref().unwrap_or_default();
            at_most(field("description"), description, limits::ROW_DESCRIPTION_CHARS)?;
        }
        Ok(())
    }

    fn graph(&self) -> Value {
        let rows: Value = self.rows.iter().map(Row::graph).collect();
        match &self.title {
            Some(title) => json!({ "title": title, "rows": rows }),
            None => json!({ "rows": rows }),
        }
    }
}

impl Row {
    fn graph(&self) -> Value {
        match &self.description {
            Some(description) => json!({ "id": self.id, "title": self.title, "description": description }),
            None => json!({ "id": self.id, "title": self.title }),
        }
    }

    fn read(node: &Node<'_>) -> Read<Self> {
        let description = node.optional_text("description")?;
        Ok(Self { id: node.text("id")?, title: node.text("title")?, description })
    }
}
