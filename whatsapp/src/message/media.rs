//! Files: images, videos, audio, documents and stickers, by the id of an upload or by a link.

use serde_json::{Map, Value, json};

use super::LimitError;
use super::limit::{at_least, link, optional};
use super::read::{Node, Read};
use crate::limits;

/// Where a file is. Meta: Messages, Image messages; Business phone numbers, Media.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Media {
    /// The id of an upload.
    Id(String),
    /// A public address that Meta fetches, and keeps for ten minutes.
    Link(String),
}

impl Media {
    pub(crate) fn check(&self, place: &str) -> Result<(), LimitError> {
        match self {
            Self::Id(id) => at_least(format!("{place}.id"), id, 1),
            Self::Link(address) => link(format!("{place}.link"), address),
        }
    }

    pub(crate) fn graph(&self) -> Map<String, Value> {
        let (name, value) = match self {
            Self::Id(id) => ("id", id),
            Self::Link(link) => ("link", link),
        };
        Map::from_iter([(name.to_owned(), json!(value))])
    }

    /// An id wins over a link.
    pub(crate) fn read(node: &Node<'_>) -> Read<Self> {
        match node.optional_text("id")? {
            Some(id) => Ok(Self::Id(id)),
            None => Ok(Self::Link(node.optional_text("link")?.ok_or_else(|| node.missing("id"))?)),
        }
    }
}

/// An object of a file, with more fields where they have a value.
pub(super) fn with(media: &Media, more: [(&str, Option<&str>); 2]) -> Value {
    let mut object = media.graph();
    for (name, value) in more {
        if let Some(value) = value {
            object.insert(name.to_owned(), json!(value));
        }
    }
    Value::Object(object)
}

/// An image. Meta: Messages, Image messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Image {
    media: Media,
    caption: Option<String>,
}

/// A video. Meta: Messages, Video messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Video {
    media: Media,
    caption: Option<String>,
}

/// A sound, or a voice message. Meta: Messages, Audio messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audio {
    media: Media,
    is_voice: bool,
}

/// A document. Meta: Messages, Document messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    media: Media,
    caption: Option<String>,
    filename: Option<String>,
}

/// A sticker, still or animated. Meta: Messages, Sticker messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sticker {
    media: Media,
}

/// What an image and a video have alike: the file, and the text under it.
macro_rules! captioned {
    ($name:ident, $field:literal) => {
        impl $name {
            #[doc = concat!("Makes a message of type `", $field, "`.")]
            ///
            /// # Errors
            /// When the id is blank or the link is no `http` or `https` address.
            pub fn new(media: Media) -> Result<Self, LimitError> {
                media.check($field)?;
                Ok(Self { media, caption: None })
            }

            #[doc = concat!("Adds the text under the ", $field, ".")]
            ///
            /// # Errors
            /// When it is blank or longer than [`limits::CAPTION_CHARS`].
            pub fn with_caption(mut self, caption: impl Into<String>) -> Result<Self, LimitError> {
                self.caption = Some(caption.into());
                optional(concat!($field, ".caption"), self.caption.as_deref(), limits::CAPTION_CHARS)?;
                Ok(self)
            }

            /// Where the file is.
            pub fn media(&self) -> &Media {
                &self.media
            }

            #[doc = concat!("The text under the ", $field, ".")]
            pub fn caption(&self) -> Option<&str> {
                self.caption.as_deref()
            }

            pub(super) fn graph(&self) -> Value {
                with(&self.media, [("caption", self.caption()), ("", None)])
            }

            pub(super) fn read(node: &Node<'_>) -> Read<Self> {
                let captioned = Self::new(Media::read(node)?)?;
                Ok(match caption(node)? {
                    Some(caption) => captioned.with_caption(caption)?,
                    None => captioned,
                })
            }
        }
    };
}

captioned!(Image, "image");
captioned!(Video, "video");

impl Audio {
    /// Makes an audio message.
    ///
    /// # Errors
    /// When the id is blank or the link is no `http` or `https` address.
    pub fn new(media: Media) -> Result<Self, LimitError> {
        media.check("audio")?;
        Ok(Self { media, is_voice: false })
    }

    /// Shows it as a voice message; the file must be OGG with one Opus stream. The person's listening is told as `played`.
    #[must_use]
    pub fn as_voice(mut self) -> Self {
        self.is_voice = true;
        self
    }

    /// Where the file is.
    pub fn media(&self) -> &Media {
        &self.media
    }

    /// Whether it is shown as a voice message.
    pub fn is_voice(&self) -> bool {
        self.is_voice
    }

    pub(super) fn graph(&self) -> Value {
        let mut object = self.media.graph();
        if self.is_voice {
            object.insert("voice".to_owned(), json!(true));
        }
        Value::Object(object)
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let audio = Self::new(Media::read(node)?)?;
        Ok(if node.flag("voice") { audio.as_voice() } else { audio })
    }
}

impl Document {
    /// Makes a document message.
    ///
    /// # Errors
    /// When the id is blank or the link is no `http` or `https` address.
    pub fn new(media: Media) -> Result<Self, LimitError> {
        media.check("document")?;
        Ok(Self { media, caption: None, filename: None })
    }

    /// Adds the text under the document.
    ///
    /// # Errors
    /// When it is blank or longer than [`limits::CAPTION_CHARS`].
    pub fn with_caption(mut self, caption: impl Into<String>) -> Result<Self, LimitError> {
        self.caption = Some(caption.into());
        optional("document.caption", self.caption.as_deref(), limits::CAPTION_CHARS)?;
        Ok(self)
    }

    /// Names the file; its extension decides the icon.
    ///
    /// # Errors
    /// When the name is blank.
    pub fn with_filename(mut self, filename: impl Into<String>) -> Result<Self, LimitError> {
        let filename = filename.into();
        at_least("document.filename", &filename, 1)?;
        self.filename = Some(filename);
        Ok(self)
    }

    /// Where the file is.
    pub fn media(&self) -> &Media {
        &self.media
    }

    /// The text under the document.
    pub fn caption(&self) -> Option<&str> {
        self.caption.as_deref()
    }

    /// The name of the file.
    pub fn filename(&self) -> Option<&str> {
        self.filename.as_deref()
    }

    pub(super) fn graph(&self) -> Value {
        with(&self.media, [("caption", self.caption()), ("filename", self.filename())])
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let mut document = Self::new(Media::read(node)?)?;
        if let Some(caption) = caption(node)? {
            document = document.with_caption(caption)?;
        }
        match node.optional_text("filename")? {
            Some(filename) => Ok(document.with_filename(filename)?),
            None => Ok(document),
        }
    }
}

impl Sticker {
    /// Makes a sticker message.
    ///
    /// # Errors
    /// When the id is blank or the link is no `http` or `https` address.
    pub fn new(media: Media) -> Result<Self, LimitError> {
        media.check("sticker")?;
        Ok(Self { media })
    }

    /// Where the file is.
    pub fn media(&self) -> &Media {
        &self.media
    }

    pub(super) fn graph(&self) -> Value {
        Value::Object(self.media.graph())
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        Ok(Self::new(Media::read(node)?)?)
    }
}

/// Clients of others send empty captions; they mean none.
fn caption(node: &Node<'_>) -> Read<Option<String>> {
    Ok(node.optional_text("caption")?.filter(|caption| !caption.is_empty()))
}
