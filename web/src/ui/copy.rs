//! Copies a value to the clipboard and says so.

use leptos::prelude::*;

use super::announce::use_announcer;
use super::button::Button;
use super::icon;
use crate::i18n::common;

/// A quiet button that copies `text`; it says "Copied" for two seconds.
#[component]
pub fn CopyButton(
    /// What is copied.
    #[prop(into)]
    text: Signal<String>,
    /// What the value is, for the button's name: "Copy phone number".
    #[prop(into)]
    what: Signal<String>,
) -> impl IntoView {
    let announcer = use_announcer();
    let copy = Action::new_local(move |text: &String| {
        let promise = window().navigator().clipboard().write_text(text);
        async move {
            let is_done = js_sys::futures::JsFuture::from(promise).await.is_ok();
            announcer.say(if is_done { common::copied() } else { common::not_copied() });
            is_done
        }
    });
    let is_fresh = RwSignal::new(false);
    Effect::new(move || {
        if copy.value().get() == Some(true) {
            is_fresh.set(true);
            set_timeout(
                move || {
                    let _ = is_fresh.try_set(false);
                },
                std::time::Duration::from_secs(2),
            );
        }
    });
    view! {
        <Button kind=super::button::ButtonKind::Quiet icon=icon::COPY on_click=move |_| { copy.dispatch_local(text.get_untracked()); }>
            {move || if is_fresh.get() { common::copied() } else { common::copy() }}
            <span class="visually-hidden">" "{move || what.get()}</span>
        </Button>
    }
}
