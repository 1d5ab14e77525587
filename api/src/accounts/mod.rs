//! People: sign-up to sign-out, verified addresses, passwords forgotten and changed, sessions, and who is signed in.
//!
//! Sign-up and the two mail requests answer the same for a known and an unknown address, in about the same time; what
//! happened is told by mail. Deliberately not here: tokens and cookies as such (`platform/auth`), roles (`shared`).

mod emails;
mod guesses;
mod invited;
pub mod jobs;
mod links;
mod mails;
pub(crate) mod me;
mod owner;
mod passwords;
mod queries;
pub(crate) mod routes;
mod rules;
mod sessions;
mod sign_up;

use shared::{ErrorCode, FieldError};

pub(crate) use invited::{has_account, prepare_newcomer, settle_newcomer};
pub use owner::{NewOwner, create_owner};
pub(crate) use routes::signed_in;
pub(crate) use rules::checked_email;
pub(crate) use sessions::{open as open_session, sign_out_member};

use crate::error::ApiError;
use crate::platform::auth::PasswordError;

/// What can go wrong here.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<FieldError>),
    /// Email or password is wrong; which of them is nobody's business.
    #[error("email or password is wrong")]
    WrongCredentials,
    /// The password was not proved.
    #[error("the password is wrong")]
    WrongPassword,
    /// Too many wrong passwords for this account, too many changes of its address, or sign-outs by others.
    #[error("too many tries, try again in {wait_s} s")]
    Locked {
        /// Seconds to wait.
        wait_s: u32,
    },
    /// The address is not verified yet.
    #[error("the address is not verified yet, a new mail is on its way")]
    NotVerified,
    /// Nobody can sign up here.
    #[error("sign-up is closed here, ask for an invitation")]
    SignUpClosed,
    /// Somebody who was invited has an account already.
    #[error("there is an account with this address, sign in with it")]
    HasAccount,
    /// The link was used, is too old, or was never given.
    #[error("the link was used, has expired or was never given")]
    LinkInvalid,
    /// The session has ended.
    #[error("the session has ended, sign in again")]
    SessionEnded,
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::Invalid(errors) => Self::invalid(errors),
            Error::WrongPassword => {
                let field = FieldError { pointer: "/password".into(), code: "wrong".into(), detail: text };
                Self::invalid(vec![field])
            }
            Error::WrongCredentials => Self::new(ErrorCode::WrongCredentials, text),
            Error::Locked { wait_s } => Self::new(ErrorCode::TooManyRequests, text).retry_after(wait_s),
            Error::NotVerified => Self::new(ErrorCode::NotVerified, text),
            Error::SignUpClosed => Self::new(ErrorCode::SignUpClosed, text),
            Error::HasAccount => Self::new(ErrorCode::HasAccount, text),
            Error::LinkInvalid => Self::new(ErrorCode::LinkInvalid, text),
            Error::SessionEnded => Self::new(ErrorCode::Unauthenticated, text),
        }
    }
}

impl From<PasswordError> for ApiError {
    fn from(error: PasswordError) -> Self {
        match error {
            PasswordError::Failed => Self::internal(&error.to_string()),
            PasswordError::Busy => Self::new(ErrorCode::Unavailable, error.to_string()),
        }
    }
}
