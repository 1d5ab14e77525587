//! Errors as they leave the server: RFC 9457 problem details. Here alone an error becomes a response.
//!
//! A feature has its own closed `Error` and says by `From` which [`ApiError`] each variant is. What nobody expected is
//! logged once, here, without values, and answered as `internal`.

pub mod constraint;

use std::borrow::Cow;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use sea_orm::{DbErr, RuntimeErr, SqlErr};
use shared::{ErrorCode, FieldError, Permission, Problem};

use self::constraint::Meaning;
use crate::platform::cursor::PageError;
use crate::platform::http::request_id;
use crate::platform::once;
use crate::platform::random::RandomError;
use crate::platform::seal::SealError;

/// What a handler returns.
pub type ApiResult<T> = Result<T, ApiError>;

/// A problem on its way out.
#[derive(Debug)]
pub struct ApiError {
    code: ErrorCode,
    detail: String,
    errors: Vec<FieldError>,
    permission: Option<Permission>,
    current: Option<serde_json::Value>,
    retry_after_s: Option<u32>,
    /// No problem at all: what was answered to the same request before.
    replay: Option<Box<(u16, String)>>,
}

impl ApiError {
    /// A problem with a sentence for developers: lowercase, no full stop, with the value that was wrong.
    #[must_use]
    pub fn new(code: ErrorCode, detail: impl Into<String>) -> Self {
        let retry_after_s = (code == ErrorCode::Unavailable).then_some(1);
        Self {
            code,
            detail: detail.into(),
            errors: Vec::new(),
            permission: None,
            current: None,
            retry_after_s,
            replay: None,
        }
    }

    /// There is no such thing here, or it is not theirs.
    #[must_use]
    pub fn not_found() -> Self {
        Self::new(ErrorCode::NotFound, "there is no such thing here")
    }

    /// The role lacks a permission.
    #[must_use]
    pub fn forbidden(permission: Permission) -> Self {
        let mut error = Self::new(
            ErrorCode::Forbidden,
            format!("your role lacks the permission {}", permission.as_str()),
        );
        error.permission = Some(permission);
        error
    }

    /// The API key lacks a permission.
    #[must_use]
    pub fn key_forbidden(permission: Permission) -> Self {
        let detail = format!("the API key lacks the scope {}", permission.as_str());
        Self { permission: Some(permission), ..Self::new(ErrorCode::Forbidden, detail) }
    }

    /// The answer that was given to the same request before, by its `Idempotency-Key`.
    #[must_use]
    pub fn replay(status: u16, answer: String) -> Self {
        let replay = Some(Box::new((status, answer)));
        Self { replay, ..Self::new(ErrorCode::Conflict, "the request was carried out before") }
    }

    /// Fields are wrong.
    #[must_use]
    pub fn invalid(errors: Vec<FieldError>) -> Self {
        let mut error = Self::new(ErrorCode::Invalid, format!("{} fields are wrong", errors.len()));
        error.errors = errors;
        error
    }

    /// What is wrong with single parts of the request.
    #[must_use]
    pub fn with_errors(mut self, errors: Vec<FieldError>) -> Self {
        self.errors = errors;
        self
    }

    /// What the document looks like now, for `stale_revision`.
    #[must_use]
    pub fn with_current(mut self, current: serde_json::Value) -> Self {
        self.current = Some(current);
        self
    }

    /// When to try again.
    #[must_use]
    pub const fn retry_after(mut self, seconds: u32) -> Self {
        self.retry_after_s = Some(seconds);
        self
    }

    /// The code.
    #[must_use]
    pub const fn code(&self) -> ErrorCode {
        self.code
    }

    /// Something that cannot be; `what` goes to the log and never out.
    #[must_use]
    pub fn internal(what: &str) -> Self {
        tracing::error!(request_id = request_id(), what, "internal error");
        Self::new(ErrorCode::Internal, "something is broken on our side; the request id finds it in the log")
    }
}

impl std::fmt::Display for ApiError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}: {}", self.code.as_str(), self.detail)?;
        for error in &self.errors {
            write!(f, "; {}: {}", error.pointer.trim_start_matches('/'), error.detail)?;
        }
        Ok(())
    }
}

impl std::error::Error for ApiError {}

