//! The crates that are in the server and in the dashboard, as CycloneDX documents.

use std::path::Path;

use super::with_tools;
use crate::workspace::{root, sh};
use crate::{Result, needs};

const CARGO_CYCLONEDX: &str = "0.5.9";

/// The crate whose list is wanted, the target it is built for when that is not this machine, the name of the document.
const LISTS: [(&str, &[&str], &str); 2] = [
    ("api", &[], "mgs-wa.cdx.json"),
    ("web", &["--target", "wasm32-unknown-unknown"], "mgs-wa-dashboard.cdx.json"),
];

/// Writes one document for the server and one for the dashboard. The same commit gives the same bytes: the time is the
/// commit's, and no path of the machine stays in.
pub(super) fn write(into: &Path) -> Result {
    needs::cargo_tool("cargo-cyclonedx", CARGO_CYCLONEDX)?;
    for (package, target, name) in LISTS {
        let beside = format!("sbom-{}", std::process::id());
        let mut list = with_tools()?;
        list.args(["cyclonedx", "--quiet", "--format", "json", "--spec-version", "1.5"]);
        sh(list.args(target).args(["--override-filename", &beside]))?;
        let text = take(package, &format!("{beside}.json"))?;
        std::fs::write(into.join(name), text.replace(&root().display().to_string(), "."))?;
        println!("Wrote {}", into.join(name).display());
    }
    Ok(())
}

/// The document of one crate; the tool writes one beside the `Cargo.toml` of every member, and none of them stays.
fn take(package: &str, file: &str) -> Result<String> {
    let text = std::fs::read_to_string(root().join(package).join(file))?;
    for member in std::fs::read_dir(root())? {
        let document = member?.path().join(file);
        if document.is_file() {
            std::fs::remove_file(document)?;
        }
    }
    Ok(text)
}
