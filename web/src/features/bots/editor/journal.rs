//! Changes kept on this device until the server has them: a reload, a crash or an offline spell loses nothing.
//!
//! Two entries a bot and person: the draft the changes stand on, written when it changes, and the ops, written at each change.

use flow::Op;
use shared::{BotId, UserId};

use super::model::document::Journal;
use super::model::sync::Base;

/// Where one person's changes of one bot are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    base: String,
    ops: String,
}

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

impl Place {
    /// The place for this person and bot.
    pub(super) fn of(user: UserId, bot: BotId) -> Self {
        Self { base: format!("mgs.draft.{user}.{bot}.base"), ops: format!("mgs.draft.{user}.{bot}.ops") }
    }

    /// What was kept; `None` when there is nothing, or nothing that can be read.
    pub(super) fn read(&self) -> Option<Journal> {
        let storage = storage()?;
        let base: Base = serde_json::from_str(&storage.get_item(&self.base).ok()??).ok()?;
        let ops = serde_json::from_str(&storage.get_item(&self.ops).ok()??).ok()?;
        Some(Journal { base, ops })
    }

    /// Keeps the ops, and with `with_base` what they stand on. Answers whether this device could.
    pub(super) fn write(&self, journal: &Journal, with_base: bool) -> bool {
        let Some(storage) = storage() else { return false };
        if journal.ops.is_empty() {
            self.clear();
            return true;
        }
        let put = |key: &str, value: serde_json::Result<String>| {
            value.is_ok_and(|value| storage.set_item(key, &value).is_ok())
        };
        let has_base = !with_base || put(&self.base, serde_json::to_string(&journal.base));
        has_base && put(&self.ops, serde_json::to_string(&journal.ops))
    }

    /// Forgets everything when it is exactly these ops: the server has them.
    pub(super) fn clear_if(&self, ops: &[Op]) {
        if self.read().is_some_and(|journal| journal.ops == ops) {
            self.clear();
        }
    }

    /// Forgets everything: the server has it.
    pub(super) fn clear(&self) {
        if let Some(storage) = storage() {
            let _ = storage.remove_item(&self.ops);
            let _ = storage.remove_item(&self.base);
        }
    }
}
