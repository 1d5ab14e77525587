//! Tests of the server, on SQLite and on PostgreSQL.

#![expect(unreachable_pub, reason = "a test binary has no outside")]
#![allow(clippy::print_stdout, reason = "tests say what they counted")]
#![allow(clippy::disallowed_types, reason = "tests call from outside, and look behind the API")]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on fails")]

mod access;
mod accounts;
mod architecture;
mod binary;
mod bot_limits;
mod bots;
mod client;
mod constraints;
mod email_change;
mod etags;
mod even;
mod events;
#[allow(clippy::disallowed_methods, reason = "Meta has the time of the world")]
mod fault;
mod guide;
mod http;
mod inbox;
mod keys;
mod late;
mod limits;
mod locks;
mod model;
mod neighbours;
mod once;
mod passwords;
mod peers;
mod pipeline;
mod rls;
mod sandbox;
mod schema;
mod scope;
mod sessions;
#[expect(dead_code, reason = "tests of features to come use more of it")]
mod support;
mod team;
mod walls;
mod workspaces;
