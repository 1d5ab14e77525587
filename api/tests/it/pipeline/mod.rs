//! The message pipeline, from a signed webhook to the reply at the simulator.

pub mod bench;
mod crowd;
mod intake;
mod payloads;
mod people;
mod retention;
pub mod seed;
mod sending;
mod statuses;
mod talk;
