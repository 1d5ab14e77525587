//! The palette, in which one finds a page, a bot, a conversation or something to do by typing, and the list of keys. Both come
//! in a chunk when one of them is opened.

mod content;
mod entries;
mod find;

use leptos::prelude::*;

use crate::features::shortcuts::Shortcuts;
use crate::i18n::{palette, shortcuts};
use crate::lazy::{LazyContent, lazy_pages};
use crate::ui::dialog::Dialog;
use crate::ui::icon::{self, IconView};
use crate::ui::keys::command;
use content::PaletteContent;

lazy_pages! {
    in palette_pages:
    /// What stands in the palette.
    PALETTE => PaletteContent;
    /// The list of keys.
    KEYS => Shortcuts;
}

/// How many chosen things the palette remembers.
const MOST_RECENT: usize = 5;

/// What lies over the page at the press of a key.
#[derive(Clone, Copy)]
pub struct Layers {
    /// The palette is open.
    pub palette: RwSignal<bool>,
    /// The list of keys is open.
    pub keys: RwSignal<bool>,
    /// Name and path of what was chosen last, the last first.
    recent: RwSignal<Vec<(String, String)>>,
}

impl Layers {
    fn remember(&self, name: &str, path: &str) {
        self.recent.update(|recent| {
            recent.retain(|(_, old)| old != path);
            recent.insert(0, (name.to_owned(), path.to_owned()));
            recent.truncate(MOST_RECENT);
        });
    }
}

/// Provides the layers to a frame and everything in it.
pub fn provide_layers() -> Layers {
    let layers = Layers {
        palette: RwSignal::new(false),
        keys: RwSignal::new(false),
        recent: RwSignal::new(Vec::new()),
    };
    provide_context(layers);
    layers
}

/// The layers, closed until a key or the button opens them; stands once in a frame.
#[component]
pub fn LayersView(
    /// Which.
    layers: Layers,
) -> impl IntoView {
    view! {
        <Dialog open=layers.palette title=palette::title() bare=true><LazyContent of=PALETTE /></Dialog>
        <Dialog open=layers.keys title=shortcuts::title()><LazyContent of=KEYS /></Dialog>
    }
}

/// Opens the palette; shows its key.
#[component]
pub fn PaletteButton(
    /// Which to open.
    layers: Layers,
) -> impl IntoView {
    view! {
        <button class="palette-button" type="button" aria-haspopup="dialog" aria-label=palette::title() on:click=move |_| layers.palette.set(true)>
            <IconView icon=icon::SEARCH small=true />
            <span class="palette-button__text">{palette::open()}</span>
            <kbd class="key" dir="ltr">{command()}" K"</kbd>
        </button>
    }
}
