//! Playwright in a real browser against the real server; see `e2e/`.

use std::path::Path;
use std::process::Command;

use crate::needs::{chromium, node};
use crate::workspace::{node_bin, root, server, sh};
use crate::{Result, run, web};

/// Builds what is served and runs one project; `args` go to Playwright.
pub(crate) fn run(project: &str, args: &[&str]) -> Result {
    node::packages()?;
    let chrome = chromium::find()?;
    web::build_any()?;
    run::build_server()?;
    playwright(&chrome, project, args)
}

/// Runs one project of `e2e/playwright.config.ts` with what has been built.
pub(crate) fn playwright(chrome: &Path, project: &str, args: &[&str]) -> Result {
    let mut playwright = Command::new(node_bin("playwright"));
    playwright.env("CHROME", chrome).env("MGS_BINARY", server());
    sh(playwright.args(["test", "--config", "e2e", "--project", project]).args(args).current_dir(root()))
}
