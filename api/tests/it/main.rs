//! Tests of the server, on SQLite and on PostgreSQL.

#![expect(unreachable_pub, reason = "a test binary has no outside")]

mod pipeline;
mod scope;
mod support;
