//! What holds for every run, whatever the flow.

use flow::{
    Branch, Continue, Decide, Effect, End, Ending, Env, Flow, Input, Item, Keyword, Language, MatchRule,
    Note, Outgoing, RunEvent, SendText, SetContactField, SetVariable, StartedBy, State, Status, Step, StepId,
    StopReason, Text, Trigger, Value, advance, matches,
};
use proptest::prelude::*;

use crate::arbitrary::{any_flow, words};

fn start(text: &str) -> Input {
    Input::Start { trigger: StartedBy::Hand {}, text: text.into() }
}

fn input() -> impl Strategy<Value = Input> {
    prop_oneof![
        words().prop_map(|text| start(&text)),
        words().prop_map(|text| Input::Text { text }),
        ("s[1-5]:b[1-3]", words()).prop_map(|(id, title)| Input::Reply { id, title }),
        (1u8..5).prop_map(|n| Input::Text { text: n.to_string() }),
        Just(Input::Other { kind: "image".into() }),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 120, ..ProptestConfig::default() })]

    #[test]
    fn no_flow_and_no_input_panics(flow in any_flow(), inputs in proptest::collection::vec(input(), 1..6)) {
        let mut state = State::default();
        for input in inputs {
            let before = state.clone();
            let made = advance(&flow, state, input.clone(), &Env::default());
            // The same again gives the same again.
            prop_assert_eq!(&made, &advance(&flow, before, input, &Env::default()));
            let json = serde_json::to_string(&made.state).unwrap();
            prop_assert_eq!(&serde_json::from_str::<State>(&json).unwrap(), &made.state);
            let sent = made.effects.iter().filter_map(|effect| match effect {
                Effect::Send { message } => Some(message),
                _ => None,
            });
            let sent: Vec<_> = sent.collect();
            prop_assert!(sent.len() <= 20);
            for message in sent {
                prop_assert!(is_within_limits(message), "{:?}", message);
            }
            state = made.state;
        }
    }

    #[test]
    fn any_flow_can_be_checked(flow in any_flow()) {
        for problem in flow::check(&flow) {
            prop_assert!(!problem.message.is_empty());
            let within = match &problem.step {
                Some(id) => serde_json::to_value(flow.step(id).unwrap()).unwrap(),
                None => serde_json::to_value(&flow).unwrap(),
            };
            // Optional fields may be absent; what holds them is not.
            let parent = problem.field.rsplit_once('/').map_or("", |(parent, _)| parent);
            let twice = flow.steps.iter().filter(|step| Some(&step.id) == problem.step.as_ref()).count() > 1;
            prop_assert!(twice || within.pointer(parent).is_some(), "{:?}", problem);
        }
    }
}

fn is_within_limits(message: &Outgoing) -> bool {
    let fits = |text: &str, limit: usize| !text.trim().is_empty() && text.chars().count() <= limit;
    let small = |text: &Option<String>| text.as_ref().is_none_or(|text| fits(text, 60));
    match message {
        Outgoing::Text { text } => fits(text, 4096),
        Outgoing::Buttons { header, text, footer, buttons } => {
            let all = buttons.iter().all(|b| fits(&b.title, 20) && fits(&b.id, 256));
            fits(text, 1024) && small(header) && small(footer) && all && (1..=3).contains(&buttons.len())
        }
        Outgoing::List { header, text, footer, button, sections } => {
            let rows: Vec<_> = sections.iter().flat_map(|section| &section.rows).collect();
            let titled =
                sections.iter().all(|s| s.title.as_ref().map_or(sections.len() == 1, |t| fits(t, 24)));
            let all = rows.iter().all(|row| {
                let line = row.description.as_ref().is_none_or(|line| fits(line, 72));
                fits(&row.title, 24) && fits(&row.id, 200) && line
            });
            let frame = fits(text, 4096) && small(header) && small(footer) && fits(button, 20);
            frame
                && titled
                && all
                && (1..=10).contains(&rows.len())
                && sections.iter().all(|s| !s.rows.is_empty())
        }
    }
}

fn english(text: &str) -> Text {
    Text::new(Language::new("en"), text)
}

fn say(text: &str) -> Item {
    Item::SendText(SendText { text: english(text) })
}

fn one_step(items: Vec<Item>, ending: Ending) -> Flow {
    let mut flow = Flow::new(Language::new("en"));
    flow.steps.push(Step { id: "s1".into(), name: "One".into(), items, ending });
    flow.start = Some("s1".into());
    flow
}

