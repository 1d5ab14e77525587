//! People on WhatsApp: who they are, and by what names Meta knows them.
//!
//! The pipeline resolves the people of a batch with [`book`] and stores them with [`save`]. Invariant: a name of a number has
//! one owner, decided by a unique key.

mod fields;
pub mod person;
mod queries;
pub mod rules;

pub(crate) use fields::set_field;
pub(crate) use queries::{book, save};
