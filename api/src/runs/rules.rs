//! Decisions about a message: whether a bot speaks, which one, and how content is told. Pure.

use std::sync::Arc;

use chrono::TimeDelta;
use flow::{Flow, Input, Keyword, MatchRule, STOP_WORDS, StartedBy, Trigger};
use shared::Time;
use shared::inbox::{Choice, ListSection, MessageContent};
use uuid::Uuid;
use whatsapp::webhook::{Content, InboundMessage};

use crate::entities::conversation::ConversationState;

/// Messages older than this are stored and shown, but start nothing, in hours.
pub const FRESH_HOURS: i64 = 24;
/// Attempts at an item before it is put aside.
pub const MAX_ATTEMPTS: i32 = 3;
/// How long a status waits for its message, in minutes.
pub const STATUS_WAITS_MINUTES: i64 = 15;
/// The longest preview of a message in a list, in characters.
const PREVIEW_CHARS: usize = 160;
/// What a conversation keeps of the word to whoever takes over, in characters; the run's log has all of it.
const HAND_OVER_CHARS: usize = 1_000;

/// A bot that answers now.
#[derive(Debug, Clone)]
pub struct LiveBot {
    /// The bot.
    pub id: Uuid,
    /// What people call it.
    pub name: String,
    /// Its live version.
    pub version_id: Uuid,
    /// What the version does.
    pub flow: Arc<Flow>,
}

/// What is known when a message came.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    /// Who has the word.
    pub state: ConversationState,
    /// Whether the number can answer.
    pub is_connected: bool,
    /// Whether a run of a live bot waits for the contact.
    pub is_run_waiting: bool,
    /// Whether a bot handed the conversation over and nobody has given it back.
    pub is_handed_over: bool,
    /// The bots that answer now, in the order in which they are asked.
    pub live: &'a [LiveBot],
}

/// What happens because of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// No bot says anything.
    Silence,
    /// The run that waits takes it.
    Continue,
    /// A bot begins; a run that waits is stopped.
    Start {
        /// Place of the bot among the live ones.
        bot: usize,
        /// What pulled its trigger.
        trigger: StartedBy,
    },
}

/// Decides what a message causes. Bots are silent while a person has the word, towards groups, on words to opt out, and when
/// the number is disconnected.
///
/// A run that waits takes the message, unless the message is, as a whole, the keyword of a live bot.
#[must_use]
pub fn turn(situation: &Situation<'_>, message: &InboundMessage, is_fresh: bool) -> Turn {
    let is_for_people = match situation.state {
        ConversationState::Open => true,
        ConversationState::Waiting => situation.is_handed_over,
        ConversationState::Bot | ConversationState::Closed => false,
    };
    let is_for_bots =
        situation.is_connected && is_fresh && message.is_from_person() && message.group_id.is_none();
    let typed = message.text().unwrap_or_default();
    let is_opt_out = stop_words().matching(typed).is_some();
    if is_for_people || !is_for_bots || is_opt_out {
        return Turn::Silence;
    }
    let is_text = matches!(message.content, Content::Text(_));
    match choose(situation.live, typed) {
        Some((0, bot, trigger)) if is_text => Turn::Start { bot, trigger },
        _ if situation.is_run_waiting => Turn::Continue,
        Some((_, bot, trigger)) => Turn::Start { bot, trigger },
        None => Turn::Silence,
    }
}

fn stop_words() -> Keyword {
    Keyword { words: STOP_WORDS.map(str::to_owned).to_vec(), rule: MatchRule::Is }
}

/// The bot whose trigger fits best; 0 stands for a keyword that is the whole message.
fn choose(live: &[LiveBot], text: &str) -> Option<(u8, usize, StartedBy)> {
    let found = live.iter().enumerate().filter_map(|(bot, live)| {
        let found = flow::matches(&live.flow.triggers, text)?;
        let rank = match live.flow.triggers.get(found.index) {
            Some(Trigger::Keyword(keyword)) => match keyword.rule {
                MatchRule::Is => 0,
                MatchRule::StartsWith => 1,
                MatchRule::Contains => 2,
            },
            Some(Trigger::AnyMessage {}) | None => 3,
        };
        Some((rank, bot, StartedBy::from(found)))
    });
    found.min_by_key(|(rank, bot, _)| (*rank, *bot))
}

