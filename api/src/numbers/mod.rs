//! Numbers: WhatsApp business numbers of a workspace, and the sandbox phone that writes to sandbox numbers.
//!
//! A sandbox number is served by the simulator over real HTTP; everything it needs is made here. Deliberately not here:
//! real numbers, which come with Embedded Signup. Invariant: secrets are sealed in their rows and never leave.

pub mod jobs;
mod phone;
mod queries;
pub mod routes;
mod rules;
mod sandbox;

use shared::{ErrorCode, FieldError};
use whatsapp::simulator::admin::AdminError;

use crate::error::ApiError;
use crate::platform::random::RandomError;
use crate::platform::scope::Db;
use crate::platform::seal::SealError;

/// Why something about a number cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such number here.
    #[error("there is no such number here")]
    NotFound,
    /// A field is wrong.
    #[error("a field is wrong")]
    Invalid(FieldError),
    /// The number is in a state in which this cannot be done.
    #[error("{0}")]
    Conflict(String),
    /// The simulator does not answer.
    #[error("the simulator does not answer, try again in a moment; nothing was lost: {0}")]
    Sandbox(#[from] AdminError),
    /// A secret cannot be sealed or opened.
    #[error(transparent)]
    Seal(#[from] SealError),
    /// The system has no random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sea_orm::DbErr),
}

/// Whether any workspace has a sandbox number.
///
/// # Errors
/// When the database fails.
pub async fn has_sandbox_numbers(db: &Db) -> Result<bool, sea_orm::DbErr> {
    let across = db.across_workspaces("every sandbox number learns the server's address");
    Ok(!queries::all_sandbox_numbers(&across).await?.is_empty())
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

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::NotFound => Self::not_found(),
            Error::Invalid(field) => Self::invalid(vec![field]),
            Error::Conflict(_) => Self::new(ErrorCode::Conflict, text),
            Error::Sandbox(_) => Self::new(ErrorCode::SandboxUnavailable, text),
            Error::Seal(error) => error.into(),
            Error::Random(error) => error.into(),
            Error::Database(error) => error.into(),
        }
    }
}
