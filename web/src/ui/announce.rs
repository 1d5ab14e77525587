//! The one polite live region of the page: short sentences for people who do not see the change.

use leptos::prelude::*;

/// Says things to screen readers. Under twelve words, once.
#[derive(Clone, Copy)]
pub struct Announcer(RwSignal<String>);

impl Announcer {
    /// Says `text`.
    pub fn say(&self, text: impl Into<String>) {
        self.0.set(text.into());
    }
}

/// Provides the announcer; call once, in the app.
pub fn provide_announcer() -> Announcer {
    let announcer = Announcer(RwSignal::new(String::new()));
    provide_context(announcer);
    announcer
}

/// The announcer of the app.
#[must_use]
pub fn use_announcer() -> Announcer {
    use_context().unwrap_or_else(provide_announcer)
}

/// The live region; stands once, in the app.
#[component]
pub fn AnnouncerRegion() -> impl IntoView {
    let announcer = use_announcer();
    view! { <div class="visually-hidden" role="status" aria-live="polite">{move || announcer.0.get()}</div> }
}
