//! The secret of a mail's link: it stands after `#`, so that no server and no log sees it, and leaves the address bar at once.

use leptos::prelude::*;
use wasm_bindgen::JsValue;

/// Takes the token out of the address; `None` when there is none.
pub(super) fn take_token() -> Option<String> {
    let location = window().location();
    let token = location.hash().ok()?.trim_start_matches('#').to_owned();
    if let (Ok(history), Ok(path)) = (window().history(), location.pathname()) {
        let state = history.state().unwrap_or(JsValue::NULL);
        let _ = history.replace_state_with_url(&state, "", Some(&path));
    }
    (!token.is_empty()).then_some(token)
}
