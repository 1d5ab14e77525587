//! The primary navigation: a rail, or a bottom bar on phones. Only what exists and the role may use.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::Permission;

use crate::i18n::shell;
use crate::paths;
use crate::session::CurrentWorkspace;
use crate::ui::icon::{self, Icon, IconView};

/// Key of the choice to collapse the rail.
const COLLAPSED_KEY: &str = "mgs.rail";

/// One destination.
struct Destination {
    path: String,
    label: &'static str,
    icon: Icon,
    permission: Permission,
    /// Is current on its own page only, not below it.
    is_exact: bool,
}

fn destinations(workspace: &CurrentWorkspace) -> Vec<Destination> {
    let w = workspace.id;
    let to = |path, label, icon, permission| Destination { path, label, icon, permission, is_exact: false };
    vec![
        Destination {
            is_exact: true,
            ..to(paths::home(w), shell::home(), icon::HOUSE, Permission::WorkspaceRead)
        },
        to(paths::inbox(w), shell::inbox(), icon::INBOX, Permission::InboxRead),
        to(paths::bots(w), shell::bots(), icon::BOT, Permission::BotsRead),
        to(format!("/w/{w}/settings"), shell::settings(), icon::SLIDERS_HORIZONTAL, Permission::NumbersRead),
    ]
}

/// The rail of a workspace.
#[component]
pub(super) fn Rail(workspace: CurrentWorkspace) -> impl IntoView {
    let storage = || window().local_storage().ok().flatten();
    let is_collapsed =
        RwSignal::new(storage().and_then(|s| s.get_item(COLLAPSED_KEY).ok().flatten()).is_some());
    let toggle = move || {
        is_collapsed.update(|collapsed| *collapsed = !*collapsed);
        if let Some(storage) = storage() {
            let _ = if is_collapsed.get_untracked() {
                storage.set_item(COLLAPSED_KEY, "1")
            } else {
                storage.remove_item(COLLAPSED_KEY)
            };
        }
    };
    crate::ui::keys::on_key(move |event| {
        if (event.ctrl_key() || event.meta_key())
            && event.key().eq_ignore_ascii_case("b")
            && !event.default_prevented()
        {
            event.prevent_default();
            toggle();
        }
    });
    let links = move || {
        let allowed = destinations(&workspace).into_iter().filter(|to| workspace.can(to.permission));
        allowed.map(|to| view! { <RailLink to /> }).collect::<Vec<_>>()
    };
    view! {
        <nav class="rail" class:rail--collapsed=move || is_collapsed.get() aria-label=shell::main_navigation() data-region="" tabindex="-1">
            <ul class="rail__list">{links}</ul>
            <button
                class="rail__link rail__collapse"
                type="button"
                aria-expanded=move || if is_collapsed.get() { "false" } else { "true" }
                title=shell::collapse_hint()
                on:click=move |_| toggle()
            >
                <IconView icon=icon::PANEL_LEFT />
                <span class="rail__label">{move || if is_collapsed.get() { shell::expand() } else { shell::collapse() }}</span>
                <kbd class="key">"Ctrl B"</kbd>
            </button>
        </nav>
    }
}

#[component]
fn RailLink(to: Destination) -> impl IntoView {
    view! {
        <li>
            <A href=to.path exact=to.is_exact attr:class="rail__link" attr:title=to.label>
                <IconView icon=to.icon />
                <span class="rail__label">{to.label}</span>
            </A>
        </li>
    }
}
