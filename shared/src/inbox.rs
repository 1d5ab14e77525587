//! The inbox: conversations and messages.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{ContactId, ConversationId, MessageId, NumberId, RunId};

/// The thread of one contact with one number.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Conversation {
    /// Its id.
    pub id: ConversationId,
    /// The number it is with.
    pub number_id: NumberId,
    /// The person.
    pub contact: ContactSummary,
    /// Who answers now.
    pub state: ConversationState,
    /// The bot's name while one answers.
    pub bot_name: Option<String>,
    /// What the bot told the person who takes over; until a bot answers again or the conversation is closed.
    pub hand_over_reason: Option<String>,
    /// The last message, shortened.
    pub last_message: String,
    /// Who wrote it.
    pub last_author: Option<Author>,
    /// When it was written.
    pub last_message_at: Option<DateTime<Utc>>,
    /// When the contact last wrote; the 24-hour window ends a day later.
    pub last_inbound_at: Option<DateTime<Utc>>,
    /// When the 24-hour window closes; `None` when the contact never wrote.
    pub window_closes_at: Option<DateTime<Utc>>,
    /// Messages nobody has looked at.
    pub unread_count: u32,
}

/// A contact as a conversation shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ContactSummary {
    /// The contact's id.
    pub id: ContactId,
    /// Their profile name; empty when WhatsApp gave none.
    pub name: String,
    /// Their phone, when known.
    pub phone: Option<String>,
    /// What is stored about them by name; empty in lists.
    pub fields: std::collections::BTreeMap<String, String>,
}

/// Who answers a conversation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    /// A bot.
    Bot,
    /// Nobody yet: it was handed over, or no bot took it.
    Waiting,
    /// A person.
    Open,
    /// Nobody: it is done.
    Closed,
}

/// Which conversations.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum InboxView {
    /// Every one that is not closed.
    #[default]
    All,
    /// Those that wait for a person.
    Waiting,
    /// Those a person answers.
    Open,
    /// Those a bot answers.
    Bot,
    /// Those that are done.
    Closed,
}

/// Who wrote a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum Author {
    /// The person on WhatsApp.
    Contact,
    /// A bot.
    Bot,
    /// A member of the team.
    Member,
}

/// One message of a conversation.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// The conversation.
    pub conversation_id: ConversationId,
    /// 1, 2, 3 … within the conversation.
    pub position: u64,
    /// Who wrote it.
    pub author: Author,
    /// What it holds.
    pub content: MessageContent,
    /// How far it got.
    pub status: MessageStatus,
    /// Why it failed, for people.
    pub failure: Option<Failure>,
    /// The run that sent it.
    pub run_id: Option<RunId>,
    /// When it was written (Meta's time for inbound ones).
    pub at: DateTime<Utc>,
    /// Each status with its time, in order of arrival.
    pub statuses: Vec<StatusAt>,
}

/// Why a message was not sent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Failure {
    /// Meta's error code, when Meta refused.
    pub code: Option<i64>,
    /// What happened.
    pub meaning: String,
    /// What to do.
    pub what_to_do: String,
}

/// A status with its time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct StatusAt {
    /// The status.
    pub status: MessageStatus,
    /// When, by Meta's clock.
    pub at: DateTime<Utc>,
}

/// What a message holds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(tag = "kind", rename_all = "snake_case", try_from = "WrittenContent")]
pub enum MessageContent {
    /// Plain text.
    Text {
        /// The text, with WhatsApp's marks.
        text: String,
    },
    /// A text with up to three reply buttons.
    Buttons {
        /// Above the text.
        header: Option<String>,
        /// The text.
        text: String,
        /// Below the text.
        footer: Option<String>,
        /// The buttons, in order.
        buttons: Vec<Choice>,
    },
    /// A text with a list to choose from.
    List {
        /// Above the text.
        header: Option<String>,
        /// The text.
        text: String,
        /// Below the text.
        footer: Option<String>,
        /// The label that opens the list.
        button: String,
        /// The rows, grouped.
        sections: Vec<ListSection>,
    },
    /// A tap on a button or a row.
    Reply {
        /// The id of the choice.
        id: String,
        /// Its label.
        title: String,
    },
    /// A type that is stored but not shown yet.
    Unsupported {
        /// Meta's name of the type.
        type_name: String,
    },
}

/// A content of whatever kind, as it is written. What serde makes of the tagged enum is several times larger, and every page
/// with messages brings it into the browser.
#[derive(Deserialize)]
struct WrittenContent {
    kind: String,
    header: Option<String>,
    text: Option<String>,
    footer: Option<String>,
    buttons: Option<Vec<Choice>>,
    button: Option<String>,
    sections: Option<Vec<ListSection>>,
    id: Option<String>,
    title: Option<String>,
    type_name: Option<String>,
}

