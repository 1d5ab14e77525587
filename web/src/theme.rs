//! The theme: the system's, light or dark. `theme.js` sets a chosen one before the first paint.

use leptos::prelude::*;

/// Key of the choice in the browser's storage.
const KEY: &str = "mgs.theme";

/// What is shown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Theme {
    /// As the system is set.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl Theme {
    /// Every theme, in the order of the switch.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// As stored and as `data-theme` says; empty for the system's.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::System => "",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    /// The theme of a stored choice.
    #[must_use]
    pub fn from_choice(choice: &str) -> Self {
        Self::ALL.into_iter().find(|theme| theme.as_str() == choice).unwrap_or_default()
    }

    /// The chosen theme of this browser.
    #[must_use]
    pub fn stored() -> Self {
        let storage = window().local_storage().ok().flatten();
        let choice = storage.and_then(|storage| storage.get_item(KEY).ok().flatten()).unwrap_or_default();
        Self::from_choice(&choice)
    }

    /// Shows this theme from now on.
    pub fn choose(self) {
        if let Some(html) = document().document_element() {
            let _ = match self {
                Self::System => html.remove_attribute("data-theme"),
                Self::Light | Self::Dark => html.set_attribute("data-theme", self.as_str()),
            };
        }
        if let Ok(Some(storage)) = window().local_storage() {
            let _ = match self {
                Self::System => storage.remove_item(KEY),
                Self::Light | Self::Dark => storage.set_item(KEY, self.as_str()),
            };
        }
    }
}
