//! What stands between a bot and the others that answer: triggers they have already, and too many keywords together.

use std::collections::{BTreeMap, HashMap};

use flow::{Problem, ProblemCode, Trigger};
use shared::BotId;

use super::{Error, LiveBot};

/// Most keywords of all live bots of a workspace together: each message is compared with each of them.
pub(super) const LIVE_WORDS: usize = 2_000;

/// Everything that is wrong with a flow: by itself, and towards the other bots that answer.
pub(super) fn problems(
    id: BotId,
    triggers: &[Trigger],
    own: Vec<Problem>,
    taken: &Taken<'_>,
) -> Vec<Problem> {
    let mut problems = conflicts(id, triggers, taken);
    problems.extend(own);
    problems
}

/// What starts the bots that answer, to be looked up by word.
pub(super) struct Taken<'a> {
    words: HashMap<String, Vec<&'a LiveBot>>,
    any_message: Vec<&'a LiveBot>,
}

impl<'a> Taken<'a> {
    pub(super) fn new(live: &'a [LiveBot]) -> Self {
        let mut taken = Self { words: HashMap::new(), any_message: Vec::new() };
        for bot in live {
            for trigger in &bot.triggers {
                match trigger {
                    Trigger::AnyMessage {} => add(&mut taken.any_message, bot),
                    Trigger::Keyword(keyword) => {
                        for word in &keyword.words {
                            add(taken.words.entry(flow::normal(word)).or_default(), bot);
                        }
                    }
                }
            }
        }
        taken
    }

    fn of_others(bots: &[&'a LiveBot], id: BotId) -> Option<&'a LiveBot> {
        bots.iter().copied().find(|other| other.id != id)
    }
}

fn add<'a>(bots: &mut Vec<&'a LiveBot>, bot: &'a LiveBot) {
    if bots.last().is_none_or(|last| last.id != bot.id) {
        bots.push(bot);
    }
}

/// Triggers that a live bot has already.
pub(super) fn conflicts(id: BotId, triggers: &[Trigger], taken: &Taken<'_>) -> Vec<Problem> {
    let mut problems = Vec::new();
    for (index, trigger) in triggers.iter().enumerate() {
        match trigger {
            Trigger::AnyMessage {} => {
                if let Some(other) = Taken::of_others(&taken.any_message, id) {
                    let message = format!("Any message already starts ‘{}’.", other.name);
                    let field = format!("/triggers/{index}");
                    problems.push(taken_by(other, ProblemCode::AnyMessageTaken, field, None, message));
                }
            }
            Trigger::Keyword(keyword) => {
                for (at, word) in keyword.words.iter().enumerate() {
                    let bots = taken.words.get(&flow::normal(word));
                    let Some(other) = bots.and_then(|bots| Taken::of_others(bots, id)) else { continue };
                    let message = format!("‘{word}’ already starts ‘{}’.", other.name);
                    let field = format!("/triggers/{index}/words/{at}");
                    problems.push(taken_by(other, ProblemCode::KeywordTaken, field, Some(word), message));
                }
            }
        }
    }
    problems
}

/// Refuses triggers that would make the live bots listen for more words than a message is compared with.
pub(super) fn check_live_words(id: BotId, triggers: &[Trigger], live: &[LiveBot]) -> Result<(), Error> {
    let others = live.iter().filter(|other| other.id != id).map(|other| n_words(&other.triggers));
    if others.sum::<usize>() + n_words(triggers) > LIVE_WORDS {
        return Err(Error::TooMany(format!(
            "all live bots together listen for at most {LIVE_WORDS} keywords; pause a bot or take keywords away"
        )));
    }
    Ok(())
}

fn n_words(triggers: &[Trigger]) -> usize {
    let words = triggers.iter().map(|trigger| match trigger {
        Trigger::Keyword(keyword) => keyword.words.len(),
        Trigger::AnyMessage {} => 0,
    });
    words.sum()
}

fn taken_by(
    other: &LiveBot,
    code: ProblemCode,
    field: String,
    word: Option<&str>,
    message: String,
) -> Problem {
    let mut params =
        BTreeMap::from([("bot".to_owned(), other.name.clone()), ("bot_id".to_owned(), other.id.to_string())]);
    params.extend(word.map(|word| ("word".to_owned(), word.to_owned())));
    Problem { level: code.level(), code, step: None, field, params, message }
}

#[cfg(test)]
mod tests {
    use flow::{Keyword, Level, MatchRule};

    use super::*;

    fn keyword(words: &[&str], rule: MatchRule) -> Trigger {
        Trigger::Keyword(Keyword { words: words.iter().map(|word| (*word).to_owned()).collect(), rule })
    }

    fn live(name: &str, triggers: Vec<Trigger>) -> LiveBot {
        LiveBot { id: BotId::new(), name: name.to_owned(), triggers }
    }

    #[test]
    fn a_keyword_is_taken_whatever_its_case_space_and_rule() {
        let other =
            live("Old", vec![keyword(&["Good  Morning"], MatchRule::Contains), Trigger::AnyMessage {}]);
        let mine = [keyword(&["hi", " good morning"], MatchRule::Is), Trigger::AnyMessage {}];
        let all = [other];
        let taken = Taken::new(&all);
        let found = conflicts(BotId::new(), &mine, &taken);
        let places: Vec<_> = found.iter().map(|problem| problem.field.as_str()).collect();
        assert_eq!(places, ["/triggers/0/words/1", "/triggers/1"]);
        assert!(found.iter().all(|problem| problem.level == Level::Error && problem.params["bot"] == "Old"));
        assert!(conflicts(all[0].id, &mine, &taken).is_empty(), "a bot is not in its own way");
    }

    #[test]
    fn a_bot_is_found_behind_itself() {
        let all = [
            live("Mine", vec![keyword(&["hi", "HI"], MatchRule::Is)]),
            live("Other", vec![keyword(&["hi"], MatchRule::Is)]),
        ];
        let found = conflicts(all[0].id, &all[0].triggers, &Taken::new(&all));
        assert!(found.len() == 2 && found.iter().all(|problem| problem.params["bot"] == "Other"));
    }

    #[test]
    fn live_bots_listen_for_so_many_words_together() {
        let many = |n: usize| vec![keyword(&vec!["w"; n], MatchRule::Contains)];
        let all = [live("One", many(900)), live("Two", many(900))];
        assert!(check_live_words(BotId::new(), &many(200), &all).is_ok());
        let refused = check_live_words(BotId::new(), &many(201), &all).unwrap_err().to_string();
        assert!(refused.contains("at most 2000 keywords"), "{refused}");
        assert!(check_live_words(all[0].id, &many(1_100), &all).is_ok(), "its own words are replaced");
    }
}
