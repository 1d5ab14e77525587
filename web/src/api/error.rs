//! What can go wrong with a call, and what is said about it: the code becomes a sentence here, not on the server.

use chrono::TimeDelta;
use shared::{ErrorCode, FieldError, Problem, Time};

use crate::format;
use crate::i18n::{errors, permissions};

/// A call that did not do what it should.
#[derive(Debug, Clone, PartialEq)]
pub struct ApiError(Kind);

#[derive(Debug, Clone, PartialEq)]
enum Kind {
    /// No answer came.
    Offline,
    /// The server said why, and perhaps when to try again.
    Refused(Box<Problem>, Option<Time>),
    /// An answer that is none of the API's, such as a proxy's page.
    Strange(u16),
    /// An answer this version of the page cannot read.
    Unreadable,
}

impl ApiError {
    pub(super) const fn offline() -> Self {
        Self(Kind::Offline)
    }

    pub(super) fn refused(problem: Problem, retry_after_s: Option<u32>) -> Self {
        let retry_at = retry_after_s.map(|wait_s| format::now() + TimeDelta::seconds(wait_s.into()));
        Self(Kind::Refused(Box::new(problem), retry_at))
    }

    pub(super) const fn strange(status: u16) -> Self {
        Self(Kind::Strange(status))
    }

    pub(super) const fn unreadable() -> Self {
        Self(Kind::Unreadable)
    }

    /// The server's code, when it gave one.
    #[must_use]
    pub fn code(&self) -> Option<ErrorCode> {
        self.problem().map(|problem| problem.code)
    }

    /// The whole answer of the server, when it gave one.
    #[must_use]
    pub fn problem(&self) -> Option<&Problem> {
        match &self.0 {
            Kind::Refused(problem, _) => Some(problem),
            Kind::Offline | Kind::Strange(_) | Kind::Unreadable => None,
        }
    }

    /// Whether no answer came at all.
    #[must_use]
    pub fn is_offline(&self) -> bool {
        self.0 == Kind::Offline
    }

    /// What to tell people: what happened and what to do.
    #[must_use]
    pub fn message(&self) -> String {
        match &self.0 {
            Kind::Offline => errors::offline().to_owned(),
            Kind::Strange(status) => errors::strange(&status.to_string()),
            Kind::Unreadable => errors::unreadable().to_owned(),
            Kind::Refused(problem, Some(at)) if problem.code == ErrorCode::TooManyRequests => wait(*at),
            Kind::Refused(problem, _) => sentence(problem),
        }
    }

    /// What finds this request in the server's log.
    #[must_use]
    pub fn reference(&self) -> Option<String> {
        self.problem().map(|problem| problem.request_id.clone())
    }

    /// The missing permission, in words, when that is the reason.
    #[must_use]
    pub fn missing_permission(&self) -> Option<String> {
        let problem = self.problem().filter(|problem| problem.code == ErrorCode::Forbidden)?;
        let name = problem.permission.as_deref().unwrap_or_default();
        let permission = shared::Permission::ALL.iter().find(|p| p.as_str() == name);
        Some(permission.map_or_else(|| name.to_owned(), |p| permission_name(*p).to_owned()))
    }

    /// Pointer and sentence of each wrong field, as `Form::refuse` takes them.
    #[must_use]
    pub fn fields(&self) -> Vec<(String, String)> {
        let problem = self.problem().filter(|problem| problem.code == ErrorCode::Invalid);
        let errors = problem.map(|problem| problem.errors.as_slice()).unwrap_or_default();
        errors.iter().map(|error| (error.pointer.clone(), field_sentence(error).to_owned())).collect()
    }
}

/// How long to wait: in seconds or minutes, else until when.
fn wait(until: Time) -> String {
    let seconds = (until - format::now()).num_seconds().max(1).unsigned_abs();
    match seconds {
        ..=90 => errors::too_many_seconds(seconds),
        91..=5_400 => errors::too_many_minutes(seconds.div_ceil(60), &format::time_of_day(until)),
        _ => errors::too_many_until(&format::day_and_time(until)),
    }
}