/// Whether a message may still start something.
#[must_use]
pub fn is_fresh(sent_at: Time, now: Time) -> bool {
    now - sent_at <= TimeDelta::hours(FRESH_HOURS)
}

/// What the run that waits is given.
#[must_use]
pub fn input(message: &InboundMessage) -> Input {
    match (&message.content, message.choice()) {
        (Content::Text(text), _) => Input::Text { text: text.body.clone() },
        (_, Some(choice)) => Input::Reply { id: choice.id.to_owned(), title: choice.title.to_owned() },
        (_, None) => Input::Other { kind: message.kind() },
    }
}

/// The stored kind of an inbound message, and its content as it crosses our border.
#[must_use]
pub fn received(message: &InboundMessage) -> (&'static str, MessageContent) {
    let reply = message
        .choice()
        .map(|choice| MessageContent::Reply { id: choice.id.to_owned(), title: choice.title.to_owned() });
    match (&message.content, reply) {
        (Content::Text(text), _) => ("text", MessageContent::Text { text: text.body.clone() }),
        (Content::Button(_), Some(reply)) => ("button", reply),
        (Content::Interactive(told), Some(reply)) if told.button_reply.is_some() => ("button_reply", reply),
        (_, Some(reply)) => ("list_reply", reply),
        (_, None) => ("unsupported", MessageContent::Unsupported { type_name: message.kind() }),
    }
}

/// What a bot says, as it crosses our border.
#[must_use]
pub fn said(message: flow::Outgoing) -> MessageContent {
    match message {
        flow::Outgoing::Text { text } => MessageContent::Text { text },
        flow::Outgoing::Buttons { header, text, footer, buttons } => {
            let buttons = buttons.into_iter().map(|button| choice(button.id, button.title, None)).collect();
            MessageContent::Buttons { header, text, footer, buttons }
        }
        flow::Outgoing::List { header, text, footer, button, sections } => {
            let sections = sections.into_iter().map(|section| ListSection {
                title: section.title.unwrap_or_default(),
                rows: section
                    .rows
                    .into_iter()
                    .map(|row| choice(row.id, row.title, row.description))
                    .collect(),
            });
            MessageContent::List { header, text, footer, button, sections: sections.collect() }
        }
    }
}

fn choice(id: String, title: String, description: Option<String>) -> Choice {
    Choice { id, title, description }
}

/// What the person who takes over is told; `None` when the bot says nothing.
pub(super) fn hand_over_reason(said: &str) -> Option<String> {
    let said = said.trim();
    (!said.is_empty()).then(|| said.chars().take(HAND_OVER_CHARS).collect())
}

