//! Graph's JSON for what is sent, both ways: [`Message`] and [`Content`] serialise to it, and [`Content`] is read back from it
//! with the same checks (the simulator and stored messages stand on that).

use serde::ser::SerializeMap;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use serde_json::{Map, Value, json};

use super::content::{Button, Buttons, Content, List, Row, Section, Text, Words};
use super::{LimitError, Message, Recipient};

/// Why JSON is not content we can send. Meta: Messages; errors 131008, 131009, 131051.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// A field that Graph needs is not there.
    #[error("{field} is missing")]
    Missing {
        /// The field in Graph's JSON.
        field: String,
    },
    /// A field has the wrong JSON type or an unknown value.
    #[error("{field} is not valid")]
    Invalid {
        /// The field in Graph's JSON.
        field: String,
    },
    /// A field breaks a limit.
    #[error(transparent)]
    Limit(#[from] LimitError),
    /// A kind of message this crate does not model.
    #[error("messages of type {kind} are not supported")]
    Unsupported {
        /// Graph's `type`, with the sub-type of an interactive message.
        kind: String,
    },
}

impl Serialize for Message {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry("messaging_product", "whatsapp")?;
        map.serialize_entry("recipient_type", "individual")?;
        match self.to() {
            Recipient::Phone(phone) => map.serialize_entry("to", phone)?,
            Recipient::UserId(user_id) => map.serialize_entry("recipient", user_id)?,
        }
        if let Some(wamid) = self.reply_to() {
            map.serialize_entry("context", &json!({ "message_id": wamid }))?;
        }
        if let Some(data) = self.callback_data() {
            map.serialize_entry("biz_opaque_callback_data", data)?;
        }
        let (kind, object) = graph_object(self.content());
        map.serialize_entry("type", kind)?;
        map.serialize_entry(kind, &object)?;
        map.end()
    }
}

impl Serialize for Content {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let (kind, object) = graph_object(self);
        let mut map = serializer.serialize_map(Some(2))?;
        map.serialize_entry("type", kind)?;
        map.serialize_entry(kind, &object)?;
        map.end()
    }
}

impl<'de> Deserialize<'de> for Content {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let value = Value::deserialize(deserializer)?;
        Self::from_graph(&value).map_err(serde::de::Error::custom)
    }
}

impl Content {
    /// Reads the content out of Graph's request JSON; other fields of the request are not looked at.
    ///
    /// # Errors
    /// When a field is missing, has a wrong type or breaks a limit, or the type is not modelled here.
    pub fn from_graph(request: &Value) -> Result<Self, ContentError> {
        let kind = request.get("type").and_then(Value::as_str).unwrap_or("text");
        match kind {
            "text" => text(request).map(Self::Text),
            "interactive" => interactive(object(request, "interactive", "interactive")?),
            _ => Err(ContentError::Unsupported { kind: kind.to_owned() }),
        }
    }
}

fn graph_object(content: &Content) -> (&'static str, Value) {
    match content {
        Content::Text(text) if text.preview_url => {
            ("text", json!({ "body": text.body, "preview_url": true }))
        }
        Content::Text(text) => ("text", json!({ "body": text.body })),
        Content::Buttons(buttons) => {
            let replies = buttons.buttons.iter().map(
                |Button { id, title }| json!({ "type": "reply", "reply": { "id": id, "title": title } }),
            );
            let action = json!({ "buttons": replies.collect::<Vec<_>>() });
            ("interactive", interactive_object("button", &buttons.words, action))
        }
        Content::List(list) => {
            let sections: Vec<_> = list.sections.iter().map(section_object).collect();
            let action = json!({ "button": list.button, "sections": sections });
            ("interactive", interactive_object("list", &list.words, action))
        }
    }
}

fn interactive_object(kind: &str, words: &Words, action: Value) -> Value {
    let mut object = Map::new();
    object.insert("type".into(), json!(kind));
    if let Some(text) = &words.header {
        object.insert("header".into(), json!({ "type": "text", "text": text }));
    }
    object.insert("body".into(), json!({ "text": words.body }));
    if let Some(text) = &words.footer {
        object.insert("footer".into(), json!({ "text": text }));
    }
    object.insert("action".into(), action);
    Value::Object(object)
}

fn section_object(section: &Section) -> Value {
    let rows: Vec<_> = section
        .rows
        .iter()
        .map(|row| match &row.description {
            Some(description) => json!({ "id": row.id, "title": row.title, "description": description }),
            None => json!({ "id": row.id, "title": row.title }),
        })
        .collect();
    match &section.title {
        Some(title) => json!({ "title": title, "rows": rows }),
        None => json!({ "rows": rows }),
    }
}

