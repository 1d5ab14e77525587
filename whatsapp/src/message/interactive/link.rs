//! A button that opens a web page.

use serde_json::{Value, json};

use super::Words;
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{filled, link};
use crate::message::read::{Node, Read};

/// A message with a button that opens a web page. Meta: Messages, Interactive call-to-action URL button.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    words: Words,
    title: String,
    url: String,
}

impl Link {
    /// Makes a message with a button that opens `url`.
    ///
    /// # Errors
    /// When the body or the title is blank or too long, or the address does not begin with `http://` or `https://`.
    pub fn new(
        words: impl Into<Words>,
        title: impl Into<String>,
        url: impl Into<String>,
    ) -> Result<Self, LimitError> {
        let (words, title, url) = (words.into(), title.into(), url.into());
        words.check_body(limits::BODY_CHARS)?;
        check("interactive.action.parameters", &title, &url)?;
        Ok(Self { words, title, url })
    }

    /// The texts around the button.
    pub fn words(&self) -> &Words {
        &self.words
    }

    /// What the button shows.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// What it opens.
    pub fn url(&self) -> &str {
        &self.url
    }

    pub(in crate::message) fn graph(&self) -> Value {
        super::object("cta_url", &self.words, graph(&self.title, &self.url))
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let (title, url) = read(&node.object("action")?)?;
        Ok(Self::new(Words::read(node)?, title, url)?)
    }
}

pub(super) fn check(place: &str, title: &str, url: &str) -> Result<(), LimitError> {
    filled(format!("{place}.display_text").as_str(), title, limits::LINK_TITLE_CHARS)?;
    link(format!("{place}.url"), url)
}

pub(super) fn graph(title: &str, url: &str) -> Value {
    json!({ "name": "cta_url", "parameters": { "display_text": title, "url": url } })
}

pub(super) fn read(action: &Node<'_>) -> Read<(String, String)> {
    let parameters = action.object("parameters")?;
    Ok((parameters.text("display_text")?, parameters.text("url")?))
}
