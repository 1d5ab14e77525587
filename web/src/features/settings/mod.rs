//! Settings of a workspace: the business, its numbers, its team, the roles and the API keys.

mod business;
mod keys;
mod number;
mod numbers;
mod roles;
mod team;

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::{Outlet, Redirect};
use shared::Permission;

use crate::i18n::{keys as key_words, settings, team as team_words};
use crate::lazy::{eager_pages, lazy_pages};
use crate::paths;
use crate::session::use_workspace;
use crate::ui::nav::SectionLinks;
use business::BusinessPage;
use keys::KeysPage;
use number::NumberPage;
use numbers::NumbersPage;
use roles::RolesPage;
use team::TeamPage;

lazy_pages! {
    in settings_pages:
    /// The business.
    BUSINESS => BusinessPage;
    /// The numbers.
    NUMBERS => NumbersPage;
    /// One number.
    NUMBER => NumberPage;
}

// Who may do what: a part of its own, because few come here and it weighs as much as the rest.
lazy_pages! {
    in team_pages:
    /// The team.
    TEAM => TeamPage;
    /// The roles.
    ROLES => RolesPage;
    /// The API keys.
    API_KEYS => KeysPage;
}

eager_pages! {
    /// The sections of the settings.
    SETTINGS => SettingsLayout;
    /// Where the settings begin.
    FIRST_OF_SETTINGS => SettingsPage;
}

/// The sections of the settings.
#[component]
pub fn SettingsLayout() -> impl IntoView {
    let workspace = use_workspace();
    let w = workspace.id;
    let everybodys = [
        (paths::settings(w, "business"), settings::business().to_owned()),
        (paths::settings(w, "numbers"), settings::numbers().to_owned()),
        (paths::settings(w, "team"), team_words::title().to_owned()),
        (paths::settings(w, "roles"), team_words::roles().to_owned()),
    ];
    let keys = (paths::settings(w, "api-keys"), key_words::title().to_owned());
    let links = move || {
        let keys = workspace.can(Permission::KeysManage).then(|| keys.clone());
        everybodys.iter().cloned().chain(keys).collect::<Vec<_>>()
    };
    view! {
        <div class="page page--narrow">
            <SectionLinks name=settings::title() links=Signal::derive(links) />
            <Outlet />
        </div>
    }
}

/// The settings begin with the business.
#[component]
pub fn SettingsPage() -> impl IntoView {
    let path = paths::settings(use_workspace().id, "business");
    let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
    view! { <Redirect path options /> }
}
