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

use crate::lazy::lazy_pages;
use editor::EditorPage;
use list::BotsPage;
use new::NewBotPage;
use runs::{RunPage, RunsPage};
use settings::BotSettingsPage;
use versions::{VersionPage, VersionsPage};

lazy_pages! {
    in work:
    /// The list.
    Bots => BotsPage;
    /// A new bot.
    NewBot => NewBotPage;
    /// The runs of a bot.
    Runs => RunsPage;
    /// One run.
    Run => RunPage;
    /// The versions of a bot.
    Versions => VersionsPage;
    /// One version.
    Version => VersionPage;
    /// The settings of a bot.
    BotSettings => BotSettingsPage;
}

lazy_pages! {
    in editor:
    /// The editor.
    Editor => EditorPage;
}

/// The routes of bots, below the workspace.
#[component(transparent)]
pub fn BotsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=path!("bots") view=leptos_router::components::Outlet>
            <Route path=path!("") view={Lazy::<Bots>::new()} />
            <Route path=path!("new") view={Lazy::<NewBot>::new()} />
            <Route path=path!(":bot/build") view={Lazy::<Editor>::new()} />
            <Route path=path!(":bot/runs") view={Lazy::<Runs>::new()} />
            <Route path=path!(":bot/runs/:run") view={Lazy::<Run>::new()} />
            <Route path=path!(":bot/versions") view={Lazy::<Versions>::new()} />
            <Route path=path!(":bot/versions/:number") view={Lazy::<Version>::new()} />
            <Route path=path!(":bot/settings") view={Lazy::<BotSettings>::new()} />
        </ParentRoute>
    }
    .into_inner()
}
