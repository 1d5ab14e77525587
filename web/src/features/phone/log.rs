//! What is known of the thread: its newest part as it was last read, and what came before as far as somebody asked for it.

use shared::phone::{PhoneMessage, PhoneThread};

/// The messages of a thread as parts of it arrive: in order, each once, the newest version of each.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) struct PhoneLog {
    messages: Vec<PhoneMessage>,
    has_older: bool,
}

impl PhoneLog {
    /// Takes the newest part, again and again; where too much came in between, it begins anew. A part that was read before
    /// the last one takes nothing back.
    pub(super) fn take_newest(&mut self, thread: PhoneThread) {
        let place = |message: Option<&PhoneMessage>| {
            let id = message.map(|message| message.id.as_str())?;
            self.messages.iter().position(|known| known.id == id)
        };
        let (first, last) = (place(thread.messages.first()), place(thread.messages.last()));
        let later = last.map(|last| self.messages.split_off(last + 1)).unwrap_or_default();
        match first {
            Some(first) if first > 0 => self.messages.truncate(first),
            _ => {
                self.messages.clear();
                self.has_older = thread.has_older;
            }
        }
        self.messages.extend(thread.messages);
        self.messages.extend(later);
    }

    /// Takes the part before the first message.
    pub(super) fn take_older(&mut self, thread: PhoneThread) {
        self.has_older = thread.has_older;
        self.messages.splice(..0, thread.messages);
    }

    /// All of them, oldest first.
    pub(super) fn messages(&self) -> &[PhoneMessage] {
        &self.messages
    }

    /// The message before which there are others; `None` when the first one is here.
    pub(super) fn oldest(&self) -> Option<&str> {
        self.messages.first().map(|message| message.id.as_str()).filter(|_| self.has_older)
    }
}

#[cfg(test)]
mod tests {
    use shared::inbox::{MessageContent, MessageStatus};

    use super::*;

    fn thread(ids: std::ops::RangeInclusive<u32>, status: MessageStatus) -> PhoneThread {
        let messages = ids.clone().map(|id| PhoneMessage {
            id: id.to_string(),
            is_mine: true,
            content: MessageContent::Text { text: id.to_string() },
            status,
            at: chrono::DateTime::UNIX_EPOCH,
        });
        let messages = messages.collect();
        PhoneThread { name: "Ana".into(), phone: "1".into(), messages, has_older: *ids.start() > 1 }
    }

    fn ids(log: &PhoneLog) -> Vec<&str> {
        log.messages().iter().map(|message| message.id.as_str()).collect()
    }

    #[test]
    fn older_parts_stay_while_new_messages_come() {
        let mut log = PhoneLog::default();
        log.take_newest(thread(4..=6, MessageStatus::Sent));
        assert_eq!(log.oldest(), Some("4"));
        log.take_older(thread(1..=3, MessageStatus::Sent));
        assert_eq!(log.oldest(), None);
        log.take_newest(thread(5..=7, MessageStatus::Read));
        assert_eq!(ids(&log), ["1", "2", "3", "4", "5", "6", "7"]);
        assert_eq!(log.messages()[5].status, MessageStatus::Read, "the newest version");
    }

    #[test]
    fn a_gap_begins_anew_and_a_late_answer_takes_nothing_back() {
        let mut log = PhoneLog::default();
        log.take_newest(thread(1..=3, MessageStatus::Sent));
        log.take_newest(thread(7..=9, MessageStatus::Sent));
        assert_eq!((ids(&log), log.oldest()), (vec!["7", "8", "9"], Some("7")));
        log.take_newest(thread(7..=8, MessageStatus::Sent));
        assert_eq!(ids(&log), ["7", "8", "9"]);
    }
}
