//! Decisions of the inbox: what a view shows, when the 24-hour window is open, and what rows say in the API's words.

use std::collections::BTreeMap;

use chrono::TimeDelta;
use shared::Time;
use shared::inbox as api;
use shared::{ContactId, ConversationId, MessageId, NumberId, RunId};

use crate::entities::conversation::ConversationState;
use crate::entities::message::{Author, MessageStatus};
use crate::entities::{contact, conversation, message, message_status};
use crate::platform::zone;

/// The states a view shows.
pub(super) const fn states(view: api::InboxView) -> &'static [ConversationState] {
    match view {
        api::InboxView::All => &[ConversationState::Bot, ConversationState::Waiting, ConversationState::Open],
        api::InboxView::Waiting => &[ConversationState::Waiting],
        api::InboxView::Open => &[ConversationState::Open],
        api::InboxView::Bot => &[ConversationState::Bot],
        api::InboxView::Closed => &[ConversationState::Closed],
    }
}

/// The name of the list of a view, for its cursors.
pub(super) const fn list_name(view: api::InboxView) -> &'static str {
    match view {
        api::InboxView::All => "conversations:all",
        api::InboxView::Waiting => "conversations:waiting",
        api::InboxView::Open => "conversations:open",
        api::InboxView::Bot => "conversations:bot",
        api::InboxView::Closed => "conversations:closed",
    }
}

/// When the 24-hour window closes.
pub(super) fn window_closes_at(last_inbound_at: Option<Time>) -> Option<Time> {
    last_inbound_at
        .and_then(|at| at.checked_add_signed(TimeDelta::seconds(whatsapp::limits::SERVICE_WINDOW_S)))
}

/// Why nothing can be written by hand now, in words; `None` while the window is open.
pub(super) fn window_closed(
    name: &str,
    last_inbound_at: Option<Time>,
    now: Time,
    time_zone: &str,
) -> Option<String> {
    let name = if name.is_empty() { "the contact" } else { name };
    let Some(last) = last_inbound_at else {
        return Some(format!(
            "The 24-hour window is closed. {name} has not written yet. WhatsApp now allows only approved templates. \
             When {name} writes, you can write freely."
        ));
    };
    if window_closes_at(last_inbound_at).is_some_and(|closes_at| now < closes_at) {
        return None;
    }
    let local = zone::local(time_zone, last);
    let is_this_week = now - last < TimeDelta::days(6);
    let when = local.format(if is_this_week { "%A at %H:%M" } else { "%-d %B %Y at %H:%M" });
    Some(format!(
        "The 24-hour window is closed. {name}'s last message was on {when}. WhatsApp now allows only approved \
         templates. When {name} replies, you can write freely again."
    ))
}

/// A contact as a conversation shows it.
pub(super) fn contact_summary(contact: &contact::Model) -> api::ContactSummary {
    let fields: BTreeMap<String, String> = match &contact.fields {
        serde_json::Value::Object(fields) => {
            fields.iter().map(|(name, value)| (name.clone(), plain(value))).collect()
        }
        _ => BTreeMap::new(),
    };
    api::ContactSummary {
        id: ContactId(contact.id),
        name: contact.name.clone(),
        phone: contact.phone.clone(),
        fields,
    }
}

fn plain(value: &serde_json::Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

/// What is known about a conversation beside its row.
pub(super) struct Around<'a> {
    pub(super) contact: Option<&'a contact::Model>,
    pub(super) bot_name: Option<String>,
    pub(super) last_author: Option<Author>,
}

/// A conversation in the API's words.
pub(super) fn conversation(row: &conversation::Model, around: Around<'_>) -> api::Conversation {
    let nobody = || api::ContactSummary {
        id: ContactId(row.contact_id),
        name: String::new(),
        phone: None,
        fields: BTreeMap::new(),
    };
    let is_bot = row.state == ConversationState::Bot;
    api::Conversation {
        id: ConversationId(row.id),
        number_id: NumberId(row.number_id),
        contact: around.contact.map_or_else(nobody, contact_summary),
        state: row.state.into(),
        bot_name: around.bot_name.filter(|_| is_bot),
        hand_over_reason: row.hand_over_reason.clone(),
        last_message: row.last_message_preview.clone(),
        last_author: around.last_author.map(Into::into),
        last_message_at: row.last_message_at,
        last_inbound_at: row.last_inbound_at,
        window_closes_at: window_closes_at(row.last_inbound_at),
        unread_count: u32::try_from(row.unread_count).unwrap_or_default(),
    }
}

