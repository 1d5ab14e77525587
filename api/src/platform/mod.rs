//! What every feature stands on. Knows no feature.

pub mod again;
pub mod auth;
pub mod clock;
pub mod cursor;
pub mod cx;
pub mod egress;
mod etag;
pub mod extract;
pub mod http;
pub mod jobs;
pub mod kept;
pub mod limit;
pub mod live;
pub mod mail;
pub mod network;
pub mod once;
pub mod permission;
pub mod random;
pub mod ring;
pub mod scope;
pub mod seal;
pub mod secret;
pub mod state;
pub mod streams;
pub mod telemetry;
pub mod zone;
