//! The crate seen from outside, one module per part.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stderr)]

mod error;
mod message;
mod payloads;
mod signature;
mod webhook;
