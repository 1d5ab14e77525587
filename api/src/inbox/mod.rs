//! The inbox: conversations with their messages, taking over from a bot, handing back, and writing by hand.
//!
//! Deliberately not here: how messages come in (`runs`) and go out (`outbox`). Invariant: while a person has the word no
//! run goes on in the conversation, and nothing is written by hand outside the 24-hour window.

mod queries;
pub mod routes;
mod rules;
mod talk;

use shared::{ErrorCode, FieldError};

use crate::error::ApiError;
use crate::platform::again::AsDatabase;

/// Why something in the inbox cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such conversation here.
    #[error("there is no such conversation here")]
    NotFound,
    /// A field is wrong.
    #[error("a field is wrong")]
    Invalid(FieldError),
    /// The 24-hour window is closed, or the number is disconnected.
    #[error("{0}")]
    Conflict(String),
    /// The platform refused, or has answered the same request before.
    #[error(transparent)]
    Refused(#[from] ApiError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sea_orm::DbErr),
}

impl Error {
    fn field(pointer: &str, code: &str, detail: impl Into<String>) -> Self {
        Self::Invalid(FieldError {
            pointer: pointer.to_owned(),
            code: code.to_owned(),
            detail: detail.into(),
        })
    }
}

impl AsDatabase for Error {
    fn database(&self) -> Option<&sea_orm::DbErr> {
        if let Self::Database(error) = self { Some(error) } else { None }
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::NotFound => Self::not_found(),
            Error::Invalid(field) => Self::invalid(vec![field]),
            Error::Conflict(_) => Self::new(ErrorCode::Conflict, text),
            Error::Refused(error) => error,
            Error::Database(error) => error.into(),
        }
    }
}
