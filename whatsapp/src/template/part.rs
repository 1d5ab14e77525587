//! A template's parts.

use serde_json::{Value, json};

use super::button::{self, PartButton};
use super::text::TemplateText;
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{allowed, at_least, between, filled, items, items_between, unique};

/// A part of a template. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// What stands above.
    Header(HeaderPart),
    /// The text; needed.
    Body(TemplateText),
    /// The text of a one-time code, which Meta writes. Meta: Templates, Authentication templates.
    CodeBody {
        /// Whether it warns of giving the code away.
        add_security_recommendation: bool,
    },
    /// A small line below.
    Footer(String),
    /// For how long a one-time code works, in minutes. Meta: Templates, Authentication templates.
    CodeExpiration {
        /// From 1 to [`limits::CODE_EXPIRATION_MINUTES`].
        minutes: u8,
    },
    /// What can be pressed.
    Buttons(Vec<PartButton>),
    /// An offer that ends. Meta: Templates, Limited-time offer.
    LimitedTimeOffer {
        /// What is offered.
        text: String,
        /// Whether a clock is shown.
        has_expiration: bool,
    },
    /// Cards side by side. Meta: Templates, Carousel.
    Carousel(Vec<CardPart>),
    /// Asks for permission to call. Meta: Calling, Call permission requests.
    CallPermissionRequest,
}

/// What stands above a template's text. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HeaderPart {
    /// A line with one place at most.
    Text(TemplateText),
    /// An image; the handle of an example.
    Image(String),
    /// A video; the handle of an example.
    Video(String),
    /// A document; the handle of an example.
    Document(String),
    /// A moving picture; the handle of an example.
    Gif(String),
    /// A place on the map.
    Location,
    /// A product.
    Product,
}

/// A card of a template. Meta: Templates, Carousel.
#[derive(Debug, Clone, PartialEq)]
pub struct CardPart {
    /// An image, a video or a product; the same on every card.
    pub header: HeaderPart,
    /// The text.
    pub body: Option<TemplateText>,
    /// One or two buttons; the same kinds on every card.
    pub buttons: Vec<PartButton>,
}

impl Part {
    /// Meta's word for what may be there once.
    pub(super) fn kind(&self) -> &'static str {
        match self {
            Self::Header(_) => "HEADER",
            Self::Body(_) | Self::CodeBody { .. } => "BODY",
            Self::Footer(_) | Self::CodeExpiration { .. } => "FOOTER",
            Self::Buttons(_) => "BUTTONS",
            Self::LimitedTimeOffer { .. } => "LIMITED_TIME_OFFER",
            Self::Carousel(_) => "CAROUSEL",
            Self::CallPermissionRequest => "CALL_PERMISSION_REQUEST",
        }
    }

    pub(super) fn is_of_a_code(&self) -> bool {
        matches!(self, Self::CodeBody { .. } | Self::CodeExpiration { .. })
    }

    /// Whether its places are named; `None` without places.
    pub(super) fn is_named(&self) -> Option<bool> {
        match self {
            Self::Header(HeaderPart::Text(text)) | Self::Body(text) => text.is_named(),
            _ => None,
        }
    }

    pub(super) fn check(&self, place: &str, has_offer: bool) -> Result<(), LimitError> {
        match self {
            Self::Header(header) => {
                let is_picture = matches!(header, HeaderPart::Image(_) | HeaderPart::Video(_));
                allowed(place, !has_offer || is_picture)?;
                header.check(place)
            }
            Self::Body(text) => {
                let body = limits::TEMPLATE_BODY_CHARS;
                let limit = if has_offer { limits::TEMPLATE_OFFER_BODY_CHARS } else { body };
                text.check(place, limit, usize::MAX)?;
                text.check_ends(place)
            }
            Self::Footer(text) => {
                filled(format!("{place}.text").as_str(), text, limits::TEMPLATE_FOOTER_CHARS)
            }
            Self::CodeExpiration { minutes } => {
                let field = format!("{place}.code_expiration_minutes");
                between(&field, usize::from(*minutes), 1, limits::CODE_EXPIRATION_MINUTES)
            }
            Self::Buttons(buttons) => {
                items(&format!("{place}.buttons"), buttons.len(), limits::TEMPLATE_BUTTONS)?;
                button::check(place, buttons)
            }
            Self::LimitedTimeOffer { text, .. } => {
                let field = format!("{place}.limited_time_offer.text");
                filled(field.as_str(), text, limits::OFFER_CHARS)
            }
            Self::Carousel(cards) => check_cards(place, cards),
            Self::CodeBody { .. } | Self::CallPermissionRequest => Ok(()),
        }
    }

    pub(super) fn graph(&self) -> Value {
        let kind = self.kind();
        match self {
            Self::Header(header) => header.graph(),
            Self::Body(text) => {
                let mut body = json!({ "type": kind, "text": text.text });
                if let Some(example) = text.example("body") {
                    body["example"] = example;
                }
                body
            }
            Self::CodeBody { add_security_recommendation } => {
                json!({ "type": kind, "add_security_recommendation": add_security_recommendation })
            }
            Self::Footer(text) => json!({ "type": kind, "text": text }),
            Self::CodeExpiration { minutes } => json!({ "type": kind, "code_expiration_minutes": minutes }),
            Self::Buttons(buttons) => {
                json!({ "type": kind, "buttons": buttons.iter().map(PartButton::graph).collect::<Value>() })
            }
            Self::LimitedTimeOffer { text, has_expiration } => json!({ "type": kind,
                "limited_time_offer": { "text": text, "has_expiration": has_expiration } }),
            Self::Carousel(cards) => {
                json!({ "type": kind, "cards": cards.iter().map(CardPart::graph).collect::<Value>() })
            }
            Self::CallPermissionRequest => json!({ "type": kind }),
        }
    }
}

