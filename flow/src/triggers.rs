//! Which trigger a message pulls.

use crate::definition::{Keyword, MatchRule, Trigger};
use crate::run::StartedBy;

/// Words that a contact opts out with. They reach no bot, so no trigger may rest on them.
pub const STOP_WORDS: [&str; 2] = ["stop", "unsubscribe"];

/// A trigger and what pulled it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Match<'a> {
    /// Place among the triggers.
    pub index: usize,
    /// The keyword; `None` for any message.
    pub word: Option<&'a str>,
}

impl From<Match<'_>> for StartedBy {
    fn from(found: Match<'_>) -> Self {
        match found.word {
            Some(word) => Self::Keyword { word: word.to_owned() },
            None => Self::AnyMessage {},
        }
    }
}

/// Finds the trigger that a message pulls.
///
/// A keyword beats any message; among keywords the whole message beats its beginning and that beats a part of it; among
/// equals the first in the list counts. Letter case and white space at the ends or doubled within do not matter.
pub fn matches<'a>(triggers: &'a [Trigger], text: &str) -> Option<Match<'a>> {
    let text = normal(text);
    let by = |rule| {
        triggers.iter().enumerate().find_map(|(index, trigger)| match trigger {
            Trigger::Keyword(keyword) if keyword.rule == rule => {
                let word = keyword.words.iter().find(|word| holds(rule, &text, &normal(word)))?;
                Some(Match { index, word: Some(word) })
            }
            _ => None,
        })
    };
    let any = || {
        let index = triggers.iter().position(|trigger| matches!(trigger, Trigger::AnyMessage {}))?;
        Some(Match { index, word: None })
    };
    by(MatchRule::Is).or_else(|| by(MatchRule::StartsWith)).or_else(|| by(MatchRule::Contains)).or_else(any)
}

impl Keyword {
    /// The first of its words that a message holds.
    pub fn matching(&self, text: &str) -> Option<&str> {
        let text = normal(text);
        self.words.iter().find(|word| holds(self.rule, &text, &normal(word))).map(String::as_str)
    }
}

/// A keyword or message with letter case and white space taken out of play; equal ones pull the same triggers.
pub fn normal(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

fn holds(rule: MatchRule, text: &str, word: &str) -> bool {
    if word.is_empty() {
        return false;
    }
    match rule {
        MatchRule::Is => text == word,
        MatchRule::StartsWith => text.strip_prefix(word).is_some_and(|rest| is_border(word, rest)),
        MatchRule::Contains => text.match_indices(word).any(|(at, _)| {
            let before = text.get(..at).and_then(|before| before.chars().next_back());
            let rest = text.get(at + word.len()..).unwrap_or_default();
            let starts = !joins(before, word.chars().next());
            starts && is_border(word, rest)
        }),
    }
}

fn is_border(word: &str, rest: &str) -> bool {
    !joins(word.chars().next_back(), rest.chars().next())
}

/// Whether two neighbours belong to one word. Scripts without spaces between words have no borders to look at.
fn joins(left: Option<char>, right: Option<char>) -> bool {
    let is_inside = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !is_spaceless(c));
    is_inside(left) && is_inside(right)
}

/// Thai, Lao, Burmese, Khmer, Chinese and Japanese.
fn is_spaceless(c: char) -> bool {
    matches!(u32::from(c), 0xe00..=0xeff | 0x1000..=0x109f | 0x1780..=0x17ff | 0x3040..=0x30ff | 0x3400..=0x9fff | 0xf900..=0xfaff | 0x20000..=0x3ffff)
}
