//! The bodies of webhooks, in Meta's shape. Meta: Webhooks, Reference, messages; messages, status.

use serde_json::{Map, Value, json};

use super::admin::{Number, Phone};
use crate::error;

/// What a webhook tells about a message that was sent.
pub(super) struct StatusPayload<'a> {
    pub(super) wamid: &'a str,
    pub(super) status: &'a str,
    pub(super) at_ms: i64,
    pub(super) callback_data: Option<&'a str>,
    pub(super) error_code: Option<i64>,
    /// The recipient as digits, for recipients that are no phone of the simulator.
    pub(super) recipient: &'a str,
}

/// A message of a phone: `content` is its type and the object of that type.
pub(super) fn message(
    number: &Number,
    phone: &Phone,
    wamid: &str,
    at_ms: i64,
    content: &Value,
    context: Option<&str>,
) -> Value {
    let mut message = Map::new();
    if let Some(wa_id) = &phone.wa_id {
        message.insert("from".into(), json!(wa_id));
    }
    message.insert("from_user_id".into(), json!(phone.user_id));
    message.insert("id".into(), json!(wamid));
    message.insert("timestamp".into(), json!(seconds(at_ms)));
    if let Some(id) = context {
        message.insert("context".into(), json!({ "from": digits(&number.display_phone_number), "id": id }));
    }
    message.extend(content.as_object().cloned().unwrap_or_default());
    envelope(number, Some(phone), "messages", Value::Object(message))
}

/// A status of a message to a phone, or to somebody who is none.
pub(super) fn status(number: &Number, phone: Option<&Phone>, payload: &StatusPayload<'_>) -> Value {
    let mut status = Map::new();
    status.insert("id".into(), json!(payload.wamid));
    status.insert("status".into(), json!(payload.status));
    status.insert("timestamp".into(), json!(seconds(payload.at_ms)));
    match phone {
        None => {
            let is_number = payload.recipient.bytes().all(|byte| byte.is_ascii_digit());
            let name = if is_number { "recipient_id" } else { "recipient_user_id" };
            status.insert(name.into(), json!(payload.recipient));
        }
        Some(phone) => {
            if let Some(wa_id) = &phone.wa_id {
                status.insert("recipient_id".into(), json!(wa_id));
            }
            status.insert("recipient_user_id".into(), json!(phone.user_id));
        }
    }
    if let Some(data) = payload.callback_data {
        status.insert("biz_opaque_callback_data".into(), json!(data));
    }
    if matches!(payload.status, "sent" | "delivered") {
        let pricing =
            json!({ "billable": true, "pricing_model": "PMP", "type": "regular", "category": "service" });
        status.insert("pricing".into(), pricing);
    }
    if let Some(code) = payload.error_code {
        let (title, details) = error_words(code);
        let errors = json!([{ "code": code, "title": title, "message": title, "error_data": { "details": details },
            "href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/" }]);
        status.insert("errors".into(), errors);
    }
    envelope(number, phone, "statuses", Value::Object(status))
}

/// Meta's title and details of the errors that come as a failed status.
pub(super) fn error_words(code: i64) -> (&'static str, &'static str) {
    match code {
        131026 => ("Message undeliverable", "Message undeliverable."),
        131047 => (
            "Re-engagement message",
            "Message failed to send because more than 24 hours have passed since the customer last replied to this number.",
        ),
        _ => (
            "Something went wrong",
            error::explain(code).map_or("Something went wrong.", |known| known.meaning),
        ),
    }
}

fn envelope(number: &Number, phone: Option<&Phone>, list: &str, item: Value) -> Value {
    let mut value = Map::new();
    value.insert("messaging_product".into(), json!("whatsapp"));
    let metadata = json!({ "display_phone_number": digits(&number.display_phone_number),
        "phone_number_id": number.phone_number_id });
    value.insert("metadata".into(), metadata);
    if let Some(phone) = phone {
        value.insert("contacts".into(), json!([contact(phone)]));
    }
    value.insert(list.into(), json!([item]));
    json!({ "object": "whatsapp_business_account", "entry": [
        { "id": number.waba_id, "changes": [{ "value": value, "field": "messages" }] }] })
}

fn contact(phone: &Phone) -> Value {
    let mut profile = Map::new();
    profile.insert("name".into(), json!(phone.name));
    if let Some(username) = &phone.username {
        profile.insert("username".into(), json!(username));
    }
    let mut contact = Map::new();
    contact.insert("profile".into(), Value::Object(profile));
    if let Some(wa_id) = &phone.wa_id {
        contact.insert("wa_id".into(), json!(wa_id));
    }
    contact.insert("user_id".into(), json!(phone.user_id));
    Value::Object(contact)
}

/// The body of a webhook as Meta writes it: all that is not ASCII is escaped.
pub(super) fn body(envelope: &Value) -> String {
    let mut body = String::new();
    let mut units = [0; 2];
    for character in envelope.to_string().chars() {
        if character.is_ascii() {
            body.push(character);
            continue;
        }
        // Outside ASCII there are only characters of strings.
        body.extend(character.encode_utf16(&mut units).iter().map(|unit| format!("\\u{unit:04x}")));
    }
    body
}

/// The digits of a phone number as people write it.
pub(super) fn digits(number: &str) -> String {
    number.chars().filter(char::is_ascii_digit).collect()
}

fn seconds(at_ms: i64) -> String {
    (at_ms / 1000).to_string()
}
