//! Home: what is left of the way to a bot that answers, today in numbers, and the bots changed last.

mod attention;
mod checklist;
mod recent_bots;
mod today;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::Redirect;
use shared::live::LiveEvent;

use crate::api;
use crate::features::workspaces::NewWorkspaceDialog;
use crate::format;
use crate::i18n::{home, team};
use crate::lazy::{eager_pages, lazy_pages};
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::{SignedIn, use_session, use_workspace};
use crate::ui::button::{Button, ButtonKind, LinkButton};
use crate::ui::icon;
use crate::ui::page::PageHeader;
use crate::ui::skeleton::{Skeleton, SkeletonShape};
use crate::ui::states::EmptyState;
use attention::Attention;
use checklist::Checklist;
use recent_bots::RecentBots;
use today::Today;

pub(crate) use checklist::SandboxButton;

lazy_pages! {
    in home_pages:
    /// The home of a workspace.
    HOME => HomePage;
}

eager_pages! {
    /// The start of a signed-in person.
    START => StartPage;
}

/// Sends a signed-in person to their first workspace.
#[component]
pub fn StartPage() -> impl IntoView {
    view! { <SignedIn><FirstWorkspace /></SignedIn> }
}

#[component]
fn FirstWorkspace() -> impl IntoView {
    let first = use_session().me_untracked().and_then(|me| me.workspaces.into_iter().next());
    match first {
        Some(membership) => {
            let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
            view! { <Redirect path=paths::home(membership.workspace_id) options /> }.into_any()
        }
        None => view! { <NoWorkspace /> }.into_any(),
    }
}

/// What somebody sees who left their last workspace, or was removed from it.
#[component]
fn NoWorkspace() -> impl IntoView {
    let is_making = RwSignal::new(false);
    view! {
        <main class="page" id="main" tabindex="-1">
            <PageHeader title=home::welcome() />
            <EmptyState icon=icon::STORE title=home::no_workspace() text=home::no_workspace_text()>
                <Button kind=ButtonKind::Primary icon=icon::PLUS on_click=move |_| is_making.set(true)>
                    {team::new_workspace()}
                </Button>
                <LinkButton href=paths::account("profile")>{home::to_profile()}</LinkButton>
            </EmptyState>
        </main>
        <NewWorkspaceDialog open=is_making />
    }
}

/// The home of a workspace.
#[component]
pub fn HomePage() -> impl IntoView {
    let workspace = use_workspace();
    let home = Resource::new(move || api::home(workspace.id));
    let numbers = Resource::new(move || api::numbers(workspace.id));
    let bots = Resource::new(move || api::bots(workspace.id));
    let live = crate::live::use_live();
    live.refetch(home, |_| true);
    live.refetch(numbers, |event| matches!(event, LiveEvent::NumberChanged { .. }));
    live.refetch(bots, |event| matches!(event, LiveEvent::BotChanged { .. }));
    view! {
        <div class="page">
            <PageHeader title=home::title() note=format::today() />
            <Load resource=home failed=home::not_loaded() skeleton=|| view! { <Skeleton shape=SkeletonShape::Tiles /> } let:data>
                <div class="page__columns">
                    <div class="stack">
                        <Checklist home=data numbers bots on_change=Callback::new(move |()| { home.refetch(); numbers.refetch(); }) />
                        <Attention home=data numbers bots />
                    </div>
                    <div class="stack">
                        <Today home=data />
                        <RecentBots bots />
                    </div>
                </div>
            </Load>
        </div>
    }
}
