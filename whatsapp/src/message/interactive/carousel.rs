//! Cards side by side.

use serde_json::{Value, json};

use super::{Button, Header, Words, buttons, link};
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{allowed, at_least, filled, items_between};
use crate::message::read::{Node, Read};

/// Cards side by side. Meta: Messages, Interactive media carousel; Catalogs, Product carousel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carousel {
    words: Words,
    cards: Cards,
}

/// The cards of a carousel: all of one kind. Meta: Messages, Interactive media carousel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cards {
    /// Images or videos with a text and something to press.
    Media(Vec<MediaCard>),
    /// Products of a catalog.
    Products(Vec<ProductCard>),
}

/// A card with an image or video. Meta: Messages, Interactive media carousel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MediaCard {
    /// An image or a video; the same of both on every card.
    pub header: Header,
    /// The text.
    pub body: Option<String>,
    /// What can be pressed; the same kind on every card.
    pub action: CardAction,
}

/// What can be pressed on a card. Meta: Messages, Interactive media carousel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CardAction {
    /// Opens a web page.
    Link {
        /// What the button shows.
        title: String,
        /// What it opens.
        url: String,
    },
    /// Comes back as a reply.
    Replies(Vec<Button>),
}

/// A card with a product. Meta: Catalogs, Product carousel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductCard {
    /// The catalog.
    pub catalog_id: String,
    /// The product's `product_retailer_id`.
    pub retailer_id: String,
}

const CARDS: &str = "interactive.action.cards";

impl Carousel {
    /// Makes a carousel of two to ten cards.
    ///
    /// # Errors
    /// When a text or a number of items breaks a limit, or the cards differ in what they show or offer.
    pub fn new(body: impl Into<String>, cards: Cards) -> Result<Self, LimitError> {
        let words = Words::from(body.into());
        words.check_body(limits::BODY_CHARS)?;
        match &cards {
            Cards::Media(cards) => check_media(cards)?,
            Cards::Products(cards) => check_products(cards)?,
        }
        Ok(Self { words, cards })
    }

    /// The text above the cards.
    pub fn body(&self) -> &str {
        self.words.body()
    }

    /// The cards, two to ten.
    pub fn cards(&self) -> &Cards {
        &self.cards
    }

    pub(in crate::message) fn graph(&self) -> Value {
        let mut cards: Vec<Value> = match &self.cards {
            Cards::Media(cards) => cards.iter().map(MediaCard::graph).collect(),
            Cards::Products(cards) => cards.iter().map(ProductCard::graph).collect(),
        };
        for (at, card) in cards.iter_mut().enumerate() {
            card["card_index"] = json!(at);
        }
        super::object("carousel", &self.words, json!({ "cards": cards }))
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let words = Words::read(node)?;
        words.check_no_header()?;
        words.check_no_footer()?;
        let action = node.object("action")?;
        let cards = action.items("cards")?;
        let is_product = |card: &Node<'_>| card.text("type").is_ok_and(|kind| kind == "product");
        let cards = if cards.iter().any(is_product) {
            Cards::Products(action.list("cards", ProductCard::read)?)
        } else {
            Cards::Media(action.list("cards", MediaCard::read)?)
        };
        Ok(Self::new(words.body(), cards)?)
    }
}

fn check_media(cards: &[MediaCard]) -> Result<(), LimitError> {
    items_between(CARDS, cards.len(), limits::CARDS_MIN, limits::CARDS)?;
    for (at, card) in cards.iter().enumerate() {
        let place = format!("{CARDS}[{at}]");
        card.check(&place)?;
        let is_alike = |first: &MediaCard| {
            allowed(&format!("{place}.header"), first.header.is_image() == card.header.is_image())?;
            let is_same_action = first.action.is_link() == card.action.is_link();
            allowed(&format!("{place}.action"), is_same_action)
        };
        cards.first().map_or(Ok(()), is_alike)?;
    }
    Ok(())
}

fn check_products(cards: &[ProductCard]) -> Result<(), LimitError> {
    items_between(CARDS, cards.len(), limits::CARDS_MIN, limits::CARDS)?;
    for (at, card) in cards.iter().enumerate() {
        at_least(format!("{CARDS}[{at}].action.catalog_id"), &card.catalog_id, 1)?;
        at_least(format!("{CARDS}[{at}].action.product_retailer_id"), &card.retailer_id, 1)?;
    }
    Ok(())
}

impl MediaCard {
    fn check(&self, place: &str) -> Result<(), LimitError> {
        let header = format!("{place}.header");
        allowed(&header, matches!(self.header, Header::Image(_) | Header::Video(_)))?;
        self.header.check(&header)?;
        if let Some(body) = &self.body {
            let field = format!("{place}.body.text");
            filled(field.as_str(), body, limits::CARD_BODY_CHARS)?;
            let breaks = body.matches('\n').count();
            items_between(&format!("{field} line breaks"), breaks, 0, limits::CARD_BODY_LINE_BREAKS)?;
        }
        match &self.action {
            CardAction::Link { title, url } => link::check(&format!("{place}.action.parameters"), title, url),
            CardAction::Replies(replies) => {
                let place = format!("{place}.action.buttons");
                buttons::check(&place, "quick_reply", replies, limits::CARD_BUTTON_ID_CHARS)
            }
        }
    }

    fn graph(&self) -> Value {
        let action = match &self.action {
            CardAction::Link { title, url } => link::graph(title, url),
            CardAction::Replies(replies) => json!({ "buttons": buttons::graph("quick_reply", replies) }),
        };
        // Meta's own examples say `cta_url` for cards with quick replies too.
        let mut card = json!({ "type": "cta_url", "header": self.header.graph(), "action": action });
        if let Some(body) = &self.body {
            card["body"] = json!({ "text": body });
        }
        card
    }

    fn read(node: &Node<'_>) -> Read<Self> {
        let action = node.object("action")?;
        let action = if action.get("buttons").is_some() {
            CardAction::Replies(buttons::read(&action, "quick_reply")?)
        } else {
            let (title, url) = link::read(&action)?;
            CardAction::Link { title, url }
        };
        let body = node.optional_object("body")?.map(|body| body.text("text")).transpose()?;
        Ok(Self { header: Header::read(&node.object("header")?)?, body, action })
    }
}

impl Header {
    fn is_image(&self) -> bool {
        matches!(self, Self::Image(_))
    }
}

impl CardAction {
    fn is_link(&self) -> bool {
        matches!(self, Self::Link { .. })
    }
}

impl ProductCard {
    fn graph(&self) -> Value {
        json!({ "type": "product",
            "action": { "product_retailer_id": self.retailer_id, "catalog_id": self.catalog_id } })
    }

    fn read(node: &Node<'_>) -> Read<Self> {
        let action = node.object("action")?;
        Ok(Self { catalog_id: action.text("catalog_id")?, retailer_id: action.text("product_retailer_id")? })
    }
}
