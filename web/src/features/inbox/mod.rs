//! The inbox: conversations and who answers them.

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::{MatchNestedRoutes, path};
use shared::inbox::InboxView;

use crate::api;
use crate::i18n::inbox;
use crate::load::Load;
use crate::session::use_workspace;
use crate::ui::icon;
use crate::ui::page::PageHeader;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;

/// The routes of the inbox, below a workspace.
#[component(transparent)]
pub fn InboxRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("inbox") view=InboxPage /> }.into_inner()
}

/// The list of conversations.
#[component]
pub fn InboxPage() -> impl IntoView {
    let workspace = use_workspace();
    let list = LocalResource::new(move || api::conversations(workspace.id, InboxView::All));
    view! {
        <div class="page">
            <PageHeader title=inbox::title() />
            <Load resource=list failed=inbox::not_loaded() skeleton=|| view! { <Skeleton /> } let:page>
                <Show when=move || page.with(|page| page.items.is_empty())>
                    <EmptyState icon=icon::INBOX title=inbox::empty_title() text=inbox::empty_text() />
                </Show>
                <ul class="stack">
                    <For each=move || page.get().items key=|conversation| conversation.id let:conversation>
                        <li dir="auto">{conversation.contact.name}</li>
                    </For>
                </ul>
            </Load>
        </div>
    }
}
