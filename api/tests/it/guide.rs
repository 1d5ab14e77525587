//! The examples of `docs/api.md`, run as they stand there.

use std::process::Command;

use serde_json::{Value, json};
use shared::inbox::Conversation;
use shared::number::Number;
use shared::{Page, Permission};

use crate::support::{Actor, Kind, TestApp, TestWorkspace, on_both};

/// Printed between the examples' outputs.
const CUT: &str = "-- next example --";
/// Stands for any text, for more fields, and for more items.
const ANY: &str = "…";

/// What is typed, and what the guide says comes of it.
struct Example {
    command: String,
    answer: String,
}

fn examples(guide: &str) -> Vec<Example> {
    let mut blocks = Vec::new();
    let mut rest = guide;
    while let Some((_, after)) = rest.split_once("\n```") {
        let (language, after) = after.split_once('\n').unwrap();
        let (text, after) = after.split_once("\n```").expect("a block ends");
        blocks.push((language, text));
        rest = after;
    }
    let pairs = blocks.chunks(2).map(|pair| {
        let [("sh", command), ("http", answer)] = pair else {
            panic!("a command, then its answer: {pair:?}")
        };
        Example { command: (*command).to_owned(), answer: (*answer).to_owned() }
    });
    pairs.collect()
}

/// Runs all commands in one shell, as a reader does, and answers what each printed.
fn run(examples: &[Example], variables: [(&str, String); 3]) -> Vec<String> {
    let script: String =
        examples.iter().map(|example| format!("{}\necho\necho '{CUT}'\n", example.command)).collect();
    let mut shell = Command::new("sh");
    let output = shell.args(["-c", &script]).envs(variables).env("NO_PROXY", "*").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap().replace('\r', "");
    let mut outputs: Vec<String> = text.split(CUT).map(|one| one.trim().to_owned()).collect();
    outputs.pop();
    assert_eq!(outputs.len(), examples.len(), "{}", String::from_utf8_lossy(&output.stderr));
    outputs
}

/// Whether an answer is what the guide promises: the status, the headers it names, and the body's fields with their kinds.
fn compare(promised: &str, given: &str) -> Result<(), String> {
    let (promised_head, promised_body) = promised.split_once("\n\n").unwrap_or((promised, ""));
    let (given_head, given_body) = given.split_once("\n\n").unwrap_or((given, ""));
    let mut promised_lines = promised_head.lines();
    let (status, given_status) = (promised_lines.next(), given_head.lines().next());
    if status != given_status {
        return Err(format!("status {given_status:?}"));
    }
    for line in promised_lines {
        let (name, value) = line.split_once(": ").ok_or(format!("no header: {line}"))?;
        let is_given =
            given_head.lines().filter_map(|line| line.split_once(": ")).any(|(given_name, given_value)| {
                given_name.eq_ignore_ascii_case(name) && (value == ANY || value == given_value)
            });
        if !is_given {
            return Err(format!("there is no header {line}"));
        }
    }
    if promised_body.is_empty() {
        return Ok(());
    }
    let read = |text: &str| serde_json::from_str::<Value>(text).map_err(|error| format!("{error}: {text}"));
    same("", &read(promised_body)?, &read(given_body)?)
}

fn same(path: &str, promised: &Value, given: &Value) -> Result<(), String> {
    match (promised, given) {
        (Value::String(any), Value::String(_)) if any == ANY => Ok(()),
        (Value::Object(promised), Value::Object(given)) => {
            let more = promised.contains_key(ANY);
            if let Some(new) = given.keys().find(|name| !more && !promised.contains_key(*name)) {
                return Err(format!("{path}/{new} is not in the guide"));
            }
            let named = promised.iter().filter(|(name, _)| *name != ANY);
            let mut fields = named.map(|(name, value)| {
                let at = format!("{path}/{name}");
                same(&at, value, given.get(name).ok_or(format!("there is no {at}"))?)
            });
            fields.try_for_each(|field| field)
        }
        (Value::Array(promised), Value::Array(given)) => match promised.first() {
            Some(any) if any == ANY => Ok(()),
            Some(first) => {
                same(&format!("{path}/0"), first, given.first().ok_or(format!("{path} is empty"))?)
            }
            None if given.is_empty() => Ok(()),
            None => Err(format!("{path} is not empty")),
        },
        (promised, given) if promised == given => Ok(()),
        (promised, given) => Err(format!("{path} is {given}, not {promised}")),
    }
}

