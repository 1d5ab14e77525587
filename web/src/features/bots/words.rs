//! Bots in words: what starts them, how they stand, what is wrong with them.

use flow::{Keyword, MatchRule, Trigger};
use shared::bot::{Bot, BotState};

use crate::format;
use crate::i18n::{bots, common, starters};
use crate::ui::badge::Tone;
use crate::ui::icon::{self, Icon};

/// What starts a bot: "Any message, keywords menu, hi".
pub(super) fn triggers(triggers: &[Trigger]) -> String {
    let (any, keywords): (Vec<_>, Vec<_>) =
        triggers.iter().partition(|trigger| **trigger == Trigger::AnyMessage {});
    let texts: Vec<_> = any.into_iter().chain(keywords).filter_map(trigger).collect();
    match texts.len() {
        0 => bots::starts_never().to_owned(),
        _ => upper_first(&texts.join(common::comma())),
    }
}

fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().into_iter().flat_map(char::to_uppercase).collect::<String>() + letters.as_str()
}

fn trigger(trigger: &Trigger) -> Option<String> {
    match trigger {
        Trigger::AnyMessage {} => Some(bots::starts_any().to_owned()),
        Trigger::Keyword(keyword) => keywords(keyword),
    }
}

fn keywords(keyword: &Keyword) -> Option<String> {
    let words: Vec<_> =
        keyword.words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    let (count, words) = (words.len() as u64, words.join(common::comma()));
    (count > 0).then(|| match keyword.rule {
        MatchRule::Is => bots::starts_is(count, &words),
        MatchRule::StartsWith => bots::starts_with(&words),
        MatchRule::Contains => bots::starts_contains(&words),
    })
}

/// Title and summary of a starter in the language shown; `None` for one that this page does not know.
pub(super) fn starter(id: &str) -> Option<(&'static str, &'static str)> {
    match id {
        "menu" => Some((starters::menu(), starters::menu_text())),
        "lead_form" => Some((starters::lead_form(), starters::lead_form_text())),
        "opening_hours" => Some((starters::opening_hours(), starters::opening_hours_text())),
        "faq_hand_over" => Some((starters::faq_hand_over(), starters::faq_hand_over_text())),
        "feedback" => Some((starters::feedback(), starters::feedback_text())),
        _ => None,
    }
}

/// Sign, tone and words of a bot's state: "Live v7".
pub(super) fn state(bot: &Bot) -> (Tone, Icon, String) {
    let version = bot.live_version.map(|version| format!("v{version}")).unwrap_or_default();
    match bot.state {
        BotState::Live => (Tone::Success, icon::CIRCLE_CHECK, bots::state_live(&version)),
        BotState::Paused => (Tone::Warning, icon::PAUSE, bots::state_paused().to_owned()),
        BotState::NotPublished => (Tone::Neutral, icon::PENCIL, bots::state_not_published().to_owned()),
    }
}

/// "1 error, 2 warnings"; `None` when nothing is wrong.
pub(super) fn problems(errors: u64, warnings: u64) -> Option<(Tone, Icon, String)> {
    match (errors, warnings) {
        (0, 0) => None,
        (0, warnings) => Some((Tone::Warning, icon::TRIANGLE_ALERT, bots::n_warnings(warnings))),
        (errors, 0) => Some((Tone::Danger, icon::OCTAGON_ALERT, bots::n_errors(errors))),
        (errors, warnings) => {
            let both = bots::errors_and_warnings(&bots::n_errors(errors), &bots::n_warnings(warnings));
            Some((Tone::Danger, icon::OCTAGON_ALERT, both))
        }
    }
}

/// How many of the week's runs came to an end: "78%", or why there is no figure.
pub(super) fn finished(bot: &Bot) -> String {
    match (bot.state, format::percent(bot.n_finished_7d, bot.n_runs_7d)) {
        (_, Some(percent)) => percent,
        (BotState::NotPublished, None) => bots::state_not_published().to_owned(),
        (_, None) => bots::no_runs().to_owned(),
    }
}
