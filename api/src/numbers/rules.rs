//! Decisions about numbers: what a new sandbox number is called, whose phone writes to it, and what the simulator's
//! messages are in the API's words. Pure but for the random bytes that are given in.

use serde_json::Value;
use sha2::{Digest, Sha256};
use shared::inbox::{Choice, ListSection, MessageContent, MessageStatus};
use shared::number as api;
use shared::phone::PhoneMessage;
use shared::{MemberId, NumberId, Time};
use whatsapp::message::Content;
use whatsapp::simulator::admin::ConversationMessage;

use crate::entities::number::{self, NumberKind, NumberState};

/// Sandbox numbers a workspace may have at the same time.
pub(super) const SANDBOX_NUMBERS: u64 = 5;
/// Messages the sandbox phone shows at a time.
pub(super) const PHONE_MESSAGES: u16 = 200;
/// The country code of sandbox phones. ITU has set 999 aside, so that nobody ever gets such a number.
const NOBODYS_COUNTRY: &str = "999";

/// What a new sandbox number and its app are known by at the simulator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SandboxIds {
    pub(super) meta_app_id: String,
    pub(super) waba_id: String,
    pub(super) phone_number_id: String,
    pub(super) display_phone: String,
}

impl SandboxIds {
    /// Ids from random bytes. They look like Meta's: 15 or 16 digits that do not begin with a zero.
    pub(super) fn new(random: &[u8; 64]) -> Self {
        let mut digits = random.iter().map(|byte| char::from(b'0' + byte % 10));
        let mut take = |n| digits.by_ref().take(n).collect::<String>();
        let (app, waba, number, area, line) = (take(15), take(14), take(14), take(1), take(4));
        Self {
            meta_app_id: format!("9{app}"),
            waba_id: format!("9{waba}"),
            phone_number_id: format!("9{number}"),
            // 555 01xx is set aside for fiction.
            display_phone: format!("+1 555 01{area} {line}"),
        }
    }
}

/// The phone with which a member writes to sandbox numbers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SandboxPhone {
    /// The number without `+`.
    pub(super) wa_id: String,
    /// The business-scoped user id.
    pub(super) user_id: String,
}

impl SandboxPhone {
    /// The phone of a member, always the same.
    pub(super) fn of(member: MemberId) -> Self {
        let hash =
            Sha256::new().chain_update(b"sandbox phone").chain_update(member.uuid().as_bytes()).finalize();
        let digits: String = hash.iter().map(|byte| char::from(b'0' + byte % 10)).collect();
        let (wa_id, user_id) = digits.split_at(12);
        Self { wa_id: format!("{NOBODYS_COUNTRY}{wa_id}"), user_id: format!("ZZ.{user_id}") }
    }

    /// The number as people write it.
    pub(super) fn display(&self) -> String {
        let digits: Vec<char> = self.wa_id.chars().collect();
        let groups: Vec<String> = digits.chunks(3).map(|group| group.iter().collect()).collect();
        format!("+{}", groups.join(" "))
    }
}

/// A number in the API's words.
pub(super) fn number(row: &number::Model, last_event_at: Option<Time>) -> api::Number {
    api::Number {
        id: NumberId(row.id),
        kind: match row.kind {
            NumberKind::Sandbox => api::NumberKind::Sandbox,
            NumberKind::Cloud => api::NumberKind::Cloud,
        },
        name: row.name.clone(),
        display_phone: row.display_phone.clone(),
        phone_number_id: row.phone_number_id.clone(),
        waba_id: row.waba_id.clone(),
        state: match row.state {
            NumberState::Connected => api::NumberState::Connected,
            NumberState::Disconnected => api::NumberState::Disconnected,
        },
        last_event_at,
        created_at: row.created_at,
    }
}

/// A message of the simulator as the phone shows it.
pub(super) fn phone_message(message: &ConversationMessage) -> PhoneMessage {
    let content = if message.is_from_business {
        Content::from_graph(&message.content).ok().and_then(|content| from_business(&content))
    } else {
        from_phone(&message.content)
    };
    let type_name = message.content.get("type").and_then(Value::as_str).unwrap_or("unknown");
    PhoneMessage {
        id: message.wamid.clone(),
        is_mine: !message.is_from_business,
        content: content.unwrap_or_else(|| MessageContent::Unsupported { type_name: type_name.to_owned() }),
        status: match message.state.as_str() {
            "delivered" => MessageStatus::Delivered,
            "read" => MessageStatus::Read,
            "failed" => MessageStatus::Failed,
            _ => MessageStatus::Sent,
        },
        at: Time::from_timestamp_millis(message.at_ms).unwrap_or_default(),
    }
}

