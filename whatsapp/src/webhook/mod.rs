//! What Meta posts to a webhook, read without losing anything.
//!
//! [`parse`] turns a body into one [`Event`] per message, per status and per other change. Unknown fields and types are no
//! error. Each item is read on its own, so a broken one never loses its neighbours: it becomes [`Item::Broken`] with its raw
//! JSON. Only a body that is no JSON object at all is a [`ParseError`]. Call it after [`crate::signature::verify`].
//!
//! Text that PostgreSQL and most parsers refuse (NUL, lone surrogates, invalid UTF-8, raw control characters) is replaced by
//! U+FFFD and the event says so. Meta: Webhooks, Overview; Reference, messages.

mod contact;
mod json;
mod lossy;
mod message;
mod status;
mod walk;

pub use contact::Contact;
pub use message::{Content, InboundMessage, ReplyTo};
pub use status::{State, Status, StatusError};

/// One thing that happened, with where it belongs. Meta: Webhooks, Reference, messages.
#[derive(Debug, Clone, PartialEq)]
pub struct Event {
    /// `entry[].id`: the WhatsApp Business Account, for the field `messages`.
    pub waba_id: Option<String>,
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
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A person wrote to the business, or WhatsApp says something about that person.
    Message(Box<InboundMessage>),
    /// A message of the business was sent, delivered, read, or failed.
    Status(Box<Status>),
    /// Any other change: account updates, templates, calls, echoes, errors without a message.
    Other {
        /// `changes[].field`; `messages.errors` for value-level errors; empty when the body has none.
        field: String,
        /// The change's value as JSON text.
        raw: String,
    },
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

/// Why a body cannot be read at all. Meta: Webhooks, Overview.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ParseError {
    /// The body is not JSON.
    #[error("the body is not JSON: {0}")]
    NotJson(String),
    /// The body is JSON, but no object.
    #[error("the body is not a JSON object")]
    NotAnObject,
    /// The body has more than [`crate::limits::WEBHOOK_ITEMS`] items; none of them was read to its end.
    #[error("the body has more items than a webhook has")]
    TooManyItems,
}

/// Reads the body of a Meta webhook. Meta: Webhooks, Overview; Reference, messages.
///
/// # Errors
/// When the body is not one JSON object, or has more items than Meta sends. Everything inside it that is wrong becomes [`Item::Broken`] or [`Item::Other`].
pub fn parse(body: &[u8]) -> Result<Vec<Event>, ParseError> {
    let text = lossy::clean(body);
    walk::events(&text.json, text.is_altered)
}
