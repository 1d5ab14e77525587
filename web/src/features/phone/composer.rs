//! What the customer writes with: a line of text, a sticker (something bots cannot read), and Send.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;
use shared::phone::PhoneInput;

use super::thread::Send;
use crate::i18n::phone;
use crate::ui::icon::{self, IconView};

/// Most characters of a text (WhatsApp).
const TEXT_MAX_CHARS: &str = "4096";

/// The foot of the phone.
#[component]
pub(super) fn Composer(
    /// Sends.
    send: Send,
    /// Why the last message was not sent.
    failure: RwSignal<Option<String>>,
) -> impl IntoView {
    let text = RwSignal::new(String::new());
    let node = NodeRef::<html::Input>::new();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let written = text.with_untracked(|text| text.trim().to_owned());
        if !written.is_empty() {
            text.set(String::new());
            send.dispatch_local(PhoneInput::Text { text: written });
        }
        if let Some(input) = node.get_untracked() {
            let _ = input.focus();
        }
    };
    // What was not sent comes back to be sent again, unless something else was written meanwhile.
    Effect::new(move || {
        if let Some(Err((PhoneInput::Text { text: unsent }, _))) = send.value().get()
            && text.with_untracked(String::is_empty)
        {
            text.set(unsent);
        }
    });
    view! {
        <p class="phone__failure" role="alert">{move || failure.get()}</p>
        <form class="phone__composer" on:submit=submit>
            <button
                class="phone__tool"
                type="button"
                aria-label=phone::send_sticker()
                title=phone::send_sticker()
                on:click=move |_| { send.dispatch_local(PhoneInput::Sticker {}); }
            >
                <IconView icon=icon::STAR />
            </button>
            <input
                class="phone__input"
                node_ref=node
                type="text"
                autocomplete="off"
                enterkeyhint="send"
                dir="auto"
                maxlength=TEXT_MAX_CHARS
                aria-label=phone::message()
                placeholder=phone::message()
                prop:value=move || text.get()
                on:input=move |event| text.set(event_target_value(&event))
            />
            <button class="phone__send" type="submit" aria-label=phone::send() title=phone::send()><IconView icon=icon::SEND /></button>
        </form>
    }
}
