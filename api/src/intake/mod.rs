//! Meta's webhooks: verified over the raw bytes, stored exactly as received, and answered 200 only after the commit.
//!
//! [`Intake`] is the way in: it knows the apps, and one writer that many requests share a commit of. Deliberately not
//! here: what a message does; the runner takes the stored items from there. Invariant: a body answered 200 is on disk.

mod apps;
mod queries;
mod retention;
pub mod routes;
pub mod rules;
mod store;
mod writer;

pub use apps::{App, Apps};
pub use retention::sweep;
pub use store::StartError;
pub use writer::{Intake, NewEvent, Refused};

use shared::ErrorCode;

use crate::error::ApiError;

/// Why a webhook is not taken. The answer never says more than the status.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Error {
    /// No app, no signature, or a wrong one.
    #[error("the signature of the webhook is missing or wrong")]
    BadSignature,
    /// A handshake with the wrong token.
    #[error("the handshake's token is wrong")]
    BadHandshake,
    /// The body is larger than Meta sends.
    #[error("the body is larger than {} bytes", whatsapp::limits::WEBHOOK_BODY_BYTES)]
    TooLarge,
    /// The body came too slowly or broke off.
    #[error("the body came too slowly or broke off")]
    TooSlow,
    /// It could not be stored now; Meta sends it again.
    #[error("the webhook cannot be stored now")]
    Unavailable,
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let code = match error {
            Error::BadSignature => ErrorCode::BadSignature,
            Error::BadHandshake => ErrorCode::Forbidden,
            Error::TooLarge => ErrorCode::TooLarge,
            Error::TooSlow => ErrorCode::RequestTimeout,
            Error::Unavailable => ErrorCode::Unavailable,
        };
        Self::new(code, error.to_string())
    }
}
