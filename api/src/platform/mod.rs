//! What every feature stands on. Knows no feature.

pub mod clock;
pub mod jobs;
pub mod live;
pub mod random;
pub mod ring;
pub mod scope;
pub mod seal;
pub mod secret;
