//! What the problems list says.

use flow::{
    Answer, Ask, Branch, Button, Buttons, Continue, Decide, End, Ending, Flow, HandOver, Item, Keyword,
    Language, Level, List, MatchRule, ProblemCode, Row, Section, SendText, SetVariable, Step, StepId, Text,
    Trigger, check,
};

fn english(text: &str) -> Text {
    Text::new(Language::new("en"), text)
}

fn to(id: &str) -> Option<StepId> {
    Some(StepId::new(id))
}

/// A flow without problems: a menu, and two ways on.
fn sound() -> Flow {
    let mut flow = Flow::new(Language::new("en"));
    flow.triggers = vec![Trigger::AnyMessage {}];
    flow.start = to("s1");
    let button =
        |id: &str, label: &str, step: &str| Button { id: id.into(), label: english(label), to: to(step) };
    let menu = Buttons {
        text: english("Hello {{ contact.name }}"),
        buttons: vec![button("b1", "Hours", "s2"), button("b2", "A person", "s3")],
        anything_else: to("s3"),
        ..Buttons::default()
    };
    let step = |id: &str, ending| Step { id: id.into(), name: id.into(), items: vec![], ending };
    flow.steps = vec![
        step("s1", Ending::Buttons(menu)),
        step("s2", Ending::End(End { message: english("Open all day.") })),
        step("s3", Ending::HandOver(HandOver::default())),
    ];
    flow
}

fn menu(flow: &mut Flow) -> &mut Buttons {
    match &mut flow.steps[0].ending {
        Ending::Buttons(menu) => menu,
        _ => panic!("no menu"),
    }
}

/// Changes the sound flow and gives what the list says: level, step, field, message.
fn problems(change: impl FnOnce(&mut Flow)) -> Vec<String> {
    let mut flow = sound();
    change(&mut flow);
    let line = |p: flow::Problem| {
        let level = if p.level == Level::Error { "error" } else { "warning" };
        format!("{level} {}{}: {}", p.step.unwrap_or_default(), p.field, p.message)
    };
    check(&flow).into_iter().map(line).collect()
}

#[test]
fn a_sound_flow_has_no_problems() {
    assert_eq!(problems(|_| {}), Vec::<String>::new());
}

#[test]
fn what_starts_the_bot_is_checked() {
    assert_eq!(problems(|f| f.triggers.clear()), ["error /triggers: Nothing starts this bot."]);
    assert_eq!(problems(|f| f.start = None), ["error /start: This bot has no first step."]);
    let keyword = |words: &[&str]| {
        let words = words.iter().map(|word| (*word).to_owned()).collect();
        vec![Trigger::Keyword(Keyword { words, rule: MatchRule::Is })]
    };
    assert_eq!(
        problems(|f| f.triggers = keyword(&["menu", " STOP "])),
        ["error /triggers/0/words: ‘stop’ is kept for opting out."]
    );
    assert_eq!(
        problems(|f| f.triggers = keyword(&[])),
        ["error /triggers/0/words: This trigger has no keyword."]
    );
    assert_eq!(
        problems(|f| f.triggers = keyword(&[" "])),
        ["error /triggers/0/words/0: This keyword is empty."]
    );
}

#[test]
fn outputs_lead_somewhere() {
    assert_eq!(
        problems(|f| menu(f).buttons[1].to = None),
        ["error s1/ending/buttons/1/to: ‘A person’ leads nowhere."]
    );
    assert_eq!(
        problems(|f| menu(f).anything_else = None),
        ["warning s1/ending/anything_else: ‘Anything else’ leads nowhere."]
    );
    assert_eq!(
        problems(|f| menu(f).buttons[0].to = to("s9")),
        [
            "error s1/ending/buttons/0/to: ‘Hours’ leads to a step that does not exist.",
            "warning s2: No path leads to this step."
        ]
    );
}

#[test]
fn texts_say_something_within_the_limits() {
    assert_eq!(
        problems(|f| menu(f).buttons[0].label = english("Everything you can buy here")),
        ["error s1/ending/buttons/0/label: Button text is 27 characters. The limit is 20."]
    );
    assert_eq!(problems(|f| menu(f).text = english(" ")), ["error s1/ending/text: This message is empty."]);
    assert_eq!(
        problems(|f| menu(f).buttons[1].label = english(" hours ")),
        ["error s1/ending/buttons/1/label: Two buttons say ‘hours’."]
    );
    let filled = "{{ contact.name | default(\"somebody we do not know yet\") }}";
    assert_eq!(problems(|f| menu(f).buttons[0].label = english(filled)), Vec::<String>::new());
    assert_eq!(
        problems(|f| f.steps[1].items.push(Item::SendText(SendText { text: english(&"x".repeat(4097)) }))),
        ["error s2/items/0/text: Message is 4097 characters. The limit is 4096."]
    );
}

