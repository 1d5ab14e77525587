//! What stands around every page of a signed-in person: rail (a bottom bar on phones), top bar, main region.

mod account_menu;
mod keys;
mod rail;
mod top_bar;

use leptos::prelude::*;
use leptos_router::components::Outlet;
use leptos_router::hooks::use_params_map;
use shared::WorkspaceId;
use shared::account::Membership;
use shared::live::LiveEvent;

use crate::features::palette::{LayersView, provide_layers};
use crate::features::system::NotFoundPage;
use crate::i18n::team;
use crate::lazy::eager_pages;
use crate::live::provide_live;
use crate::session::{CurrentWorkspace, SignedIn, role_name, use_session};
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::button::Button;
use rail::Rail;
use top_bar::{AccountTopBar, TopBar};

/// Says that a page stands in a frame, which has the `main` region.
#[derive(Clone, Copy)]
struct Framed;

/// Whether the page stands in a frame.
pub fn is_framed() -> bool {
    use_context::<Framed>().is_some()
}

eager_pages! {
    /// The frame of a workspace's pages.
    WORKSPACE => WorkspaceShell;
    /// The frame of the account's pages.
    ACCOUNT => AccountShell;
    /// What stands between a frame and its pages, when nothing does.
    OUTLET => PlainOutlet;
}

#[component]
fn PlainOutlet() -> impl IntoView {
    view! { <Outlet /> }
}

/// The frame of a workspace's pages; provides `CurrentWorkspace` and `Live` to them.
#[component]
pub fn WorkspaceShell() -> impl IntoView {
    view! { <SignedIn><WorkspaceOfPath /></SignedIn> }
}

/// Finds the workspace that the address names among the person's own; another one does not exist for them.
#[component]
fn WorkspaceOfPath() -> impl IntoView {
    let session = use_session();
    let params = use_params_map();
    let named =
        Memo::new(move |_| params.with(|params| params.get("workspace")?.parse::<WorkspaceId>().ok()));
    let membership = Memo::new(move |_| {
        let id = named.get()?;
        session.me().and_then(|me| me.workspaces.into_iter().find(|membership| membership.workspace_id == id))
    });
    let found = Memo::new(move |_| membership.with(|m| m.as_ref().map(|m| m.workspace_id)));
    move || match membership.get_untracked().filter(|_| found.get().is_some()) {
        Some(first) => view! { <Frame first membership /> }.into_any(),
        None => view! { <main id="main" tabindex="-1"><NotFoundPage /></main> }.into_any(),
    }
}

#[component]
fn Frame(first: Membership, membership: Memo<Option<Membership>>) -> impl IntoView {
    let id = first.workspace_id;
    let membership = Signal::derive(move || membership.get().unwrap_or_else(|| first.clone()));
    let workspace = CurrentWorkspace::new(id, membership);
    provide_context(workspace);
    provide_context(Framed);
    let (live, session) = (provide_live(id), use_session());
    // One's own role may have changed, or one was removed.
    live.on(move |event| {
        if matches!(event, LiveEvent::TeamChanged {} | LiveEvent::WorkspaceChanged {} | LiveEvent::Reset {}) {
            session.reload();
        }
    });
    let layers = provide_layers();
    keys::listen(Some(id), layers);
    view! {
        <div class="shell">
            <TopBar workspace layers />
            <Rail workspace />
            <main class="shell__main" id="main" tabindex="-1" data-region="">
                <SeenAs workspace />
                <Outlet />
            </main>
        </div>
        <LayersView layers />
    }
}

/// Says that the app is seen as a weaker role, and leads back.
#[component]
fn SeenAs(workspace: CurrentWorkspace) -> impl IntoView {
    let banner = move |role| {
        view! {
            <div class="shell__banner" role="status">
                <Banner tone=Tone::Info>
                    <span>{team::seeing_as(role_name(role))}</span>
                    <Button on_click=move |_| workspace.see_as(None)>{team::back_to_mine()}</Button>
                </Banner>
            </div>
        }
    };
    move || workspace.seen_as().map(banner)
}

/// The frame of the account's pages, which belong to no workspace.
#[component]
pub fn AccountShell() -> impl IntoView {
    provide_context(Framed);
    let layers = provide_layers();
    keys::listen(None, layers);
    view! {
        <SignedIn>
            <div class="shell shell--plain">
                <AccountTopBar layers />
                <main class="shell__main" id="main" tabindex="-1" data-region="">
                    <Outlet />
                </main>
            </div>
            <LayersView layers />
        </SignedIn>
    }
}
