//! What contacts read, once per language.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// A language as WhatsApp writes it: `en`, `pt_BR`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema), schema(as = FlowLanguage, example = "en"))]
#[serde(transparent)]
pub struct Language(String);

impl Language {
    /// Takes a code as it is.
    pub fn new(code: impl Into<String>) -> Self {
        Self(code.into())
    }

    /// The code as text.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether the code is a language of 2 or 3 letters, alone or with a region of 2 to 4 letters or digits: `en`, `pt_BR`.
    pub fn is_usable(&self) -> bool {
        let mut parts = self.0.split(['_', '-']);
        let language = parts
            .next()
            .is_some_and(|p| (2..=3).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_lowercase()));
        let region = parts
            .next()
            .is_none_or(|p| (2..=4).contains(&p.len()) && p.bytes().all(|b| b.is_ascii_alphanumeric()));
        language && region && parts.next().is_none()
    }
}

impl Default for Language {
    fn default() -> Self {
        Self::new("en")
    }
}

impl From<&str> for Language {
    fn from(code: &str) -> Self {
        Self::new(code)
    }
}

/// A text in each language; `{{ … }}` in it is an expression. Without any language it is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(
    feature = "openapi",
    derive(utoipa::ToSchema),
    schema(as = FlowText, value_type = BTreeMap<String, String>, example = json!({"en": "Hello"}))
)]
#[serde(transparent)]
pub struct Text(BTreeMap<Language, String>);

impl Text {
    /// Makes a text in one language.
    pub fn new(language: Language, text: impl Into<String>) -> Self {
        Self(BTreeMap::from([(language, text.into())]))
    }

    /// The text in this language, else in the default one. Empty where neither exists.
    pub fn get(&self, language: &Language, default: &Language) -> &str {
        let own = self.0.get(language).filter(|text| !text.trim().is_empty());
        own.or_else(|| self.0.get(default)).map_or("", String::as_str)
    }

    /// The text in exactly this language.
    pub fn own(&self, language: &Language) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// Sets or (with `None`) removes the text of a language and gives what was there.
    pub fn set(&mut self, language: &Language, text: Option<String>) -> Option<String> {
        match text {
            Some(text) => self.0.insert(language.clone(), text),
            None => self.0.remove(language),
        }
    }

    /// Whether there is no language at all.
    pub fn is_absent(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether no language has anything but white space.
    pub fn is_blank(&self) -> bool {
        self.0.values().all(|text| text.trim().is_empty())
    }

    /// All languages and their texts, in order of the codes.
    pub fn iter(&self) -> impl Iterator<Item = (&Language, &str)> {
        self.0.iter().map(|(language, text)| (language, text.as_str()))
    }
}
