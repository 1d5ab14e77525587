//! The expression language: what it can, and that nothing in it can do harm.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use flow::expression::{Value, inspect_condition, inspect_template};
use flow::{
    Advance, Ending, Env, Flow, Input, Item, Language, Note, Outgoing, RunEvent, SendText, SetVariable,
    StartedBy, State, Step, Text, advance,
};
use proptest::prelude::*;

fn env() -> Env {
    let mut env = Env::default();
    env.contact.name = "Ana".into();
    env.contact.fields =
        BTreeMap::from([("size".into(), Value::from("M")), ("visits".into(), Value::Int(3))]);
    env.workspace.name = "Corner Shop".into();
    env.now.unix_ms = 1_709_249_400_000;
    env
}

/// One step that sets `x` and then says the source.
fn say(source: &str, x: &str) -> Advance {
    let mut step = Step::new("s1".into(), "Say");
    step.items.push(Item::SetVariable(SetVariable { name: "x".into(), value: x.into() }));
    step.items.push(Item::SendText(SendText { text: Text::new(Language::new("en"), source) }));
    step.ending = Ending::End(flow::End::default());
    let mut flow = Flow::new(Language::new("en"));
    flow.steps.push(step);
    flow.start = Some("s1".into());
    let input = Input::Start { trigger: StartedBy::Hand {}, text: "Echo Hello".into() };
    advance(&flow, State::default(), input, &env())
}

fn sent(advance: &Advance) -> String {
    let texts = advance.visits.iter().filter_map(|event| match event {
        RunEvent::Sent { message: Outgoing::Text { text }, .. } => Some(text.clone()),
        _ => None,
    });
    texts.collect()
}

fn notes(advance: &Advance) -> Vec<String> {
    let notes = advance.visits.iter().filter_map(|event| match event {
        RunEvent::Noted { note: Note::ExpressionFailed, detail, .. } => Some(detail.clone()),
        _ => None,
    });
    notes.collect()
}

#[test]
fn expressions_are_filled_in() {
    let cases = [
        ("Hello {{ contact.name }} at {{ workspace.name }}!", "Hello Ana at Corner Shop!"),
        ("{{ contact.fields.size }}/{{ contact.fields[\"size\"] | lower }}", "M/m"),
        ("{{ contact.fields.visits + 1 }}", "4"),
        ("{{ contact.phone | default(\"unknown\") }}", "unknown"),
        ("{{ message.text | lower is startingwith(\"echo \") }}", "true"),
        ("{{ message.text[5:] }}", "Hello"),
        ("{{ message.text | lower | removeprefix(\"echo \") }}", "hello"),
        ("{{ \"S\" if contact.fields.visits < 3 else \"L\" }}", "L"),
        ("{{ 7 / 2 }} {{ 6 / 2 }} {{ 7 // 2 }} {{ -7 % 3 }} {{ 0.1 + 0.2 | round(2) }}", "3.5 3 3 2 0.3"),
        ("{{ (0.1 + 0.2) | round(2) }} {{ 2.7 | int }} {{ \"3,5\" | number }}", "0.3 2 3.5"),
        ("{{ \"el\" in message.text and not (1 > 2) }}", "true"),
        ("{{ [1, \"b\"] | join(\"-\") }} {{ [3, 4] | last }} {{ 2 in [1, 2] }}", "1-b 4 true"),
        ("{{ now.date }} {{ now.time }} {{ 1 < now.hour < 24 }}", "2024-02-29 23:30 true"),
        ("{{ \"}}\" }} and {{ 'it''s' }}", "}} and its"),
        ("{{ \"straße\" | upper }} {{ \"é\" | length }} {{ message.text | truncate(5) }}", "STRASSE 1 Echo…"),
        ("{{ nothing }}{{ nothing.at.all }}.", "."),
    ];
    for (source, text) in cases {
        let advance = say(source, "1");
        assert_eq!(sent(&advance), text, "{source}: {:?}", notes(&advance));
        assert_eq!(notes(&advance), Vec::<String>::new(), "{source}");
    }
}

