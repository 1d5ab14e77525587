//! Keys: single letters act only outside fields, dialogs and text being composed, and can be switched off.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use crate::preference::LETTERS;

/// Whether a single-letter shortcut may act on this event.
#[must_use]
pub fn is_free(event: &KeyboardEvent) -> bool {
    is_outside_fields(event) && LETTERS.stored().is_empty()
}

/// Whether the key was pressed alone, and where nobody types and nothing lies over the page.
fn is_outside_fields(event: &KeyboardEvent) -> bool {
    let is_plain = !(event.ctrl_key()
        || event.meta_key()
        || event.alt_key()
        || event.is_composing()
        || event.default_prevented());
    let target = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok());
    let is_busy = target.is_some_and(|element| {
        element
            .closest("input, textarea, select, [contenteditable], dialog[open], [role=menu]")
            .ok()
            .flatten()
            .is_some()
    });
    is_plain && !is_busy && !is_covered()
}

/// Whether a dialog lies over the page.
#[must_use]
pub fn is_covered() -> bool {
    document().query_selector("dialog[open]").ok().flatten().is_some()
}

/// Whether the command key is pressed: Command on a Mac, Control elsewhere.
#[must_use]
pub fn is_command(event: &KeyboardEvent) -> bool {
    let (command, other) = match is_mac() {
        true => (event.meta_key(), event.ctrl_key()),
        false => (event.ctrl_key(), event.meta_key()),
    };
    command && !other && !event.alt_key() && !event.shift_key()
}

/// The command key as it is written on the keyboard.
#[must_use]
pub fn command() -> &'static str {
    if is_mac() { "⌘" } else { "Ctrl" }
}

fn is_mac() -> bool {
    window().navigator().platform().is_ok_and(|platform| platform.starts_with("Mac"))
}

/// Listens to key presses on the window while the component lives.
pub fn on_key(handler: impl Fn(KeyboardEvent) + 'static) {
    let handle = window_event_listener(keydown, handler);
    on_cleanup(move || handle.remove());
}

/// The arrow keys that go back and forth along a line of text.
#[must_use]
pub fn along_line() -> (&'static str, &'static str) {
    match crate::i18n::is_rtl() {
        true => ("ArrowRight", "ArrowLeft"),
        false => ("ArrowLeft", "ArrowRight"),
    }
}

/// Moves the focus among the elements that `selector` finds below `root`, with Home, End and the two arrow keys given.
pub fn rove(event: &KeyboardEvent, root: &web_sys::Element, selector: &str, back: &str, forth: &str) {
    let Ok(list) = root.query_selector_all(selector) else { return };
    let items: Vec<web_sys::HtmlElement> =
        (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let here = items.iter().position(|item| active.as_ref() == Some(item.as_ref()));
    let Some(last) = items.len().checked_sub(1) else { return };
    let next = match event.key().as_str() {
        "Home" => 0,
        "End" => last,
        key if key == forth => here.map_or(0, |i| if i == last { 0 } else { i + 1 }),
        key if key == back => here.map_or(last, |i| if i == 0 { last } else { i - 1 }),
        _ => return,
    };
    event.prevent_default();
    if let Some(item) = items.get(next) {
        let _ = item.focus();
    }
}
