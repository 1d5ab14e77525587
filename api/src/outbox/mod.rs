//! What goes out.

pub mod rules;