impl TryFrom<WrittenContent> for MessageContent {
    type Error = &'static str;

    fn try_from(written: WrittenContent) -> Result<Self, Self::Error> {
        let WrittenContent { header, footer, .. } = written;
        let text = written.text.ok_or("`text` is missing");
        Ok(match written.kind.as_str() {
            "text" => Self::Text { text: text? },
            "buttons" => {
                let buttons = written.buttons.ok_or("`buttons` is missing")?;
                Self::Buttons { header, text: text?, footer, buttons }
            }
            "list" => Self::List {
                header,
                text: text?,
                footer,
                button: written.button.ok_or("`button` is missing")?,
                sections: written.sections.ok_or("`sections` is missing")?,
            },
            "reply" => Self::Reply {
                id: written.id.ok_or("`id` is missing")?,
                title: written.title.ok_or("`title` is missing")?,
            },
            "unsupported" => {
                Self::Unsupported { type_name: written.type_name.ok_or("`type_name` is missing")? }
            }
            _ => return Err("`kind` is none of text, buttons, list, reply, unsupported"),
        })
    }
}

/// A button or a row.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Choice {
    /// What comes back when it is chosen.
    pub id: String,
    /// Its label.
    pub title: String,
    /// A second line, on rows only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
}

/// A group of rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct ListSection {
    /// Its title; empty when there is one section only.
    pub title: String,
    /// Its rows.
    pub rows: Vec<Choice>,
}

/// How far a message got.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum MessageStatus {
    /// Inbound: stored.
    Received,
    /// Waits for its turn.
    Queued,
    /// On its way to WhatsApp.
    Sending,
    /// WhatsApp took it.
    Accepted,
    /// Left WhatsApp's servers.
    Sent,
    /// On the phone.
    Delivered,
    /// Seen.
    Read,
    /// Not sent; `failure` says why.
    Failed,
    /// Nobody knows: the connection broke after the request was written. It is not sent again.
    Unknown,
}

/// A text written by hand.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewMessage {
    /// The text, 1 to 4,096 characters.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 4096))]
    pub text: String,
}

/// Changes a conversation; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ConversationPatch {
    /// Who answers: `open` takes over, `bot` hands back, `closed` closes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ConversationState>,
    /// Set to `true` when a person has looked at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub is_read: Option<bool>,
}

/// Which page of conversations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::IntoParams), into_params(parameter_in = Query))]
#[serde(deny_unknown_fields)]
pub struct ConversationQuery {
    /// Which conversations; `all` when absent.
    #[serde(default)]
    #[cfg_attr(feature = "openapi", param(inline))]
    pub view: InboxView,
    /// Where the page begins.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(pattern = "^[A-Za-z0-9_-]{1,600}$"))]
    pub cursor: Option<String>,
    /// Items a page, 1 to 200; 50 when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", param(minimum = 1, maximum = 200, default = 50))]
    pub limit: Option<u16>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_content_of_every_kind_is_read_as_it_is_written() {
        let choice = |id: &str| Choice { id: id.into(), title: id.into(), description: None };
        let text = || "How can we help?".to_owned();
        let all = [
            MessageContent::Text { text: text() },
            MessageContent::Buttons {
                header: None,
                text: text(),
                footer: Some("We open at nine".into()),
                buttons: vec![choice("a")],
            },
            MessageContent::List {
                header: Some("Hi".into()),
                text: text(),
                footer: None,
                button: "Choose".into(),
                sections: vec![ListSection { title: String::new(), rows: vec![choice("b")] }],
            },
            MessageContent::Reply { id: "a".into(), title: "Prices".into() },
            MessageContent::Unsupported { type_name: "sticker".into() },
        ];
        for content in all {
            let json = serde_json::to_value(&content).unwrap();
            assert_eq!(serde_json::from_value::<MessageContent>(json.clone()).unwrap(), content);
            let fields = json.as_object().unwrap().iter().filter(|(_, value)| !value.is_null());
            for name in fields.map(|(name, _)| name).filter(|name| *name != "footer" && *name != "header") {
                let mut lacking = json.clone();
                lacking.as_object_mut().unwrap().remove(name);
                assert!(serde_json::from_value::<MessageContent>(lacking).is_err(), "{json} without {name}");
            }
        }
        assert!(serde_json::from_str::<MessageContent>(r#"{"kind":"poem","text":"x"}"#).is_err());
    }
}
