//! Changes kept on this device until the server has them: a reload, a crash or an offline spell loses nothing.
//!
//! Two entries a bot, person and tab: the draft the changes stand on, written when it changes, and the ops, written at each
//! change. Tabs do not write over each other; what a tab that is gone has left, the next one that opens the bot takes on.

use flow::Op;
use shared::{BotId, UserId};

use super::model::document::Journal;
use super::model::sync::Base;
use crate::tab;

/// Where one person's changes of one bot are kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Place {
    base: String,
    ops: String,
}

/// How the key of the ops ends.
const OPS: &str = ".ops";

/// The tabs that have kept changes under keys with this beginning.
fn tabs_with_changes(stem: &str) -> Vec<String> {
    let Some(storage) = storage() else { return Vec::new() };
    let keys = (0..storage.length().unwrap_or_default()).filter_map(|i| storage.key(i).ok().flatten());
    keys.filter_map(|key| Some(key.strip_prefix(stem)?.strip_suffix(OPS)?.to_owned())).collect()
}

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().local_storage().ok().flatten()
}

impl Place {
    /// The place of this person, bot and tab, with what a tab that is gone has left when this one has nothing of its own.
    pub(super) async fn claim(user: UserId, bot: BotId) -> Self {
        let stem = format!("mgs.draft.{user}.{bot}.");
        let mine = Self::of(&stem, &tab::id().await);
        if mine.read().is_none()
            && let Some(open) = tab::open().await
        {
            let gone = tabs_with_changes(&stem).into_iter().filter(|tab| !open.contains(tab));
            let left = gone.map(|tab| Self::of(&stem, &tab)).find_map(|place| Some((place.read()?, place)));
            if let Some((journal, place)) = left
                && mine.write(&journal, true)
            {
                place.clear();
            }
        }
        mine
    }

    fn of(stem: &str, tab: &str) -> Self {
        Self { base: format!("{stem}{tab}.base"), ops: format!("{stem}{tab}{OPS}") }
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
