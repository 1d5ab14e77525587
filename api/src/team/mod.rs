//! The team: who is a member of a workspace, in which role, and who is invited to become one.
//!
//! A workspace always has an owner: whoever takes a role away holds the workspace's lock and looks again. A role is
//! read for every request, so a change counts from the next one on. An invitation is a row that its acceptance deletes,
//! and so good once; it is bound to an address and a role, and dies with its maker's right to make it. What is told to
//! who invites is the same whether or not the address has an account. Nor do they get the link: it proves that the address is
//! the reader's and makes a verified account, so whoever invites could have one made for anybody's address.

mod accept;
mod invite;
pub mod jobs;
mod members;
mod queries;
pub(crate) mod routes;
mod rules;

use shared::team::{INVITATION_MAILS_MAX, INVITATIONS_MAX, RESEND_AFTER_S};
use shared::workspace::JOINED_MAX;
use shared::{ErrorCode, FieldError, Permission};

use crate::error::ApiError;

/// What can go wrong here.
#[derive(Debug, thiserror::Error, PartialEq, Eq)]
pub enum Error {
    /// There is no such member or invitation.
    #[error("there is no such thing here")]
    NotFound,
    /// A field is wrong.
    #[error("a field is wrong")]
    Invalid(FieldError),
    /// Their role does not reach as far.
    #[error("your role lacks the permission {}", .0.as_str())]
    Missing(Permission),
    /// Nobody would own the workspace.
    #[error("the workspace would be left without an owner, make somebody else one first")]
    LastOwner,
    /// They are in already.
    #[error("somebody with this address is a member already")]
    AlreadyMember,
    /// They are invited already.
    #[error("this address is invited already, send the invitation again or revoke it")]
    AlreadyInvited,
    /// Too many invitations wait.
    #[error("at most {INVITATIONS_MAX} invitations may wait, revoke one first")]
    TooManyInvitations,
    /// Enough mails for a day.
    #[error("a workspace mails at most {INVITATION_MAILS_MAX} invitations a day, the next one in {wait_h} h")]
    TooManyMails {
        /// Hours to wait.
        wait_h: i64,
    },
    /// The same mail was sent just now.
    #[error("it was sent less than {RESEND_AFTER_S} s ago, try again in {wait_s} s")]
    SentJustNow {
        /// Seconds to wait.
        wait_s: u32,
    },
    /// They belong to too many.
    #[error("one person belongs to at most {JOINED_MAX} workspaces")]
    TooManyWorkspaces,
    /// The invitation was accepted, revoked, has expired, or was never given.
    #[error("the invitation was accepted or revoked, has expired or was never given")]
    LinkInvalid,
    /// Somebody else is signed in.
    #[error("the invitation is for another address, sign in with the account of that one")]
    WrongAccount,
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::NotFound => Self::not_found(),
            Error::Invalid(field) => Self::invalid(vec![field]),
            Error::Missing(permission) => Self::forbidden(permission),
            Error::LastOwner => Self::new(ErrorCode::LastOwner, text),
            Error::AlreadyMember => Self::new(ErrorCode::AlreadyMember, text),
            Error::AlreadyInvited => Self::new(ErrorCode::AlreadyInvited, text),
            Error::TooManyInvitations | Error::TooManyMails { .. } | Error::TooManyWorkspaces => {
                Self::new(ErrorCode::LimitReached, text)
            }
            Error::SentJustNow { wait_s } => Self::new(ErrorCode::TooManyRequests, text).retry_after(wait_s),
            Error::LinkInvalid => Self::new(ErrorCode::LinkInvalid, text),
            Error::WrongAccount => Self::new(ErrorCode::WrongAccount, text),
        }
    }
}
