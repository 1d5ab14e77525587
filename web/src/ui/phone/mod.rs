//! The customer's phone: a frame that looks like WhatsApp and bubbles in it, for previews, the test phone and the sandbox phone;
//! the inbox uses the bubbles alone. WhatsApp's own colours live here and nowhere else.

mod bubble;
mod format;

pub use bubble::{Bubble, BubbleContent, BubbleRow, Side, Tick};
pub use format::Formatted;

use leptos::prelude::*;

use super::icon::{self, IconView};

/// A phone with a header and a thread. Give it `Bubble`s as children and, when one can write, a composer as `foot`.
#[component]
pub fn Phone(
    /// Who the customer writes to.
    #[prop(into)]
    name: Signal<String>,
    /// A line below the name.
    #[prop(optional, into)]
    note: Signal<String>,
    /// Below the thread.
    #[prop(optional, into)]
    foot: ViewFn,
    /// New messages are read out (a thread that lives); leave it off in previews.
    #[prop(optional)]
    live: bool,
    /// The thread's node, to scroll it.
    #[prop(optional)]
    thread: NodeRef<leptos::html::Div>,
    /// The bubbles, each an `<li>`.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="phone">
            <div class="phone__head">
                <span class="phone__sign"><IconView icon=icon::STORE small=true /></span>
                <div class="phone__who">
                    <p class="phone__name" dir="auto">{move || name.get()}</p>
                    <p class="phone__note">{move || note.get()}</p>
                </div>
            </div>
            <div class="phone__thread" node_ref=thread role=if live { "log" } else { "region" } tabindex="0" aria-label=crate::i18n::common::messages()>
                <ol class="phone__messages">{children()}</ol>
            </div>
            <div class="phone__foot">{foot.run()}</div>
        </div>
    }
}