fn sentence(problem: &Problem) -> String {
    let text = match problem.code {
        ErrorCode::Unauthenticated => errors::unauthenticated(),
        ErrorCode::WrongCredentials => errors::wrong_credentials(),
        ErrorCode::NotVerified => errors::not_verified(),
        ErrorCode::SignUpClosed => errors::sign_up_closed(),
        ErrorCode::WrongAccount => errors::wrong_account(),
        ErrorCode::NotFound => errors::not_found(),
        ErrorCode::StaleRevision | ErrorCode::PreconditionFailed => errors::stale_revision(),
        ErrorCode::LastOwner => errors::last_owner(),
        ErrorCode::AlreadyMember => errors::already_member(),
        ErrorCode::AlreadyInvited => errors::already_invited(),
        ErrorCode::HasAccount => errors::has_account(),
        ErrorCode::LinkInvalid => errors::link_invalid(),
        ErrorCode::TooLarge => errors::too_large(),
        ErrorCode::BotHasProblems => errors::bot_has_problems(),
        ErrorCode::TooManyRequests => errors::too_many_requests(),
        ErrorCode::SandboxUnavailable => errors::sandbox_unavailable(),
        ErrorCode::RequestTimeout | ErrorCode::Unavailable => errors::unavailable(),
        ErrorCode::Internal => errors::internal(),
        ErrorCode::Forbidden => errors::forbidden(),
        ErrorCode::CrossSite => errors::cross_site(),
        ErrorCode::ReauthenticationRequired => errors::reauthentication_required(),
        ErrorCode::Invalid => match problem.errors.as_slice() {
            [error] => field_sentence(error),
            _ => errors::invalid(),
        },
        ErrorCode::OpNotApplicable => errors::op_not_applicable(),
        ErrorCode::Conflict | ErrorCode::LimitReached => return upper_first(&problem.detail),
        ErrorCode::BadRequest
        | ErrorCode::BadSignature
        | ErrorCode::IdempotencyKeyReused
        | ErrorCode::MethodNotAllowed
        | ErrorCode::UnsupportedMediaType => errors::unreadable(),
    };
    text.to_owned()
}

/// What to do about a field, by where it is and what is wrong with it.
fn field_sentence(error: &FieldError) -> &'static str {
    match (error.pointer.trim_start_matches('/'), error.code.as_str()) {
        ("password", "guessable") => errors::field_password_guessable(),
        ("password", _) => errors::field_password(),
        ("email", _) => errors::field_email(),
        ("phone", _) => errors::field_phone(),
        (pointer, _) if pointer.starts_with("scopes") => errors::field_scopes(),
        (pointer, _) if pointer.starts_with("addresses") => errors::field_addresses(),
        ("expires_in_days", _) => errors::field_expires(),
        ("name" | "business_name", _) => errors::field_name(),
        ("time_zone", _) => errors::field_time_zone(),
        ("language", _) => errors::field_language(),
        ("text" | "note", _) => errors::field_text(),
        ("import", "over_limit") => errors::field_import_limit(),
        (pointer, _) if pointer.starts_with("import") => errors::field_import(),
        _ => errors::field_other(),
    }
}

/// A detail of the server as a sentence: it begins with a capital and ends with a full stop.
fn upper_first(text: &str) -> String {
    let mut letters = text.chars();
    let first: String = letters.next().into_iter().flat_map(char::to_uppercase).collect();
    let stop = if text.ends_with(['.', '!', '?']) { "" } else { "." };
    format!("{first}{}{stop}", letters.as_str())
}

/// A permission in words.
#[must_use]
pub(crate) fn permission_name(permission: shared::Permission) -> &'static str {
    use shared::Permission as P;
    match permission {
        P::WorkspaceRead => permissions::workspace_read(),
        P::WorkspaceUpdate => permissions::workspace_update(),
        P::MembersRead => permissions::members_read(),
        P::MembersManage => permissions::members_manage(),
        P::OwnersManage => permissions::owners_manage(),
        P::NumbersRead => permissions::numbers_read(),
        P::NumbersManage => permissions::numbers_manage(),
        P::BotsRead => permissions::bots_read(),
        P::BotsEdit => permissions::bots_edit(),
        P::BotsPublish => permissions::bots_publish(),
        P::RunsRead => permissions::runs_read(),
        P::InboxRead => permissions::inbox_read(),
        P::InboxReply => permissions::inbox_reply(),
        P::SandboxUse => permissions::sandbox_use(),
        P::KeysManage => permissions::keys_manage(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_wrong_field_is_explained_by_its_place_and_code() {
        let problem = |fields: &[(&str, &str)]| {
            let errors = fields.iter().map(|(pointer, code)| FieldError {
                pointer: (*pointer).to_owned(),
                code: (*code).to_owned(),
                detail: "for developers".to_owned(),
            });
            ApiError::refused(
                Problem {
                    kind: "urn:mgs-wa:problem:invalid".to_owned(),
                    title: String::new(),
                    status: 422,
                    code: ErrorCode::Invalid,
                    detail: "for developers".to_owned(),
                    errors: errors.collect(),
                    request_id: String::new(),
                    permission: None,
                    current: None,
                },
                None,
            )
        };
        let pointers =
            ["/password", "/email", "/phone", "/name", "/business_name", "/time_zone", "/import/x", "/y"];
        for pointer in pointers {
            let error = problem(&[(pointer, "wrong")]);
            let [(named, sentence)] = error.fields().try_into().unwrap();
            assert_eq!((named.as_str(), error.message()), (pointer, sentence.clone()));
            assert!(!sentence.contains("developers"), "{pointer}: {sentence}");
        }
        let guessable = problem(&[("/password", "guessable"), ("/name", "wrong")]);
        assert_ne!(guessable.fields()[0], problem(&[("/password", "wrong")]).fields()[0]);
        assert_eq!(guessable.message(), errors::invalid());
    }

    #[test]
    fn a_detail_becomes_a_sentence() {
        assert_eq!(upper_first("the bot is paused"), "The bot is paused.");
        assert_eq!(upper_first("It is paused."), "It is paused.");
        assert_eq!(upper_first(""), ".");
    }
}
