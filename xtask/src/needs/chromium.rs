//! A Chromium or Chrome for the browser tests. A snap is none: its confinement hides the tests' folders from it.

use std::path::{Path, PathBuf};

use super::{apt_install, distribution};
use crate::Result;
use crate::workspace::on_path;

const NAMES: [&str; 4] = ["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"];

/// `CHROME`, else what is on the PATH, else Debian's package.
pub(crate) fn find() -> Result<PathBuf> {
    if let Some(chrome) = std::env::var_os("CHROME").map(PathBuf::from) {
        return match chrome.is_file() {
            true => Ok(chrome),
            false => Err(format!("CHROME names no file: {}", chrome.display()).into()),
        };
    }
    if let Some(found) = on_the_path() {
        return Ok(found);
    }
    if distribution() != "debian" {
        return Err("no Chromium or Chrome found; install one (not as a snap) or name it in CHROME".into());
    }
    apt_install("chromium")?;
    on_the_path().ok_or_else(|| "the package chromium brought no program of that name".into())
}

fn on_the_path() -> Option<PathBuf> {
    NAMES.iter().filter_map(|name| on_path(name)).find(|file| !is_snap(file))
}

/// Ubuntu's `chromium-browser` is a script that calls the snap.
fn is_snap(file: &Path) -> bool {
    let real = file.canonicalize().unwrap_or_default();
    let is_link = real.starts_with("/snap") || real.ends_with("snap");
    is_link || std::fs::read_to_string(&real).is_ok_and(|script| script.contains("/snap/"))
}