impl ResponseError for ApiError {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    fn error_response(&self) -> HttpResponse {
        if let Some(replay) = &self.replay {
            return replayed(replay.0, &replay.1);
        }
        let status = self.status_code();
        let problem = Problem {
            kind: format!("urn:mgs-wa:problem:{}", self.code.as_str()),
            title: status.canonical_reason().unwrap_or("Error").to_owned(),
            status: status.as_u16(),
            code: self.code,
            detail: self.detail.clone(),
            errors: self.errors.clone(),
            request_id: request_id(),
            permission: self.permission.map(|p| p.as_str().to_owned()),
            current: self.current.clone(),
        };
        let mut response = HttpResponse::build(status).json(problem);
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/problem+json; charset=utf-8"));
        if status == StatusCode::UNAUTHORIZED {
            headers.insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        if let Some(seconds) = self.retry_after_s {
            headers.insert(RETRY_AFTER, HeaderValue::from(seconds));
        }
        response
    }
}

fn replayed(status: u16, answer: &str) -> HttpResponse {
    let mut response = HttpResponse::build(StatusCode::from_u16(status).unwrap_or(StatusCode::OK));
    response.insert_header((once::REPLAYED, "true"));
    if answer.is_empty() {
        return response.finish();
    }
    response.content_type("application/json; charset=utf-8").body(answer.to_owned())
}

impl From<DbErr> for ApiError {
    fn from(error: DbErr) -> Self {
        match &error {
            DbErr::RecordNotFound(_) | DbErr::RecordNotUpdated => Self::not_found(),
            DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => {
                tracing::error!(request_id = request_id(), error = %scrub(&error), "database");
                Self::new(ErrorCode::Unavailable, "the database does not answer, try again")
            }
            error if is_rolled_back(error) => {
                tracing::warn!(request_id = request_id(), error = %scrub(error), "database");
                Self::new(
                    ErrorCode::Unavailable,
                    "somebody else changed the same at the same time, try again",
                )
            }
            _ => Self::of_constraint(&error).unwrap_or_else(|| Self::internal(&scrub(&error))),
        }
    }
}

impl ApiError {
    /// What a broken constraint tells; `None` when none was, or no request can break it.
    fn of_constraint(error: &DbErr) -> Option<Self> {
        if constraint::is_broken_reference(error) {
            tracing::warn!(request_id = request_id(), "a reference was broken");
            return Some(Self::new(ErrorCode::Conflict, "something it refers to was taken away meanwhile"));
        }
        let name = constraint::broken_unique(error)?;
        tracing::warn!(request_id = request_id(), constraint = name, "a constraint was broken");
        match constraint::meaning(&name) {
            Meaning::Is(code, detail) => Some(Self::new(code, detail)),
            Meaning::TryAgain => Some(Self::new(
                ErrorCode::Unavailable,
                "somebody else changed the same at the same time, try again",
            )),
            Meaning::Ours => None,
        }
    }
}

impl From<PageError> for ApiError {
    fn from(error: PageError) -> Self {
        let (pointer, code) = match error {
            PageError::Cursor => ("cursor", "wrong"),
            PageError::Limit => ("limit", "out_of_range"),
        };
        let field = FieldError { pointer: pointer.into(), code: code.into(), detail: error.to_string() };
        Self::invalid(vec![field])
    }
}

impl From<SealError> for ApiError {
    fn from(error: SealError) -> Self {
        match error {
            SealError::Database(error) => error.into(),
            SealError::NoWorkspace => Self::not_found(),
            other => Self::internal(&other.to_string()),
        }
    }
}

impl From<RandomError> for ApiError {
    fn from(error: RandomError) -> Self {
        Self::internal(&error.to_string())
    }
}

/// What may be logged of a database error: its kind, never values or statements. `Custom` errors are made by us alone, of
/// words and ids.
#[must_use]
pub fn scrub(error: &DbErr) -> String {
    match error {
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => "the database cannot be reached".into(),
        DbErr::Custom(text) => text.clone(),
        other => match other.sql_err() {
            Some(SqlErr::UniqueConstraintViolation(_)) => "a unique constraint was violated".into(),
            Some(SqlErr::ForeignKeyConstraintViolation(_)) => "a foreign key was violated".into(),
            _ => format!("a statement failed{}", sql_code(other)),
        },
    }
}

/// Whether PostgreSQL rolled the transaction back for the sake of another one: the same may go well at once.
#[must_use]
pub fn is_rolled_back(error: &DbErr) -> bool {
    const SERIALIZATION_FAILURE: &str = "40001";
    const DEADLOCK: &str = "40P01";
    matches!(code_of(error).as_deref(), Some(SERIALIZATION_FAILURE | DEADLOCK))
}

/// The database's own code of the error: it names the kind, never a value.
fn sql_code(error: &DbErr) -> String {
    code_of(error).map(|code| format!(" ({code})")).unwrap_or_default()
}

fn code_of(error: &DbErr) -> Option<Cow<'_, str>> {
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error)) => {
            error.as_database_error().and_then(|error| error.code())
        }
        _ => None,
    }
}

/// What is stored cannot be read. Says which row, never what it holds: the text goes to the log as it is.
#[must_use]
pub fn unreadable(what: &str, id: impl std::fmt::Display) -> DbErr {
    DbErr::Custom(format!("{what} {id} cannot be read"))
}

/// Whether a write failed because a row with the same key is there.
#[must_use]
pub fn is_duplicate(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::UniqueConstraintViolation(_)))
}
