//! Asking a person in India for a postal address.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::Words;
use crate::limits;
use crate::message::LimitError;
use crate::message::limit::{at_least, format};
use crate::message::read::{Node, Read};

/// Asks a person for a postal address. Meta: Messages, Address messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddressRequest {
    words: Words,
    country: String,
    values: Option<AddressValues>,
    saved: Vec<SavedAddress>,
    errors: BTreeMap<String, String>,
}

/// An address, field by field. Meta: Messages, Address messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct AddressValues {
    /// Who it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The phone number of who it is for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub phone_number: Option<String>,
    /// The postal code of India, six digits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub in_pin_code: Option<String>,
    /// The house.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub house_number: Option<String>,
    /// The floor.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub floor_number: Option<String>,
    /// The tower.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub tower_number: Option<String>,
    /// The building.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub building_name: Option<String>,
    /// Street and area.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// A landmark nearby.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub landmark_area: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
}

/// An address the person can choose. Meta: Messages, Address messages.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SavedAddress {
    /// Comes back when it is chosen.
    pub id: String,
    /// The address.
    pub value: AddressValues,
}

impl AddressRequest {
    /// Makes a request for an address; `country` in two letters, today `IN` only.
    ///
    /// # Errors
    /// When the body is blank or too long, or the country is not two capital letters.
    pub fn new(words: impl Into<Words>, country: impl Into<String>) -> Result<Self, LimitError> {
        let (words, country) = (words.into(), country.into());
        words.check_body(limits::BODY_CHARS)?;
        let is_code = country.len() == 2 && country.bytes().all(|byte| byte.is_ascii_uppercase());
        format("interactive.action.parameters.country", &country, is_code)?;
        Ok(Self { words, country, values: None, saved: Vec::new(), errors: BTreeMap::new() })
    }

    /// Fills in what is known.
    #[must_use]
    pub fn with_values(mut self, values: AddressValues) -> Self {
        self.values = Some(values);
        self
    }

    /// Offers addresses to choose from.
    ///
    /// # Errors
    /// When an id is blank.
    pub fn with_saved(mut self, saved: Vec<SavedAddress>) -> Result<Self, LimitError> {
        for (at, address) in saved.iter().enumerate() {
            let field = format!("interactive.action.parameters.saved_addresses[{at}].id");
            at_least(field, &address.id, 1)?;
        }
        self.saved = saved;
        Ok(self)
    }

    /// Says what was wrong with a field of the address the person sent before.
    #[must_use]
    pub fn with_error(mut self, field: impl Into<String>, text: impl Into<String>) -> Self {
        self.errors.insert(field.into(), text.into());
        self
    }

    /// The texts around the button.
    pub fn words(&self) -> &Words {
        &self.words
    }

    pub(in crate::message) fn graph(&self) -> Value {
        let mut parameters = json!({ "country": self.country });
        if let Some(values) = &self.values {
            parameters["values"] = json!(values);
        }
        if !self.saved.is_empty() {
            parameters["saved_addresses"] = json!(self.saved);
        }
        if !self.errors.is_empty() {
            parameters["validation_errors"] = json!(self.errors);
        }
        let action = json!({ "name": "address_message", "parameters": parameters });
        super::object("address_message", &self.words, action)
    }

    pub(super) fn read(node: &Node<'_>) -> Read<Self> {
        let parameters = node.object("action")?.object("parameters")?;
        let mut message = Self::new(Words::read(node)?, parameters.text("country")?)?;
        if let Some(values) = parameters.optional_object("values")? {
            let values = AddressValues::deserialize(values.value()).map_err(|_| values.invalid())?;
            message = message.with_values(values);
        }
        let saved = parameters.optional_items("saved_addresses")?;
        let saved = saved.iter().map(|one| SavedAddress::deserialize(one.value()).map_err(|_| one.invalid()));
        message = message.with_saved(saved.collect::<Read<_>>()?)?;
        if let Some(errors) = parameters.optional_object("validation_errors")? {
            message.errors = BTreeMap::deserialize(errors.value()).map_err(|_| errors.invalid())?;
        }
        Ok(message)
    }
}
