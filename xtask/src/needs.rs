//! What the commands need from the machine: found, else fetched where that is possible, else named in a sentence.

pub(crate) mod chromium;
pub(crate) mod node;
pub(crate) mod postgres;
pub(crate) mod python;

use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::Result;
use crate::workspace::{cargo, on_path, output_of, sh, target};

const WASM: &str = "wasm32-unknown-unknown";

/// Rust's standard library for the browser; installed by rustup when it is absent.
pub(crate) fn wasm_target() -> Result {
    let libdir = output_of(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if libdir.is_some_and(|dir| Path::new(&dir).is_dir()) {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        return Err(format!("rustc has no target {WASM} and there is no rustup to add it").into());
    }
    println!("Adding the target {WASM} with rustup");
    sh(Command::new("rustup").args(["target", "add", WASM]))
}

/// A cargo subcommand's program: found, else built from source, with a target directory of its own.
pub(crate) fn cargo_tool(name: &str, version: &str) -> Result<PathBuf> {
    let tools = target().join("tools");
    let built = tools.join("bin").join(name);
    if let Some(found) = on_path(name).or_else(|| built.is_file().then_some(built.clone())) {
        return Ok(found);
    }
    println!("Building {name} {version} from source (once, minutes)");
    let mut install = cargo();
    install.args(["install", "--quiet", "--locked", "--no-default-features", "--version", version, name]);
    sh(install.arg("--root").arg(&tools).arg("--target-dir").arg(tools.join("target")))?;
    Ok(built)
}

/// Whether this process is root's: it may install packages, and must not be Chromium's or PostgreSQL's user.
pub(crate) fn is_root() -> bool {
    Path::new("/proc/self").metadata().is_ok_and(|metadata| metadata.uid() == 0)
}

/// curl, by which the examples of the API's guide are run.
pub(crate) fn curl() -> Result {
    match on_path("curl") {
        Some(_) => Ok(()),
        None => apt_install("curl"),
    }
}

/// Installs packages of the distribution, which takes root and apt.
fn apt_install(package: &str) -> Result {
    if !is_root() || on_path("apt-get").is_none() {
        return Err(format!("{package} is not installed, and installing it takes root and apt").into());
    }
    println!("Installing {package} with apt-get");
    let install = || {
        let mut apt = Command::new("apt-get");
        apt.env("DEBIAN_FRONTEND", "noninteractive");
        sh(apt.args(["install", "--yes", "--quiet=2", "--no-install-recommends", package]))
    };
    install().or_else(|_| {
        sh(Command::new("apt-get").args(["update", "--quiet=2"]))?;
        install()
    })
}

/// The distribution's id as in `/etc/os-release`, such as `debian`.
fn distribution() -> String {
    let release = std::fs::read_to_string("/etc/os-release").unwrap_or_default();
    let id = release.lines().find_map(|line| line.strip_prefix("ID="));
    id.unwrap_or_default().trim_matches('"').to_owned()
}
