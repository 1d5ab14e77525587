//! Knows whether something must be built again, without asking cargo.
//!
//! A stamp is a file that holds the fingerprint of what the last build read. It is wrong only in the safe direction: a
//! touched file means a build.

use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use crate::{Result, workspace};

/// Read by every build.
const COMMON: [&str; 5] = ["Cargo.toml", "Cargo.lock", ".cargo", "shared", "flow"];

/// Remembers the inputs of one build.
pub(crate) struct Stamp {
    file: PathBuf,
    fingerprint: String,
}

impl Stamp {
    /// Takes the fingerprint of `inputs`, files and folders of the workspace, as they are now.
    pub(crate) fn of(name: &str, inputs: &[&str]) -> Result<Self> {
        let mut hasher = DefaultHasher::new();
        COMPILER.hash(&mut hasher);
        for input in COMMON.iter().chain(inputs) {
            hash_tree(&workspace::root().join(input), &mut hasher)?;
        }
        let file = workspace::scratch("stamps")?.join(name);
        Ok(Self { file, fingerprint: format!("{:016x}", hasher.finish()) })
    }

    /// Whether the last build read the same inputs and `result`, which it wrote, is still the same file.
    pub(crate) fn is_current(&self, result: &Path) -> bool {
        let remembered = std::fs::read_to_string(&self.file).unwrap_or_default();
        result.exists() && remembered == self.line(result)
    }

    /// Remembers that `result` was built.
    pub(crate) fn write(&self, result: &Path) -> Result {
        Ok(std::fs::write(&self.file, self.line(result))?)
    }

    fn line(&self, result: &Path) -> String {
        let mut hasher = DefaultHasher::new();
        hash_file(result, &mut hasher);
        format!("{} {:016x}", self.fingerprint, hasher.finish())
    }
}

/// Which compiler builds: another one builds everything again.
static COMPILER: LazyLock<Vec<u8>> = LazyLock::new(|| {
    let version = Command::new("rustc").args(["--version", "--verbose"]).output();
    // Without a compiler the build says so.
    version.map(|output| output.stdout).unwrap_or_default()
});

/// All files below a folder (or the file itself), sorted; build results and hidden files are left out.
pub(crate) fn files(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(if path.exists() { vec![path.to_owned()] } else { Vec::new() });
    }
    let mut entries = std::fs::read_dir(path)?.map(|entry| Ok(entry?.path())).collect::<Result<Vec<_>>>()?;
    entries.sort();
    let mut found = Vec::new();
    for entry in entries {
        let name = entry.file_name().unwrap_or_default().to_string_lossy().into_owned();
        if !name.starts_with('.') && !matches!(name.as_str(), "dist" | "node_modules" | "target") {
            found.extend(files(&entry)?);
        }
    }
    Ok(found)
}

fn hash_tree(path: &Path, hasher: &mut DefaultHasher) -> Result {
    files(path)?.iter().for_each(|file| hash_file(file, hasher));
    Ok(())
}

fn hash_file(file: &Path, hasher: &mut DefaultHasher) {
    file.hash(hasher);
    if let Ok(metadata) = file.metadata() {
        metadata.len().hash(hasher);
        metadata.modified().ok().hash(hasher);
    }
}
