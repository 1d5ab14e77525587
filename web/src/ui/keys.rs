//! Keys: single letters act only outside fields, dialogs and text being composed.

use leptos::ev::{KeyboardEvent, keydown};
use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Whether a single-letter shortcut may act on this event.
#[must_use]
pub fn is_free(event: &KeyboardEvent) -> bool {
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
    is_plain && !is_busy
}

/// Listens to key presses on the window while the component lives.
pub fn on_key(handler: impl Fn(KeyboardEvent) + 'static) {
    let handle = window_event_listener(keydown, handler);
    on_cleanup(move || handle.remove());
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
