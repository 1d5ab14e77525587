//! Errors as they leave the server; here alone they become responses.

/// What may be logged of a database error: its kind, never values or statements.
#[must_use]
pub fn scrub(error: &sea_orm::DbErr) -> String {
    use sea_orm::DbErr;
    match error {
        DbErr::Conn(_) | DbErr::ConnectionAcquire(_) => "the database cannot be reached".into(),
        DbErr::Custom(text) => text.clone(),
        other => match other.sql_err() {
            Some(sea_orm::SqlErr::UniqueConstraintViolation(_)) => "a unique constraint was violated".into(),
            Some(sea_orm::SqlErr::ForeignKeyConstraintViolation(_)) => "a foreign key was violated".into(),
            _ => "a statement failed".into(),
        },
    }
}