fn check_cards(place: &str, cards: &[CardPart]) -> Result<(), LimitError> {
    items_between(&format!("{place}.cards"), cards.len(), limits::CARDS_MIN, limits::CARDS)?;
    for (at, card) in cards.iter().enumerate() {
        let place = format!("{place}.cards[{at}]");
        card.check(&place)?;
        let is_alike = |first: &CardPart| first.shape() == card.shape();
        allowed(&place, cards.first().is_none_or(is_alike))?;
    }
    Ok(())
}

impl CardPart {
    fn check(&self, place: &str) -> Result<(), LimitError> {
        let is_of_a_card =
            matches!(self.header, HeaderPart::Image(_) | HeaderPart::Video(_) | HeaderPart::Product);
        allowed(&format!("{place}.components[0]"), is_of_a_card)?;
        self.header.check(&format!("{place}.components[0]"))?;
        if let Some(body) = &self.body {
            body.check(&format!("{place}.components[1]"), limits::CARD_BODY_CHARS, usize::MAX)?;
        }
        let buttons = format!("{place}.components[2]");
        items(&format!("{buttons}.buttons"), self.buttons.len(), limits::TEMPLATE_CARD_BUTTONS)?;
        button::check(&buttons, &self.buttons)
    }

    /// What all cards have in common.
    fn shape(&self) -> (&'static str, bool, Vec<&'static str>) {
        let buttons = self.buttons.iter().map(PartButton::kind).collect();
        (self.header.format(), self.body.is_some(), buttons)
    }

    fn graph(&self) -> Value {
        let body = self.body.clone().map(|text| Part::Body(text).graph());
        let buttons = Part::Buttons(self.buttons.clone()).graph();
        let components: Value = [self.header.graph()].into_iter().chain(body).chain([buttons]).collect();
        json!({ "components": components })
    }
}

impl HeaderPart {
    fn format(&self) -> &'static str {
        match self {
            Self::Text(_) => "TEXT",
            Self::Image(_) => "IMAGE",
            Self::Video(_) => "VIDEO",
            Self::Document(_) => "DOCUMENT",
            Self::Gif(_) => "GIF",
            Self::Location => "LOCATION",
            Self::Product => "PRODUCT",
        }
    }

    fn check(&self, place: &str) -> Result<(), LimitError> {
        match self {
            Self::Text(text) => text.check(place, limits::TEMPLATE_HEADER_CHARS, 1),
            Self::Image(handle) | Self::Video(handle) | Self::Document(handle) | Self::Gif(handle) => {
                at_least(format!("{place}.example.header_handle[0]"), handle, 1)
            }
            Self::Location | Self::Product => Ok(()),
        }
    }

    fn graph(&self) -> Value {
        let mut header = json!({ "type": "HEADER", "format": self.format() });
        match self {
            Self::Text(text) => {
                header["text"] = json!(text.text);
                if let Some(example) = text.example("header") {
                    header["example"] = example;
                }
            }
            Self::Image(handle) | Self::Video(handle) | Self::Document(handle) | Self::Gif(handle) => {
                header["example"] = json!({ "header_handle": [handle] });
            }
            Self::Location | Self::Product => {}
        }
        header
    }
}

/// No two apps alike; used by one-time codes.
pub(super) fn unique_names<'a>(place: &str, names: impl Iterator<Item = &'a str>) -> Result<(), LimitError> {
    unique(names, |at| format!("{place}[{at}]"))
}