fn text(request: &Value) -> Result<Text, ContentError> {
    let value = object(request, "text", "text")?;
    let mut text = Text::new(string(value, "body", "text.body")?)?;
    text.preview_url = value.get("preview_url").and_then(Value::as_bool).unwrap_or(false);
    Ok(text)
}

fn interactive(value: &Value) -> Result<Content, ContentError> {
    let kind = string(value, "type", "interactive.type")?;
    if kind != "button" && kind != "list" {
        return Err(ContentError::Unsupported { kind: format!("interactive.{kind}") });
    }
    let body = string(object(value, "body", "interactive.body")?, "text", "interactive.body.text")?;
    let action = object(value, "action", "interactive.action")?;
    let header = header(value)?;
    let footer = match value.get("footer") {
        None | Some(Value::Null) => None,
        Some(footer) => Some(string(footer, "text", "interactive.footer.text")?),
    };
    let words = Words::new(header, body, footer)?;
    if kind == "button" {
        return Ok(Buttons::new(words, buttons(action)?)?.into());
    }
    let label = string(action, "button", "interactive.action.button")?;
    Ok(List::new(words, label, sections(action)?)?.into())
}

fn header(interactive: &Value) -> Result<Option<String>, ContentError> {
    let Some(header) = interactive.get("header").filter(|header| !header.is_null()) else { return Ok(None) };
    match string(header, "type", "interactive.header.type")?.as_str() {
        "text" => string(header, "text", "interactive.header.text").map(Some),
        kind => Err(ContentError::Unsupported { kind: format!("interactive header {kind}") }),
    }
}

fn buttons(action: &Value) -> Result<Vec<Button>, ContentError> {
    let place = "interactive.action.buttons";
    array(action, "buttons", place)?
        .iter()
        .enumerate()
        .map(|(at, button)| {
            if button.get("type").and_then(Value::as_str) != Some("reply") {
                return Err(ContentError::Invalid { field: format!("{place}[{at}].type") });
            }
            let reply = object(button, "reply", &format!("{place}[{at}].reply"))?;
            let field = |name: &str| string(reply, name, &format!("{place}[{at}].reply.{name}"));
            Ok(Button { id: field("id")?, title: field("title")? })
        })
        .collect()
}

fn sections(action: &Value) -> Result<Vec<Section>, ContentError> {
    let place = "interactive.action.sections";
    array(action, "sections", place)?
        .iter()
        .enumerate()
        .map(|(at, section)| {
            let place = format!("{place}[{at}]");
            let rows = array(section, "rows", &format!("{place}.rows"))?;
            let rows =
                rows.iter().enumerate().map(|(at, row)| self::row(row, &format!("{place}.rows[{at}]")));
            let title = optional_string(section, "title", &format!("{place}.title"))?;
            Ok(Section { title, rows: rows.collect::<Result<_, _>>()? })
        })
        .collect()
}

fn row(row: &Value, place: &str) -> Result<Row, ContentError> {
    Ok(Row {
        id: string(row, "id", &format!("{place}.id"))?,
        title: string(row, "title", &format!("{place}.title"))?,
        description: optional_string(row, "description", &format!("{place}.description"))?,
    })
}

fn object<'v>(value: &'v Value, name: &str, field: &str) -> Result<&'v Value, ContentError> {
    match value.get(name) {
        Some(object) if object.is_object() => Ok(object),
        None | Some(Value::Null) => Err(ContentError::Missing { field: field.to_owned() }),
        Some(_) => Err(ContentError::Invalid { field: field.to_owned() }),
    }
}

fn array<'v>(value: &'v Value, name: &str, field: &str) -> Result<&'v [Value], ContentError> {
    match value.get(name) {
        Some(Value::Array(items)) => Ok(items),
        None | Some(Value::Null) => Err(ContentError::Missing { field: field.to_owned() }),
        Some(_) => Err(ContentError::Invalid { field: field.to_owned() }),
    }
}

fn optional_string(value: &Value, name: &str, field: &str) -> Result<Option<String>, ContentError> {
    match value.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(text)) => Ok(Some(text.clone())),
        Some(_) => Err(ContentError::Invalid { field: field.to_owned() }),
    }
}

fn string(value: &Value, name: &str, field: &str) -> Result<String, ContentError> {
    optional_string(value, name, field)?.ok_or_else(|| ContentError::Missing { field: field.to_owned() })
}
