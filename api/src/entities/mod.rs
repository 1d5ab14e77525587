//! The tables as sea-orm entities, one file each; `api/data-inventory.toml` says what every column is for.
//!
//! An entity is either [`TenantOwned`], and then reached through a `Scope` or `Tx` of its workspace only, or
//! [`GlobalOwned`]. Nothing here knows how a connection is had.

#![expect(
    missing_docs,
    reason = "columns are described in data-inventory.toml, the tables on top of each file"
)]

pub mod api_key;
pub mod app;
pub mod audit_event;
pub mod bot;
pub mod bot_version;
pub mod contact;
pub mod contact_identity;
pub mod conversation;
pub mod email_change;
pub mod guess;
pub mod idempotency_key;
pub mod inbound_event;
pub mod inbound_item;
pub mod invitation;
pub mod job;
pub mod mail_token;
pub mod member;
pub mod message;
pub mod message_status;
pub mod number;
pub mod outbox;
pub mod run;
pub mod run_event;
pub mod session;
pub mod user;
pub mod user_idempotency_key;
pub mod workspace;

use sea_orm::EntityTrait;

/// A table whose every row belongs to one workspace.
pub trait TenantOwned: EntityTrait {
    /// The column that says which.
    const WORKSPACE: Self::Column;
}

/// A table that stands above workspaces, or is read before the workspace is known.
pub trait GlobalOwned: EntityTrait {}
