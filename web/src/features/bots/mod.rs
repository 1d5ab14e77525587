//! Bots: what answers customers.

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::{MatchNestedRoutes, path};

use crate::api;
use crate::i18n::bots;
use crate::load::Load;
use crate::session::use_workspace;
use crate::ui::icon;
use crate::ui::page::PageHeader;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;

/// The routes of the bots, below a workspace.
#[component(transparent)]
pub fn BotsRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("bots") view=BotsPage /> }.into_inner()
}

/// The list of bots.
#[component]
pub fn BotsPage() -> impl IntoView {
    let workspace = use_workspace();
    let list = LocalResource::new(move || api::bots(workspace.id));
    view! {
        <div class="page">
            <PageHeader title=bots::title() note=bots::note() />
            <Load resource=list failed=bots::not_loaded() skeleton=|| view! { <Skeleton /> } let:page>
                <Show when=move || page.with(|page| page.items.is_empty())>
                    <EmptyState icon=icon::BOT title=bots::empty_title() text=bots::empty_text() />
                </Show>
                <ul class="stack">
                    <For each=move || page.get().items key=|bot| bot.id let:bot>
                        <li>{bot.name}</li>
                    </For>
                </ul>
            </Load>
        </div>
    }
}