/// A message in the API's words.
pub(super) fn message(row: &message::Model, statuses: &[message_status::Model]) -> api::Message {
    let content = serde_json::from_value(row.content.clone())
        .unwrap_or_else(|_| api::MessageContent::Unsupported { type_name: row.kind.clone() });
    let statuses = statuses.iter().filter(|status| status.message_id == Some(row.id)).filter_map(status_at);
    api::Message {
        id: MessageId(row.id),
        conversation_id: ConversationId(row.conversation_id),
        position: u64::try_from(row.position).unwrap_or_default(),
        author: row.author.into(),
        content,
        status: row.status.into(),
        failure: failure(row),
        run_id: row.run_id.map(RunId),
        at: row.sent_at,
        statuses: statuses.collect(),
    }
}

fn status_at(row: &message_status::Model) -> Option<api::StatusAt> {
    let status = match row.status.as_str() {
        "sent" => api::MessageStatus::Sent,
        "delivered" => api::MessageStatus::Delivered,
        "read" => api::MessageStatus::Read,
        "failed" => api::MessageStatus::Failed,
        // Kept raw; Meta knows more (`played`, `deleted`) than people are shown.
        _ => return None,
    };
    Some(api::StatusAt { status, at: row.at })
}

fn failure(row: &message::Model) -> Option<api::Failure> {
    if !matches!(row.status, MessageStatus::Failed | MessageStatus::Unknown) {
        return None;
    }
    let code = row.error_code.as_deref().and_then(|code| code.parse::<i64>().ok());
    let explained = code.and_then(whatsapp::error::explain);
    let (meaning, what_to_do) = match (explained, row.status) {
        (Some(explained), _) => (explained.meaning.to_owned(), explained.action.to_owned()),
        (None, MessageStatus::Unknown) => (
            "Nobody knows whether this message arrived: the connection broke while it was sent.".to_owned(),
            "Ask whether it arrived before you write it again.".to_owned(),
        ),
        (None, _) => (
            row.error_detail.clone().unwrap_or_else(|| "WhatsApp did not take this message.".to_owned()),
            "Look at the details, correct the message and send it again.".to_owned(),
        ),
    };
    Some(api::Failure { code, meaning, what_to_do })
}

impl From<ConversationState> for api::ConversationState {
    fn from(state: ConversationState) -> Self {
        match state {
            ConversationState::Bot => Self::Bot,
            ConversationState::Waiting => Self::Waiting,
            ConversationState::Open => Self::Open,
            ConversationState::Closed => Self::Closed,
        }
    }
}

impl From<Author> for api::Author {
    fn from(author: Author) -> Self {
        match author {
            Author::Bot => Self::Bot,
            Author::Member => Self::Member,
            Author::Contact => Self::Contact,
        }
    }
}

impl From<MessageStatus> for api::MessageStatus {
    fn from(status: MessageStatus) -> Self {
        match status {
            MessageStatus::Received => Self::Received,
            MessageStatus::Queued => Self::Queued,
            MessageStatus::Sending => Self::Sending,
            MessageStatus::Accepted => Self::Accepted,
            MessageStatus::Sent => Self::Sent,
            MessageStatus::Delivered => Self::Delivered,
            MessageStatus::Read => Self::Read,
            MessageStatus::Failed => Self::Failed,
            MessageStatus::Unknown => Self::Unknown,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Time {
        text.parse().unwrap()
    }

    #[test]
    fn the_window_is_open_for_24_hours_to_the_second() {
        let last = Some(at("2026-11-24T14:20:00Z"));
        assert_eq!(window_closed("Ana", last, at("2026-11-25T14:19:59Z"), "UTC"), None);
        let words = window_closed("Ana", last, at("2026-11-25T14:20:00Z"), "UTC").unwrap();
        assert_eq!(
            words,
            "The 24-hour window is closed. Ana's last message was on Tuesday at 14:20. WhatsApp now allows only \
             approved templates. When Ana replies, you can write freely again."
        );
        assert!(
            window_closed("Ana", last, at("2026-12-25T00:00:00Z"), "Asia/Kolkata")
                .unwrap()
                .contains("24 November 2026 at 19:50")
        );
        assert!(
            window_closed("", None, at("2026-12-25T00:00:00Z"), "UTC")
                .unwrap()
                .contains("the contact has not written yet")
        );
    }

    #[test]
    fn all_shows_everything_but_what_is_closed() {
        assert!(!states(api::InboxView::All).contains(&ConversationState::Closed));
        assert_eq!(states(api::InboxView::Closed), [ConversationState::Closed]);
    }
}
