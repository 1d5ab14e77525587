//! The workspace itself: its name, time zone and language, and the stream of what changes in it.

mod create;
mod events;
mod home;
mod queries;
pub(crate) mod routes;
mod rules;

use shared::workspace::OWNED_MAX;
use shared::{ErrorCode, FieldError};

pub(crate) use create::create;
pub(crate) use rules::{is_language, is_time_zone};

use crate::error::ApiError;

/// What can go wrong here.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<FieldError>),
    /// Here only who owns a workspace may make another.
    #[error("workspaces are made by invitation here, only an owner may make another")]
    Closed,
    /// They own too many.
    #[error("one person owns at most {OWNED_MAX} workspaces")]
    TooMany,
    /// It was deleted meanwhile.
    #[error("the workspace is gone")]
    Gone,
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Invalid(errors) => Self::invalid(errors),
            Error::Closed => Self::new(ErrorCode::SignUpClosed, text),
            Error::TooMany => Self::new(ErrorCode::LimitReached, text),
            Error::Gone => Self::new(ErrorCode::NotFound, text),
        }
    }
}
