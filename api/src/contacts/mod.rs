//! People on WhatsApp: who they are, by what names Meta knows them.

pub mod rules;
