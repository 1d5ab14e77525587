//! The browser's Back and Forward, for those who must be asked before a page is left.

use std::cell::Cell;
use std::rc::Rc;

use js_sys::Reflect;
use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast, JsValue};

/// What hears the browser.
type OnPopState = Closure<dyn FnMut(web_sys::Event)>;

/// Hears Back and Forward before the router does, while the component lives; `keep` answers whether the page stays. It is told
/// how many steps through the history were asked for. The address has changed by then: it is changed back.
pub(super) fn on_travel(keep: impl Fn(i32) -> bool + 'static) {
    let here = position();
    let is_return = Rc::new(Cell::new(false));
    let pop = OnPopState::new(move |event: web_sys::Event| {
        if is_return.replace(false) {
            event.stop_immediate_propagation();
            return;
        }
        let steps = match (here, position()) {
            (Some(here), Some(now)) => now - here,
            _ => -1,
        };
        if keep(steps) {
            event.stop_immediate_propagation();
            is_return.set(true);
            go(-steps);
        }
    });
    let window = window();
    let _ = window.add_event_listener_with_callback_and_bool("popstate", pop.as_ref().unchecked_ref(), true);
    let pop = StoredValue::new_local(pop);
    on_cleanup(move || {
        let _ = pop.try_with_value(|pop| {
            let pop = pop.as_ref().unchecked_ref();
            window.remove_event_listener_with_callback_and_bool("popstate", pop, true)
        });
    });
}

/// Goes through the history.
pub(super) fn go(steps: i32) {
    if let Ok(history) = window().history() {
        let _ = history.go_with_delta(steps);
    }
}

/// The place of the page in the history; `None` where the browser does not tell.
#[allow(clippy::cast_possible_truncation, reason = "a history is far shorter than 2^31")]
fn position() -> Option<i32> {
    let get = |object: &JsValue, name: &str| Reflect::get(object, &JsValue::from_str(name)).ok();
    let entry = get(&get(&window(), "navigation")?, "currentEntry")?;
    Some(get(&entry, "index")?.as_f64()? as i32)
}
