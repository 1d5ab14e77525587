//! The server of MGS WA. Read in this order: `config`, `entities`, `platform`, then the features.
pub mod entities;
pub mod error;
pub mod platform;

pub mod contacts;
pub mod intake;
pub mod outbox;
pub mod runs;

pub mod pipeline;
