//! Tests of the flow engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod arbitrary;
mod checking;
mod document;
mod expressions;
mod golden;
mod ops;
mod running;
#[cfg(feature = "openapi")]
mod schemas;
