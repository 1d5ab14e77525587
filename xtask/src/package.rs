//! What a release consists of: the Debian package, lists of the crates inside (SBOM), the notes.

mod notes;
mod sbom;

use std::path::PathBuf;
use std::process::Command;

use crate::workspace::{cargo, output_of, root, sh, target};
use crate::{Result, needs, web};

const CARGO_DEB: &str = "3.8.0";

/// Builds everything into `debian` below the target directory.
pub(crate) fn release() -> Result {
    debian()?;
    sbom::write(&folder())?;
    notes::write(&folder())
}

/// The release server with the dashboard inside, its unit, its settings file; what it holds stands in `api/Cargo.toml`.
fn debian() -> Result {
    web::build(web::Profile::Release)?;
    needs::cargo_tool("cargo-deb", CARGO_DEB)?;
    sh(with_tools()?.args(["deb", "--package", "api", "--locked"]))
}

fn folder() -> PathBuf {
    target().join("debian")
}

/// Cargo with the subcommands that [`needs::cargo_tool`] built.
fn with_tools() -> Result<Command> {
    let tools = target().join("tools/bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(tools).chain(std::env::split_paths(&path)))?;
    let mut cargo = cargo();
    cargo.env("PATH", path).env("SOURCE_DATE_EPOCH", commit("%ct").unwrap_or_else(|| "0".to_owned()));
    Ok(cargo)
}

/// A property of the commit that is built, in git's format; `None` where there is no repository.
fn commit(format: &str) -> Option<String> {
    output_of(Command::new("git").current_dir(root()).args(["log", "-1", &format!("--format={format}")]))
}
