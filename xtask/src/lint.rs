//! Checks that read the code without running it.

use std::process::Command;

use crate::Result;
use crate::needs;
use crate::web;
use crate::workspace::{cargo, node_bin, root, sh};

const CARGO_DENY: &str = "0.20.2";

/// rustfmt over all crates.
pub(crate) fn format() -> Result {
    sh(cargo().args(["fmt", "--all", "--check"]))
}

/// clippy over the native crates, tests included; a warning is an error.
pub(crate) fn clippy() -> Result {
    let selections: [&[&str]; 2] = [
        &["--workspace", "--exclude", "web", "--exclude", "xtask", "--all-features"],
        &["--package", "xtask"],
    ];
    for selection in selections {
        sh(cargo().args(["clippy", "--quiet", "--all-targets"]).args(selection).args(["--", "-Dwarnings"]))?;
    }
    Ok(())
}

/// clippy over the web app, for the browser.
pub(crate) fn clippy_web() -> Result {
    let args =
        ["clippy", "--quiet", "--package", "web", "--target", "wasm32-unknown-unknown", "--", "-Dwarnings"];
    sh(cargo().args(args))
}

/// Licences, banned crates and sources of everything in the lock file; see `deny.toml`.
pub(crate) fn dependencies() -> Result {
    let deny = needs::cargo_tool("cargo-deny", CARGO_DENY)?;
    sh(Command::new(deny).args(["check", "bans", "licenses", "sources"]).current_dir(root()))
}

/// The TypeScript of the browser tests, which Playwright runs without checking it.
pub(crate) fn types() -> Result {
    sh(Command::new(node_bin("tsc")).args(["--project", "e2e"]).current_dir(root()))
}

/// The style sheets: layers, and nothing that stays where it is from right to left.
pub(crate) fn styles() -> Result {
    web::check_styles()
}

/// All of the above.
pub(crate) fn all() -> Result {
    needs::wasm_target()?;
    needs::node::packages()?;
    [format, styles, clippy, clippy_web, dependencies, types].iter().try_for_each(|check| check())
}