#[test]
fn what_fails_leaves_nothing_in_its_place_and_a_note() {
    let cases = [
        ("a {{ 1 / 0 }}b", "a b"),
        ("a {{ x | shout }}b", "a b"),
        ("a {{ x ** 2 }}b", "a b"),
        ("a {{ \"ab\" * 3 }}b", "a b"),
        ("a {{ range(9) }}b", "a b"),
        ("a {{ {\"k\": 1} }}b", "a b"),
        ("a {{ contact }}b", "a b"),
        ("a {{ 1 + }}b", "a b"),
        ("a {{ }}b", "a b"),
        ("a {{ x | round(precision=2) }}b", "a b"),
        ("a {{ 9223372036854775807 + 1 }}b", "a b"),
        ("a {{ message.text < 3 }}b", "a b"),
        ("a {{ x", "a {{ x"),
    ];
    for (source, text) in cases {
        let advance = say(source, "1");
        assert_eq!(sent(&advance), text, "{source}");
        assert_eq!(notes(&advance).len(), 1, "{source}: {:?}", notes(&advance));
    }
}

#[test]
fn values_keep_their_type_and_are_never_read_as_templates() {
    let advance = say("{{ x + 1 }}", "{{ 41 }}");
    assert_eq!(advance.state.variables["x"], Value::Int(41));
    assert_eq!(sent(&advance), "42");
    let advance = say("{{ x }}", "{{ \"{\" }}{{ \"{ contact.name }\" }}{{ \"}\" }}");
    assert_eq!(sent(&advance), "{{ contact.name }}");
}

fn hostile() -> Vec<String> {
    let big = "y".repeat(9_000);
    vec![
        "{{ [1]|batch(900000000) }}".into(),
        "{{ \"%2000000000d\"|format(1) }}".into(),
        format!("{{{{ {}1 }}}}", "-".repeat(9_900)),
        format!("{{{{ {}1 }}}}", "not ".repeat(2_400)),
        format!("{{{{ {}1{} }}}}", "(".repeat(4_900), ")".repeat(4_900)),
        format!("{{{{ {}1{} }}}}", "[".repeat(4_900), "]".repeat(4_900)),
        format!("{{{{ {}1{} }}}}", "(".repeat(32), ")".repeat(32)),
        format!("{{{{ {}1{} }}}}", "[".repeat(32), "]".repeat(32)),
        format!("{{{{ {}1 }}}}", "-(".repeat(60)),
        format!("{{{{ {}1{} }}}}", "-(".repeat(30), ")".repeat(30)),
        format!("{{{{ {}1{} }}}}", "x|default(".repeat(32), ")".repeat(32)),
        format!("{{{{ {}1{} }}}}", "x[1:".repeat(32), "]".repeat(32)),
        format!("{{{{ {}1{} }}}}", "(1 if x else ".repeat(32), ")".repeat(32)),
        format!("{{{{ {}1 }}}}", "x if x else ".repeat(60)),
        format!("{{{{ {}x{} }}}}", "x[".repeat(32), "]".repeat(32)),
        format!("{{{{ 1{} }}}}", "+1".repeat(4_900)),
        format!("{{{{ 1{} }}}}", "+1".repeat(120)),
        format!("{{{{ x{} }}}}", "~x".repeat(120)),
        format!("{{{{ x{} }}}}", ".a".repeat(4_900)),
        format!("{{{{ x{} }}}}", "|upper".repeat(120)),
        format!("{{{{ x{} }}}}", " if x else x".repeat(60)),
        format!("{{{{ x{} }}}}", " is defined".repeat(100)),
        "{{ x ~ x ~ x ~ x ~ x ~ x ~ x ~ x ~ x ~ x }}".repeat(200),
        "{{ x|replace(\"y\", x) }}".into(),
        "{{ [x, x, x, x, x, x, x, x]|join(x) }}".into(),
        "{{ \"a\" * 1000000000 }}{{ [1] * 1000000000 }}{{ 9 ** 9 ** 9 ** 9 }}".into(),
        "{{ 1e308 * 10 }}{{ 99999999999999999999999999999999999999 }}{{ -9223372036854775807 - 2 }}".into(),
        "{{ (0-9223372036854775807-1) // -1 }}{{ (0-9223372036854775807-1) % -1 }}{{ -(0-9223372036854775807-1) }}".into(),
        "{% for a in [1,2,3] %}{% for b in a %}{{ b }}{% endfor %}{% endfor %}".into(),
        "{% macro m() %}{{ m() }}{% endmacro %}{{ m() }}".into(),
        "{% set x = x ~ x %}{% include \"x\" %}{% import \"x\" as y %}".into(),
        "{{ range(1000000000) }}{{ lipsum() }}{{ cycler() }}{{ x.__class__ }}{{ self }}{{ caller() }}".into(),
        "{{ x[999999999999] }}{{ x[-999999999999:999999999999] }}{{ x[::0] }}{{ x[0-9223372036854775807-1] }}".into(),
        "{{ x|truncate(99999999999) }}{{ x|round(99999999) }}{{ 1.5|round(-99999999) }}{{ x|int }}".into(),
        "{{".repeat(5_000),
        "{{ '".repeat(3_000),
        "{{ \"\\".into(),
        "{{ \"\\u{110000} \\ud800 \\x \" }}".into(),
        "{{ \u{202e}\u{0}\u{feff} }}".into(),
        "x".repeat(200_000) + "{{ 1 }}",
        format!("{{{{ \"{big}\" }}}}"),
        format!("{{{{ \"{big}\"|replace(\"y\", \"{}\") }}}}", "z".repeat(900)),
    ]
}

