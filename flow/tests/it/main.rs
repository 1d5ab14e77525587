//! Tests of the flow engine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod arbitrary;
mod document;
mod expressions;
mod ops;
