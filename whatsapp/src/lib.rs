//! The WhatsApp Cloud API as a library of its own.
//!
//! Types for messages out ([`message`]), templates to be made ([`template`]) and webhooks in ([`webhook`]), Meta's [`limits`],
//! the webhook [`signature`], and what Graph's [`error`] codes mean. Feature `client` adds a Graph client, feature
//! `simulator` a faithful local Graph API, feature `forms` the cipher of the data endpoint of forms (WhatsApp Flows).
//!
//! Nothing here knows workspaces, bots or a database of ours. Without features the crate does no I/O and compiles for wasm.
//! Every public item names Meta's page it was made after.

#![warn(clippy::too_many_lines)]

// First, for its macros.
#[macro_use]
pub mod webhook;

#[cfg(feature = "client")]
pub mod client;
pub mod error;
#[cfg(feature = "forms")]
pub mod forms;
pub mod limits;
pub mod message;
pub mod signature;
#[cfg(feature = "simulator")]
pub mod simulator;
pub mod template;
