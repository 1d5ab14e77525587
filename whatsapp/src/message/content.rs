//! Every kind of content, and its JSON both ways.

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::Value;

use super::interactive::{
    self, AddressRequest, Buttons, Carousel, Catalog, ContactInfoRequest, Form, Link, List, LocationRequest,
    Product, ProductList,
};
use super::read::Node;
use super::{
    Audio, Contacts, Document, Image, LimitError, Location, Reaction, Sticker, Template, Text, Video,
};

/// What a message says. Meta: Messages.
#[derive(Debug, Clone, PartialEq)]
pub enum Content {
    /// Plain text.
    Text(Text),
    /// An image.
    Image(Image),
    /// A video.
    Video(Video),
    /// A sound or a voice message.
    Audio(Audio),
    /// A document.
    Document(Document),
    /// A sticker.
    Sticker(Sticker),
    /// A place on the map.
    Location(Location),
    /// Contact cards.
    Contacts(Contacts),
    /// An emoji on a message.
    Reaction(Reaction),
    /// Text with one to three reply buttons.
    Buttons(Buttons),
    /// Text with a button that opens a list.
    List(List),
    /// Text with a button that opens a web page.
    Link(Link),
    /// Text with a button that opens a form.
    Form(Form),
    /// Asks for a location.
    LocationRequest(LocationRequest),
    /// Asks for the phone number.
    ContactInfoRequest(ContactInfoRequest),
    /// Asks for a postal address.
    AddressRequest(AddressRequest),
    /// One product.
    Product(Product),
    /// Several products.
    ProductList(ProductList),
    /// The catalog.
    Catalog(Catalog),
    /// Cards side by side.
    Carousel(Carousel),
    /// An approved template with its values.
    Template(Template),
}

/// Why JSON is not content we can send. Meta: Messages; errors 131008, 131009, 131051.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// A field that Graph needs is not there.
    #[error("{field} is missing")]
    Missing {
        /// The field in Graph's JSON.
        field: String,
    },
    /// A field has the wrong JSON type or an unknown value.
    #[error("{field} is not valid")]
    Invalid {
        /// The field in Graph's JSON.
        field: String,
    },
    /// A field breaks a limit.
    #[error(transparent)]
    Limit(#[from] LimitError),
    /// A kind of message this crate does not model.
    #[error("messages of type {kind} are not supported")]
    Unsupported {
        /// Graph's `type`, with the sub-type of an interactive message.
        kind: String,
    },
}

impl Content {
    /// The text a person reads first; empty where there is none, as in a template, whose text Meta has.
    pub fn body(&self) -> &str {
        match self {
            Self::Text(text) => text.body(),
            Self::Image(image) => image.caption().unwrap_or_default(),
            Self::Video(video) => video.caption().unwrap_or_default(),
            Self::Document(document) => document.caption().or(document.filename()).unwrap_or_default(),
            Self::Location(location) => location.name().or(location.address()).unwrap_or_default(),
            Self::Contacts(contacts) => {
                contacts.cards().first().map_or("", |card| card.name.formatted_name.as_str())
            }
            Self::Reaction(reaction) => reaction.emoji().unwrap_or_default(),
            Self::Buttons(buttons) => buttons.words().body(),
            Self::List(list) => list.words().body(),
            Self::Link(link) => link.words().body(),
            Self::Form(form) => form.words().body(),
            Self::LocationRequest(request) => request.body(),
            Self::ContactInfoRequest(request) => request.body(),
            Self::AddressRequest(request) => request.words().body(),
            Self::Product(product) => product.body().unwrap_or_default(),
            Self::ProductList(list) => list.words().body(),
            Self::Catalog(catalog) => catalog.words().body(),
            Self::Carousel(carousel) => carousel.body(),
            Self::Audio(_) | Self::Sticker(_) | Self::Template(_) => "",
        }
    }

    /// Reads the content out of Graph's request JSON; other fields of the request are not looked at.
    ///
    /// # Errors
    /// When a field is missing, has a wrong type or breaks a limit, or the type is not modelled here.
    pub fn from_graph(request: &Value) -> Result<Self, ContentError> {
        let root = Node::root(request);
        let kind = request.get("type").and_then(Value::as_str).unwrap_or_else(|| untyped(request));
        Ok(match kind {
            "text" => Text::read(&root.object("text")?)?.into(),
            "image" => Image::read(&root.object("image")?)?.into(),
            "video" => Video::read(&root.object("video")?)?.into(),
            "audio" => Audio::read(&root.object("audio")?)?.into(),
            "document" => Document::read(&root.object("document")?)?.into(),
            "sticker" => Sticker::read(&root.object("sticker")?)?.into(),
            "location" => Location::read(&root.object("location")?)?.into(),
            "contacts" => Contacts::read(&root)?.into(),
            "reaction" => Reaction::read(&root.object("reaction")?)?.into(),
            "interactive" => interactive::read(&root.object("interactive")?)?,
            "template" => Template::read(&root.object("template")?)?.into(),
            _ => return Err(ContentError::Unsupported { kind: kind.to_owned() }),
        })
    }

    /// Graph's `type`, and the object of that name.
    pub(super) fn graph(&self) -> (&'static str, Value) {
        match self {
            Self::Text(content) => ("text", content.graph()),
            Self::Image(content) => ("image", content.graph()),
            Self::Video(content) => ("video", content.graph()),
            Self::Audio(content) => ("audio", content.graph()),
            Self::Document(content) => ("document", content.graph()),
            Self::Sticker(content) => ("sticker", content.graph()),
            Self::Location(content) => ("location", content.graph()),
            Self::Contacts(content) => ("contacts", content.graph()),
            Self::Reaction(content) => ("reaction", content.graph()),
            Self::Template(content) => ("template", content.graph()),
            Self::Buttons(content) => ("interactive", content.graph()),
            Self::List(content) => ("interactive", content.graph()),
            Self::Link(content) => ("interactive", content.graph()),
            Self::Form(content) => ("interactive", content.graph()),
            Self::LocationRequest(content) => ("interactive", content.graph()),
            Self::ContactInfoRequest(content) => ("interactive", content.graph()),
            Self::AddressRequest(content) => ("interactive", content.graph()),
            Self::Product(content) => ("interactive", content.graph()),
            Self::ProductList(content) => ("interactive", content.graph()),
            Self::Catalog(content) => ("interactive", content.graph()),
            Self::Carousel(content) => ("interactive", content.graph()),
        }
    }
}

/// Graph takes requests without a type as text, and old clients leave it out of lists and buttons too.
fn untyped(request: &Value) -> &'static str {
    if request.get("interactive").is_some() { "interactive" } else { "text" }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, object) = self.graph();
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("type", kind)?;
        map.serialize_entry(kind, &object)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_graph(&value).map_err(serde::de::Error::custom)
    }
}

/// One line per kind: content is made from what it holds.
macro_rules! from {
    ($($kind:ident),+ $(,)?) => {$(
        impl From<$kind> for Content {
            fn from(content: $kind) -> Self {
                Self::$kind(content)
            }
        }
    )+};
}

from!(
    Text,
    Image,
    Video,
    Audio,
    Document,
    Sticker,
    Location,
    Contacts,
    Reaction,
    Buttons,
    List,
    Link,
    Form,
    LocationRequest,
    ContactInfoRequest,
    AddressRequest,
    Product,
    ProductList,
    Catalog,
    Carousel,
    Template,
);
