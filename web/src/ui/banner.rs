//! Banners: something to know about a page or a section, in its place.

use leptos::prelude::*;

use super::badge::Tone;
use super::icon::{self, IconView};

/// A line with a sign; its children are the sentence and, at the end, what can be done.
#[component]
pub fn Banner(
    /// What it means.
    #[prop(optional)]
    tone: Tone,
    /// The sentence, then buttons or links.
    children: Children,
) -> impl IntoView {
    let icon = match tone {
        Tone::Warning => icon::TRIANGLE_ALERT,
        Tone::Danger => icon::OCTAGON_ALERT,
        Tone::Success => icon::CIRCLE_CHECK,
        Tone::Neutral | Tone::Info | Tone::Brand => icon::INFO,
    };
    view! {
        <div class=format!("banner {}", tone.class())>
            <IconView icon />
            <div class="banner__body">{children()}</div>
        </div>
    }
}
