//! The account: the person's profile, what keeps it safe, and how the dashboard looks.

mod address;
mod appearance;
mod profile;
mod security;
mod sessions;

use leptos::prelude::*;
use leptos_router::components::{A, Outlet};

use crate::features::shortcuts::ShortcutsPage;
use crate::i18n::{account, shortcuts};
use crate::lazy::{eager_pages, lazy_pages};
use crate::live::provide_live;
use crate::paths;
use crate::session::use_session;
use crate::ui::icon::{self, IconView};
use crate::ui::nav::SectionLinks;
use appearance::AppearancePage;
use profile::ProfilePage;
use security::SecurityPage;

lazy_pages! {
    in account_pages:
    /// The profile.
    PROFILE => ProfilePage;
    /// Password and browsers.
    SECURITY => SecurityPage;
    /// The appearance.
    APPEARANCE => AppearancePage;
    /// The keys.
    SHORTCUTS => ShortcutsPage;
}

eager_pages! {
    /// The sections of the account.
    ACCOUNT => AccountLayout;
}

/// The sections of the account.
#[component]
pub fn AccountLayout() -> impl IntoView {
    let links = vec![
        (paths::account("profile"), account::profile().to_owned()),
        (paths::account("security"), account::security().to_owned()),
        (paths::account("appearance"), account::appearance().to_owned()),
        (paths::account("shortcuts"), shortcuts::title().to_owned()),
    ];
    let workspace = use_session().me_untracked().and_then(|me| me.workspaces.into_iter().next());
    // These pages belong to no workspace, but a session that ends elsewhere is noticed by its stream.
    if let Some(workspace) = &workspace {
        provide_live(workspace.workspace_id);
    }
    view! {
        <div class="page page--narrow">
            {workspace.map(|workspace| view! {
                <A href=paths::home(workspace.workspace_id) attr:class="back-link">
                    <IconView icon=icon::CHEVRON_LEFT small=true />
                    <span dir="auto">{workspace.workspace_name}</span>
                </A>
            })}
            <SectionLinks name=account::title() links=links />
            <Outlet />
        </div>
    }
}
