//! The list: one entry for each table.

use super::setting;

const ALL: Option<&str> = Some("SELECT, INSERT, UPDATE, DELETE");
const NO_DELETE: Option<&str> = Some("SELECT, INSERT, UPDATE");
/// What is written once and stays.
const ADD: Option<&str> = Some("SELECT, INSERT");
const READ: Option<&str> = Some("SELECT");
/// What is handed on, and not looked at again.
const HAND_ON: Option<&str> = Some("INSERT");
const NOTHING: Option<&str> = None;

/// What the roles may do with a table, as in `GRANT`; `None` is nothing.
#[derive(Debug, Clone, Copy)]
pub struct Wall {
    /// Its name.
    pub table: &'static str,
    /// The rows the request role sees.
    pub rows: Rows,
    /// What the request role may do with them.
    pub request: Option<&'static str>,
    /// What the pipeline role may do, with all rows.
    pub pipeline: Option<&'static str>,
}

/// Which rows of a table the request role sees.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rows {
    /// Those of the transaction's workspace.
    OfWorkspace,
    /// Those of the transaction's workspace, and to be read those of its user.
    OfWorkspaceOrUser,
    /// Those of the transaction's workspace, and to be read its API key.
    OfWorkspaceOrKey,
    /// Those of the transaction's user.
    OfUser,
    /// The transaction's workspace itself, and to be read those that its user belongs to.
    Itself,
    /// None; it hands on what is of its workspace, or of none where this condition holds.
    HandedOn(&'static str),
    /// All: the table stands above workspaces, and is read to find out who calls.
    Above,
    /// None.
    Hidden,
}

type Policy = Box<dyn Fn(&str) -> String>;

impl Rows {
    /// The policies of the request role, by name.
    pub(super) fn policies(self) -> Vec<(&'static str, Policy)> {
        let all = |condition: String| -> (&'static str, Policy) {
            (
                "request",
                Box::new(move |role| format!("TO {role} USING ({condition}) WITH CHECK ({condition})")),
            )
        };
        let read = |condition: String| -> (&'static str, Policy) {
            ("request_early", Box::new(move |role| format!("FOR SELECT TO {role} USING ({condition})")))
        };
        let (workspace, user) = (named(setting::WORKSPACE), named(setting::USER));
        let own = format!("workspace_id = {workspace}");
        match self {
            Self::OfWorkspace => vec![all(own)],
            Self::OfWorkspaceOrUser => vec![all(own), read(format!("user_id = {user}"))],
            Self::OfWorkspaceOrKey => vec![all(own), read(format!("id = {}", named(setting::API_KEY)))],
            Self::OfUser => vec![all(format!("user_id = {user}"))],
            Self::Itself => {
                let of_user = format!("SELECT m.workspace_id FROM members m WHERE m.user_id = {user}");
                vec![all(format!("id = {workspace}")), read(format!("id IN ({of_user})"))]
            }
            Self::HandedOn(of_none) => {
                let check = format!("(workspace_id IS NULL AND {of_none}) OR {own}");
                vec![("request", Box::new(move |role| format!("FOR INSERT TO {role} WITH CHECK ({check})")))]
            }
            Self::Above => vec![all("true".to_owned())],
            Self::Hidden => Vec::new(),
        }
    }
}

/// The id that the transaction names. On a connection whose transaction has ended the setting is `''`, and not NULL.
fn named(setting: &str) -> String {
    format!("NULLIF(current_setting('{setting}', true), '')::uuid")
}

const fn wall(
    table: &'static str,
    rows: Rows,
    request: Option<&'static str>,
    pipeline: Option<&'static str>,
) -> Wall {
    Wall { table, rows, request, pipeline }
}

/// Every table but that of the migrations. A table that is not here cannot be made.
pub const TABLES: &[Wall] = &[
    // Who calls, before anything of a workspace is seen.
    wall("users", Rows::Above, NO_DELETE, NOTHING),
    wall("sessions", Rows::Above, NO_DELETE, NOTHING),
    wall("mail_tokens", Rows::Above, NO_DELETE, NOTHING),
    wall("email_changes", Rows::Above, NO_DELETE, NOTHING),
    wall("guesses", Rows::Above, ALL, NOTHING),
    wall("user_idempotency_keys", Rows::OfUser, ALL, NOTHING),
    wall("api_keys", Rows::OfWorkspaceOrKey, NO_DELETE, NOTHING),
    // Without the key that opens a workspace's secrets.
    wall("workspaces", Rows::Itself, NO_DELETE, Some("SELECT (id, name, time_zone)")),
    wall("members", Rows::OfWorkspaceOrUser, ALL, NOTHING),
    wall("invitations", Rows::OfWorkspace, ALL, NOTHING),
    wall("idempotency_keys", Rows::OfWorkspace, ALL, NOTHING),
    // A webhook is taken by its app and routed by its number. Their secrets are sealed.
    wall("apps", Rows::OfWorkspace, NO_DELETE, READ),
    wall("numbers", Rows::OfWorkspace, NO_DELETE, READ),
    // What the runner reads.
    wall("bots", Rows::OfWorkspace, NO_DELETE, READ),
    wall("bot_versions", Rows::OfWorkspace, ADD, READ),
    // What the runner and the sender write.
    wall("contacts", Rows::OfWorkspace, NO_DELETE, ALL),
    wall("contact_identities", Rows::OfWorkspace, NO_DELETE, NO_DELETE),
    wall("conversations", Rows::OfWorkspace, NO_DELETE, ALL),
    wall("runs", Rows::OfWorkspace, NO_DELETE, NO_DELETE),
    wall("run_events", Rows::OfWorkspace, ADD, ADD),
    wall("messages", Rows::OfWorkspace, NO_DELETE, NO_DELETE),
    wall("message_statuses", Rows::OfWorkspace, READ, NO_DELETE),
    wall("outbox", Rows::OfWorkspace, ADD, ALL),
    // What webhooks bring.
    wall("inbound_events", Rows::Hidden, NOTHING, ALL),
    wall("inbound_items", Rows::Hidden, NOTHING, ALL),
    // Work and history.
    wall("jobs", Rows::HandedOn("true"), HAND_ON, ALL),
    wall("audit_events", Rows::HandedOn("true"), HAND_ON, HAND_ON),
];
