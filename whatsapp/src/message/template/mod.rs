//! Template messages: a template's name and the values for its places.

mod button;
mod component;
mod parameter;

pub use button::TemplateButton;
pub use component::{Component, HeaderValue, TapTarget, TemplateCard};
pub use parameter::Parameter;

use serde_json::{Value, json};

use super::LimitError;
use super::limit::{filled, format, unique};
use super::read::{Node, Read};
use crate::limits;

/// A template message. Meta: Templates, Send templates.
#[derive(Debug, Clone, PartialEq)]
pub struct Template {
    name: String,
    language: String,
    components: Vec<Component>,
}

impl Template {
    /// Makes a message of an approved template in one of its languages, such as `en_US`, with values for its places.
    ///
    /// # Errors
    /// When a text or a number of items breaks a limit, positional and named values are mixed, or a component is there twice.
    pub fn new(
        name: impl Into<String>,
        language: impl Into<String>,
        components: Vec<Component>,
    ) -> Result<Self, LimitError> {
        let (name, language) = (name.into(), language.into());
        filled("template.name", &name, limits::TEMPLATE_NAME_CHARS)?;
        let is_code = language.chars().all(|c| c.is_ascii_alphanumeric() || c == '_' || c == '-');
        format("template.language.code", &language, is_code && !language.is_empty())?;
        for (at, component) in components.iter().enumerate() {
            component.check(&format!("template.components[{at}]"))?;
        }
        let keys: Vec<_> = components.iter().map(Component::key).collect();
        unique(keys.iter().map(String::as_str), |at| format!("template.components[{at}]"))?;
        Ok(Self { name, language, components })
    }

    /// Makes a one-time code message: the code stands in the body and in the button that copies it or fills it in.
    /// Meta: Templates, Authentication templates.
    ///
    /// # Errors
    /// When a text is blank or too long.
    pub fn authentication(
        name: impl Into<String>,
        language: impl Into<String>,
        code: &str,
    ) -> Result<Self, LimitError> {
        let body = Component::Body(vec![Parameter::text(code)]);
        let button = Component::Button { index: 0, button: TemplateButton::Url(code.to_owned()) };
        Self::new(name, language, vec![body, button])
    }

    /// The template's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The language's code.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The values for its places.
    pub fn components(&self) -> &[Component] {
        &self.components
    }

    pub(super) fn graph(&self) -> Value {
        let mut object = json!({ "name": self.name, "language": { "code": self.language } });
        if !self.components.is_empty() {
            object["components"] = self.components.iter().map(Component::graph).collect();
        }
        object
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let components = node.optional_items("components")?;
        let components = components.iter().map(Component::read).collect::<Read<_>>()?;
        Ok(Self::new(node.text("name")?, node.object("language")?.text("code")?, components)?)
    }
}
