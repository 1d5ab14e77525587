//! What a workspace may be called, and where and in which language it may be.

use shared::FieldError;
use shared::workspace::{NewWorkspace, WorkspacePatch};

use super::Error;

/// Checks a new workspace, and tidies it.
pub(super) fn checked_new(new: NewWorkspace) -> Result<NewWorkspace, Error> {
    let NewWorkspace { name, time_zone, language } = new;
    let patch = checked(WorkspacePatch { name: Some(name), time_zone, language })?;
    Ok(NewWorkspace {
        name: patch.name.unwrap_or_default(),
        time_zone: patch.time_zone,
        language: patch.language,
    })
}

/// Checks a change, and tidies it.
pub(super) fn checked(patch: WorkspacePatch) -> Result<WorkspacePatch, Error> {
    let patch = WorkspacePatch {
        name: patch.name.map(|name| name.trim().to_owned()),
        time_zone: patch.time_zone,
        language: patch.language,
    };
    let mut errors = Vec::new();
    let mut wrong = |pointer: &str, detail: &str| {
        errors.push(FieldError { pointer: pointer.into(), code: "wrong".into(), detail: detail.into() });
    };
    if let Some(Err(detail)) = patch.name.as_deref().map(shared::name::name) {
        wrong("/name", detail);
    }
    if patch.time_zone.as_ref().is_some_and(|zone| !is_time_zone(zone)) {
        wrong("/time_zone", "give an IANA name such as Asia/Kolkata");
    }
    if patch.language.as_ref().is_some_and(|language| !is_language(language)) {
        wrong("/language", "give a BCP 47 tag such as en or pt-BR");
    }
    if errors.is_empty() { Ok(patch) } else { Err(Error::Invalid(errors)) }
}

/// Whether a text has the form of an IANA name; which of them exist is a matter of the machine's zone data.
pub(crate) fn is_time_zone(text: &str) -> bool {
    let is_part = |part: &str| {
        part.starts_with(|c: char| c.is_ascii_alphabetic())
            && part.chars().all(|c| c.is_ascii_alphanumeric() || "_+-".contains(c))
    };
    text.len() <= 64 && text.split('/').count() <= 3 && text.split('/').all(is_part)
}

/// Whether a text has the form of a BCP 47 tag.
pub(crate) fn is_language(text: &str) -> bool {
    let mut parts = text.split('-');
    let is_primary =
        parts.next().is_some_and(|p| (2..=3).contains(&p.len()) && p.chars().all(|c| c.is_ascii_lowercase()));
    let is_part =
        |part: &str| (2..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    text.len() <= 35 && is_primary && parts.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_and_languages_have_a_form() {
        for zone in ["UTC", "Asia/Kolkata", "America/Argentina/Buenos_Aires", "Etc/GMT+5"] {
            assert!(is_time_zone(zone), "{zone}");
        }
        for zone in ["", "/", "Asia/", "a b", "../etc", "Asia/Kolkata\n"] {
            assert!(!is_time_zone(zone), "{zone}");
        }
        for language in ["en", "pt-BR", "zh-Hant-TW", "fil"] {
            assert!(is_language(language), "{language}");
        }
        for language in ["", "e", "EN", "en_", "en-", "english"] {
            assert!(!is_language(language), "{language}");
        }
    }
}
