//! Bots: the list, a new one, and each bot's sections: build, runs, versions, settings.
//!
//! The editor is a chunk of its own, loaded when it is opened: only it may call the flow's `check` and expressions.

mod dialogs;
mod editor;
mod frame;
mod list;
mod new;
mod outline_view;
mod preview;
mod runs;
mod settings;
mod versions;
mod words;

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route};
use leptos_router::{Lazy, path};

use editor::EditorRoute;
use list::BotsPage;
use new::NewBotPage;
use runs::{RunPage, RunsPage};
use settings::BotSettingsPage;
use versions::{VersionPage, VersionsPage};

/// The routes of bots, below the workspace.
#[component(transparent)]
pub fn BotsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("bots") view=leptos_router::components::Outlet>
            <Route path=path!("") view=BotsPage />
            <Route path=path!("new") view=NewBotPage />
            <Route path=path!(":bot/build") view={Lazy::<EditorRoute>::new()} />
            <Route path=path!(":bot/runs") view=RunsPage />
            <Route path=path!(":bot/runs/:run") view=RunPage />
            <Route path=path!(":bot/versions") view=VersionsPage />
            <Route path=path!(":bot/versions/:number") view=VersionPage />
            <Route path=path!(":bot/settings") view=BotSettingsPage />
        </ParentRoute>
    }
    .into_inner()
}
