//! A template's texts with their places, counted (`{{1}}`) or named (`{{first_name}}`), and an example for each.

use serde_json::{Value, json};

use crate::message::LimitError;
use crate::message::limit::{allowed, at_least, filled, format, items_between};

/// An example value for a place. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Example {
    /// The place's name; `None` where the places are counted.
    pub name: Option<String>,
    /// What could stand there.
    pub value: String,
}

/// A text with an example for each of its places. Meta: Templates, Components.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateText {
    /// The text.
    pub text: String,
    /// The examples: of counted places in their order.
    pub examples: Vec<Example>,
}

impl From<&str> for TemplateText {
    /// A text without places.
    fn from(text: &str) -> Self {
        Self { text: text.to_owned(), examples: Vec::new() }
    }
}

impl TemplateText {
    /// A text with counted places, and an example for each.
    pub fn counted<'a>(text: impl Into<String>, examples: impl IntoIterator<Item = &'a str>) -> Self {
        let example = |value: &str| Example { name: None, value: value.to_owned() };
        Self { text: text.into(), examples: examples.into_iter().map(example).collect() }
    }

    /// A text with named places, and an example for each: name, value.
    pub fn named<'a>(
        text: impl Into<String>,
        examples: impl IntoIterator<Item = (&'a str, &'a str)>,
    ) -> Self {
        let example = |(name, value): (&str, &str)| Example { name: Some(name.into()), value: value.into() };
        Self { text: text.into(), examples: examples.into_iter().map(example).collect() }
    }

    /// What stands in double braces, in order.
    fn places(&self) -> Vec<&str> {
        // Before the first braces stands no place.
        let inner = self.text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}"));
        inner.map(|(name, _)| name.trim()).collect()
    }

    /// Whether the places are named; `None` without places.
    pub(super) fn is_named(&self) -> Option<bool> {
        self.places().first().map(|place| place.parse::<usize>().is_err())
    }

    /// Checks length, the places' names or order, and that there is an example for each; `most_places` of them.
    pub(super) fn check(&self, place: &str, limit: usize, most_places: usize) -> Result<(), LimitError> {
        let field = format!("{place}.text");
        filled(field.as_str(), &self.text, limit)?;
        let mut places = self.places();
        let is_name = |name: &str| {
            let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_';
            !name.is_empty() && name.chars().all(is_plain)
        };
        for (at, name) in places.iter().enumerate() {
            let is_named = self.is_named() == Some(true);
            let is_number = name.parse() == Ok(at + 1);
            format(field.as_str(), name, if is_named { is_name(name) } else { is_number })?;
        }
        // A named place may be there twice, with one example.
        places.sort_unstable();
        places.dedup();
        items_between(&format!("{place}.example"), self.examples.len(), places.len(), places.len())?;
        items_between(&field, places.len(), 0, most_places)?;
        for (at, example) in self.examples.iter().enumerate() {
            at_least(format!("{place}.example[{at}]"), &example.value, 1)?;
            let known = example.name.as_deref().is_none_or(|name| places.contains(&name));
            let is_right = known && example.name.is_some() == (self.is_named() == Some(true));
            allowed(&format!("{place}.example[{at}].param_name"), is_right)?;
        }
        Ok(())
    }

    /// Not at the beginning or the end: Meta's error 2388299.
    pub(super) fn check_ends(&self, place: &str) -> Result<(), LimitError> {
        let text = self.text.trim();
        format(format!("{place}.text"), text, !text.starts_with("{{") && !text.ends_with("}}"))
    }

    /// `example`, for a header or a body; `None` without places.
    pub(super) fn example(&self, part: &str) -> Option<Value> {
        let named = |example: &Example| json!({ "param_name": example.name, "example": example.value });
        let values: Vec<&str> = self.examples.iter().map(|example| example.value.as_str()).collect();
        match self.is_named()? {
            true => {
                let examples: Value = self.examples.iter().map(named).collect();
                Some(json!({ format!("{part}_text_named_params"): examples }))
            }
            false if part == "body" => Some(json!({ "body_text": [values] })),
            false => Some(json!({ format!("{part}_text"): values })),
        }
    }
}
