//! The parts of a template that take values.

use serde_json::{Value, json};

use super::{Parameter, TemplateButton, parameter};
use crate::limits;
use crate::message::interactive::Header;
use crate::message::limit::{at_least, between, items, items_between, link, unique};
use crate::message::media::with;
use crate::message::read::{Node, Read};
use crate::message::{ContentError, LimitError, Location, Media};

/// Values for one part of a template. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq)]
pub enum Component {
    /// For the header.
    Header(HeaderValue),
    /// For the body, in order or by name.
    Body(Vec<Parameter>),
    /// For one button.
    Button {
        /// The button's place, from 0.
        index: u8,
        /// What it needs.
        button: TemplateButton,
    },
    /// When an offer ends. Meta: Templates, Limited-time offer.
    LimitedTimeOffer {
        /// Unix time in milliseconds.
        expiration_time_ms: i64,
    },
    /// What the whole message opens, and its title. Meta: Templates, Tap target override.
    TapTarget(TapTarget),
    /// For the cards. Meta: Templates, Carousel.
    Carousel(Vec<TemplateCard>),
}

/// A value for a template's header. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq)]
pub enum HeaderValue {
    /// A text for the header's place.
    Text(Parameter),
    /// An image.
    Image(Media),
    /// A video.
    Video(Media),
    /// A moving picture; marketing messages only.
    Gif(Media),
    /// A document.
    Document {
        /// Where the file is.
        media: Media,
        /// What it is called.
        filename: Option<String>,
    },
    /// A place on the map.
    Location(Location),
    /// A product.
    Product {
        /// The catalog.
        catalog_id: String,
        /// The product's `product_retailer_id`.
        retailer_id: String,
    },
}

/// What a press anywhere on the message opens. Meta: Templates, Tap target override.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TapTarget {
    /// The web page.
    pub url: String,
    /// Its title.
    pub title: String,
}

/// Values for one card: its header, body and buttons. Meta: Templates, Carousel.
#[derive(Debug, Clone, PartialEq)]
pub struct TemplateCard {
    /// The values; cards have no offer and no cards of their own.
    pub components: Vec<Component>,
}

impl Component {
    /// What may be there once only.
    pub(super) fn key(&self) -> String {
        match self {
            Self::Header(_) => "header".to_owned(),
            Self::Body(_) => "body".to_owned(),
            Self::Button { index, .. } => format!("button {index}"),
            Self::LimitedTimeOffer { .. } => "limited_time_offer".to_owned(),
            Self::TapTarget(_) => "tap_target_configuration".to_owned(),
            Self::Carousel(_) => "carousel".to_owned(),
        }
    }

    pub(super) fn check(&self, place: &str) -> Result<(), LimitError> {
        match self {
            Self::Header(value) => value.check(&format!("{place}.parameters[0]")),
            Self::Body(parameters) => {
                items(&format!("{place}.parameters"), parameters.len(), usize::MAX)?;
                parameter::check(place, parameters)
            }
            Self::Button { index, button } => {
                let most = limits::TEMPLATE_BUTTONS - 1;
                between(&format!("{place}.index"), usize::from(*index), 0, most)?;
                button.check(place)
            }
            Self::LimitedTimeOffer { expiration_time_ms } => {
                let time = usize::try_from(*expiration_time_ms).unwrap_or(0);
                let field = format!("{place}.parameters[0].limited_time_offer.expiration_time_ms");
                between(&field, time, 1, usize::MAX)
            }
            Self::TapTarget(TapTarget { url, title }) => {
                let field = format!("{place}.parameters[0].tap_target_configuration[0]");
                link(format!("{field}.url"), url)?;
                at_least(format!("{field}.title"), title, 1)
            }
            Self::Carousel(cards) => {
                items_between(&format!("{place}.cards"), cards.len(), limits::CARDS_MIN, limits::CARDS)?;
                cards
                    .iter()
                    .enumerate()
                    .try_for_each(|(at, card)| card.check(&format!("{place}.cards[{at}]")))
            }
        }
    }

