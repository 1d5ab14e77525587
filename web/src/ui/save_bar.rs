//! The bar of a settings form: it appears with unsaved changes, and leaving the page with them asks first.

use leptos::ev::beforeunload;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::button::{Button, ButtonKind};
use super::dialog::AlertDialog;
use crate::i18n::common;

/// What hears clicks.
type OnClick = Closure<dyn FnMut(web_sys::MouseEvent)>;

/// Save and Discard, at the bottom of the window while there are changes. Stands inside the form.
#[component]
pub fn SaveBar(
    /// Whether there are unsaved changes.
    #[prop(into)]
    shown: Signal<bool>,
    /// Is being saved.
    #[prop(into)]
    busy: Signal<bool>,
    /// Puts back what was saved.
    #[prop(into)]
    on_discard: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="save-bar" hidden=move || !shown.get()>
            <p class="save-bar__text" role="status">{move || shown.get().then(common::unsaved)}</p>
            <Button on_click=move |_| on_discard.run(())>{common::discard()}</Button>
            <Button kind=ButtonKind::Primary submit=true busy>{common::save()}</Button>
        </div>
        <LeaveGuard is_dirty=shown />
    }
}

/// Asks before a link or the browser leads away from unsaved changes.
#[component]
pub fn LeaveGuard(
    /// Whether there are unsaved changes.
    #[prop(into)]
    is_dirty: Signal<bool>,
) -> impl IntoView {
    let unload = window_event_listener(beforeunload, move |event| {
        if is_dirty.try_get_untracked() == Some(true) {
            event.prevent_default();
        }
    });
    on_cleanup(move || unload.remove());
    let open = RwSignal::new(false);
    let target = StoredValue::new(String::new());
    on_link(move |event, path| {
        if is_dirty.try_get_untracked() == Some(true) {
            event.prevent_default();
            event.stop_propagation();
            target.set_value(path);
            open.set(true);
        }
    });
    let navigate = StoredValue::new(use_navigate());
    let leave = move |()| {
        open.set(false);
        let path = target.get_value();
        navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
    };
    view! {
        <AlertDialog
            open
            title=common::leave_title()
            text=common::leave_text()
            confirm=common::leave()
            cancel=common::keep_editing()
            on_confirm=leave
        />
    }
}

/// Hears plain clicks on links of this dashboard before the router does, while the component lives.
fn on_link(hear: impl Fn(&web_sys::MouseEvent, String) + 'static) {
    let click = OnClick::new(move |event: web_sys::MouseEvent| {
        let is_plain = event.button() == 0
            && !(event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key());
        let link = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let link = link.and_then(|element| {
            element.closest("a[href^='/']:not([target]):not([rel=external])").ok().flatten()
        });
        if let Some(path) = link.filter(|_| is_plain).and_then(|link| link.get_attribute("href")) {
            hear(&event, path);
        }
    });
    let document = document();
    let _ = document.add_event_listener_with_callback_and_bool("click", click.as_ref().unchecked_ref(), true);
    let click = StoredValue::new_local(click);
    on_cleanup(move || {
        let _ = click.try_with_value(|click| {
            document.remove_event_listener_with_callback_and_bool(
                "click",
                click.as_ref().unchecked_ref(),
                true,
            )
        });
    });
}
