//! Tools written in Python, each in an environment of its own below the target directory.

use std::path::{Path, PathBuf};
use std::process::Command;

use super::apt_install;
use crate::Result;
use crate::workspace::{output_of, scratch, sh};

/// The folder of the programs that a list of pinned packages brings; installed when the list has changed.
pub(crate) fn programs(name: &str, requirements: &Path) -> Result<PathBuf> {
    let wanted = std::fs::read_to_string(requirements)?;
    let environment = scratch("python")?.join(name);
    let installed = environment.join("installed");
    if std::fs::read_to_string(&installed).ok().as_ref() != Some(&wanted) {
        println!("Installing Python packages");
        make_environment(&environment)?;
        let mut pip = Command::new(environment.join("bin/pip"));
        sh(pip
            .args(["install", "--quiet", "--disable-pip-version-check", "--requirement"])
            .arg(requirements))?;
        std::fs::write(installed, wanted)?;
    }
    Ok(environment.join("bin"))
}

/// On Debian and Ubuntu `venv` is a package of its own.
fn make_environment(dir: &Path) -> Result {
    if output_of(Command::new("python3").args(["-c", "import ensurepip, venv"])).is_none() {
        apt_install("python3-venv")?;
    }
    sh(Command::new("python3").args(["-m", "venv", "--clear"]).arg(dir))
}