#[test]
fn there_are_as_many_choices_as_whatsapp_takes() {
    assert_eq!(problems(|f| menu(f).buttons.clear())[0], "error s1/ending/buttons: There are no buttons.");
    let many = problems(|f| {
        let rows = (0..11).map(|n| Row {
            id: format!("r{n}"),
            title: english(&format!("Row {n}")),
            to: to("s3"),
            ..Row::default()
        });
        let sections = vec![Section { title: Text::default(), rows: rows.collect() }];
        let list = List {
            text: english("Choose"),
            button: english("Open"),
            sections,
            anything_else: to("s2"),
            ..List::default()
        };
        f.steps[0].ending = Ending::List(list);
    });
    assert_eq!(many, ["error s1/ending/sections: There are 11 rows. The limit is 10."]);
    assert_eq!(
        problems(|f| menu(f).buttons[1].id = "b1".into()),
        ["error s1/ending/buttons/1/id: The id ‘b1’ is used twice or is not usable."]
    );
}

#[test]
fn expressions_can_be_read_and_read_what_exists() {
    let text = |text: &'static str| problems(move |f| menu(f).text = english(text));
    assert_eq!(text("{{ size }}"), ["error s1/ending/text: Nothing sets the variable ‘size’."]);
    assert_eq!(text("{{ contact.nmae }}"), ["error s1/ending/text: There is no ‘contact.nmae’."]);
    assert_eq!(
        text("{{ contact.name | shout }}"),
        ["error s1/ending/text: The expression can't be read: there is no filter \"shout\"."]
    );
    assert_eq!(
        text("{{ contact.name")[0],
        "error s1/ending/text: The expression can't be read: `{{` is not closed by `}}`."
    );
    let set =
        |name: &str, value: &str| Item::SetVariable(SetVariable { name: name.into(), value: value.into() });
    assert_eq!(
        problems(|f| {
            f.steps[0].items.push(set("size", "M"));
            menu(f).text = english("{{ size }}");
        }),
        Vec::<String>::new()
    );
    assert_eq!(
        problems(|f| f.steps[0].items.push(set("contact", "M"))),
        ["error s1/items/0/name: A variable can't be called ‘contact’."]
    );
}

#[test]
fn loops_wait_for_the_customer() {
    let found = problems(|f| {
        f.steps[1].ending = Ending::Continue(Continue { to: to("s4") });
        let branch =
            Branch { id: "c1".into(), label: "Again".into(), condition: "true".into(), to: to("s2") };
        let mut again = Step::new("s4".into(), "s4");
        again.ending = Ending::Decide(Decide { branches: vec![branch], otherwise: to("s1") });
        f.steps.push(again);
    });
    assert_eq!(found, ["error s2/ending: These steps repeat without waiting for the customer."]);
    let waits = problems(|f| f.steps[1].ending = Ending::Continue(Continue { to: to("s1") }));
    assert_eq!(waits, Vec::<String>::new());
}

#[test]
fn questions_end_and_can_be_answered() {
    let ask = |change: fn(&mut Ask)| {
        problems(move |f| {
            let mut ask =
                Ask { text: english("How many?"), answered: to("s3"), gave_up: to("s3"), ..Ask::default() };
            change(&mut ask);
            f.steps[1].ending = Ending::Ask(ask);
        })
    };
    assert_eq!(ask(|_| {}), Vec::<String>::new());
    assert_eq!(
        ask(|ask| (ask.max_tries, ask.gave_up) = (None, None)),
        ["warning s2/ending/max_tries: If the answer is never valid, the customer is stuck."]
    );
    assert_eq!(ask(|ask| ask.gave_up = None), ["warning s2/ending/gave_up: ‘Gave up’ leads nowhere."]);
    assert_eq!(
        ask(|ask| ask.answer = Answer::Number { min: Some(5.0), max: Some(1.0), whole: true }),
        ["error s2/ending/answer: No answer fits: the least is above the most."]
    );
    assert_eq!(
        ask(|ask| ask.variable = "two words".into()),
        ["error s2/ending/variable: A variable can't be called ‘two words’."]
    );
}

#[test]
fn people_can_be_reached_and_languages_are_complete() {
    assert_eq!(
        problems(|f| f.steps[2].ending = Ending::End(End::default())),
        ["warning /steps: Customers can't reach a person from this bot."]
    );
    assert_eq!(
        problems(|f| f.languages.push(Language::new("ar"))),
        ["warning s1/ending/text: Texts without ar: 4."]
    );
}

#[test]
fn codes_are_stable() {
    let code = |code: ProblemCode| serde_json::to_value(code).unwrap();
    assert_eq!(code(ProblemCode::LeadsNowhere), "leads_nowhere");
    assert_eq!(code(ProblemCode::LoopWithoutWaiting), "loop_without_waiting");
}

#[test]
fn a_list_of_problems_ends_somewhere_and_errors_have_room_of_their_own() {
    let mut flow = sound();
    let long = "x".repeat(5_000);
    flow.steps.extend((0..400).map(|n| {
        let mut step = Step::new(StepId::new(format!("t{n}")), long.clone());
        step.items.push(Item::SendText(SendText { text: english("{{ ") }));
        step.ending = Ending::Continue(Continue { to: to(&format!("t{n}")) });
        step
    }));
    let found = check(&flow);
    let count = |level| found.iter().filter(|problem| problem.level == level).count();
    assert_eq!((count(Level::Error), count(Level::Warning)), (200, 100));
    assert!(
        found.iter().all(|p| p.message.chars().count() <= 300 && p.params.values().all(|v| v.len() <= 310))
    );
}
