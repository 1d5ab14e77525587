//! The tests written in Rust: by cargo-nextest where it is installed, else by `cargo test`.

use std::process::Command;

use crate::Result;
use crate::needs::postgres::Cluster;
use crate::workspace::{cargo, on_path, sh};

/// The crates that run natively; with a cluster the whole suite also runs on PostgreSQL, and may not leave that out.
///
/// `filter` goes to the test runner; where it names packages (`-p`), they are all that is built.
pub(crate) fn crates(postgres: Option<&Cluster>, filter: &[&str]) -> Result {
    let mut tests = runner();
    if !filter.iter().any(|word| word.starts_with("-p") || word.starts_with("--package")) {
        tests.args(["--workspace", "--exclude", "web", "--exclude", "xtask"]);
    }
    tests.arg("--all-features").args(filter);
    if let Some(postgres) = postgres {
        tests.env("MGS_TEST_POSTGRES", postgres.url()).env("MGS_REQUIRE_POSTGRES", "1");
    }
    sh(&mut tests)
}

/// What must hold for the workspace as a whole: version floors, crate borders.
pub(crate) fn workspace() -> Result {
    sh(runner().args(["--package", "xtask"]))
}

/// The parts of the web app that need no browser.
pub(crate) fn web() -> Result {
    sh(runner().args(["--package", "web"]))
}

/// Apart from the rest, because features are resolved for what is selected: a stable selection is never built twice.
fn runner() -> Command {
    let mut cargo = cargo();
    match on_path("cargo-nextest") {
        Some(_) => cargo.args(["nextest", "run", "--no-fail-fast", "--no-tests=pass"]),
        None => cargo.args(["test", "--no-fail-fast"]),
    };
    cargo
}
