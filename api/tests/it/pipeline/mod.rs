//! The message pipeline, from a signed webhook to the reply at the simulator.

mod bench;
mod intake;
mod payloads;
mod people;
mod sending;
mod statuses;
mod talk;
