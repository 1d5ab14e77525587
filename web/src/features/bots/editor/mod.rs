//! The bot editor: the draft as an outline of steps with forms. A chunk of its own, loaded when it is opened.
//!
//! `model` is plain and tested natively; `store` holds the document on the page and saves it; the rest draws and sends ops.

mod anchors;
mod endings;
mod form;
mod header;
mod issues;
mod items;
mod journal;
pub(crate) mod model;
mod outline;
mod page;
mod problems;
mod publish;
mod saving;
mod step;
mod store;
mod triggers;
mod words;

pub(super) use page::EditorPage;