fn stopped(flow: &Flow) -> (usize, Option<StopReason>, Status) {
    let made = advance(flow, State::default(), start("hi"), &Env::default());
    let sends = made.effects.iter().filter(|effect| matches!(effect, Effect::Send { .. })).count();
    let reason = made.visits.iter().find_map(|event| match event {
        RunEvent::Stopped { reason, .. } => Some(*reason),
        _ => None,
    });
    (sends, reason, made.state.status)
}

#[test]
fn a_loop_that_says_nothing_is_cut_off_after_a_thousand_steps() {
    let flow = one_step(vec![], Ending::Continue(Continue { to: Some("s1".into()) }));
    assert_eq!(stopped(&flow), (0, Some(StopReason::TooManySteps), Status::Stopped));
}

#[test]
fn a_loop_that_talks_is_cut_off_after_twenty_messages() {
    let flow = one_step(vec![say("again")], Ending::Continue(Continue { to: Some("s1".into()) }));
    assert_eq!(stopped(&flow), (20, Some(StopReason::TooManyMessages), Status::Stopped));
}

#[test]
fn a_step_that_is_gone_stops_the_run() {
    let flow = one_step(vec![], Ending::Continue(Continue { to: Some("s9".into()) }));
    assert_eq!(stopped(&flow), (0, Some(StopReason::StepMissing), Status::Stopped));
    let state = State { status: Status::Waiting, step: Some("s9".into()), ..State::default() };
    let made = advance(&flow, state, Input::Text { text: "hi".into() }, &Env::default());
    assert_eq!(made.state.status, Status::Stopped);
}

#[test]
fn a_message_to_a_run_that_is_over_does_nothing() {
    let flow = one_step(vec![say("Hello")], Ending::End(End::default()));
    let over = advance(&flow, State::default(), start("hi"), &Env::default()).state;
    let made = advance(&flow, over.clone(), Input::Text { text: "hi".into() }, &Env::default());
    assert!(made.effects.is_empty());
    assert_eq!(made.state, over);
    assert!(matches!(made.visits.as_slice(), [RunEvent::Noted { note: Note::NotWaiting, .. }]));
}

#[test]
fn variables_that_grow_without_end_are_refused() {
    let grow =
        |name: String| Item::SetVariable(SetVariable { name, value: "{{ x ~ x ~ \"0123456789\" }}".into() });
    let items = (0..64).map(|n| grow(if n % 2 == 0 { "x".into() } else { format!("x{n}") })).collect();
    let flow = one_step(items, Ending::End(End::default()));
    let made = advance(&flow, State::default(), start("hi"), &Env::default());
    let held: usize = made.state.variables.values().map(Value::size_bytes).sum();
    assert!(held <= 256 * 1024, "{held}");
}

#[test]
fn an_echo_bot_can_be_made() {
    let branch = Branch {
        id: "c1".into(),
        label: "Echo".into(),
        condition: "message.text | lower is startingwith \"echo \"".into(),
        to: Some(StepId::new("s2")),
    };
    let mut flow = one_step(vec![], Ending::Decide(Decide { branches: vec![branch], otherwise: None }));
    let mut echo = Step::new("s2".into(), "Echo");
    echo.items.push(say("{{ message.text }}"));
    echo.ending = Ending::End(End::default());
    flow.steps.push(echo);
    let made = advance(&flow, State::default(), start("echo 17"), &Env::default());
    assert!(matches!(&made.effects[0], Effect::Send { message } if message.text() == "echo 17"));
}

fn keyword(words: &[&str], rule: MatchRule) -> Trigger {
    Trigger::Keyword(Keyword { words: words.iter().map(|word| (*word).to_owned()).collect(), rule })
}

#[test]
fn a_keyword_beats_any_message_and_the_closest_keyword_beats_the_others() {
    let triggers = [
        Trigger::AnyMessage {},
        keyword(&["order"], MatchRule::Contains),
        keyword(&["order"], MatchRule::StartsWith),
        keyword(&["Order", "मेनू"], MatchRule::Is),
    ];
    let index = |text: &str| matches(&triggers, text).map(|found| found.index);
    assert_eq!(index("  ORDER \n"), Some(3));
    assert_eq!(index("मेनू"), Some(3));
    assert_eq!(index("order, two loaves"), Some(2));
    assert_eq!(index("my order?"), Some(1));
    assert_eq!(index("borders"), Some(0));
    assert_eq!(index("orders"), Some(0));
    assert_eq!(index(""), Some(0));
    assert_eq!(matches(&triggers[1..], "hello"), None);
    let chinese = [keyword(&["菜单"], MatchRule::Contains)];
    assert!(matches(&chinese, "请给我菜单谢谢").is_some());
}

