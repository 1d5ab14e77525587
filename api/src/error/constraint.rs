//! What it means to a caller that a constraint of the schema was broken. Here alone names of constraints map to errors.
//!
//! Whoever writes looks first, or inserts only what is not there yet. So a constraint is broken by somebody who did the same at
//! the same moment, or by a defect of ours.

use sea_orm::{DbErr, RuntimeErr, SqlErr};
use shared::ErrorCode;

/// What a broken unique constraint tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// What was to be made is there already.
    Is(ErrorCode, &'static str),
    /// Somebody else did the same at the same time; whoever tries again finds that.
    TryAgain,
    /// No request can break it: it is a defect.
    Ours,
}

/// Every unique constraint beside those of ids, by its name, `uq_{table}_{columns}`.
pub const UNIQUE: &[(&str, Meaning)] = &[
    (
        "uq_members_workspace_id_user_id",
        Meaning::Is(ErrorCode::AlreadyMember, "somebody with this address is a member already"),
    ),
    (
        "uq_invitations_workspace_id_email_key",
        Meaning::Is(ErrorCode::AlreadyInvited, "this address is invited already"),
    ),
    ("uq_apps_meta_app_id", Meaning::Is(ErrorCode::Conflict, "this app is connected already")),
    ("uq_numbers_phone_number_id", Meaning::Is(ErrorCode::Conflict, "this number is connected already")),
    // That an address has an account is told to nobody who does not own it.
    ("uq_users_email_key", Meaning::TryAgain),
    ("uq_guesses_key", Meaning::TryAgain),
    ("uq_idempotency_keys_workspace_id_caller_id_operation_key", Meaning::TryAgain),
    ("uq_user_idempotency_keys_user_id_operation_key", Meaning::TryAgain),
    ("uq_bot_versions_bot_id_number", Meaning::TryAgain),
    ("uq_messages_conversation_id_position", Meaning::TryAgain),
    ("uq_messages_number_id_wamid", Meaning::Ours),
    ("uq_message_statuses_number_id_wamid_status_at", Meaning::Ours),
    ("uq_contact_identities_number_id_kind_value", Meaning::Ours),
    ("uq_conversations_number_id_contact_id", Meaning::Ours),
    ("uq_run_events_run_id_position", Meaning::Ours),
    ("uq_inbound_items_event_seq_position", Meaning::Ours),
    ("uq_outbox_message_id", Meaning::Ours),
];

/// The name of the unique constraint that was broken.
pub(super) fn broken_unique(error: &DbErr) -> Option<String> {
    let Some(SqlErr::UniqueConstraintViolation(_)) = error.sql_err() else { return None };
    let (DbErr::Exec(RuntimeErr::SqlxError(error)) | DbErr::Query(RuntimeErr::SqlxError(error))) = error
    else {
        return None;
    };
    let error = error.as_database_error()?;
    let name = error.constraint().map(str::to_owned);
    name.or_else(|| sqlite_name(error.message()))
}

/// SQLite names the columns alone: `UNIQUE constraint failed: members.workspace_id, members.user_id`.
fn sqlite_name(message: &str) -> Option<String> {
    let (_, columns) = message.rsplit_once(": ")?;
    let mut name = String::from("uq");
    for (n, place) in columns.split(", ").enumerate() {
        let (table, column) = place.split_once('.')?;
        if n == 0 {
            name = format!("uq_{table}");
        }
        name.push('_');
        name.push_str(column);
    }
    Some(name)
}

/// What a constraint of this name means.
pub(super) fn meaning(name: &str) -> Meaning {
    UNIQUE.iter().find(|(known, _)| *known == name).map_or(Meaning::Ours, |(_, meaning)| *meaning)
}

/// Whether something is gone that a row was to refer to, or still referred to that was to go.
pub(super) fn is_broken_reference(error: &DbErr) -> bool {
    matches!(error.sql_err(), Some(SqlErr::ForeignKeyConstraintViolation(_)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sqlites_words_name_the_constraint() {
        let name = |columns: &str| sqlite_name(&format!("UNIQUE constraint failed: {columns}"));
        let members = name("members.workspace_id, members.user_id").unwrap();
        assert_eq!(
            meaning(&members),
            Meaning::Is(ErrorCode::AlreadyMember, "somebody with this address is a member already")
        );
        assert_eq!(name("users.email_key").as_deref(), Some("uq_users_email_key"));
        assert_eq!((sqlite_name("disk I/O error"), name("nothing")), (None, None));
        assert_eq!(meaning("uq_members_id"), Meaning::Ours);
    }
}
