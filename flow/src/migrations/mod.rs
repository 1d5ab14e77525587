//! Reading documents of any age: one function per step from one `spec_version` to the next, and a golden file for each.
//!
//! Version 1 is the first, so there is nothing to upgrade yet. A step is `fn(Value) -> Value` in a file of its own, named
//! after the version it makes (`v2.rs`), with `tests/golden/migrations/v2.json` (before and after).

use serde_json::Value;

use crate::definition::{Flow, SPEC_VERSION};

/// Why a document is not a flow.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not JSON, or not of the shape its version has.
    #[error("not a flow: {0}")]
    Shape(#[from] serde_json::Error),
    /// It does not say which version it is.
    #[error("spec_version is missing or no whole number")]
    NoVersion,
    /// It was written by a newer program, or by none.
    #[error("spec_version {found} is unknown, the newest known is {SPEC_VERSION}")]
    UnknownVersion {
        /// What the document says.
        found: u64,
    },
}

/// Reads a flow of any known version and upgrades it to [`SPEC_VERSION`].
///
/// # Errors
/// When the text is no JSON, has an unknown version or a field that its version does not know.
pub fn read(json: &str) -> Result<Flow, ReadError> {
    read_value(serde_json::from_str(json)?)
}

/// Reads a flow from JSON that is already parsed.
///
/// # Errors
/// As [`read`].
pub fn read_value(document: Value) -> Result<Flow, ReadError> {
    match document.get("spec_version").and_then(Value::as_u64) {
        None => Err(ReadError::NoVersion),
        Some(1) => Ok(serde_json::from_value(document)?),
        Some(found) => Err(ReadError::UnknownVersion { found }),
    }
}
