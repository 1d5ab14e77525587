//! Doing again what the database rolled back for the sake of somebody else.

use sea_orm::DbErr;

use crate::error::is_rolled_back;

/// How often something is tried.
const TRIES: u32 = 3;

/// An error that may be the database's.
pub trait AsDatabase {
    /// The database's error, when it is one.
    fn database(&self) -> Option<&DbErr>;
}

impl AsDatabase for DbErr {
    fn database(&self) -> Option<&DbErr> {
        Some(self)
    }
}

/// Does a transaction, begin to commit, again while it ends in a deadlock or a serialization failure, three times in all.
///
/// # Errors
/// The last error of `work`.
pub async fn while_rolled_back<T, E: AsDatabase>(work: impl AsyncFn() -> Result<T, E>) -> Result<T, E> {
    for _ in 1..TRIES {
        match work().await {
            Err(error) if error.database().is_some_and(is_rolled_back) => {}
            done => return done,
        }
    }
    work().await
}
