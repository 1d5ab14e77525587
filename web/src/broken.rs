//! What is shown when the page itself breaks: one sentence and a button to reload, over everything.
//!
//! It is drawn with the document alone, because the app is gone by then.

use leptos::prelude::{document, window};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use crate::i18n::system;

/// Catches panics from now on.
pub fn catch() {
    std::panic::set_hook(Box::new(|panic| {
        leptos::logging::error!("{panic}");
        // Nothing can be done about a document that does not take the notice.
        let _ = show();
    }));
}

/// Draws the notice; `None` when the document does not let it.
fn show() -> Option<()> {
    let (document, body) = (document(), document().body()?);
    let notice = document.create_element("div").ok()?;
    notice.set_class_name("broken");
    notice.set_attribute("role", "alert").ok()?;
    let text = document.create_element("p").ok()?;
    text.set_text_content(Some(system::broken()));
    let button: web_sys::HtmlElement = document.create_element("button").ok()?.dyn_into().ok()?;
    button.set_class_name("button button--primary");
    button.set_text_content(Some(system::reload()));
    let reload = Closure::once_into_js(|| drop(window().location().reload()));
    button.set_onclick(Some(reload.unchecked_ref()));
    notice.append_child(&text).ok()?;
    notice.append_child(&button).ok()?;
    body.append_child(&notice).ok()?;
    button.focus().ok()
}
