//! What is known of the installation itself: its health, its settings for browsers, its API document, its mail folder.

pub(crate) mod mails;
pub(crate) mod routes;
