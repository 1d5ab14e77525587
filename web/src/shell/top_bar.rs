//! The top bar: which workspace, how its number and the live stream stand, and the account.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::live::LiveEvent;
use shared::number::{Number, NumberKind, NumberState};

use super::account_menu::AccountMenu;
use crate::api;
use crate::features::palette::{Layers, PaletteButton};
use crate::features::workspaces::NewWorkspaceDialog;
use crate::i18n::{shell, team};
use crate::live::{LiveStatus, use_live};
use crate::paths;
use crate::resource::Resource;
use crate::session::{CurrentWorkspace, use_session};
use crate::ui::icon::{self, IconView};
use crate::ui::menu::{MenuButton, MenuItem};

/// The top bar of a workspace.
#[component]
pub(super) fn TopBar(workspace: CurrentWorkspace, layers: Layers) -> impl IntoView {
    view! {
        <header class="top-bar">
            <WorkspaceName workspace />
            <div class="top-bar__end">
                <PaletteButton layers />
                <NumberStatus workspace />
                <LivePill />
                <AccountMenu />
            </div>
        </header>
    }
}

/// The top bar of the account's pages.
#[component]
pub(super) fn AccountTopBar(layers: Layers) -> impl IntoView {
    view! {
        <header class="top-bar">
            <A href="/" attr:class="brand">
                <span class="brand__mark"><IconView icon=icon::MESSAGE_SQUARE small=true /></span>
                <span class="brand__name">"MGS WA"</span>
            </A>
            <div class="top-bar__end"><PaletteButton layers /><OfflinePill /><AccountMenu /></div>
        </header>
    }
}

/// The workspace's name, with the way to all the person's and to a new one.
#[component]
fn WorkspaceName(workspace: CurrentWorkspace) -> impl IntoView {
    let session = use_session();
    let name = move || workspace.membership.with(|m| m.workspace_name.clone());
    let navigate = StoredValue::new(use_navigate());
    let is_making = RwSignal::new(false);
    let items = move || {
        let all = session.me().map(|me| me.workspaces).unwrap_or_default();
        all.into_iter()
            .map(|m| {
                let path = paths::home(m.workspace_id);
                let go = move |()| {
                    navigate
                        .with_value(|navigate| navigate(&path, leptos_router::NavigateOptions::default()));
                };
                MenuItem::new(m.workspace_name, icon::STORE, go).checked(m.workspace_id == workspace.id)
            })
            .chain([MenuItem::new(team::new_workspace(), icon::PLUS, move |()| is_making.set(true))])
            .collect::<Vec<_>>()
    };
    view! {
        <div class="brand">
            <span class="brand__mark brand__mark--workspace"><IconView icon=icon::STORE small=true /></span>
            <span class="brand__name" dir="auto">{name}</span>
            <MenuButton
                name=shell::switch_workspace()
                items=Signal::derive(items)
                face=move || view! { <IconView icon=icon::CHEVRONS_UP_DOWN small=true /> }
            />
        </div>
        <NewWorkspaceDialog open=is_making />
    }
}

/// The first number that is connected, and whether it is a sandbox.
#[component]
fn NumberStatus(workspace: CurrentWorkspace) -> impl IntoView {
    let numbers = Resource::new(move || api::numbers(workspace.id));
    use_live().refetch(numbers, |event| matches!(event, LiveEvent::NumberChanged { .. }));
    let line =
        move |numbers: Vec<Number>| match numbers.into_iter().find(|n| n.state == NumberState::Connected) {
            None => view! {
                <A href=paths::settings(workspace.id, "numbers") attr:class="top-bar__status">
                    <IconView icon=icon::CIRCLE_ALERT small=true />
                    <span>{shell::no_number()}</span>
                </A>
            }
            .into_any(),
            Some(number) => {
                let (sign, text) = match number.kind {
                    NumberKind::Sandbox => (icon::INFO, shell::sandbox_number().into_any()),
                    NumberKind::Cloud => {
                        (icon::CIRCLE_CHECK, view! { <bdi dir="ltr">{number.display_phone}</bdi> }.into_any())
                    }
                };
                view! {
                    <A href=paths::number(workspace.id, number.id) attr:class="top-bar__status">
                        <IconView icon=sign small=true />
                        <span>{text}</span>
                    </A>
                }
                .into_any()
            }
        };
    // A failure is shown where numbers are the matter; here it would only be noise.
    move || numbers.get().and_then(Result::ok).map(|page| line(page.items))
}

/// How the live stream stands.
#[component]
fn LivePill() -> impl IntoView {
    let live = use_live();
    let class = move || match live.status() {
        LiveStatus::Live => "pill tone-success",
        LiveStatus::Connecting => "pill tone-warning",
        LiveStatus::Offline => "pill tone-danger",
    };
    let text = move || match live.status() {
        LiveStatus::Live => shell::live(),
        LiveStatus::Connecting => shell::reconnecting(),
        LiveStatus::Offline => shell::offline(),
    };
    view! { <span class=class role="status"><span class="pill__dot" aria-hidden="true"></span><span class="pill__text">{text}</span></span> }
}

/// Says where nothing streams that the browser has no network.
#[component]
fn OfflinePill() -> impl IntoView {
    let is_online = RwSignal::new(window().navigator().on_line());
    let went = window_event_listener(leptos::ev::offline, move |_| is_online.set(false));
    let came = window_event_listener(leptos::ev::online, move |_| is_online.set(true));
    on_cleanup(move || {
        went.remove();
        came.remove();
    });
    let pill = || view! { <span class="pill tone-danger"><span class="pill__dot" aria-hidden="true"></span><span class="pill__text">{shell::offline()}</span></span> };
    view! { <span role="status">{move || (!is_online.get()).then(pill)}</span> }
}
