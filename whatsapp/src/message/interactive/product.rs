//! Products of a catalog: one, several, or the catalog itself.

use serde_json::{Value, json};

use super::Words;
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{at_least, filled, items, optional};
use crate::message::read::{Node, Read};

/// One product of a catalog. Meta: Catalogs, Share products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Product {
    catalog_id: String,
    retailer_id: String,
    body: Option<String>,
    footer: Option<String>,
}

/// Products of a catalog, in sections. Meta: Catalogs, Share products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductList {
    words: Words,
    catalog_id: String,
    sections: Vec<ProductSection>,
}

/// A section of a product list. Meta: Catalogs, Share products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProductSection {
    /// Shown above the products; needed when there is more than one section.
    pub title: Option<String>,
    /// The products by their `product_retailer_id`, at least one.
    pub products: Vec<String>,
}

/// A button that opens the catalog. Meta: Catalogs, Share products.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Catalog {
    words: Words,
    thumbnail: Option<String>,
}

impl Product {
    /// Makes a message that shows one product, by its `product_retailer_id`.
    ///
    /// # Errors
    /// When an id is blank.
    pub fn new(catalog_id: impl Into<String>, retailer_id: impl Into<String>) -> Result<Self, LimitError> {
        let (catalog_id, retailer_id) = (catalog_id.into(), retailer_id.into());
        at_least("interactive.action.catalog_id", &catalog_id, 1)?;
        at_least("interactive.action.product_retailer_id", &retailer_id, 1)?;
        Ok(Self { catalog_id, retailer_id, body: None, footer: None })
    }

    /// Adds the texts below the product.
    ///
    /// # Errors
    /// When a text is blank or too long.
    pub fn with_words(mut self, body: Option<String>, footer: Option<String>) -> Result<Self, LimitError> {
        optional("interactive.body.text", body.as_deref(), limits::BODY_CHARS)?;
        optional("interactive.footer.text", footer.as_deref(), limits::FOOTER_CHARS)?;
        (self.body, self.footer) = (body, footer);
        Ok(self)
    }

    /// The text below the product.
    pub fn body(&self) -> Option<&str> {
        self.body.as_deref()
    }

    /// The product's `product_retailer_id`.
    pub fn retailer_id(&self) -> &str {
        &self.retailer_id
    }

    pub(in crate::message) fn graph(&self) -> Value {
        let mut object = json!({ "type": "product",
            "action": { "catalog_id": self.catalog_id, "product_retailer_id": self.retailer_id } });
        for (name, text) in [("body", &self.body), ("footer", &self.footer)] {
            if let Some(text) = text {
                object[name] = json!({ "text": text });
            }
        }
        object
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let action = node.object("action")?;
        let product = Self::new(action.text("catalog_id")?, action.text("product_retailer_id")?)?;
        let text = |name| node.optional_object(name)?.map(|object| object.text("text")).transpose();
        Ok(product.with_words(text("body")?, text("footer")?)?)
    }
}

impl ProductList {
    /// Makes a message that shows several products; the words need a text header.
    ///
    /// # Errors
    /// When the header is missing or no text, a text or a number of items breaks a limit, or an id is blank.
    pub fn new(
        words: impl Into<Words>,
        catalog_id: impl Into<String>,
        sections: Vec<ProductSection>,
    ) -> Result<Self, LimitError> {
        let (words, catalog_id) = (words.into(), catalog_id.into());
        words.check_header_is_text()?;
        at_least("interactive.header.text", words.header().unwrap_or_default(), 1)?;
        words.check_body(limits::BODY_CHARS)?;
        at_least("interactive.action.catalog_id", &catalog_id, 1)?;
        check_sections("interactive.action", &sections)?;
        Ok(Self { words, catalog_id, sections })
    }

    /// The texts around the products.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// The sections, at least one.
    pub fn sections(&self) -> &[ProductSection] {
        &self.sections
    }

    pub(in crate::message) fn graph(&self) -> Value {
        let sections: Value = self.sections.iter().map(ProductSection::graph).collect();
        let action = json!({ "catalog_id": self.catalog_id, "sections": sections });
        super::object("product_list", &self.words, action)
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let action = node.object("action")?;
        let sections = action.list("sections", ProductSection::read)?;
        Ok(Self::new(Words::read(node)?, action.text("catalog_id")?, sections)?)
    }
}

/// The sections of a product list, in a message or in a template's button.
pub(in crate::message) fn check_sections(place: &str, sections: &[ProductSection]) -> Result<(), LimitError> {
    let all = format!("{place}.sections");
    items(&all, sections.len(), limits::PRODUCT_SECTIONS)?;
    for (at, section) in sections.iter().enumerate() {
        let title = section.title.as_deref();
        if sections.len() > 1 || title.is_some() {
            let field = format!("{all}[{at}].title");
            filled(field.as_str(), title.unwrap_or_default(), limits::SECTION_TITLE_CHARS)?;
        }
        items(&format!("{all}[{at}].product_items"), section.products.len(), limits::PRODUCTS)?;
        for (index, product) in section.products.iter().enumerate() {
            at_least(format!("{all}[{at}].product_items[{index}].product_retailer_id"), product, 1)?;
        }
    }
    let n_products = sections.iter().map(|section| section.products.len()).sum();
    items(&format!("{all}[].product_items"), n_products, limits::PRODUCTS)
}

impl ProductSection {
    pub(in crate::message) fn graph(&self) -> Value {
        let products = self.products.iter().map(|id| json!({ "product_retailer_id": id }));
        let products: Value = products.collect();
        match &self.title {
            Some(title) => json!({ "title": title, "product_items": products }),
            None => json!({ "product_items": products }),
        }
    }

    pub(in crate::message) fn read(node: &Node<'_>) -> Read<Self> {
        let products = node.list("product_items", |item| item.text("product_retailer_id"))?;
        Ok(Self { title: node.optional_text("title")?, products })
    }
}

impl Catalog {
    /// Makes a message with a button that opens the catalog.
    ///
    /// # Errors
    /// When the body is blank or too long, or there is a header.
    pub fn new(words: impl Into<Words>) -> Result<Self, LimitError> {
        let words = words.into();
        words.check_no_header()?;
        words.check_body(limits::BODY_CHARS)?;
        Ok(Self { words, thumbnail: None })
    }

    /// Shows the image of the product with this `product_retailer_id`.
    ///
    /// # Errors
    /// When the id is blank.
    pub fn with_thumbnail(mut self, retailer_id: impl Into<String>) -> Result<Self, LimitError> {
        let retailer_id = retailer_id.into();
        at_least("interactive.action.parameters.thumbnail_product_retailer_id", &retailer_id, 1)?;
        self.thumbnail = Some(retailer_id);
        Ok(self)
    }

    /// The texts around the button.
    pub fn words(&self) -> &Words {
        &self.words
    }

    pub(in crate::message) fn graph(&self) -> Value {
        let mut action = json!({ "name": "catalog_message" });
        if let Some(id) = &self.thumbnail {
            action["parameters"] = json!({ "thumbnail_product_retailer_id": id });
        }
        super::object("catalog_message", &self.words, action)
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let catalog = Self::new(Words::read(node)?)?;
        let parameters = node.object("action")?.optional_object("parameters")?;
        let id = parameters.map(|node| node.optional_text("thumbnail_product_retailer_id")).transpose()?;
        match id.flatten() {
            Some(id) => Ok(catalog.with_thumbnail(id)?),
            None => Ok(catalog),
        }
    }
}
