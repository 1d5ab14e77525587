//! Contact cards.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::LimitError;
use super::limit::{at_least, items};
use super::read::{Node, Read};
use crate::limits;

/// One or more contact cards. Meta: Messages, Contacts messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contacts {
    cards: Vec<ContactCard>,
}

/// A contact card. Meta: Messages, Contacts messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactCard {
    /// The name.
    pub name: ContactName,
    /// Phone numbers.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub phones: Vec<ContactPhone>,
    /// Email addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub emails: Vec<ContactEmail>,
    /// Postal addresses.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub addresses: Vec<ContactAddress>,
    /// Websites.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub urls: Vec<ContactUrl>,
    /// Where the person works.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub org: Option<ContactOrg>,
    /// `YYYY-MM-DD`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub birthday: Option<String>,
}

/// The name on a card: the whole one and at least one of its parts. Meta: Messages, Contacts messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactName {
    /// The whole name as it is shown.
    pub formatted_name: String,
    /// The first name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub first_name: Option<String>,
    /// The last name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub last_name: Option<String>,
    /// The middle name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub middle_name: Option<String>,
    /// What follows the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub suffix: Option<String>,
    /// What precedes the name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub prefix: Option<String>,
}

/// A phone number on a card. Meta: Messages, Contacts messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactPhone {
    /// The number as it is shown.
    pub phone: String,
    /// Such as `Mobile`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// The WhatsApp id; with it the card offers to write to the person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub wa_id: Option<String>,
}

/// An email address on a card. Meta: Messages, Contacts messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactEmail {
    /// The address.
    pub email: String,
    /// Such as `Work`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// A website on a card. Meta: Messages, Contacts messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactUrl {
    /// The address.
    pub url: String,
    /// Such as `Company`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Where a person works. Meta: Messages, Contacts messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactOrg {
    /// The company.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub company: Option<String>,
    /// The department.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub department: Option<String>,
    /// The person's title.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub title: Option<String>,
}

/// A postal address on a card. Meta: Messages, Contacts messages.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactAddress {
    /// Street and number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub street: Option<String>,
    /// The city.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub city: Option<String>,
    /// The state, in two letters where there are such.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// The postal code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub zip: Option<String>,
    /// The country's name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country: Option<String>,
    /// The country in two letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub country_code: Option<String>,
    /// Such as `Home`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

impl Contacts {
    /// Makes a message of contact cards.
    ///
    /// # Errors
    /// When there are none or more than [`limits::CONTACTS`], a name has no part beside the whole, or an entry is blank.
    pub fn new(cards: Vec<ContactCard>) -> Result<Self, LimitError> {
        items("contacts", cards.len(), limits::CONTACTS)?;
        for (at, card) in cards.iter().enumerate() {
            card.check(&format!("contacts[{at}]"))?;
        }
        Ok(Self { cards })
    }

    /// The cards, at least one.
    pub fn cards(&self) -> &[ContactCard] {
        &self.cards
    }

    pub(super) fn graph(&self) -> Value {
        json!(self.cards)
    }

    pub(super) fn read(request: &Node<'_>) -> Read<Self> {
        let card = |node: &Node<'_>| ContactCard::deserialize(node.value()).map_err(|_| node.invalid());
        Ok(Self::new(request.list("contacts", card)?)?)
    }
}

impl ContactCard {
    fn check(&self, place: &str) -> Result<(), LimitError> {
        let name = &self.name;
        at_least(format!("{place}.name.formatted_name"), &name.formatted_name, 1)?;
        let parts = [&name.first_name, &name.last_name, &name.middle_name, &name.suffix, &name.prefix];
        let parts: String = parts.into_iter().filter_map(Option::as_deref).collect();
        at_least(format!("{place}.name.first_name"), &parts, 1)?;
        for (at, phone) in self.phones.iter().enumerate() {
            at_least(format!("{place}.phones[{at}].phone"), &phone.phone, 1)?;
        }
        for (at, email) in self.emails.iter().enumerate() {
            at_least(format!("{place}.emails[{at}].email"), &email.email, 1)?;
        }
        for (at, url) in self.urls.iter().enumerate() {
            at_least(format!("{place}.urls[{at}].url"), &url.url, 1)?;
        }
        Ok(())
    }
}
