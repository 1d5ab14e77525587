//! Conversations with every kind of item and ending, compared with what was agreed on.
//!
//! `UPDATE_GOLDEN=1 cargo test -p flow` writes what the engine does now into the files; read the difference before you keep it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use flow::{Effect, Env, Flow, Input, RunEvent, Starter, State, advance};
use serde::{Deserialize, Serialize};

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Golden {
    /// Absent for a starter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    flow: Option<Flow>,
    #[serde(default)]
    env: Env,
    conversations: Vec<Conversation>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Conversation {
    name: String,
    turns: Vec<Turn>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Turn {
    input: Input,
    #[serde(default)]
    effects: Vec<Effect>,
    #[serde(default)]
    visits: Vec<RunEvent>,
    #[serde(default)]
    state: State,
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// Plays all conversations of a file and gives the file as it should be.
fn play(golden: &mut Golden, starter: Option<Starter>) {
    let flow = starter.map(Starter::flow).or_else(|| golden.flow.clone()).unwrap();
    for conversation in &mut golden.conversations {
        let mut state = State::default();
        for turn in &mut conversation.turns {
            // Through JSON, as a stored run goes.
            state = serde_json::from_str(&serde_json::to_string(&state).unwrap()).unwrap();
            let made = advance(&flow, state, turn.input.clone(), &golden.env);
            (turn.effects, turn.visits, turn.state) = (made.effects, made.visits, made.state.clone());
            state = made.state;
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "a switch of this test, no configuration")]
fn updates() -> bool {
    std::env::var_os("UPDATE_GOLDEN").is_some()
}

fn check_file(path: &Path, starter: Option<Starter>) {
    let text = fs::read_to_string(path).unwrap();
    let mut golden: Golden =
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    if let Some(flow) = &golden.flow {
        let read = flow::read(&serde_json::to_string(flow).unwrap());
        assert_eq!(&read.unwrap_or_else(|error| panic!("{}: {error}", path.display())), flow);
    }
    play(&mut golden, starter);
    let now = serde_json::to_string_pretty(&golden).unwrap() + "\n";
    if updates() {
        fs::write(path, &now).unwrap();
    } else {
        let line = now.lines().zip(text.lines()).position(|(now, then)| now != then);
        assert!(now == text, "{} differs at line {:?}:\n{now}", path.display(), line.map(|line| line + 1));
    }
}

fn files(folder: &Path) -> BTreeSet<String> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let json = entries.filter(|path| path.extension().is_some_and(|extension| extension == "json"));
    json.map(|path| path.file_stem().unwrap().to_string_lossy().into_owned()).collect()
}

/// What serde would have accepted, so that a new kind cannot be forgotten here.
fn kinds<T: for<'de> Deserialize<'de> + std::fmt::Debug>() -> Vec<String> {
    let unknown = serde_json::from_value::<T>(serde_json::json!({"kind": "?"})).unwrap_err().to_string();
    let (_, expected) = unknown.split_once("expected").unwrap();
    expected.split('`').skip(1).step_by(2).map(str::to_owned).collect()
}

#[test]
fn every_kind_has_a_golden_file() {
    let files = files(&folder());
    let kinds: Vec<_> = kinds::<flow::Item>().into_iter().chain(kinds::<flow::Ending>()).collect();
    assert!(kinds.len() >= 10, "{kinds:?}");
    let missing: Vec<_> = kinds.iter().filter(|kind| !files.contains(*kind)).collect();
    assert!(missing.is_empty(), "no golden file for {missing:?}");
}

#[test]
fn conversations_go_as_agreed() {
    for folder in [folder(), folder().join("flows")] {
        for name in files(&folder) {
            check_file(&folder.join(name).with_extension("json"), None);
        }
    }
}

#[test]
fn starters_talk_as_agreed() {
    let folder = folder().join("starters");
    let files = files(&folder);
    for starter in Starter::ALL {
        let mine: Vec<_> = files.iter().filter(|name| name.starts_with(starter.id())).collect();
        assert!(!mine.is_empty(), "{starter:?}");
        for name in mine {
            check_file(&folder.join(name).with_extension("json"), Some(starter));
        }
    }
}

#[test]
fn starters_have_no_problems_and_can_be_started_by_word_and_by_any_message() {
    for starter in Starter::ALL {
        let flow = starter.flow();
        assert_eq!(flow::check(&flow), [], "{starter:?}");
        assert!(flow.triggers.iter().any(|trigger| matches!(trigger, flow::Trigger::Keyword(_))));
        assert!(flow.triggers.contains(&flow::Trigger::AnyMessage {}));
        assert_eq!(serde_json::to_value(starter).unwrap(), starter.id());
    }
}

#[test]
fn a_blank_bot_only_lacks_its_words() {
    let problems = flow::check(&flow::starters::blank(flow::Language::new("pt_BR")));
    let codes: Vec<_> = problems.iter().map(|problem| problem.code).collect();
    assert_eq!(codes, [flow::ProblemCode::EmptyText, flow::ProblemCode::NoHandOver]);
}