/// A message in one short line, for lists.
#[must_use]
pub fn preview(text: &str) -> String {
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(PREVIEW_CHARS) {
        Some((end, _)) => format!("{}…", line.get(..end).unwrap_or_default()),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use flow::Language;

    use super::*;

    fn bot(triggers: Vec<Trigger>) -> LiveBot {
        let mut flow = Flow::new(Language::new("en"));
        flow.triggers = triggers;
        LiveBot { id: Uuid::nil(), name: "B".into(), version_id: Uuid::nil(), flow: Arc::new(flow) }
    }

    fn keyword(word: &str) -> Trigger {
        Trigger::Keyword(Keyword { words: vec![word.into()], rule: MatchRule::Is })
    }

    fn message(json: &str) -> InboundMessage {
        let body = format!(
            r#"{{"entry":[{{"changes":[{{"field":"messages","value":{{"messages":[{json}]}}}}]}}]}}"#
        );
        match whatsapp::webhook::parse(body.as_bytes()).unwrap().remove(0).item {
            whatsapp::webhook::Item::Message(message) => *message,
            other => panic!("{other:?}"),
        }
    }

    fn text(body: &str) -> InboundMessage {
        message(&format!(r#"{{"id":"a","from":"1","type":"text","text":{{"body":"{body}"}}}}"#))
    }

    fn situation(state: ConversationState, live: &[LiveBot]) -> Situation<'_> {
        Situation { state, is_connected: true, is_run_waiting: false, is_handed_over: false, live }
    }

    #[test]
    fn a_keyword_of_any_bot_beats_any_message() {
        let live = [bot(vec![Trigger::AnyMessage {}]), bot(vec![keyword("menu")])];
        let turn = turn(&situation(ConversationState::Bot, &live), &text(" MENU "), true);
        let trigger = StartedBy::Keyword { word: "menu".into() };
        assert_eq!(turn, Turn::Start { bot: 1, trigger });
    }

    #[test]
    fn a_waiting_run_takes_the_message_unless_it_is_a_keyword() {
        let live = [bot(vec![keyword("menu"), Trigger::AnyMessage {}])];
        let waiting = Situation { is_run_waiting: true, ..situation(ConversationState::Bot, &live) };
        assert_eq!(turn(&waiting, &text("Ana"), true), Turn::Continue);
        assert!(matches!(turn(&waiting, &text("menu"), true), Turn::Start { .. }));
        let tap = message(
            r#"{"id":"a","from":"1","type":"interactive","interactive":{"button_reply":{"id":"s1:b","title":"menu"}}}"#,
        );
        assert_eq!(turn(&waiting, &tap, true), Turn::Continue, "a tap belongs to the question");
    }

    #[test]
    fn bots_are_silent_where_a_person_has_the_word() {
        let live = [bot(vec![keyword("menu"), Trigger::AnyMessage {}])];
        let silent = |situation: Situation<'_>| turn(&situation, &text("menu"), true) == Turn::Silence;
        assert!(silent(situation(ConversationState::Open, &live)));
        let waiting = situation(ConversationState::Waiting, &live);
        assert!(silent(Situation { is_handed_over: true, ..waiting }));
        assert!(!silent(waiting), "nobody took it yet: a bot published since may");
        assert!(!silent(situation(ConversationState::Closed, &live)));
    }

    #[test]
    fn bots_are_silent_when_the_number_cannot_answer() {
        let live = [bot(vec![Trigger::AnyMessage {}])];
        let mut situation = situation(ConversationState::Bot, &live);
        situation.is_connected = false;
        assert_eq!(turn(&situation, &text("hi"), true), Turn::Silence);
        situation.is_run_waiting = true;
        assert_eq!(turn(&situation, &text("hi"), true), Turn::Silence);
    }

    #[test]
    fn old_messages_groups_notices_and_words_to_opt_out_start_nothing() {
        let live = [bot(vec![Trigger::AnyMessage {}])];
        let bot = situation(ConversationState::Bot, &live);
        assert_eq!(turn(&bot, &text("hi"), false), Turn::Silence);
        assert_eq!(turn(&bot, &text("STOP"), true), Turn::Silence);
        let group = message(r#"{"id":"a","from":"1","group_id":"g","type":"text","text":{"body":"hi"}}"#);
        assert_eq!(turn(&bot, &group, true), Turn::Silence);
        let notice = message(r#"{"id":"a","from":"1","type":"system","system":{"body":"changed"}}"#);
        assert_eq!(turn(&bot, &notice, true), Turn::Silence);
        let image = message(r#"{"id":"a","from":"1","type":"image","image":{"id":"9"}}"#);
        assert!(matches!(turn(&bot, &image, true), Turn::Start { .. }));
    }

    #[test]
    fn a_message_is_fresh_for_a_day() {
        let now = Time::from_timestamp(1_800_000_000, 0).unwrap();
        assert!(is_fresh(now - TimeDelta::hours(24), now));
        assert!(!is_fresh(now - TimeDelta::hours(24) - TimeDelta::seconds(1), now));
        assert!(is_fresh(now + TimeDelta::hours(1), now), "clocks differ");
    }

    #[test]
    fn a_preview_is_one_short_line() {
        assert_eq!(preview(" a\n b "), "a b");
        assert_eq!(preview(&"ü".repeat(200)).chars().count(), PREVIEW_CHARS + 1);
    }
}
