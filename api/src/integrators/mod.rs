//! Integrators: the API keys that programs of a business or its partners call with.
//!
//! A key belongs to one workspace and acts in the name of whoever made it: it may what its scopes say, as long as that
//! member may it too. How a key is read and checked is a matter of `platform/cx`.

mod queries;
pub(crate) mod routes;
mod rules;

use shared::{ErrorCode, FieldError};

use crate::error::ApiError;

/// What can go wrong here.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<FieldError>),
    /// There is no such key in this workspace.
    #[error("there is no such API key")]
    NotFound,
    /// The key has stopped working for good.
    #[error("the API key was revoked or has expired, make another one")]
    Ended,
    /// Whoever made the key is somebody else.
    #[error(
        "only whoever made the API key can change what it may do and get a new secret; revoke it, and make one of your own"
    )]
    OfAnother,
    /// The workspace has as many keys as it may have.
    #[error("a workspace has at most {0} API keys, revoke one first")]
    TooMany(u64),
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Invalid(errors) => Self::invalid(errors),
            Error::NotFound => Self::new(ErrorCode::NotFound, text),
            Error::OfAnother => Self::new(ErrorCode::Forbidden, text),
            Error::Ended | Error::TooMany(_) => Self::new(ErrorCode::Conflict, text),
        }
    }
}
