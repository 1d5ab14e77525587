//! Bots: drafts that people change by operations, and immutable versions that customers talk to.
//!
//! Deliberately not here: runs, which belong to the pipeline. Invariants: a draft is
//! saved only on the revision it was made from; what is live has no errors and shares no trigger with another live bot.

mod aside;
mod conflicts;
mod draft;
mod live;
mod queries;
pub mod routes;
mod rules;
mod summary;
mod view;

pub use live::{Published, Versions};

use live::LiveBot;

use shared::bot::Draft;
use shared::{ErrorCode, FieldError};

use crate::error::ApiError;

/// Why something about a bot cannot be done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// There is no such bot, version or starter here.
    #[error("there is no such thing here")]
    NotFound,
    /// The draft was changed by somebody else.
    #[error("the draft is at revision {} by now", .current.revision)]
    StaleRevision {
        /// The draft as it stands.
        current: Box<Draft>,
    },
    /// The draft has errors.
    #[error("the draft has {} problems that block publishing", .errors.len())]
    HasProblems {
        /// One per problem, with a pointer into the flow.
        errors: Vec<FieldError>,
    },
    /// An operation does not fit the draft.
    #[error("operation {index} does not fit the draft: {reason}")]
    OpNotApplicable {
        /// Which one.
        index: usize,
        /// What the engine calls the fault.
        code: &'static str,
        /// Why.
        reason: String,
    },
    /// Fields are wrong.
    #[error("{} fields are wrong", .0.len())]
    Invalid(Vec<FieldError>),
    /// The bot is in a state in which this cannot be done.
    #[error("{0}")]
    Conflict(&'static str),
    /// There are too many of something already.
    #[error("{0}")]
    TooMany(String),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] sea_orm::DbErr),
}

impl Error {
    /// One field is wrong.
    fn field(pointer: impl Into<String>, code: &str, detail: impl Into<String>) -> Self {
        let (pointer, detail) = (pointer.into(), detail.into());
        Self::Invalid(vec![FieldError { pointer, code: code.to_owned(), detail }])
    }
}

impl From<Error> for ApiError {
    fn from(error: Error) -> Self {
        let text = error.to_string();
        match error {
            Error::NotFound => Self::not_found(),
            Error::StaleRevision { current } => match serde_json::to_value(current) {
                Ok(current) => Self::new(ErrorCode::StaleRevision, text).with_current(current),
                Err(_) => Self::internal("a draft could not be written"),
            },
            Error::HasProblems { errors } => Self::new(ErrorCode::BotHasProblems, text).with_errors(errors),
            Error::OpNotApplicable { index, code, reason } => {
                let (pointer, code) = (format!("/ops/{index}"), code.to_owned());
                let errors = vec![FieldError { pointer, code, detail: reason }];
                Self::new(ErrorCode::OpNotApplicable, text).with_errors(errors)
            }
            Error::Invalid(errors) => Self::invalid(errors),
            Error::Conflict(_) | Error::TooMany(_) => Self::new(ErrorCode::Conflict, text),
            Error::Database(error) => error.into(),
        }
    }
}

#[cfg(test)]
mod tests {
    use sea_orm::{ConnAcquireErr, DbErr};

    use super::*;

    #[test]
    fn a_fault_of_the_database_is_answered_as_what_it_is() {
        let code = |error: DbErr| ApiError::from(Error::from(error)).code();
        assert_eq!(code(DbErr::RecordNotUpdated), ErrorCode::NotFound);
        assert_eq!(code(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)), ErrorCode::Unavailable);
        assert_eq!(code(DbErr::Custom("a row that cannot be read".into())), ErrorCode::Internal);
    }
}
