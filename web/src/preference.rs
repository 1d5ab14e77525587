//! What a person has told this browser of the look and the keys. `first.js` sets what was chosen before the first paint, as
//! `data-theme`, `data-density`, `data-motion` and `data-letters`; without a choice the system's holds. The language is in
//! `i18n`.

use leptos::prelude::*;

/// One thing that can be chosen.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Preference {
    /// Its name in the browser's storage and in the attribute of the document.
    name: &'static str,
    /// What can be chosen; the first one, the empty one, is the same as no choice.
    choices: &'static [&'static str],
}

/// The system's theme, light or dark.
pub const THEME: Preference = Preference { name: "theme", choices: &["", "light", "dark"] };
/// Comfortable, or compact.
pub const DENSITY: Preference = Preference { name: "density", choices: &["", "compact"] };
/// As the system has it, or reduced.
pub const MOTION: Preference = Preference { name: "motion", choices: &["", "reduced"] };
/// Whether single letters are shortcuts.
pub const LETTERS: Preference = Preference { name: "letters", choices: &["", "off"] };

impl Preference {
    /// What this browser was told.
    #[must_use]
    pub fn stored(self) -> &'static str {
        let storage = window().local_storage().ok().flatten();
        let stored = storage.and_then(|storage| storage.get_item(&self.key()).ok().flatten());
        self.known(&stored.unwrap_or_default())
    }

    /// Shows a choice from now on.
    pub fn choose(self, choice: &str) {
        let choice = self.known(choice);
        let attribute = format!("data-{}", self.name);
        if let Some(html) = document().document_element() {
            let _ = match choice {
                "" => html.remove_attribute(&attribute),
                _ => html.set_attribute(&attribute, choice),
            };
        }
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = match choice {
                "" => storage.remove_item(&self.key()),
                _ => storage.set_item(&self.key(), choice),
            };
        }
    }

    fn key(self) -> String {
        format!("mgs.{}", self.name)
    }

    fn known(self, choice: &str) -> &'static str {
        self.choices.iter().copied().find(|known| *known == choice).unwrap_or_default()
    }
}
