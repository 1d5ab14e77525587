//! Types that cross the HTTP boundary of MGS WA: requests, answers, ids, roles and permissions, error codes, live events.
//!
//! Deliberately not here: I/O, rules of a feature, anything of the database. Invariant: everything compiles for wasm, and the
//! server and the dashboard read and write exactly these shapes.

#![warn(clippy::too_many_lines)]

pub mod account;
pub mod bot;
pub mod error;
pub mod id;
pub mod inbox;
pub mod key;
pub mod live;
pub mod name;
pub mod number;
pub mod page;
pub mod permission;
pub mod phone;
pub mod run;
pub mod team;
pub mod workspace;

pub use error::{ErrorCode, FieldError, Problem};
pub use id::*;
pub use page::{Page, PageQuery};
pub use permission::{Permission, Role};

/// A moment, UTC; RFC 3339 in JSON.
pub type Time = chrono::DateTime<chrono::Utc>;
