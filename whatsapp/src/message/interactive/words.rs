//! The texts around what can be pressed, and what stands above them.

use serde_json::{Value, json};

use crate::limits;
use crate::message::limit::{allowed, at_least, filled, optional};
use crate::message::media::with;
use crate::message::read::{Node, Read};
use crate::message::{ContentError, LimitError, Media};

/// The texts around what can be pressed. Meta: Messages, Interactive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Words {
    header: Option<Header>,
    body: String,
    footer: Option<String>,
}

/// What stands above the text. Meta: Messages, Interactive reply buttons.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Header {
    /// A line of text.
    Text(String),
    /// An image.
    Image(Media),
    /// A video.
    Video(Media),
    /// A document.
    Document {
        /// Where the file is.
        media: Media,
        /// What it is called.
        filename: Option<String>,
    },
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
        optional("interactive.footer.text", footer.as_deref(), limits::FOOTER_CHARS)?;
        Ok(Self { header: header.map(Header::Text), body: body.into(), footer })
    }

    /// Puts a line, an image, a video or a document above the text, in place of what stood there.
    ///
    /// # Errors
    /// When a line is blank or too long, an id or name is blank, or a link is no `http` or `https` address.
    pub fn with_header(mut self, header: Header) -> Result<Self, LimitError> {
        header.check("interactive.header")?;
        self.header = Some(header);
        Ok(self)
    }

    /// The header, where it is text.
    pub fn header(&self) -> Option<&str> {
        match &self.header {
            Some(Header::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// The header, whatever it is.
    pub fn any_header(&self) -> Option<&Header> {
        self.header.as_ref()
    }

    /// The text.
    pub fn body(&self) -> &str {
        &self.body
    }

    /// The footer.
    pub fn footer(&self) -> Option<&str> {
        self.footer.as_deref()
    }

    pub(super) fn check_body(&self, limit: usize) -> Result<(), LimitError> {
        filled("interactive.body.text", &self.body, limit)
    }

    /// Some kinds take no other header than a line of text.
    pub(super) fn check_header_is_text(&self) -> Result<(), LimitError> {
        allowed("interactive.header", self.header.is_none() || self.header().is_some())
    }

    pub(super) fn check_no_header(&self) -> Result<(), LimitError> {
        allowed("interactive.header", self.header.is_none())
    }

    pub(super) fn check_no_footer(&self) -> Result<(), LimitError> {
        allowed("interactive.footer", self.footer.is_none())
    }

    pub(super) fn read(interactive: &Node<'_>) -> Read<Self> {
        let body = interactive.object("body")?.text("text")?;
        let footer = interactive.optional_object("footer")?.map(|footer| footer.text("text")).transpose()?;
        let words = Self::new(None, body, footer)?;
        match interactive.optional_object("header")? {
            Some(header) => Ok(words.with_header(Header::read(&header)?)?),
            None => Ok(words),
        }
    }
}

impl From<&str> for Words {
    fn from(body: &str) -> Self {
        Self { header: None, body: body.to_owned(), footer: None }
    }
}

impl From<String> for Words {
    fn from(body: String) -> Self {
        Self { header: None, body, footer: None }
    }
}

impl Header {
    pub(in crate::message) fn check(&self, place: &str) -> Result<(), LimitError> {
        match self {
            Self::Text(text) => filled(format!("{place}.text").as_str(), text, limits::HEADER_CHARS),
            Self::Image(media) => media.check(&format!("{place}.image")),
            Self::Video(media) => media.check(&format!("{place}.video")),
            Self::Document { media, filename } => {
                media.check(&format!("{place}.document"))?;
                let filename = filename.as_deref();
                filename.map_or(Ok(()), |name| at_least(format!("{place}.document.filename"), name, 1))
            }
        }
    }

    pub(super) fn graph(&self) -> Value {
        match self {
            Self::Text(text) => json!({ "type": "text", "text": text }),
            Self::Image(media) => json!({ "type": "image", "image": media.graph() }),
            Self::Video(media) => json!({ "type": "video", "video": media.graph() }),
            Self::Document { media, filename } => {
                let document = with(media, [("filename", filename.as_deref()), ("", None)]);
                json!({ "type": "document", "document": document })
            }
        }
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        Ok(match node.word("type")?.as_str() {
            "text" => Self::Text(node.text("text")?),
            "image" => Self::Image(Media::read(&node.object("image")?)?),
            "video" => Self::Video(Media::read(&node.object("video")?)?),
            "document" => {
                let document = node.object("document")?;
                let filename = document.optional_text("filename")?.filter(|name| !name.is_empty());
                Self::Document { media: Media::read(&document)?, filename }
            }
            kind => return Err(ContentError::Unsupported { kind: format!("interactive header {kind}") }),
        })
    }
}
