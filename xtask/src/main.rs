//! The commands of the repository: build, run and test.
//!
//! One module per command; `workspace` knows where things are, `needs` finds or fetches what a command needs.
//! Everything prints what it does before it does it.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a terminal program talks to its terminal")]
#![allow(clippy::disallowed_methods, reason = "not the server: a build tool is steered by its environment")]

mod browser;
mod clients;
mod contract;
mod fuzz;
mod inputs;
mod lint;
mod needs;
mod openapi;
mod package;
mod run;
mod rust;
mod serve;
mod size;
mod steps;
mod test;
mod web;
mod workspace;

use std::process::ExitCode;

use needs::postgres::Cluster;

/// What a command answers; the text of the error is shown to a person.
pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  run [ARGS…]       build the web app and the server, then start it (ARGS go to `mgs-wa serve`)
  test              every check and every test, on SQLite and PostgreSQL, and in a browser

  web [--release]   build the web app into web/dist
  fmt               format all crates
  lint              format, clippy, licences, types
  rust [ARGS…]      the tests of the crates, with PostgreSQL (ARGS go to the test runner)
  browser [ARGS…]   the browser journeys (ARGS go to Playwright)
  screens [ARGS…]   screenshots of every page into e2e/.out/screens
  openapi           write openapi/openapi.json from the handlers
  clients           clients generated from the document, against the server
  contract [WHO] [ARGS…]
                    the server against its OpenAPI document, as every role and by an API key, or as WHO alone
                    (ARGS go to schemathesis)
  fuzz [TARGET] [SECONDS]
                    feed the reader of webhooks (webhook) or of form requests (forms) with anything
  size [ARGS…]      weigh each page of a release build (ARGS go to Playwright)
  lighthouse        Lighthouse's scores of the first pages of a release build; wants a quiet machine
  package           a release: Debian package, SBOM, notes, into target/debian
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["run", rest @ ..] => run::run(rest),
        ["web"] => web::build(web::Profile::Dev),
        ["web", "--release"] => web::build(web::Profile::Release),
        ["test"] => test::test(),
        ["fmt"] => workspace::sh(workspace::cargo().args(["fmt", "--all"])),
        ["lint"] => lint::all(),
        ["rust", rest @ ..] => Cluster::start().and_then(|cluster| rust::crates(Some(&cluster), rest)),
        ["browser", rest @ ..] => browser::run("journeys", rest),
        ["screens", rest @ ..] => browser::run("screens", rest),
        ["openapi"] => openapi::write(),
        ["clients"] => clients::check(),
        ["contract", rest @ ..] => contract::check(rest),
        ["size", rest @ ..] => size::check("size", rest),
        ["lighthouse", rest @ ..] => size::check("lighthouse", rest),
        ["fuzz"] => fuzz::run("webhook", "60"),
        ["fuzz", target] => fuzz::run(target, "60"),
        ["fuzz", target, seconds] => fuzz::run(target, seconds),
        ["package"] => package::release(),
        _ => Err(USAGE.into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("{error}");
            ExitCode::FAILURE
        }
    }
}
