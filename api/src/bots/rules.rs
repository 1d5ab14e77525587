//! Decisions about bots: what a change makes of a draft, what stands in the way of publishing, what an import must be.

use flow::{Flow, Language, Level, Op, OpError, Problem, ProblemCode, ReadError, Starter, Step};
use sha2::{Digest, Sha256};
use shared::FieldError;
use shared::bot::NewBot;

use super::Error;

/// Most operations of one change, those in batches counted one by one.
pub(super) const OPS: usize = 500;
/// Largest flow, in bytes of its JSON.
pub(super) const FLOW_BYTES: usize = 1024 * 1024;
/// Most bots of a workspace.
pub(super) const BOTS: u64 = 200;
/// Longest note of a version, in characters.
pub(super) const NOTE_CHARS: usize = 500;

/// An operation that does not fit the draft.
#[derive(Debug)]
pub(super) struct OpFault {
    /// Which of them.
    pub(super) index: usize,
    /// Why.
    pub(super) error: OpError,
}

/// How many single operations a change has; an empty batch counts, too.
pub(super) fn n_single(ops: &[Op]) -> Result<usize, OpFault> {
    let n_parts = |(index, op): (usize, &Op)| match op.parts() {
        Ok(parts) => Ok(parts.len().max(1)),
        Err(error) => Err(OpFault { index, error }),
    };
    ops.iter().enumerate().map(n_parts).sum()
}

/// The flow after all operations; none is made when one of them does not fit.
///
/// A batch is made in place, as `flow` is lost at a fault anyway: no copy for each, and no inverse outlives its operation.
pub(super) fn changed(mut flow: Flow, ops: &[Op]) -> Result<Flow, OpFault> {
    for (index, op) in ops.iter().enumerate() {
        let mut apply = || op.parts()?.iter().try_for_each(|part| part.apply(&mut flow).map(drop));
        apply().map_err(|error| OpFault { index, error })?;
    }
    Ok(flow)
}

/// The problems that block publishing, as field errors with pointers into the flow.
pub(super) fn blocking(steps: &[Step], problems: &[Problem]) -> Vec<FieldError> {
    let place = |id: &flow::StepId| steps.iter().position(|step| step.id == *id).unwrap_or_default();
    let errors = problems.iter().filter(|problem| problem.level == Level::Error);
    errors
        .map(|problem| FieldError {
            pointer: match &problem.step {
                Some(step) => format!("/steps/{}{}", place(step), problem.field),
                None => problem.field.clone(),
            },
            code: code_of(problem.code),
            detail: problem.message.clone(),
        })
        .collect()
}

/// The code as it stands in JSON.
fn code_of(code: ProblemCode) -> String {
    serde_json::to_value(code).ok().and_then(|code| code.as_str().map(str::to_owned)).unwrap_or_default()
}

/// How many problems of a level there are.
pub(super) fn count(problems: &[Problem], level: Level) -> u32 {
    u32::try_from(problems.iter().filter(|problem| problem.level == level).count()).unwrap_or(u32::MAX)
}

/// The flow of an exported document.
pub(super) fn imported(document: serde_json::Value) -> Result<Flow, FieldError> {
    let wrong =
        |pointer: String, code: &str, detail: String| FieldError { pointer, code: code.into(), detail };
    let path = |document: serde_json::Value| match serde_path_to_error::deserialize::<_, Flow>(document) {
        Ok(_) => "/import".to_owned(),
        Err(error) => pointer(error.path()),
    };
    flow::read_value(document.clone()).map_err(|error| {
        let detail = error.to_string();
        match error {
            ReadError::Shape(_) => wrong(path(document), "wrong", detail),
            ReadError::NoVersion => wrong("/import/spec_version".into(), "missing", detail),
            ReadError::UnknownVersion { .. } => {
                wrong("/import/spec_version".into(), "unknown_version", detail)
            }
            ReadError::OverLimit(_) => wrong("/import".into(), "over_limit", detail),
            ReadError::BadLanguages => wrong("/import/languages".into(), "bad_languages", detail),
            ReadError::UnusableId(_) => wrong("/import/steps".into(), "unusable_id", detail),
            ReadError::StepTwice(_) => wrong("/import/steps".into(), "step_twice", detail),
            ReadError::NoStep(_) => wrong("/import/steps".into(), "no_step", detail),
        }
    })
}

fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    let mut pointer = "/import".to_owned();
    for segment in path {
        match segment {
            Segment::Seq { index } => pointer.push_str(&format!("/{index}")),
            Segment::Map { key } => {
                pointer.push_str(&format!("/{}", key.replace('~', "~0").replace('/', "~1")))
            }
            Segment::Enum { .. } | Segment::Unknown => {}
        }
    }
    pointer
}

/// SHA-256 of the flow's canonical JSON (members sorted by name, no white space), in hex.
pub(super) fn content_hash(flow: &serde_json::Value) -> String {
    let mut canonical = String::new();
    write_canonical(flow, &mut canonical);
    hex::encode(Sha256::digest(canonical))
}

