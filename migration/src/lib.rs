//! The schema of MGS WA for SQLite and PostgreSQL, one file per step.
//!
//! Every tenant table carries `workspace_id`, is unique by `(workspace_id, id)`, and points at other tenant tables by
//! composite keys, so that a row can never belong to one workspace and refer to another. A step that has been
//! released is never edited: the next one changes what it made.

mod m0001_accounts;
mod m0002_whatsapp;
mod m0003_bots;
mod m0004_messages;
mod m0005_pipeline;
mod m0006_platform;
mod m0007_team;
mod m0008_keys;
mod m0009_hand_over;
mod m0010_bot_summaries;
mod m0011_two_confirmations;
mod m0012_sign_ins;
mod table;
pub mod walls;

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

/// All steps, in order.
#[derive(Debug)]
pub struct Migrator;

impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_accounts::Migration),
            Box::new(m0002_whatsapp::Migration),
            Box::new(m0003_bots::Migration),
            Box::new(m0004_messages::Migration),
            Box::new(m0005_pipeline::Migration),
            Box::new(m0006_platform::Migration),
            Box::new(m0007_team::Migration),
            Box::new(m0008_keys::Migration),
            Box::new(m0009_hand_over::Migration),
            Box::new(m0010_bot_summaries::Migration),
            Box::new(m0011_two_confirmations::Migration),
            Box::new(m0012_sign_ins::Migration),
        ]
    }
}