fn set_field(field: String, value: &str) -> Item {
    Item::SetContactField(SetContactField { field, value: value.into() })
}

fn made(items: Vec<Item>, env: &Env) -> flow::Advance {
    advance(&one_step(items, Ending::End(End::default())), State::default(), start("hi"), env)
}

fn noted(made: &flow::Advance, wanted: Note) -> usize {
    let is_wanted = |event: &&RunEvent| matches!(event, RunEvent::Noted { note, .. } if *note == wanted);
    made.visits.iter().filter(is_wanted).count()
}

/// What fields were set, and what they take together.
fn fields(made: &flow::Advance) -> (usize, usize) {
    let mut fields = std::collections::BTreeMap::new();
    for effect in &made.effects {
        if let Effect::SetContactField { field, value } = effect {
            fields.insert(field, field.len() + value.size_bytes());
        }
    }
    (fields.len(), fields.values().sum())
}

#[test]
fn one_message_cannot_fill_the_memory_with_copies_of_a_large_variable() {
    let mut items = vec![Item::SetVariable(SetVariable { name: "b".into(), value: "😀".repeat(10_000) })];
    items.extend((0..9_000).map(|n| set_field(format!("f{n}"), "{{ b }}")));
    let made = made(items, &Env::default());
    assert_eq!(fields(&made), (0, 0));
    assert!(noted(&made, Note::FieldRefused) > 100);
    assert!(noted(&made, Note::ExpressionFailed) > 100, "copies are counted as work");
    let log = serde_json::to_string(&made.visits).unwrap();
    assert!(log.len() < 256 * 1024, "{}", log.len());
}

#[test]
fn a_contact_has_so_many_fields_and_they_take_so_much() {
    let many = made((0..150).map(|n| set_field(format!("f{n}"), "x")).collect(), &Env::default());
    assert_eq!((fields(&many).0, noted(&many, Note::FieldRefused)), (100, 50));
    let large =
        made((0..50).map(|n| set_field(format!("f{n}"), &"x".repeat(4_000))).collect(), &Env::default());
    assert!((28_000..=32 * 1024).contains(&fields(&large).1), "{:?}", fields(&large));

    let mut env = Env::default();
    env.contact.fields = (0..100).map(|n| (format!("f{n}"), Value::from("x"))).collect();
    let full = made(vec![set_field("new".into(), "x"), set_field("f1".into(), "y")], &env);
    assert_eq!((fields(&full).0, noted(&full, Note::FieldRefused)), (1, 1), "those it has can change");
    let freed = made(vec![set_field("f1".into(), "{{ nothing }}"), set_field("new".into(), "x")], &env);
    assert_eq!(noted(&freed, Note::FieldRefused), 0, "one that is taken away makes room");
}

#[test]
fn a_field_has_a_key_that_can_be_read() {
    let keys = ["", " ", "a\nb", &"k".repeat(65)];
    let refused = made(keys.map(|key| set_field(key.into(), "x")).to_vec(), &Env::default());
    assert_eq!((fields(&refused).0, noted(&refused, Note::FieldRefused)), (0, 4));
}

#[test]
fn a_log_shows_the_beginning_of_a_long_value_and_ends_where_there_is_too_much() {
    let long = made(vec![set_field("f".into(), &"x".repeat(4_000))], &Env::default());
    let shown = long.visits.iter().find_map(|event| match event {
        RunEvent::ContactFieldSet { value, .. } => Some(value.to_text()),
        _ => None,
    });
    assert_eq!(shown.map(|shown| (shown.chars().count(), shown.ends_with('…'))), Some((500, true)));

    let again = Ending::Continue(Continue { to: Some("s1".into()) });
    let flow = one_step(vec![set_field("f".into(), "x"), say("again")], again);
    let quiet =
        one_step(vec![set_field("f".into(), "x")], Ending::Continue(Continue { to: Some("s1".into()) }));
    let made = advance(&quiet, State::default(), start("hi"), &Env::default());
    assert_eq!((made.visits.len(), noted(&made, Note::LogCut)), (502, 1));
    assert!(matches!(made.visits.last(), Some(RunEvent::Stopped { .. })), "the end is always there");
    let talks = advance(&flow, State::default(), start("hi"), &Env::default());
    assert_eq!(noted(&talks, Note::LogCut), 0);
}
