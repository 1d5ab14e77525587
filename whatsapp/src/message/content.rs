//! The kinds of content and their limits.

use super::LimitError;
use super::limit::{at_most, filled, items, unique};
use crate::limits;

/// What a message says. Meta: Messages.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Plain text.
    Text(Text),
    /// Text with one to three reply buttons.
    Buttons(Buttons),
    /// Text with a button that opens a list.
    List(List),
}

impl Content {
    /// The text a person reads first.
    pub fn body(&self) -> &str {
        match self {
            Self::Text(text) => &text.body,
            Self::Buttons(buttons) => &buttons.words.body,
            Self::List(list) => &list.words.body,
        }
    }
}

/// A text message. Meta: Messages, Text messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Text {
    pub(super) body: String,
    pub(super) preview_url: bool,
}

impl Text {
    /// Makes a text message.
    ///
    /// # Errors
    /// When the body is blank or longer than [`limits::TEXT_BODY_CHARS`].
    pub fn new(body: impl Into<String>) -> Result<Self, LimitError> {
        let body = body.into();
        filled("text.body", &body, limits::TEXT_BODY_CHARS)?;
        Ok(Self { body, preview_url: false })
    }

    /// Asks WhatsApp to show a preview of the first link.
    #[must_use]
    pub fn with_preview_url(mut self) -> Self {
        self.preview_url = true;
        self
    }

    /// The text.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// Whether a preview of the first link is asked for.
    pub fn preview_url(&self) -> bool {
        self.preview_url
    }
}

/// The texts around what can be pressed. Meta: Messages, Interactive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    pub(super) header: Option<String>,
    pub(super) body: String,
    pub(super) footer: Option<String>,
}

impl Words {
    /// Takes the texts; how long the body may be, the kind of message says.
    ///
    /// # Errors
    /// When a header or footer is blank, or longer than [`limits::HEADER_CHARS`] or [`limits::FOOTER_CHARS`].
    pub fn new(
        header: Option<String>,
        body: impl Into<String>,
        footer: Option<String>,
    ) -> Result<Self, LimitError> {
        if let Some(text) = &header {
            filled("interactive.header.text", text, limits::HEADER_CHARS)?;
        }
        if let Some(text) = &footer {
            filled("interactive.footer.text", text, limits::FOOTER_CHARS)?;
        }
        Ok(Self { header, body: body.into(), footer })
    }

    /// The header.
    pub fn header(&self) -> Option<&str> {
        self.header.as_deref()
    }

    /// The text.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The footer.
    pub fn footer(&self) -> Option<&str> {
        self.footer.as_deref()
    }
}

impl From<&str> for Words {
    fn from(body: &str) -> Self {
        Self { header: None, body: body.to_owned(), footer: None }
    }
}

/// A message with reply buttons. Meta: Messages, Interactive reply buttons.
#[derive(Debug, Clone, PartialEq)]
pub struct Buttons {
    pub(super) words: Words,
    pub(super) buttons: Vec<Button>,
}

/// One reply button. Meta: Messages, Interactive reply buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Button {
    /// Comes back when it is pressed; unique in the message.
    pub id: String,
    /// What it shows; unique in the message.
    pub title: String,
}

impl Button {
    /// Makes a button; its limits are checked by [`Buttons::new`].
    pub fn new(id: impl Into<String>, title: impl Into<String>) -> Self {
        Self { id: id.into(), title: title.into() }
    }
}

impl Buttons {
    /// Makes a message with reply buttons.
    ///
    /// # Errors
    /// When the body, the number of buttons, an id or a title breaks a limit, or two buttons share an id or a title.
    pub fn new(words: impl Into<Words>, buttons: Vec<Button>) -> Result<Self, LimitError> {
        let words = words.into();
        let field = |at: usize, part: &str| format!("interactive.action.buttons[{at}].reply.{part}");
        filled("interactive.body.text", &words.body, limits::BUTTONS_BODY_CHARS)?;
        items("interactive.action.buttons", buttons.len(), limits::BUTTONS)?;
        for (at, button) in buttons.iter().enumerate() {
            filled(field(at, "id").as_str(), &button.id, limits::BUTTON_ID_CHARS)?;
            filled(field(at, "title").as_str(), &button.title, limits::BUTTON_TITLE_CHARS)?;
        }
        unique(buttons.iter().map(|button| button.id.as_str()), |at| field(at, "id"))?;
        unique(buttons.iter().map(|button| button.title.as_str()), |at| field(at, "title"))?;
        Ok(Self { words, buttons })
    }

    /// The texts around the buttons.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The buttons, one to three.
    pub fn buttons(&self) -> &[Button] {
        &self.buttons
    }
}

/// A message with a list. Meta: Messages, Interactive list.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    pub(super) words: Words,
    pub(super) button: String,
    pub(super) sections: Vec<Section>,
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
    /// When a text or a number of items breaks a limit, a title is missing among several sections, or two rows share an id.
    pub fn new(
        words: impl Into<Words>,
        button: impl Into<String>,
        sections: Vec<Section>,
    ) -> Result<Self, LimitError> {
        let (words, button) = (words.into(), button.into());
        filled("interactive.body.text", &words.body, limits::LIST_BODY_CHARS)?;
        filled("interactive.action.button", &button, limits::LIST_BUTTON_CHARS)?;
        items("interactive.action.sections", sections.len(), limits::LIST_SECTIONS)?;
        for (at, section) in sections.iter().enumerate() {
            check_section(at, section, sections.len() > 1)?;
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
}

fn check_section(at: usize, section: &Section, is_title_needed: bool) -> Result<(), LimitError> {
    let place = format!("interactive.action.sections[{at}]");
    let title = section.title.as_deref();
    if is_title_needed || title.is_some() {
        filled(format!("{place}.title").as_str(), title.unwrap_or_default(), limits::SECTION_TITLE_CHARS)?;
    }
    items(&format!("{place}.rows"), section.rows.len(), limits::LIST_ROWS)?;
    for (at, row) in section.rows.iter().enumerate() {
        let field = |part: &str| format!("{place}.rows[{at}].{part}");
        filled(field("id").as_str(), &row.id, limits::ROW_ID_CHARS)?;
        filled(field("title").as_str(), &row.title, limits::ROW_TITLE_CHARS)?;
        at_most(
            field("description"),
            row.description.as_deref().unwrap_or_default(),
            limits::ROW_DESCRIPTION_CHARS,
        )?;
    }
    Ok(())
}

impl From<Text> for Content {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<Buttons> for Content {
    fn from(buttons: Buttons) -> Self {
        Self::Buttons(buttons)
    }
}

impl From<List> for Content {
    fn from(list: List) -> Self {
        Self::List(list)
    }
}
