//! What every feature stands on. Knows no feature.

pub mod clock;
pub mod cursor;
pub mod egress;
pub mod jobs;
pub mod live;
pub mod random;
pub mod ring;
pub mod scope;
pub mod seal;
pub mod secret;
pub mod zone;
