//! The messages of a thread as pages arrive: in order, each once, the newest version of each.

use std::collections::BTreeMap;

use shared::inbox::Message;

/// Messages by their place in the conversation.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct MessageLog {
    by_position: BTreeMap<u64, Message>,
    /// Where older messages begin; `None` when the first one is here.
    older: Option<String>,
    has_any: bool,
}

impl MessageLog {
    /// Takes the newest page, again and again. It keeps what older pages brought.
    pub(super) fn take_newest(&mut self, messages: Vec<Message>, next_cursor: Option<String>) {
        let oldest_new = messages.iter().map(|message| message.position).min();
        let newest_known = self.by_position.keys().next_back().copied();
        let is_gap = matches!((oldest_new, newest_known), (Some(new), Some(known)) if new > known + 1);
        if is_gap {
            self.by_position.clear();
        }
        if is_gap || !self.has_any {
            self.older = next_cursor;
        }
        self.has_any = true;
        self.insert(messages);
    }

    /// Takes a page of older messages.
    pub(super) fn take_older(&mut self, messages: Vec<Message>, next_cursor: Option<String>) {
        self.older = next_cursor;
        self.insert(messages);
    }

    fn insert(&mut self, messages: Vec<Message>) {
        self.by_position.extend(messages.into_iter().map(|message| (message.position, message)));
    }

    /// All messages, the oldest first.
    pub(super) fn all(&self) -> Vec<Message> {
        self.by_position.values().cloned().collect()
    }

    /// The cursor for the next older page.
    pub(super) fn older(&self) -> Option<&str> {
        self.older.as_deref()
    }

    /// The place of the newest message.
    pub(super) fn newest(&self) -> Option<u64> {
        self.by_position.keys().next_back().copied()
    }
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};
    use shared::inbox::{Author, MessageContent, MessageStatus};
    use shared::{ConversationId, MessageId};
    use uuid::Uuid;

    use super::*;

    fn message(position: u64, status: MessageStatus) -> Message {
        Message {
            id: MessageId(Uuid::from_u128(u128::from(position))),
            conversation_id: ConversationId(Uuid::from_u128(1)),
            position,
            author: Author::Bot,
            content: MessageContent::Text { text: position.to_string() },
            status,
            failure: None,
            run_id: None,
            at: Utc.timestamp_opt(1_760_000_000, 0).unwrap(),
            statuses: Vec::new(),
        }
    }

    fn positions(log: &MessageLog) -> Vec<u64> {
        log.all().iter().map(|message| message.position).collect()
    }

    #[test]
    fn a_refetch_keeps_older_pages_and_takes_new_statuses() {
        let mut log = MessageLog::default();
        log.take_newest(
            vec![message(4, MessageStatus::Sent), message(3, MessageStatus::Sent)],
            Some("c".into()),
        );
        log.take_older(vec![message(2, MessageStatus::Read), message(1, MessageStatus::Read)], None);
        log.take_newest(
            vec![message(5, MessageStatus::Queued), message(4, MessageStatus::Read)],
            Some("d".into()),
        );
        assert_eq!(positions(&log), [1, 2, 3, 4, 5]);
        assert_eq!(log.all()[3].status, MessageStatus::Read);
        assert_eq!(log.older(), None, "the first message is here already");
    }

    #[test]
    fn after_a_gap_the_thread_begins_anew() {
        let mut log = MessageLog::default();
        log.take_newest(vec![message(2, MessageStatus::Sent)], None);
        log.take_newest(
            vec![message(60, MessageStatus::Sent), message(59, MessageStatus::Sent)],
            Some("c".into()),
        );
        assert_eq!(positions(&log), [59, 60]);
        assert_eq!(log.older(), Some("c"));
    }
}
