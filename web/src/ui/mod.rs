//! Components without a feature: they know no URL and no word of the API. Each has its rules in the `.css` file beside it.

pub mod announce;
pub mod asked;
pub mod badge;
pub mod banner;
pub mod button;
pub mod card;
pub mod choice;
pub mod code;
pub mod copy;
pub mod dialog;
pub mod field;
pub mod focus;
pub mod form;
pub mod icon;
pub mod keys;
pub mod menu;
pub mod moment;
pub mod nav;
pub mod page;
pub mod phone;
pub mod press;
pub mod save_bar;
pub mod skeleton;
pub mod states;
pub mod steps;
pub mod table;
pub mod toast;

use std::cell::Cell;

use leptos::prelude::document;
use wasm_bindgen::JsCast;

thread_local! {
    static NEXT_ID: Cell<u32> = const { Cell::new(1) };
}

/// An id that no other element of the page has.
#[must_use]
pub fn unique_id(stem: &str) -> String {
    let n = NEXT_ID.get();
    NEXT_ID.set(n.wrapping_add(1));
    format!("{stem}-{n}")
}

/// Puts the focus on the element with this id, when there is one.
pub fn focus_id(id: &str) {
    if let Some(element) =
        document().get_element_by_id(id).and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok())
    {
        let _ = element.focus();
    }
}
