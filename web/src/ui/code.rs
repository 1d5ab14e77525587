//! Text for machines: shown as it is, scrolled by itself where it is wider than the page, and copied by a button.

use leptos::prelude::*;

use super::copy::CopyButton;

/// A block of code, a command or a secret.
#[component]
pub fn CodeBlock(
    /// What is shown and copied.
    #[prop(into)]
    text: Signal<String>,
    /// What it is: names the block and the button, such as "Example".
    #[prop(into)]
    what: Signal<String>,
    /// Breaks lines anywhere instead of scrolling: for a secret, which is read as a whole.
    #[prop(optional)]
    broken: bool,
) -> impl IntoView {
    view! {
        <div class="code" class:code--broken=broken>
            // Scrolls by itself, also by keyboard.
            <pre class="code__text" dir="ltr" role="region" tabindex="0" aria-label=move || what.get()>{move || text.get()}</pre>
            <div class="code__copy"><CopyButton text what /></div>
        </div>
    }
}
