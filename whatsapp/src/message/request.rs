//! One message: to whom, what, and as a reply to what.

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Value, json};

use super::limit::{at_least, at_most};
use super::read::Node;
use super::{Content, ContentError, LimitError};
use crate::limits;

/// Whom a message goes to. Meta: Messages, Send messages; Business-scoped user ids.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Recipient {
    /// A phone number or `wa_id`, sent as `to`.
    Phone(String),
    /// A business-scoped user id (`US.1349…`), sent as `recipient`.
    UserId(String),
}

/// One message of a business to one person. Meta: Messages, Send messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Message {
    to: Recipient,
    content: Content,
    reply_to: Option<String>,
    callback_data: Option<String>,
    identity_key_hash: Option<String>,
}

impl Message {
    /// Makes a message; content was checked when it was made.
    pub fn new(to: Recipient, content: impl Into<Content>) -> Self {
        Self { to, content: content.into(), reply_to: None, callback_data: None, identity_key_hash: None }
    }

    /// Shows the message as a reply to the message with this wamid (`context.message_id`). Meta: Contextual replies.
    #[must_use]
    pub fn with_reply_to(mut self, wamid: impl Into<String>) -> Self {
        self.reply_to = Some(wamid.into());
        self
    }

    /// Adds `biz_opaque_callback_data`, which Meta repeats in every status of the message.
    ///
    /// # Errors
    /// When it is empty or longer than [`limits::CALLBACK_DATA_CHARS`].
    pub fn with_callback_data(mut self, data: impl Into<String>) -> Result<Self, LimitError> {
        let data = data.into();
        at_least("biz_opaque_callback_data", &data, 1)?;
        at_most("biz_opaque_callback_data", &data, limits::CALLBACK_DATA_CHARS)?;
        self.callback_data = Some(data);
        Ok(self)
    }

    /// Sends it only while the person's identity is the one of this hash (`recipient_identity_key_hash`); else error 137000.
    /// Meta: Business phone numbers, Identity change check.
    ///
    /// # Errors
    /// When it is blank.
    pub fn with_identity_check(mut self, hash: impl Into<String>) -> Result<Self, LimitError> {
        let hash = hash.into();
        at_least("recipient_identity_key_hash", &hash, 1)?;
        self.identity_key_hash = Some(hash);
        Ok(self)
    }

    /// Whom it goes to.
    pub fn to(&self) -> &Recipient {
        &self.to
    }

    /// What it says.
    pub fn content(&self) -> &Content {
        &self.content
    }

    /// The wamid it replies to.
    pub fn reply_to(&self) -> Option<&str> {
        self.reply_to.as_deref()
    }

    /// The data that Meta repeats in its statuses.
    pub fn callback_data(&self) -> Option<&str> {
        self.callback_data.as_deref()
    }

    /// The hash of the identity it may go to.
    pub fn identity_key_hash(&self) -> Option<&str> {
        self.identity_key_hash.as_deref()
    }

    /// Reads a whole request as Graph takes it; `to` wins over `recipient`.
    ///
    /// # Errors
    /// When a field is missing, has a wrong type or breaks a limit, or the type is not modelled here.
    pub fn from_graph(request: &Value) -> Result<Self, ContentError> {
        let root = Node::root(request);
        if root.optional_text("recipient_type")?.is_some_and(|kind| kind != "individual") {
            return Err(ContentError::Unsupported { kind: "group".to_owned() });
        }
        let to = match (root.optional_text("to")?, root.optional_text("recipient")?) {
            (Some(phone), _) => Recipient::Phone(phone),
            (None, Some(user_id)) => Recipient::UserId(user_id),
            (None, None) => return Err(root.missing("to")),
        };
        let mut message = Self::new(to, Content::from_graph(request)?);
        if let Some(context) = root.optional_object("context")? {
            message = message.with_reply_to(context.text("message_id")?);
        }
        if let Some(data) = root.optional_text("biz_opaque_callback_data")? {
            message = message.with_callback_data(data)?;
        }
        match root.optional_text("recipient_identity_key_hash")? {
            Some(hash) => Ok(message.with_identity_check(hash)?),
            None => Ok(message),
        }
    }
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("messaging_product", "whatsapp")?;
        map.serialize_entry("recipient_type", "individual")?;
        match &self.to {
            Recipient::Phone(phone) => map.serialize_entry("to", phone)?,
            Recipient::UserId(user_id) => map.serialize_entry("recipient", user_id)?,
        }
        if let Some(hash) = &self.identity_key_hash {
            map.serialize_entry("recipient_identity_key_hash", hash)?;
        }
        if let Some(wamid) = &self.reply_to {
            map.serialize_entry("context", &json!({ "message_id": wamid }))?;
        }
        if let Some(data) = &self.callback_data {
            map.serialize_entry("biz_opaque_callback_data", data)?;
        }
        let (kind, object) = self.content.graph();
        map.serialize_entry("type", kind)?;
        map.serialize_entry(kind, &object)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Message {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_graph(&value).map_err(serde::de::Error::custom)
    }
}
