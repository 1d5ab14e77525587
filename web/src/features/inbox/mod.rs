//! The inbox: answer people, take over from a bot, hand back. List and thread; on a phone one after the other.

mod composer;
mod list;
mod log;
mod sending;
mod thread;
mod window;
mod words;

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::hooks::use_params_map;
use leptos_router::path;
use shared::inbox::InboxView;
use shared::{ConversationId, Permission};

use crate::i18n::{inbox, permissions};
use crate::lazy::{at, lazy_pages};
use crate::session::use_workspace;
use crate::ui::icon;
use crate::ui::page::PageTitle;
use crate::ui::states::{EmptyState, NoAccess};
use list::Conversations;
use thread::ThreadPane;

lazy_pages! {
    in inbox_pages:
    /// List and thread.
    INBOX => InboxPage;
}

/// The route of the inbox, below the workspace: the list stays while conversations change.
#[component(transparent)]
pub fn InboxRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=at(path!("inbox/:view?/:conversation?")) view=INBOX /> }.into_inner()
}

/// List and thread.
#[component]
fn InboxPage() -> impl IntoView {
    let workspace = use_workspace();
    let params = use_params_map();
    let view = Memo::new(move |_| {
        params.with(|params| params.get("view")).as_deref().map_or(InboxView::All, words::view)
    });
    let open =
        Memo::new(move |_| params.with(|params| params.get("conversation")?.parse::<ConversationId>().ok()));
    let pane = move || {
        match open.get() {
        Some(id) => view! { <ThreadPane id view /> }.into_any(),
        None => view! {
            <div class="inbox__nothing"><EmptyState icon=icon::MESSAGE_SQUARE title=inbox::nothing_open() text=inbox::nothing_open_text() /></div>
        }
        .into_any(),
    }
    };
    view! {
        <div class="visually-hidden"><PageTitle title=inbox::title() /></div>
        <Show
            when=move || workspace.can(Permission::InboxRead)
            fallback=|| view! { <div class="page"><NoAccess permission=permissions::inbox_read() /></div> }
        >
            <div class="inbox" class:inbox--thread=move || open.get().is_some()>
                <Conversations view open />
                {pane}
            </div>
        </Show>
    }
}