    pub(super) fn graph(&self) -> Value {
        match self {
            Self::Header(value) => json!({ "type": "header", "parameters": [value.graph()] }),
            Self::Body(parameters) => {
                let parameters: Value = parameters.iter().map(Parameter::graph).collect();
                json!({ "type": "body", "parameters": parameters })
            }
            Self::Button { index, button } => button.graph(*index),
            Self::LimitedTimeOffer { expiration_time_ms } => json!({ "type": "limited_time_offer",
                "parameters": [{ "type": "limited_time_offer",
                    "limited_time_offer": { "expiration_time_ms": expiration_time_ms } }] }),
            Self::TapTarget(TapTarget { url, title }) => json!({ "type": "tap_target_configuration",
                "parameters": [{ "type": "tap_target_configuration",
                    "tap_target_configuration": [{ "url": url, "title": title }] }] }),
            Self::Carousel(cards) => {
                let card = |(at, card): (usize, &TemplateCard)| {
                    let components: Value = card.components.iter().map(Self::graph).collect();
                    json!({ "card_index": at, "components": components })
                };
                let cards: Value = cards.iter().enumerate().map(card).collect();
                json!({ "type": "carousel", "cards": cards })
            }
        }
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let first = || node.items("parameters")?.into_iter().next().ok_or_else(|| node.missing("parameters"));
        Ok(match node.word("type")?.as_str() {
            "header" => Self::Header(HeaderValue::read(&first()?)?),
            "body" => Self::Body(node.list("parameters", Parameter::read)?),
            "button" => {
                let index = if node.get("index").is_some() { node.integer("index")? } else { 0 };
                let index = u8::try_from(index).map_err(|_| node.invalid_at("index"))?;
                Self::Button { index, button: TemplateButton::read(node)? }
            }
            "limited_time_offer" => {
                let offer = first()?.object("limited_time_offer")?;
                Self::LimitedTimeOffer { expiration_time_ms: offer.integer("expiration_time_ms")? }
            }
            "tap_target_configuration" => {
                let first = first()?;
                let targets = first.items("tap_target_configuration")?;
                let target = targets.first().ok_or_else(|| first.missing("tap_target_configuration"))?;
                Self::TapTarget(TapTarget { url: target.text("url")?, title: target.text("title")? })
            }
            "carousel" => Self::Carousel(node.list("cards", |card| {
                Ok(TemplateCard { components: card.list("components", Self::read)? })
            })?),
            kind => return Err(ContentError::Unsupported { kind: format!("template component {kind}") }),
        })
    }
}

impl TemplateCard {
    fn check(&self, place: &str) -> Result<(), LimitError> {
        let field = |at: usize| format!("{place}.components[{at}]");
        for (at, component) in self.components.iter().enumerate() {
            let is_of_a_card =
                matches!(component, Component::Header(_) | Component::Body(_) | Component::Button { .. });
            crate::message::limit::allowed(&field(at), is_of_a_card)?;
            component.check(&field(at))?;
        }
        let keys: Vec<_> = self.components.iter().map(Component::key).collect();
        unique(keys.iter().map(String::as_str), field)
    }
}

impl HeaderValue {
    fn check(&self, place: &str) -> Result<(), LimitError> {
        match self {
            Self::Text(parameter) => parameter.check(place, limits::TEMPLATE_HEADER_CHARS),
            Self::Image(media) => media.check(&format!("{place}.image")),
            Self::Video(media) => media.check(&format!("{place}.video")),
            Self::Gif(media) => media.check(&format!("{place}.gif")),
            Self::Document { media, filename } => {
                Header::Document { media: media.clone(), filename: filename.clone() }.check(place)
            }
            Self::Location(_) => Ok(()),
            Self::Product { catalog_id, retailer_id } => {
                at_least(format!("{place}.product.catalog_id"), catalog_id, 1)?;
                at_least(format!("{place}.product.product_retailer_id"), retailer_id, 1)
            }
        }
    }

    fn graph(&self) -> Value {
        match self {
            Self::Text(parameter) => parameter.graph(),
            Self::Image(media) => json!({ "type": "image", "image": media.graph() }),
            Self::Video(media) => json!({ "type": "video", "video": media.graph() }),
            Self::Gif(media) => json!({ "type": "gif", "gif": media.graph() }),
            Self::Document { media, filename } => {
                let document = with(media, [("filename", filename.as_deref()), ("", None)]);
                json!({ "type": "document", "document": document })
            }
            Self::Location(location) => json!({ "type": "location", "location": location.graph() }),
            Self::Product { catalog_id, retailer_id } => json!({ "type": "product",
                "product": { "product_retailer_id": retailer_id, "catalog_id": catalog_id } }),
        }
    }

    fn read(node: &Node<'_>) -> Read<Self> {
        Ok(match node.word("type")?.as_str() {
            "image" => Self::Image(Media::read(&node.object("image")?)?),
            "video" => Self::Video(Media::read(&node.object("video")?)?),
            "gif" => Self::Gif(Media::read(&node.object("gif")?)?),
            "document" => {
                let document = node.object("document")?;
                let filename = document.optional_text("filename")?.filter(|name| !name.is_empty());
                Self::Document { media: Media::read(&document)?, filename }
            }
            "location" => Self::Location(Location::read(&node.object("location")?)?),
            "product" => {
                let product = node.object("product")?;
                let retailer_id = product.text("product_retailer_id")?;
                Self::Product { catalog_id: product.text("catalog_id")?, retailer_id }
            }
            _ => Self::Text(Parameter::read(node)?),
        })
    }
}
