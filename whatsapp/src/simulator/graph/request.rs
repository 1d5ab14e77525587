//! Reads what is posted to `/messages`. Meta: Messages, Send messages; Mark messages as read.

use serde_json::{Value, json};

use super::refusal::Refusal;
use crate::limits;
use crate::message::{Content, ContentError, Recipient};
use crate::simulator::payload::digits;
use crate::simulator::store::messages::NewSend;

/// Types that are taken with their object unseen; their limits are not checked.
const UNCHECKED_TYPES: [&str; 10] = [
    "image",
    "video",
    "audio",
    "document",
    "sticker",
    "location",
    "contacts",
    "reaction",
    "template",
    "interactive",
];
/// The longest international number; E.164.
const PHONE_DIGITS: usize = 15;

pub(super) enum Request {
    /// A message to a person.
    Send {
        send: Box<NewSend>,
        /// The recipient as it was given.
        input: String,
    },
    /// The business has read a message.
    Read { wamid: String },
}

impl Request {
    pub(super) fn read(body: Option<&[u8]>) -> Result<Self, Refusal> {
        let body: Value = serde_json::from_slice(body.unwrap_or_default()).map_err(|_| Refusal::no_json())?;
        if !body.is_object() {
            return Err(Refusal::no_json());
        }
        match text(&body, "messaging_product")? {
            Some("whatsapp") => {}
            Some(_) => return Err(Refusal::invalid("messaging_product", "must be whatsapp.")),
            None => return Err(Refusal::required("messaging_product")),
        }
        if text(&body, "status")? == Some("read") {
            let wamid = text(&body, "message_id")?.ok_or_else(|| Refusal::required("message_id"))?;
            return Ok(Self::Read { wamid: wamid.to_owned() });
        }
        send(&body)
    }
}

fn send(body: &Value) -> Result<Request, Refusal> {
    let (to, input) = recipient(body)?;
    let callback_data = text(body, "biz_opaque_callback_data")?.map(str::to_owned);
    if callback_data.as_ref().is_some_and(|data| data.chars().count() > limits::CALLBACK_DATA_CHARS) {
        return Err(Refusal::invalid("biz_opaque_callback_data", "is longer than 512 characters."));
    }
    let reply_to = match body.get("context").filter(|context| !context.is_null()) {
        None => None,
        Some(context) => {
            Some(text(context, "message_id")?.ok_or_else(|| Refusal::required("context['message_id']"))?)
        }
    };
    let kind = text(body, "type")?.unwrap_or("text");
    let (content, text) = match Content::from_graph(body) {
        Ok(content) => (serde_json::to_value(&content).unwrap_or_default(), content.body().to_owned()),
        Err(ContentError::Unsupported { .. }) if UNCHECKED_TYPES.contains(&kind) => {
            (unchecked(body, kind)?, String::new())
        }
        Err(error) => return Err(error.into()),
    };
    let send = NewSend {
        to,
        content,
        body: text,
        reply_to: reply_to.map(str::to_owned),
        callback_data,
        is_template: kind == "template",
    };
    Ok(Request::Send { send: Box::new(send), input })
}

fn unchecked(body: &Value, kind: &str) -> Result<Value, Refusal> {
    match body.get(kind) {
        Some(object) if object.is_object() || object.is_array() => Ok(json!({ "type": kind, kind: object })),
        _ => Err(ContentError::Missing { field: kind.to_owned() }.into()),
    }
}

/// `to` wins over `recipient`.
fn recipient(body: &Value) -> Result<(Recipient, String), Refusal> {
    if text(body, "recipient_type")?.is_some_and(|kind| kind != "individual") {
        return Err(Refusal::invalid("recipient_type", "the simulator has no groups."));
    }
    if let Some(to) = text(body, "to")? {
        let number = digits(to);
        let is_phone = to.chars().all(|c| c.is_ascii_digit() || "+-() ".contains(c));
        if !is_phone || number.is_empty() || number.len() > PHONE_DIGITS {
            return Err(Refusal::invalid("to", "is not a phone number."));
        }
        return Ok((Recipient::Phone(number), to.to_owned()));
    }
    match text(body, "recipient")? {
        Some(user_id) => Ok((Recipient::UserId(user_id.to_owned()), user_id.to_owned())),
        None => Err(Refusal::required("to")),
    }
}

/// A string that is not empty; other types are refused.
fn text<'v>(value: &'v Value, name: &str) -> Result<Option<&'v str>, Refusal> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) if text.is_empty() => Ok(None),
        Some(Value::String(text)) => Ok(Some(text)),
        Some(_) => Err(Refusal::invalid(name, "must be a string.")),
    }
}
