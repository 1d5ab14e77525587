//! Keys that work on every page: `G` and a letter goes to a destination, `/` to the search of the page, `C` makes a thing of its
//! list, `F6` goes to the next region, the command key and `K` open the palette, `?` the list of keys.

use std::cell::Cell;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::WorkspaceId;
use wasm_bindgen::JsCast;

use crate::features::palette::Layers;
use crate::paths;
use crate::ui::keys::{is_command, is_covered, is_free, on_key};

/// Milliseconds in which the letter must follow the `G`.
const SECOND_KEY_MS: f64 = 1_500.0;

/// Listens while a frame stands: that of this workspace, or that of the account.
pub(super) fn listen(workspace: Option<WorkspaceId>, layers: Layers) {
    let navigate = use_navigate();
    let began_ms = Cell::new(f64::MIN);
    on_key(move |event| {
        let key = event.key().to_ascii_lowercase();
        if is_command(&event) && key == "k" && !event.default_prevented() {
            event.prevent_default();
            layers.palette.update(|open| *open = !*open && !is_covered());
            return;
        }
        if key == "f6" {
            event.prevent_default();
            next_region(event.shift_key());
            return;
        }
        if !is_free(&event) {
            return;
        }
        let follows = js_sys::Date::now() - began_ms.get() < SECOND_KEY_MS;
        began_ms.set(if key == "g" { js_sys::Date::now() } else { f64::MIN });
        let goes = workspace.filter(|_| follows).and_then(|workspace| destination(workspace, &key));
        if let Some(path) = goes {
            event.prevent_default();
            navigate(&path, NavigateOptions::default());
        } else if key == "?" {
            event.prevent_default();
            layers.keys.set(true);
        } else if key == "/" && focus_search() || key == "c" && create() {
            event.prevent_default();
        }
    });
}

/// Where a letter after `G` leads.
fn destination(workspace: WorkspaceId, letter: &str) -> Option<String> {
    match letter {
        "h" => Some(paths::home(workspace)),
        "i" => Some(paths::inbox(workspace)),
        "b" => Some(paths::bots(workspace)),
        "s" => Some(paths::settings(workspace, "business")),
        _ => None,
    }
}

/// Presses what makes a thing of the list that the page shows; answers whether there is such a thing.
fn create() -> bool {
    let link = document().query_selector("[data-creates]").ok().flatten();
    let link = link.and_then(|link| link.dyn_into::<web_sys::HtmlElement>().ok());
    link.inspect(web_sys::HtmlElement::click).is_some()
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
