//! Pages of the system itself: nothing here, and the start that failed.

use leptos::prelude::*;

use crate::api::ApiError;
use crate::i18n::system;
use crate::lazy::eager_pages;
use crate::load::LoadFailure;
use crate::ui::button::{ButtonKind, LinkButton};
use crate::ui::icon;
use crate::ui::page::PageHeader;
use crate::ui::states::EmptyState;

eager_pages! {
    /// An address that leads nowhere.
    NOT_FOUND => NotFoundPage;
}

/// An address that leads nowhere, or to something that is not the reader's.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    view! {
        <div class="page">
            <PageHeader title=system::not_found() />
            <EmptyState icon=icon::SEARCH title=system::not_found_title() text=system::not_found_text()>
                <LinkButton href="/" kind=ButtonKind::Primary>{system::to_home()}</LinkButton>
            </EmptyState>
        </div>
    }
}

/// The server did not say who is signed in.
#[component]
pub fn StartFailed(
    /// Why.
    error: ApiError,
    /// Tries again.
    #[prop(into)]
    on_retry: Callback<()>,
) -> impl IntoView {
    view! {
        <main class="page" id="main" tabindex="-1">
            <PageHeader title="MGS WA" />
            <LoadFailure title=system::start_failed() error on_retry />
        </main>
    }
}
