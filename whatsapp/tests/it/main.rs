//! The crate seen from outside, one module per part.

#![allow(
    unreachable_pub,
    clippy::disallowed_methods,
    clippy::disallowed_types,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::print_stderr
)]

#[cfg(feature = "simulator")]
mod bench;
#[cfg(feature = "simulator")]
mod client;
mod error;
mod fixtures;
#[cfg(feature = "forms")]
mod forms;
mod golden;
#[cfg(feature = "simulator")]
mod kill;
mod limits;
mod message;
mod message_properties;
#[cfg(feature = "simulator")]
mod operations;
mod payloads;
mod signature;
#[cfg(feature = "simulator")]
mod simulator;
#[cfg(feature = "simulator")]
mod simulator_errors;
mod webhook;
mod webhook_properties;