fn write_canonical(value: &serde_json::Value, to: &mut String) {
    use serde_json::Value;
    match value {
        Value::Array(items) => {
            to.push('[');
            for (index, item) in items.iter().enumerate() {
                to.push_str(if index > 0 { "," } else { "" });
                write_canonical(item, to);
            }
            to.push(']');
        }
        Value::Object(members) => {
            let mut members: Vec<_> = members.iter().collect();
            members.sort_by_key(|(name, _)| *name);
            to.push('{');
            for (index, (name, member)) in members.into_iter().enumerate() {
                to.push_str(if index > 0 { "," } else { "" });
                to.push_str(&Value::from(name.as_str()).to_string());
                to.push(':');
                write_canonical(member, to);
            }
            to.push('}');
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => to.push_str(&value.to_string()),
    }
}

/// What a bot was made from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Source {
    Blank,
    Starter(String),
    Import,
}

impl Source {
    /// What a request asks for.
    pub(super) fn of(new: &NewBot) -> Self {
        match (&new.starter, &new.import) {
            (Some(starter), _) => Self::Starter(starter.clone()),
            (None, Some(_)) => Self::Import,
            (None, None) => Self::Blank,
        }
    }

    /// What the audit log keeps of it.
    pub(super) fn detail(&self) -> serde_json::Value {
        match self {
            Self::Blank => serde_json::json!({ "from": "blank" }),
            Self::Starter(id) => serde_json::json!({ "from": "starter", "starter": id }),
            Self::Import => serde_json::json!({ "from": "import" }),
        }
    }
}

/// Name and flow of a bot about to be made; a blank one speaks `language`.
pub(super) fn begun(new: NewBot, language: Language) -> Result<(String, Flow), Error> {
    let (title, flow) = match (new.starter, new.import) {
        (Some(_), Some(_)) => {
            return Err(Error::field("/import", "excluded", "give a starter or an import, not both"));
        }
        (Some(id), None) => {
            let unknown =
                || Error::field("/starter", "unknown", "there is no such starter; list_starters has them");
            let starter = Starter::ALL.into_iter().find(|starter| starter.id() == id).ok_or_else(unknown)?;
            (starter.title(), starter.flow())
        }
        (None, Some(document)) => {
            ("Imported bot", imported(document).map_err(|error| Error::Invalid(vec![error]))?)
        }
        (None, None) => ("New bot", flow::starters::blank(language)),
    };
    Ok((new.name.map_or_else(|| Ok(title.to_owned()), |given| name(&given))?, flow))
}

/// The language of a workspace as bots write it.
pub(super) fn language(tag: &str) -> Language {
    let language = Language::new(tag.replace('-', "_"));
    if language.is_usable() { language } else { Language::default() }
}

/// The starters in the API's words.
pub(super) fn starters() -> Vec<shared::bot::Starter> {
    let shown = |starter: Starter| shared::bot::Starter {
        id: starter.id().to_owned(),
        title: starter.title().to_owned(),
        summary: starter.summary().to_owned(),
        flow: starter.flow(),
    };
    Starter::ALL.into_iter().map(shown).collect()
}

/// A name, trimmed, when it can be one.
pub(super) fn name(given: &str) -> Result<String, Error> {
    shared::name::name(given).map_err(|detail| Error::field("/name", "wrong", detail))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn the_hash_depends_on_the_content_and_not_on_how_it_is_written() {
        let one: serde_json::Value =
            serde_json::from_str(r#"{"b": [1, {"y": "ä", "x": null}], "a": 1.0}"#).unwrap();
        let same: serde_json::Value =
            serde_json::from_str(r#"{"a":1.0,"b":[1,{"x":null,"y":"ä"}]}"#).unwrap();
        assert_eq!(content_hash(&one), content_hash(&same));
        assert_eq!(content_hash(&json!({})), hex::encode(Sha256::digest("{}")));
        assert_ne!(content_hash(&json!([1, 2])), content_hash(&json!([2, 1])));
    }

    #[test]
    fn a_language_of_a_workspace_is_one_a_bot_can_speak() {
        assert_eq!(language("pt-BR").as_str(), "pt_BR");
        assert_eq!(language("zh-Hant-TW").as_str(), "en");
    }

    #[test]
    fn operations_are_applied_all_or_none_and_the_fault_says_which() {
        let flow = flow::starters::blank(Language::default());
        let rename = |step: &str| Op::RenameStep { step: step.into(), name: "New".to_owned() };
        let fault = changed(flow.clone(), &[rename("s1"), rename("s9")]).unwrap_err();
        assert_eq!((fault.index, fault.error.code()), (1, "no_step"));
        assert_eq!(changed(flow, &[rename("s1")]).unwrap().steps[0].name, "New");
    }
}
