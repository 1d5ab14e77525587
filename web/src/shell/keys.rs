//! Keys that work on every page: `G` and a letter goes to a destination, `/` to the search of the page, `F6` to the next region.

use std::cell::Cell;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::WorkspaceId;
use wasm_bindgen::JsCast;

use crate::paths;
use crate::ui::keys::{is_free, on_key};

/// Milliseconds in which the letter must follow the `G`.
const SECOND_KEY_MS: f64 = 1_500.0;

/// Listens while the shell of this workspace stands.
pub(super) fn listen(workspace: WorkspaceId) {
    let navigate = use_navigate();
    let began_ms = Cell::new(f64::MIN);
    on_key(move |event| {
        let key = event.key();
        if key == "F6" {
            event.prevent_default();
            next_region(event.shift_key());
            return;
        }
        if !is_free(&event) {
            return;
        }
        if key == "/" && focus_search() {
            event.prevent_default();
            return;
        }
        let follows = js_sys::Date::now() - began_ms.get() < SECOND_KEY_MS;
        began_ms.set(if key.eq_ignore_ascii_case("g") { js_sys::Date::now() } else { f64::MIN });
        let path = match key.to_ascii_lowercase().as_str() {
            "h" => paths::home(workspace),
            "i" => paths::inbox(workspace),
            "b" => paths::bots(workspace),
            "s" => paths::settings(workspace, "business"),
            _ => return,
        };
        if follows {
            event.prevent_default();
            navigate(&path, NavigateOptions::default());
        }
    });
}

/// Puts the focus into the search field of the page; answers whether there is one.
fn focus_search() -> bool {
    let field = document().query_selector("[data-search]").ok().flatten();
    field
        .and_then(|field| field.dyn_into::<web_sys::HtmlElement>().ok())
        .is_some_and(|field| field.focus().is_ok())
}

/// Moves the focus to the next region of the page (rail, main, notices), or back.
fn next_region(backwards: bool) {
    let Ok(list) = document().query_selector_all("[data-region]:not([hidden])") else { return };
    let regions: Vec<web_sys::HtmlElement> =
        (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let here = regions.iter().position(|region| region.contains(active.as_ref().map(AsRef::as_ref)));
    let n = regions.len();
    let next = match (here, backwards) {
        (None, _) => 0,
        (Some(i), false) => (i + 1) % n.max(1),
        (Some(i), true) => (i + n.saturating_sub(1)) % n.max(1),
    };
    if let Some(region) = regions.get(next) {
        let _ = region.focus();
    }
}