/// Somebody writes to a sandbox number.
async fn conversation(app: &TestApp, owner: &Actor<'_>, acme: &TestWorkspace<'_>) {
    let number: Number = owner.post(&acme.url("/numbers/sandbox"), json!({})).await.json();
    let phone = acme.url(&format!("/numbers/{}/phone/messages", number.id));
    assert_eq!(owner.post(&phone, json!({"kind": "text", "text": "Where is my order?"})).await.status, 202);
    let written = async || {
        let page: Page<Conversation> = owner.get(&acme.url("/conversations")).await.json();
        page.items.into_iter().next()
    };
    app.until(acme.id, written).await;
}

on_both! {
    async fn the_examples_of_the_guide_do_what_it_says(kind: Kind) {
        let app = TestApp::with_sandbox(kind).await;
        let acme = app.workspace("acme").await;
        let owner = acme.owner().await;
        conversation(&app, &owner, &acme).await;
        let scopes = [
            Permission::WorkspaceRead, Permission::BotsRead, Permission::BotsEdit, Permission::BotsPublish,
            Permission::InboxRead, Permission::InboxReply,
        ];
        let key = acme.program_of(owner.user.unwrap(), &scopes).await.key.unwrap();
        let examples = examples(include_str!("../../../docs/api.md"));
        assert!(examples.len() > 10);
        let url = format!("http://{}", app.server().address);
        let variables = [("MGS_URL", url), ("MGS_WORKSPACE", acme.id.to_string()), ("MGS_KEY", key)];
        let (examples, outputs) = tokio::task::spawn_blocking(move || {
            let outputs = run(&examples, variables);
            (examples, outputs)
        }).await.unwrap();
        for (Example { command, answer }, output) in examples.iter().zip(&outputs) {
            if let Err(difference) = compare(answer, output) {
                panic!("{difference}\n\nof\n{command}\n\nwhich answered\n{output}");
            }
        }
    }
}

#[test]
fn an_answer_that_is_not_as_promised_is_found() {
    let given = "HTTP/1.1 200 OK\nContent-Type: application/json\n\n{\"a\": \"x\", \"b\": [{\"c\": 1}]}";
    let fits = |promised: &str| compare(promised, given);
    assert_eq!(fits("HTTP/1.1 200 OK\ncontent-type: …\n\n{\"a\": \"…\", \"b\": [{\"c\": 1}]}"), Ok(()));
    assert_eq!(fits("HTTP/1.1 200 OK\n\n{\"a\": \"x\", \"…\": \"…\"}"), Ok(()));
    assert_eq!(fits("HTTP/1.1 200 OK"), Ok(()));
    for other in [
        "HTTP/1.1 201 Created",
        "HTTP/1.1 200 OK\netag: …",
        "HTTP/1.1 200 OK\ncontent-type: text/plain",
        "HTTP/1.1 200 OK\n\n{\"a\": \"x\"}",
        "HTTP/1.1 200 OK\n\n{\"a\": \"y\", \"…\": \"…\"}",
        "HTTP/1.1 200 OK\n\n{\"a\": \"x\", \"b\": [{\"c\": \"…\"}]}",
        "HTTP/1.1 200 OK\n\n{\"a\": \"x\", \"b\": []}",
        "HTTP/1.1 200 OK\n\n{\"a\": \"x\", \"b\": [{\"c\": 1}], \"d\": null}",
    ] {
        assert!(fits(other).is_err(), "{other}");
    }
}
