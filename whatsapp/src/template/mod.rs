//! Templates to be made: their parts, with Meta's limits. What is sent of one that is approved is
//! [`message::Template`](crate::message::Template). Meta: Templates, Components.

mod button;
mod part;
mod text;

pub use button::{App, FormOf, OneTimeCode, PartButton};
pub use part::{CardPart, HeaderPart, Part};
pub use text::{Example, TemplateText};

use serde::ser::SerializeMap;
use serde::{Deserialize, Serialize, Serializer};
use serde_json::Value;

use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{allowed, at_least, between, filled, format, items, unique};

/// What a template is for. Meta: Templates, Template categorization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum Category {
    /// Offers and news.
    Marketing,
    /// What follows from something a customer did.
    Utility,
    /// One-time codes.
    Authentication,
}

impl Category {
    /// Meta's word.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Marketing => "MARKETING",
            Self::Utility => "UTILITY",
            Self::Authentication => "AUTHENTICATION",
        }
    }
}

/// A template to be made. Meta: Templates, Template management.
#[derive(Debug, Clone, PartialEq)]
pub struct NewTemplate {
    name: String,
    language: String,
    category: Category,
    parts: Vec<Part>,
    ttl_seconds: Option<u32>,
}

impl NewTemplate {
    /// Makes a template of its parts.
    ///
    /// # Errors
    /// When the name is not of lower-case letters, digits and `_`, a text or a number of items breaks a limit, there is no
    /// body, a part is there twice or beside one it cannot stand beside, or named and counted places are mixed.
    pub fn new(
        name: impl Into<String>,
        language: impl Into<String>,
        category: Category,
        parts: Vec<Part>,
    ) -> Result<Self, LimitError> {
        let (name, language) = (name.into(), language.into());
        filled("name", &name, limits::TEMPLATE_NAME_CHARS)?;
        let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
        format("name", &name, name.chars().all(is_plain))?;
        at_least("language", &language, 2)?;
        check(&parts)?;
        let is_code = parts.iter().any(Part::is_of_a_code);
        allowed("components", is_code == (category == Category::Authentication))?;
        Ok(Self { name, language, category, parts, ttl_seconds: None })
    }

    /// Sets how long Meta tries to deliver it. Meta: Templates, Time-to-live.
    ///
    /// # Errors
    /// When it is 0.
    pub fn with_ttl(mut self, seconds: u32) -> Result<Self, LimitError> {
        between("message_send_ttl_seconds", usize::try_from(seconds).unwrap_or(usize::MAX), 1, usize::MAX)?;
        self.ttl_seconds = Some(seconds);
        Ok(self)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Its parts.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }
}

fn check(parts: &[Part]) -> Result<(), LimitError> {
    let place = |at: usize| format!("components[{at}]");
    let has_offer = parts.iter().any(|part| matches!(part, Part::LimitedTimeOffer { .. }));
    for (at, part) in parts.iter().enumerate() {
        part.check(&place(at), has_offer)?;
        // An offer stands where the footer would.
        allowed(&place(at), !(has_offer && matches!(part, Part::Footer(_))))?;
        let is_named = parts.iter().find_map(Part::is_named);
        allowed(&place(at), part.is_named().is_none_or(|named| Some(named) == is_named))?;
    }
    unique(parts.iter().map(Part::kind), place)?;
    let bodies = parts.iter().filter(|part| part.kind() == "BODY").count();
    items("components.body", bodies, 1)
}

/// The checked JSON of parts, as a change of a template takes it.
#[cfg(feature = "client")]
pub(crate) fn components(parts: &[Part]) -> Result<Value, LimitError> {
    check(parts)?;
    Ok(parts.iter().map(Part::graph).collect())
}

impl Serialize for NewTemplate {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("name", &self.name)?;
        map.serialize_entry("language", &self.language)?;
        map.serialize_entry("category", &self.category)?;
        if self.parts.iter().find_map(Part::is_named) == Some(true) {
            map.serialize_entry("parameter_format", "NAMED")?;
        }
        if let Some(seconds) = self.ttl_seconds {
            map.serialize_entry("message_send_ttl_seconds", &seconds)?;
        }
        map.serialize_entry("components", &self.parts.iter().map(Part::graph).collect::<Value>())?;
        map.end()
    }
}