/// What a business sent, in the API's words; `None` for what the phone does not show yet.
fn from_business(content: &Content) -> Option<MessageContent> {
    let owned = |text: Option<&str>| text.map(str::to_owned);
    match content {
        Content::Text(text) => Some(MessageContent::Text { text: text.body().to_owned() }),
        Content::Buttons(buttons) => Some(MessageContent::Buttons {
            header: owned(buttons.words().header()),
            text: buttons.words().body().to_owned(),
            footer: owned(buttons.words().footer()),
            buttons: buttons.buttons().iter().map(|button| choice(&button.id, &button.title, None)).collect(),
        }),
        Content::List(list) => Some(MessageContent::List {
            header: owned(list.words().header()),
            text: list.words().body().to_owned(),
            footer: owned(list.words().footer()),
            button: list.button().to_owned(),
            sections: list.sections().iter().map(section).collect(),
        }),
        _ => None,
    }
}

fn section(section: &whatsapp::message::Section) -> ListSection {
    let rows = section.rows.iter().map(|row| choice(&row.id, &row.title, row.description.clone()));
    ListSection { title: section.title.clone().unwrap_or_default(), rows: rows.collect() }
}

fn choice(id: &str, title: &str, description: Option<String>) -> Choice {
    Choice { id: id.to_owned(), title: title.to_owned(), description }
}

/// What the phone itself wrote, in the API's words.
fn from_phone(content: &Value) -> Option<MessageContent> {
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).map(str::to_owned);
    match content.get("type").and_then(Value::as_str)? {
        "text" => Some(MessageContent::Text { text: text(content.get("text")?, "body")? }),
        "interactive" => {
            let interactive = content.get("interactive")?;
            let reply = interactive.get("button_reply").or_else(|| interactive.get("list_reply"))?;
            Some(MessageContent::Reply { id: text(reply, "id")?, title: text(reply, "title")? })
        }
        _ => None,
    }
}

/// A choice a phone can make in a message: its title and description.
pub(super) fn offered<'a>(content: &'a MessageContent, id: &str) -> Option<&'a Choice> {
    match content {
        MessageContent::Buttons { buttons, .. } => buttons.iter().find(|button| button.id == id),
        MessageContent::List { sections, .. } => {
            sections.iter().flat_map(|section| &section.rows).find(|row| row.id == id)
        }
        MessageContent::Text { .. } | MessageContent::Reply { .. } | MessageContent::Unsupported { .. } => {
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_members_phone_is_always_the_same_and_nobodys_number() {
        let member = MemberId::new();
        let phone = SandboxPhone::of(member);
        assert_eq!(phone, SandboxPhone::of(member));
        assert_ne!(phone, SandboxPhone::of(MemberId::new()));
        assert!(phone.wa_id.starts_with("999"));
        assert_eq!(phone.wa_id.len(), 15, "E.164 allows 15 digits");
        assert_eq!(phone.display().chars().filter(char::is_ascii_digit).count(), 15);
        assert_eq!(phone.user_id.len(), 3 + 20);
    }

    #[test]
    fn ids_of_a_sandbox_number_look_like_metas() {
        let ids = SandboxIds::new(&[7; 64]);
        assert_eq!(ids.meta_app_id, "9777777777777777");
        assert_eq!(ids.phone_number_id, "977777777777777");
        assert_eq!(ids.display_phone, "+1 555 017 7777");
    }

    fn message(is_from_business: bool, content: Value) -> ConversationMessage {
        ConversationMessage {
            wamid: "wamid.1".into(),
            is_from_business,
            content,
            reply_to: None,
            state: "delivered".into(),
            error_code: None,
            at_ms: 0,
        }
    }

    #[test]
    fn the_phone_shows_what_both_sides_wrote() {
        let text = json!({"type": "text", "text": {"body": "hi"}});
        let shown = phone_message(&message(false, text.clone()));
        assert_eq!(shown.content, MessageContent::Text { text: "hi".into() });
        assert!(shown.is_mine);
        assert_eq!(phone_message(&message(true, text)).content, MessageContent::Text { text: "hi".into() });
        let buttons = json!({"type": "interactive", "interactive": {"type": "button", "body": {"text": "Choose"},
            "action": {"buttons": [{"type": "reply", "reply": {"id": "b1", "title": "One"}}]}}});
        let shown = phone_message(&message(true, buttons));
        assert_eq!(offered(&shown.content, "b1").unwrap().title, "One");
        assert_eq!(offered(&shown.content, "b2"), None);
        let reply = json!({"type": "interactive",
            "interactive": {"type": "button_reply", "button_reply": {"id": "b1", "title": "One"}}});
        let expected = MessageContent::Reply { id: "b1".into(), title: "One".into() };
        assert_eq!(phone_message(&message(false, reply)).content, expected);
        let sticker = phone_message(&message(false, json!({"type": "sticker", "sticker": {}})));
        assert_eq!(sticker.content, MessageContent::Unsupported { type_name: "sticker".into() });
    }
}
