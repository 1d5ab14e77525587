//! The OpenAPI document: written by the server's own binary, checked by a linter that did not write it.

use std::path::PathBuf;
use std::process::Command;

use crate::workspace::{node_bin, root, server, sh};
use crate::{Result, run};

fn document() -> PathBuf {
    root().join("openapi/openapi.json")
}

/// Whether a document is checked in.
pub(crate) fn exists() -> bool {
    document().exists()
}

/// Writes the document from the handlers of the current sources.
pub(crate) fn write() -> Result {
    run::build_server()?;
    let output = Command::new(server()).arg("openapi").output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into());
    }
    println!("Writing {}", document().display());
    Ok(std::fs::write(document(), output.stdout)?)
}

/// Lints the document by two linters; the rules are in `redocly.yaml` and `.spectral.yaml`. A warning is a fault.
pub(crate) fn lint() -> Result {
    let mut redocly = Command::new(node_bin("redocly"));
    redocly.env("REDOCLY_TELEMETRY", "off").env("REDOCLY_SUPPRESS_UPDATE_NOTICE", "true");
    sh(redocly.args(["lint", "openapi/openapi.json"]).current_dir(root()))?;
    let mut spectral = Command::new(node_bin("spectral"));
    sh(spectral.args(["lint", "--fail-severity=warn", "openapi/openapi.json"]).current_dir(root()))
}
