//! Node and the npm packages of the repository.

use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use crate::Result;
use crate::workspace::{output_of, root, sh};

const OLDEST: u32 = 20;

/// Checks for Node and brings `node_modules` to what the lock file says.
pub(crate) fn packages() -> Result {
    let version = output_of(Command::new("node").arg("--version"))
        .ok_or_else(|| format!("there is no Node; install version {OLDEST} or newer"))?;
    let major = version.trim_start_matches('v').split('.').next().and_then(|major| major.parse().ok());
    if major.unwrap_or(0) < OLDEST {
        return Err(format!("Node is {version}; version {OLDEST} or newer is needed").into());
    }
    if is_installed() {
        return Ok(());
    }
    println!("Installing npm packages");
    sh(Command::new("npm").args(["ci", "--no-progress"]).current_dir(root()))
}

/// npm writes its hidden lock file last.
fn is_installed() -> bool {
    let installed = modified(&root().join("node_modules/.package-lock.json"));
    installed.is_some() && installed >= modified(&root().join("package-lock.json"))
}

fn modified(file: &Path) -> Option<SystemTime> {
    file.metadata().and_then(|metadata| metadata.modified()).ok()
}
