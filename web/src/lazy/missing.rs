//! A chunk that cannot be fetched: the server is away for a moment, or a new release has taken the place of this one.

use std::time::Duration;

use leptos::ev::online;
use leptos::prelude::*;

use super::{LazyPage, RouteView};
use crate::api;
use crate::i18n::system;
use crate::shell::is_framed;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon;
use crate::ui::page::PageHeader;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;

/// How long it waits before it tries again by itself: twice as long each time, up to the longest.
const FIRST_WAIT: Duration = Duration::from_secs(1);
const LONGEST_WAIT: Duration = Duration::from_secs(15);

/// What is known of the chunk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stand {
    /// On its way for the first time.
    Coming,
    Here,
    /// The server does not give it now.
    Away,
    /// The server has another release, which does not have it.
    Replaced,
}

/// What stands in the place of a page whose chunk did not come.
#[component]
pub(super) fn MissingPage(page: LazyPage) -> impl IntoView {
    let stand = RwSignal::new(Stand::Away);
    fetch_until_here(page, stand);
    let notice = move || {
        view! {
            <div class="page">
                <PageHeader title=system::chunk_missing() />
                <Notice stand page />
            </div>
        }
    };
    // The pages of the shells stand in their `main`.
    let is_framed = is_framed();
    let whole = move || match is_framed {
        true => notice().into_any(),
        false => view! { <main id="main" tabindex="-1">{notice()}</main> }.into_any(),
    };
    let is_here = Memo::new(move |_| stand.get() == Stand::Here);
    move || if is_here.get() { page.now() } else { Some(whole()) }
}

/// A part of a page that comes in a chunk, such as what stands in a dialog.
#[component]
pub(crate) fn LazyContent(
    /// The part.
    of: RouteView,
) -> impl IntoView {
    let page = match of {
        RouteView::Eager(draw) => return draw(),
        RouteView::Lazy(page) => page,
    };
    let stand = RwSignal::new(Stand::Coming);
    fetch_until_here(page, stand);
    let shown = Memo::new(move |_| stand.get());
    let view = move || match shown.get() {
        Stand::Here => page.now(),
        Stand::Coming => Some(view! { <Skeleton /> }.into_any()),
        Stand::Away | Stand::Replaced => Some(view! { <Notice stand page /> }.into_any()),
    };
    view.into_any()
}

/// Tries now, when the browser is online again, and after a while.
fn fetch_until_here(page: LazyPage, stand: RwSignal<Stand>) {
    let wait = StoredValue::new(FIRST_WAIT);
    let fetch = Action::new_local(move |(): &()| look(page, stand));
    let again = move || {
        if matches!(stand.try_get_untracked(), Some(Stand::Away)) {
            fetch.dispatch_local(());
        }
    };
    fetch.dispatch_local(());
    let is_online = window_event_listener(online, move |_| again());
    on_cleanup(move || is_online.remove());
    Effect::new(move || {
        if fetch.version().get() > 0 && stand.get_untracked() == Stand::Away {
            set_timeout(again, wait.get_value());
            wait.update_value(|wait| *wait = (*wait * 2).min(LONGEST_WAIT));
        }
    });
}

/// Tries once, and finds out why when the chunk does not come.
async fn look(page: LazyPage, stand: RwSignal<Stand>) {
    let found = match (page.fetch)().await {
        Ok(()) => Stand::Here,
        Err(_) => match api::is_newest_release().await {
            Ok(false) => Stand::Replaced,
            Ok(true) | Err(_) => Stand::Away,
        },
    };
    // It may have gone meanwhile.
    let _ = stand.try_set(found);
}

#[component]
fn Notice(stand: RwSignal<Stand>, page: LazyPage) -> impl IntoView {
    let is_replaced = Memo::new(move |_| stand.get() == Stand::Replaced);
    let retry = Action::new_local(move |(): &()| look(page, stand));
    let reload = |_| drop(window().location().reload());
    move || {
        match is_replaced.get() {
        true => view! {
            <div role="alert">
                <EmptyState icon=icon::REFRESH_CW title=system::replaced_title() text=system::replaced_text()>
                    <Button kind=ButtonKind::Primary on_click=reload>{system::load_new_version()}</Button>
                </EmptyState>
            </div>
        }
        .into_any(),
        false => view! {
            <div role="alert">
                <EmptyState icon=icon::TRIANGLE_ALERT title=system::chunk_away_title() text=system::chunk_away_text()>
                    <Button icon=icon::REFRESH_CW busy=retry.pending() on_click=move |_| { retry.dispatch_local(()); }>
                        {crate::i18n::common::try_again()}
                    </Button>
                </EmptyState>
            </div>
        }
        .into_any(),
    }
    }
}
