//! The bar of a settings form: it appears with unsaved changes, and leaving the page with them asks first.

use leptos::ev::beforeunload;
use leptos::prelude::*;

use super::button::{Button, ButtonKind};
use crate::i18n::common;

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
    let handle = window_event_listener(beforeunload, move |event| {
        if shown.get_untracked() {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
    view! {
        <div class="save-bar" hidden=move || !shown.get()>
            <p class="save-bar__text" role="status">{move || shown.get().then(common::unsaved)}</p>
            <Button on_click=move |_| on_discard.run(())>{common::discard()}</Button>
            <Button kind=ButtonKind::Primary submit=true busy>{common::save()}</Button>
        </div>
    }
}
