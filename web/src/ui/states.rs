//! What stands in the place of content when there is none: first use, nothing found, failure, no access. Never mixed.

use leptos::prelude::*;

use super::badge::Tone;
use super::button::Button;
use super::copy::CopyButton;
use super::icon::{self, Icon, IconView};
use crate::i18n::common;

/// A panel with a sign, a heading, a sentence and up to two things to do.
#[component]
pub fn EmptyState(
    /// Its sign.
    #[prop(into)]
    icon: Icon,
    /// What is not there.
    #[prop(into)]
    title: Signal<String>,
    /// What it is for and what to do.
    #[prop(into)]
    text: Signal<String>,
    /// The sign's colour.
    #[prop(optional)]
    tone: Tone,
    /// One or two buttons.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <div class="state">
            <span class=format!("state__sign {}", tone.class())><IconView icon /></span>
            <h2 class="state__title">{move || title.get()}</h2>
            <p class="state__text">{move || text.get()}</p>
            {children.map(|children| view! { <div class="row state__actions">{children()}</div> })}
        </div>
    }
}

/// A failure in the place of the content: what happened, what to do, Try again, and a reference for support.
#[component]
pub fn ErrorState(
    /// What could not be done: "Bots couldn't be loaded".
    #[prop(into)]
    title: Signal<String>,
    /// Why, and what to do.
    #[prop(into)]
    text: Signal<String>,
    /// Finds the request in the server's log.
    #[prop(optional_no_strip)]
    reference: Option<String>,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <div class="state" role="alert">
            <span class="state__sign tone-danger"><IconView icon=icon::OCTAGON_ALERT /></span>
            <h2 class="state__title">{move || title.get()}</h2>
            <p class="state__text">{move || text.get()}</p>
            <div class="row state__actions">
                <Button icon=icon::REFRESH_CW on_click=move |_| on_retry.run(())>{common::try_again()}</Button>
            </div>
            {reference.map(|reference| view! {
                <p class="row hint">
                    <span>{common::reference()}" "<bdi dir="ltr">{reference.clone()}</bdi></span>
                    <CopyButton text=reference what=common::reference() />
                </p>
            })}
        </div>
    }
}

/// Something the role may not see: which permission is missing and who gives it.
#[component]
pub fn NoAccess(
    /// The permission's name.
    #[prop(into)]
    permission: String,
) -> impl IntoView {
    view! {
        <EmptyState icon=icon::LOCK title=common::no_access_title() text=common::no_access_text(&permission) />
    }
}
