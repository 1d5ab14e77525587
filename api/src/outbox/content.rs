//! What is stored as content, as Graph wants it.

use shared::inbox::{Choice, MessageContent};
use whatsapp::message::{Button, Buttons, Content, LimitError, List, Row, Section, Text, Words};

/// Why content cannot be sent.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ContentError {
    /// It breaks a limit of Meta's.
    #[error(transparent)]
    Limit(#[from] LimitError),
    /// Only people send this.
    #[error("content of this kind is not sent")]
    NotSendable,
}

/// The content of a message to be sent.
///
/// # Errors
/// When it breaks a limit, or is of a kind that only people send.
pub fn to_graph(content: MessageContent) -> Result<Content, ContentError> {
    match content {
        MessageContent::Text { text } => Ok(Text::new(text)?.into()),
        MessageContent::Buttons { header, text, footer, buttons } => {
            let buttons = buttons.into_iter().map(|Choice { id, title, .. }| Button { id, title });
            Ok(Buttons::new(Words::new(header, text, footer)?, buttons.collect())?.into())
        }
        MessageContent::List { header, text, footer, button, sections } => {
            let sections = sections.into_iter().map(|section| Section {
                title: Some(section.title).filter(|title| !title.is_empty()),
                rows: section.rows.into_iter().map(row).collect(),
            });
            Ok(List::new(Words::new(header, text, footer)?, button, sections.collect())?.into())
        }
        MessageContent::Reply { .. } | MessageContent::Unsupported { .. } => Err(ContentError::NotSendable),
    }
}

fn row(Choice { id, title, description }: Choice) -> Row {
    Row { id, title, description }
}

/// The stored kind of what is sent, and the text people read first.
#[must_use]
pub(super) fn kind_and_text(content: &MessageContent) -> (&'static str, &str) {
    match content {
        MessageContent::Text { text } => ("text", text),
        MessageContent::Buttons { text, .. } => ("buttons", text),
        MessageContent::List { text, .. } => ("list", text),
        MessageContent::Reply { title, .. } => ("button_reply", title),
        MessageContent::Unsupported { .. } => ("unsupported", ""),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn graph(content: serde_json::Value) -> serde_json::Value {
        serde_json::to_value(to_graph(serde_json::from_value(content).unwrap()).unwrap()).unwrap()
    }

    #[test]
    fn stored_content_becomes_what_graph_takes() {
        let buttons = graph(json!({
            "kind": "buttons", "header": "H", "text": "T", "footer": null, "buttons": [{"id": "a", "title": "A"}],
        }));
        assert_eq!(
            buttons,
            json!({"type": "interactive", "interactive": {
                "type": "button", "header": {"type": "text", "text": "H"}, "body": {"text": "T"},
                "action": {"buttons": [{"type": "reply", "reply": {"id": "a", "title": "A"}}]}}})
        );
        let list = graph(json!({
            "kind": "list", "header": null, "text": "T", "footer": "F", "button": "Open",
            "sections": [{"title": "", "rows": [{"id": "a", "title": "A", "description": "D"}]}],
        }));
        assert_eq!(
            list["interactive"]["action"],
            json!({"button": "Open", "sections": [{"rows": [{"id": "a", "title": "A", "description": "D"}]}]})
        );
        assert_eq!(
            graph(json!({"kind": "text", "text": "T"})),
            json!({"type": "text", "text": {"body": "T"}})
        );
    }

    #[test]
    fn what_only_people_send_is_refused() {
        let reply = MessageContent::Reply { id: "a".into(), title: "A".into() };
        assert_eq!(to_graph(reply), Err(ContentError::NotSendable));
        let blank = MessageContent::Text { text: " ".into() };
        assert!(matches!(to_graph(blank), Err(ContentError::Limit(_))));
    }
}
