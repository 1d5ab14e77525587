//! The API reference: Swagger UI, as a crate carries it unchanged, beside a page, a script and styles of ours.

use std::path::{Path, PathBuf};

use serde_json::Value;

use crate::Result;
use crate::workspace::{cargo, output_of, root};

/// Where the page finds its files, below the other assets.
const FOLDER: &str = "reference";
/// The crate that carries Swagger UI; `Cargo.lock` says which version, and the hash of what is in it.
const CRATE: &str = "swagger-ui-dist";
/// What is served of it.
const SCRIPT_AND_STYLES: [&str; 2] = ["swagger-ui-bundle.js", "swagger-ui.css"];

/// Puts everything the page needs into a folder of its own.
pub(super) fn gather(assets: &Path) -> Result {
    let (folder, ours, theirs) = (assets.join(FOLDER), root().join("web/reference"), carrier()?);
    std::fs::create_dir_all(&folder)?;
    for name in SCRIPT_AND_STYLES {
        std::fs::copy(theirs.join("assets").join(name), folder.join(name))?;
    }
    for name in ["reference.js", "reference.css"] {
        std::fs::copy(ours.join(name), folder.join(name))?;
    }
    std::fs::copy(root().join("web/src/styles/tokens.css"), folder.join("tokens.css"))?;
    let notice = std::fs::read_to_string(ours.join("NOTICE.txt"))?;
    let licence = std::fs::read_to_string(theirs.join("LICENSE"))?;
    Ok(std::fs::write(folder.join("LICENSES.txt"), format!("{notice}\n{licence}"))?)
}

/// The folder in which cargo has unpacked the crate.
fn carrier() -> Result<PathBuf> {
    let mut metadata = cargo();
    let metadata = output_of(metadata.args(["metadata", "--format-version=1", "--locked"]));
    let metadata: Value = serde_json::from_str(&metadata.ok_or("cargo metadata failed")?)?;
    let packages = metadata["packages"].as_array().map(Vec::as_slice).unwrap_or_default();
    let manifest = packages.iter().find(|package| package["name"] == CRATE);
    let manifest = manifest.and_then(|package| package["manifest_path"].as_str()).map(Path::new);
    Ok(manifest.and_then(Path::parent).ok_or(format!("there is no crate {CRATE}"))?.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_has_every_file_that_it_names() {
        let assets = std::env::temp_dir().join(format!("mgs-wa-reference-{}", std::process::id()));
        gather(&assets).unwrap();
        let page = std::fs::read_to_string(root().join("web/reference/index.html")).unwrap();
        // The first piece is the page before any of them.
        let named: Vec<&str> = page.split("%ASSETS%/reference/").skip(1).collect();
        assert_eq!(named.len(), 6);
        for name in named.iter().filter_map(|rest| rest.split('"').next()) {
            assert!(assets.join(FOLDER).join(name).metadata().unwrap().len() > 0, "{name}");
        }
        std::fs::remove_dir_all(assets).unwrap();
    }
}
