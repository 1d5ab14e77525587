//! Reading documents of any age: one function per step from one `spec_version` to the next, and a golden file for each.
//!
//! Version 1 is the first, so there is nothing to upgrade yet. A step is `fn(Value) -> Value` in a file of its own, named
//! after the version it makes (`v2.rs`), with `tests/golden/migrations/v2.json` (before and after).

use std::collections::BTreeSet;

use serde_json::Value;

use crate::definition::{Flow, Language, OverLimit, SPEC_VERSION, StepId};

/// Why a document is not a flow.
#[derive(Debug, thiserror::Error)]
pub enum ReadError {
    /// It is not JSON, or not of the shape its version has.
    #[error("not a flow: {0}")]
    Shape(#[from] serde_json::Error),
    /// It does not say which version it is.
    #[error("spec_version is missing or no whole number")]
    NoVersion,
    /// There is too much of something.
    #[error(transparent)]
    OverLimit(#[from] OverLimit),
    /// The languages are none, or one of them stands twice, or is no language code.
    #[error("languages must be usable codes, at least one and each once")]
    BadLanguages,
    /// A step's id has other characters than letters, digits, `_` and `-`, or is not 1 to 32 long.
    #[error("step id {:?} is not usable", .0.as_str())]
    UnusableId(StepId),
    /// Two steps have the same id, so that nothing could say which one is meant.
    #[error("two steps have the id {:?}", .0.as_str())]
    StepTwice(StepId),
    /// A connection, the start or a position names a step that does not exist.
    #[error("there is no step {:?}", .0.as_str())]
    NoStep(StepId),
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
    let flow: Flow = match document.get("spec_version").and_then(Value::as_u64) {
        None => return Err(ReadError::NoVersion),
        Some(1) => serde_json::from_value(document)?,
        Some(found) => return Err(ReadError::UnknownVersion { found }),
    };
    well_formed(flow)
}

/// Ops keep what is checked here: ids are usable and unique, whatever names a step names one that exists, and there is
/// a language, and nothing is above its limit.
fn well_formed(flow: Flow) -> Result<Flow, ReadError> {
    flow.check_size()?;
    let languages: BTreeSet<_> = flow.languages.iter().collect();
    let all_usable = flow.languages.iter().all(Language::is_usable);
    if languages.is_empty() || languages.len() != flow.languages.len() || !all_usable {
        return Err(ReadError::BadLanguages);
    }
    if let Some(step) = flow.steps.iter().find(|step| !step.id.is_usable()) {
        return Err(ReadError::UnusableId(step.id.clone()));
    }
    let mut ids = BTreeSet::new();
    if let Some(twice) = flow.steps.iter().find(|step| !ids.insert(&step.id)) {
        return Err(ReadError::StepTwice(twice.id.clone()));
    }
    let outputs = flow.steps.iter().flat_map(|step| step.ending.outputs());
    let targets = outputs.filter_map(|output| output.to);
    let mut named = targets.chain(&flow.start).chain(flow.layout.positions.keys());
    match named.find(|id| !ids.contains(id)) {
        Some(missing) => Err(ReadError::NoStep(missing.clone())),
        None => Ok(flow),
    }
}
