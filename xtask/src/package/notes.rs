//! The notes of a release: what the changelog says of it, what it was built from, what its files hash to.

use std::path::Path;
use std::process::Command;

use super::commit;
use crate::Result;
use crate::workspace::{output_of, root};

const VERSION: &str = env!("CARGO_PKG_VERSION");

/// Writes `RELEASE-NOTES.md`. It says nothing that the commit and the files beside it do not say, so whoever builds the
/// same commit can compare.
pub(super) fn write(into: &Path) -> Result {
    let changelog = std::fs::read_to_string(root().join("CHANGELOG.md"))?;
    let changes = section(&changelog, VERSION).or_else(|| section(&changelog, "Unreleased"));
    let changes = changes.ok_or(format!("CHANGELOG.md has neither a section {VERSION} nor Unreleased"))?;
    let commit = commit("%H").unwrap_or_else(|| "unknown".to_owned());
    let rustc = output_of(Command::new("rustc").arg("--version")).unwrap_or_default();
    let sums = sums(into)?;
    let notes = format!(
        "# MGS WA {VERSION}\n\n{changes}\n\n## Built from\n\nCommit {commit}, {rustc}.\n\n## SHA-256\n\n```\n{sums}\n```\n"
    );
    std::fs::write(into.join("RELEASE-NOTES.md"), notes)?;
    println!("Wrote {}", into.join("RELEASE-NOTES.md").display());
    Ok(())
}

/// The text below the heading `## TITLE`, up to the next heading of that level.
fn section<'a>(changelog: &'a str, title: &str) -> Option<&'a str> {
    let (_, from) = changelog.split_once(&format!("\n## {title}"))?;
    let (_, text) = from.split_once('\n')?;
    Some(text.split("\n## ").next().unwrap_or(text).trim())
}

/// One line for each file of the release, as `sha256sum --check` reads them.
fn sums(folder: &Path) -> Result<String> {
    let mut names = Vec::new();
    for file in std::fs::read_dir(folder)? {
        let name = file?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".deb") || name.ends_with(".cdx.json") {
            names.push(name);
        }
    }
    names.sort();
    output_of(Command::new("sha256sum").current_dir(folder).args(&names)).ok_or("sha256sum failed".into())
}

#[cfg(test)]
mod tests {
    use super::section;

    #[test]
    fn the_notes_are_the_section_of_the_version_alone() {
        let changelog = "# Changelog\n\n## Unreleased\n\n- New\n\n## 0.2.0 - today\n\n### Added\n\n- Old\n\n## 0.1.0\n\n- Older\n";
        assert_eq!(section(changelog, "0.2.0"), Some("### Added\n\n- Old"));
        assert_eq!(section(changelog, "Unreleased"), Some("- New"));
        assert_eq!(section(changelog, "0.3.0"), None);
    }
}
