//! Interactive messages: what a person can press. One file per family.

mod address;
mod buttons;
mod carousel;
mod form;
mod link;
mod list;
mod product;
mod request;
mod words;

pub use address::{AddressRequest, AddressValues, SavedAddress};
pub use buttons::{Button, Buttons};
pub use carousel::{CardAction, Cards, Carousel, MediaCard, ProductCard};
pub use form::{Form, FormRef};
pub use link::Link;
pub use list::{List, Row, Section};
pub use product::{Catalog, Product, ProductList, ProductSection};
pub use request::{ContactInfoRequest, LocationRequest};
pub use words::{Header, Words};

pub(super) use product::check_sections;

use serde_json::{Value, json};

use super::read::{Node, Read};
use super::{Content, ContentError};

/// Reads `interactive` by its type.
pub(super) fn read(node: &Node<'_>) -> Read<Content> {
    Ok(match node.text("type")?.as_str() {
        "button" => Buttons::read(node)?.into(),
        "list" => List::read(node)?.into(),
        "cta_url" => Link::read(node)?.into(),
        "flow" => Form::read(node)?.into(),
        "location_request_message" => LocationRequest::read(node)?.into(),
        "request_contact_info" => ContactInfoRequest::read(node)?.into(),
        "address_message" => AddressRequest::read(node)?.into(),
        "product" => Product::read(node)?.into(),
        "product_list" => ProductList::read(node)?.into(),
        "catalog_message" => Catalog::read(node)?.into(),
        "carousel" => Carousel::read(node)?.into(),
        kind => return Err(ContentError::Unsupported { kind: format!("interactive.{kind}") }),
    })
}

/// The object of an interactive message.
fn object(kind: &str, words: &Words, action: Value) -> Value {
    let mut object = json!({ "type": kind, "body": { "text": words.body() }, "action": action });
    if let Some(header) = words.any_header() {
        object["header"] = header.graph();
    }
    if let Some(footer) = words.footer() {
        object["footer"] = json!({ "text": footer });
    }
    object
}
