//! The running server against its own document: schemathesis makes requests from the document, and checks the answers.

use std::process::Command;

use crate::needs::python;
use crate::serve::Server;
use crate::workspace::{root, sh};
use crate::{Result, run};

/// Requests made for each operation in a test run; `cargo xtask contract -n 500` makes more.
const EXAMPLES: &str = "10";

/// Who calls: a member of each role, and a program with an API key.
const CALLERS: [&str; 6] = ["owner", "admin", "builder", "agent", "viewer", "key"];

/// Runs every check as every caller, or as the one that the first argument names; the others go to `schemathesis run`.
pub(crate) fn check(args: &[&str]) -> Result {
    run::build_server()?;
    match args {
        [caller, rest @ ..] if CALLERS.contains(caller) => check_as(caller, rest),
        _ => {
            let failed: Vec<_> =
                CALLERS.into_iter().filter(|caller| said(check_as(caller, args)).is_err()).collect();
            if failed.is_empty() { Ok(()) } else { Err(format!("failed as {}", failed.join(", ")).into()) }
        }
    }
}

/// Says what went wrong at once: the next caller has much to say.
fn said(done: Result) -> Result {
    if let Err(error) = &done {
        println!("{error}");
    }
    done
}

/// Runs every check against a server of its own.
fn check_as(caller: &str, args: &[&str]) -> Result {
    println!("As {caller}");
    let folder = root().join("openapi/schemathesis");
    let programs = python::programs("schemathesis", &folder.join("requirements.txt"))?;
    let server = Server::start("contract")?;
    let mut schemathesis = Command::new(programs.join("st"));
    schemathesis
        .current_dir(&folder)
        .env("PYTHONDONTWRITEBYTECODE", "1")
        .env("PYTHONPATH", &folder)
        .env("MGS_CONTRACT_CALLER", caller)
        .env("MGS_CONTRACT_ADDRESS", &server.address)
        .env("MGS_CONTRACT_MAILS", server.mails())
        .args(["--config-file", "schemathesis.toml", "run", "--no-color", "-n", EXAMPLES])
        .args(args)
        .arg(format!("{}/api/openapi.json", server.address));
    sh(&mut schemathesis)
}
