//! Messages from people.

use serde_json::Value;

use super::contact::sender;
use super::json::{text, timestamp};

/// A message to the business. Meta: Webhooks, Reference, messages.
#[derive(Debug, Clone, PartialEq)]
pub struct InboundMessage {
    /// The wamid; the same message may come more than once.
    pub id: String,
    /// The sender's phone number without `+`; absent for people known by user name only.
    pub from: Option<String>,
    /// The sender's business-scoped user id.
    pub from_user_id: Option<String>,
    /// The sender's parent business-scoped user id.
    pub from_parent_user_id: Option<String>,
    /// The group it was written in; `None` for a direct message.
    pub group_id: Option<String>,
    /// When it was written, in Unix seconds; `None` when Meta gave nothing readable.
    pub timestamp: Option<i64>,
    /// What it says.
    pub content: Content,
    /// The message it answers.
    pub context: Option<ReplyTo>,
    /// The whole message as JSON text, with faulty characters replaced.
    pub raw: String,
}

/// What a message says. Meta: Webhooks, Reference, messages, the page of each type.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// Plain text.
    Text {
        /// The text.
        body: String,
    },
    /// A reply button was pressed.
    ButtonReply {
        /// The button's id, as the business gave it.
        id: String,
        /// The button's title.
        title: String,
    },
    /// A row of a list was chosen.
    ListReply {
        /// The row's id, as the business gave it.
        id: String,
        /// The row's title.
        title: String,
        /// The row's description.
        description: Option<String>,
    },
    /// A quick reply button of a template was pressed.
    Button {
        /// The button's payload, as the business gave it.
        payload: String,
        /// The button's label.
        text: String,
    },
    /// A type this crate does not model, or a known one without its content; see `raw`.
    Unsupported {
        /// Meta's `type`, with the sub-type of an interactive or system message (`interactive.nfm_reply`).
        kind: String,
    },
}

/// `context`: the message that is answered. Meta: Webhooks, Reference, messages, Context.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReplyTo {
    /// The wamid of the answered message; absent for forwarded messages.
    pub id: Option<String>,
    /// Who wrote the answered message.
    pub from: Option<String>,
    /// Whether the message was forwarded.
    pub is_forwarded: bool,
}

impl InboundMessage {
    /// Whether a person said something new. False for reactions, edits, deletions and notices of WhatsApp itself.
    pub fn is_from_person(&self) -> bool {
        let Content::Unsupported { kind } = &self.content else { return true };
        let kind = kind.split('.').next().unwrap_or_default();
        !matches!(kind, "system" | "reaction" | "edit" | "revoke" | "request_welcome")
    }

    /// What the person typed or pressed, in words; `None` for other types.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Text { body } => Some(body),
            Content::ButtonReply { title, .. } | Content::ListReply { title, .. } => Some(title),
            Content::Button { text, .. } => Some(text),
            Content::Unsupported { .. } => None,
        }
    }

    pub(super) fn read(value: &Value, raw: &str) -> Result<Self, &'static str> {
        let id = text(value, "id").ok_or("the message has no id")?;
        let (from_user_id, from) = sender(value);
        Ok(Self {
            id,
            from,
            from_user_id,
            from_parent_user_id: text(value, "from_parent_user_id"),
            group_id: text(value, "group_id"),
            timestamp: timestamp(value),
            content: content(value),
            context: value.get("context").filter(|context| context.is_object()).map(context),
            raw: raw.to_owned(),
        })
    }
}

fn context(value: &Value) -> ReplyTo {
    let is = |name: &str| value.get(name).and_then(Value::as_bool).unwrap_or(false);
    let id = text(value, "id").or_else(|| text(value, "message_id"));
    ReplyTo { id, from: text(value, "from"), is_forwarded: is("forwarded") || is("frequently_forwarded") }
}

fn content(message: &Value) -> Content {
    let kind = text(message, "type").unwrap_or_else(|| guessed_kind(message));
    let known = match kind.as_str() {
        "text" => message
            .pointer("/text/body")
            .and_then(Value::as_str)
            .map(|body| Content::Text { body: body.to_owned() }),
        "button" => message.get("button").and_then(template_button),
        "interactive" => message.get("interactive").and_then(interactive),
        _ => None,
    };
    known.unwrap_or_else(|| Content::Unsupported { kind: full_kind(message, &kind) })
}

fn template_button(button: &Value) -> Option<Content> {
    let label = text(button, "text").unwrap_or_default();
    let payload = text(button, "payload").or_else(|| text(button, "text"))?;
    Some(Content::Button { payload, text: label })
}

fn interactive(value: &Value) -> Option<Content> {
    if let Some(reply) = value.get("button_reply") {
        return Some(Content::ButtonReply {
            id: text(reply, "id")?,
            title: text(reply, "title").unwrap_or_default(),
        });
    }
    let reply = value.get("list_reply")?;
    let title = text(reply, "title").unwrap_or_default();
    Some(Content::ListReply { id: text(reply, "id")?, title, description: text(reply, "description") })
}

/// Old payloads have no `type`; the object that is there names it.
fn guessed_kind(message: &Value) -> String {
    const KINDS: [&str; 13] = [
        "text",
        "interactive",
        "button",
        "image",
        "video",
        "audio",
        "document",
        "sticker",
        "location",
        "contacts",
        "order",
        "reaction",
        "system",
    ];
    KINDS.into_iter().find(|kind| message.get(kind).is_some()).unwrap_or("unknown").to_owned()
}

fn full_kind(message: &Value, kind: &str) -> String {
    match (kind, message.get(kind).and_then(|object| text(object, "type"))) {
        ("interactive" | "system" | "unsupported", Some(sub_kind)) => format!("{kind}.{sub_kind}"),
        _ => kind.to_owned(),
    }
}