#[test]
fn nothing_hostile_harms_on_a_small_stack() {
    let work = || {
        for source in hostile() {
            for x in ["1", &"y".repeat(60_000), "{{ [[1], [2]] }}"] {
                let started = Instant::now();
                let advance = say(&source, x);
                let _ = inspect_template(&source);
                let _ = inspect_condition(&source);
                let _ = inspect_condition(source.trim_start_matches('{').trim_end_matches('}'));
                assert!(sent(&advance).len() <= 64 * 1024);
                // Far above what is needed, far below what an unbounded evaluation takes.
                assert!(started.elapsed() < Duration::from_secs(5), "{}", &source[..source.len().min(60)]);
            }
        }
    };
    // Unoptimised on 1 MB, the stack of a browser; worker threads have 2 MB.
    std::thread::Builder::new().stack_size(1024 * 1024).spawn(work).unwrap().join().unwrap();
}

#[test]
fn an_inspection_names_what_an_expression_needs() {
    let found = inspect_template(
        "{{ size | upper }} {{ contact.nmae }} {{ contact.fields.city }} {{ now.hour + offset }}",
    );
    assert_eq!(found.variables.into_iter().collect::<Vec<_>>(), ["offset", "size"]);
    assert_eq!(found.unknown_attributes.into_iter().collect::<Vec<_>>(), ["contact.nmae"]);
    assert_eq!(found.contact_fields.into_iter().collect::<Vec<_>>(), ["city"]);
    assert!(found.errors.is_empty());
    let codes = |source: &str| inspect_template(source).errors.iter().map(|e| e.code()).collect::<Vec<_>>();
    assert_eq!(
        codes("{{ x | shout }} {{ f(1) }} {{ x is odd }}"),
        ["unknown_filter", "refused", "unknown_test"]
    );
    assert_eq!(codes("{% if x %}"), ["statement"]);
    assert_eq!(codes("{{ x"), ["unclosed"]);
    assert_eq!(codes("{{ x + }}"), ["syntax"]);
}

/// Tokens in any order, to reach deeper than random characters do.
fn soup() -> impl Strategy<Value = String> {
    let tokens = [
        "{{",
        "}}",
        "x",
        "1",
        "2.5",
        "\"a\"",
        "'",
        "\"",
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        "|",
        "~",
        "+",
        "-",
        "*",
        "**",
        "/",
        "//",
        "%",
        "not",
        "and",
        "or",
        "in",
        "is",
        "if",
        "else",
        "upper",
        "defined",
        ".",
        ",",
        ":",
        "==",
        "<",
        "=",
        "contact",
        "fields",
        "{%",
        "%}",
        "{#",
        "#}",
        "\\",
        "é",
        "none",
        "99999999999999999999",
    ];
    proptest::collection::vec(proptest::sample::select(tokens.to_vec()), 0..40)
        .prop_map(|tokens| tokens.join(" "))
}

proptest! {
    #[test]
    fn no_source_panics(source in prop_oneof![soup(), "\\PC{0,60}"]) {
        let _ = say(&source, "1");
        let _ = say(&format!("{{{{ {source} }}}}"), "{{ [1, \"b\"] }}");
        let _ = inspect_condition(&source);
        let _ = inspect_template(&source);
    }
}

#[test]
fn no_expression_makes_a_nul() {
    for source in [r#"{{ "a\x00b" }}"#, r#"{{ "a" ~ "\u0000" }}"#, r#"{{ "ab"|replace("b", "\0") }}"#] {
        let made = say(source, source);
        let told = serde_json::to_string(&(&made.visits, &made.state)).unwrap();
        assert!(!told.contains(r"\u0000"), "{told}");
        let found = inspect_template(source).errors;
        assert_eq!(found.len(), 1, "{source}: {found:?}");
    }
}
