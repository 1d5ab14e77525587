//! The commands of the repository: build, run and test.
//!
//! One module per command; `workspace` knows where things are, `needs` finds or fetches what a command needs.
//! Everything prints what it does before it does it.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a terminal program talks to its terminal")]
#![allow(clippy::disallowed_methods, reason = "not the server: a build tool is steered by its environment")]

mod inputs;
mod needs;
mod run;
mod web;
mod workspace;

use std::process::ExitCode;

/// What a command answers; the text of the error is shown to a person.
pub(crate) type Result<T = ()> = std::result::Result<T, Box<dyn std::error::Error + Send + Sync>>;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  run [ARGS…]       build the web app and the server, then start it (ARGS go to `mgs-wa serve`)
  web [--release]   build the web app into web/dist
";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match args.as_slice() {
        ["run", rest @ ..] => run::run(rest),
        ["web"] => web::build(web::Profile::Dev),
        ["web", "--release"] => web::build(web::Profile::Release),
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
