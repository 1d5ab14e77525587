//! The Debian package: the release server with the dashboard inside, its unit, its settings file.

use crate::Result;
use crate::needs;
use crate::web::{self, Profile};
use crate::workspace::{cargo, sh, target};

const CARGO_DEB: &str = "3.8.0";

/// Builds the package into `debian` below the target directory; what it holds stands in `api/Cargo.toml`.
pub(crate) fn debian() -> Result {
    web::build(Profile::Release)?;
    needs::cargo_tool("cargo-deb", CARGO_DEB)?;
    // Installed below the target directory or already on the path: cargo finds it where it lies.
    let tools = target().join("tools/bin");
    let path = std::env::var_os("PATH").unwrap_or_default();
    let path = std::env::join_paths(std::iter::once(tools).chain(std::env::split_paths(&path)))?;
    sh(cargo().env("PATH", path).args(["deb", "--package", "api", "--locked"]))
}
