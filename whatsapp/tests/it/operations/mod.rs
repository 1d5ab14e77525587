//! Every operation of the client over real HTTP: method, path, query, headers and body are held against Meta's document,
//! and Meta's own answers are read. What the document leaves out is in `others`, after Meta's pages.

mod meta;
mod numbers;
mod others;
mod rules;
mod server;
mod setup;
mod templates;

use serde_json::Value;
use whatsapp::client::{Client, SendError, Token};

use server::{Request, Server};

const NUMBER: &str = "/{Version}/{Phone-Number-ID}";

fn token() -> Token {
    Token::new("T")
}

/// Below a number.
fn number(path: &str) -> String {
    format!("{NUMBER}{path}")
}

/// Calls against a server that answers the n-th answer of Meta's document, and holds the request against it.
async fn metas<T>(
    method: &str,
    path: &str,
    n: usize,
    call: impl AsyncFnOnce(Client) -> Result<T, SendError>,
) -> (T, Request) {
    let (made, request) = answered(&meta::answer(method, path, n), call).await;
    meta::check(&request, method, path);
    (made.unwrap_or_else(|error| panic!("{method} {path}: {error}")), request)
}

/// Calls against a server that answers this.
async fn answered<T>(
    answer: &Value,
    call: impl AsyncFnOnce(Client) -> Result<T, SendError>,
) -> (Result<T, SendError>, Request) {
    let server = Server::json(answer);
    let made = call(server.client()).await;
    (made, server.request())
}

/// Each operation of Meta's document that this crate serves has a test here: the names are the tests' own words.
#[test]
fn every_operation_of_the_excerpt_is_called_by_a_test() {
    let tests = [
        include_str!("numbers.rs"),
        include_str!("others.rs"),
        include_str!("setup.rs"),
        include_str!("templates.rs"),
    ]
    .concat();
    let mut missing = Vec::new();
    for (method, path) in meta::paths() {
        let below = path.strip_prefix(NUMBER).map(|rest| format!("\"{method}\", &number(\"{rest}\")"));
        let whole = format!("\"{method}\", \"{path}\"");
        let text: String = tests.split_whitespace().collect::<Vec<_>>().join(" ");
        if !text.contains(&whole) && !below.is_some_and(|below| text.contains(&below)) {
            missing.push(format!("{method} {path}"));
        }
    }
    assert!(missing.is_empty(), "no test calls {missing:?}");
}
