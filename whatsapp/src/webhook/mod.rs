//! What Meta posts to a webhook, read without losing anything.
//!
//! [`parse`] turns a body into one [`Event`] per message, per status and per other change. Each item is read on its own, so a
//! broken one never loses its neighbours: it becomes [`Item::Broken`] with its raw JSON. Only a body that is no JSON object at
//! all is a [`ParseError`]. Call it after [`crate::signature::verify`].
//!
//! Everything Meta documents has a type. Unknown fields, and values of another type than Meta documents, are no error: they are
//! kept in `extra` (or as `Other` words, or as misfits of a [`List`]) and written back, so every type here reads and writes
//! the same JSON; [`Wire::unknown`] names what was not understood. [`Webhook`] is the whole body as such a type.
//!
//! Text that PostgreSQL and most parsers refuse (NUL, lone surrogates, invalid UTF-8, raw control characters) is replaced by
//! U+FFFD and the event says so. Meta: Webhooks, Overview; Reference, messages.

#[macro_use]
pub(crate) mod wire;

pub mod account;
pub mod call;
mod contact;
mod document;
pub mod echo;
pub mod form;
pub mod group;
mod json;
mod lossy;
pub mod message;
pub mod number;
pub mod payment;
pub mod person;
pub mod routing;
mod status;
pub mod template;
pub mod tracking;
mod value;
mod walk;

pub use contact::{Contact, ErrorData, ErrorInfo, Metadata, Profile};
pub use document::{Change, Entry, Webhook};
pub use message::{Choice, Content, InboundMessage};
pub use status::{
    Conversation, ConversationOrigin, Pricing, PricingCategory, PricingKind, PricingModel, State, Status,
};
pub use value::{ChangeValue, Messages};
pub use wire::{Extra, List, Scalar, Wire};

/// One thing that happened, with where it belongs. Meta: Webhooks, Reference, messages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// `entry[].id`: the WhatsApp Business Account, for the field `messages`.
    pub waba_id: Option<String>,
    /// `entry[].time` in Unix seconds: when it changed; absent for messages, which have times of their own.
    pub time_s: Option<i64>,
    /// `metadata.phone_number_id`: the business number.
    pub phone_number_id: Option<String>,
    /// `metadata.display_phone_number`.
    pub display_phone_number: Option<String>,
    /// Who wrote (messages) or who received (statuses), where Meta says so.
    pub contact: Option<Contact>,
    /// Whether characters of this item had to be replaced by U+FFFD.
    pub is_altered: bool,
    /// What happened.
    pub item: Item,
}

/// What happened. Meta: Webhooks, Reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// A person wrote to the business, or WhatsApp says something about that person.
    Message(Box<InboundMessage>),
    /// A message of the business was sent, delivered, read, or failed.
    Status(Box<Status>),
    /// Any other change: account updates, templates, calls, echoes, errors without a message.
    Notice(Box<Notice>),
    /// An item that cannot be read: not an object, no id, nested too deep.
    Broken {
        /// `changes[].field`, as far as it was found.
        field: String,
        /// The item as it came; may be nested too deep for a JSON parser.
        raw: String,
        /// Why, for developers.
        reason: String,
    },
}

/// A change that is neither a message nor a status. Meta: Webhooks, Reference.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Notice {
    /// `changes[].field`; empty when the body has none.
    pub field: String,
    /// What happened. For `messages`: what stands beside its messages and statuses, which are events of their own.
    pub value: ChangeValue,
}

impl Notice {
    /// The change's value as JSON.
    pub fn to_value(&self) -> serde_json::Value {
        self.value.to_value()
    }
}

/// Most JSON objects of a body. A webhook of Meta's stays far below; read as types, they take up to a kilobyte each.
const MAX_OBJECTS: usize = 100 * crate::limits::WEBHOOK_ITEMS;

/// Why a body cannot be read at all. Meta: Webhooks, Overview.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// The body is not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// The body is JSON, but no object.
    #[error("the body is not a JSON object")]
    NotAnObject,
    /// The body has more than [`crate::limits::WEBHOOK_ITEMS`] items, or a hundred times as many objects; it was not read to
    /// its end.
    #[error("the body has more items than a webhook has")]
    TooManyItems,
}

/// Reads the body of a Meta webhook. Meta: Webhooks, Overview; Reference, messages.
///
/// # Errors
/// When the body is not one JSON object, or has more items than Meta sends. Everything inside it that is wrong becomes
/// [`Item::Broken`], or is kept beside what is right.
pub fn parse(body: &[u8]) -> Result<Vec<Event>, ParseError> {
    let text = lossy::clean(body);
    if text.n_objects > MAX_OBJECTS {
        return Err(ParseError::TooManyItems);
    }
    walk::events(&text.json, text.is_altered)
}
