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
use leptos_router::path;

use crate::lazy::{at, lazy_pages};
use crate::shell::OUTLET;
use editor::EditorPage;
use list::BotsPage;
use new::NewBotPage;
use runs::{RunPage, RunsPage};
use settings::BotSettingsPage;
use versions::{VersionPage, VersionsPage};

lazy_pages! {
    in bots_pages:
    /// The list.
    BOTS => BotsPage;
    /// The settings of a bot.
    BOT_SETTINGS => BotSettingsPage;
}

lazy_pages! {
    in history_pages:
    /// A new bot.
    NEW_BOT => NewBotPage;
    /// The runs of a bot.
    RUNS => RunsPage;
    /// One run.
    RUN => RunPage;
    /// The versions of a bot.
    VERSIONS => VersionsPage;
    /// One version.
    VERSION => VersionPage;
}

lazy_pages! {
    in editor_pages:
    /// The editor.
    EDITOR => EditorPage;
}

/// The routes of bots, below the workspace.
#[component(transparent)]
pub fn BotsRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! {
        <ParentRoute path=at(path!("bots")) view=OUTLET>
            <Route path=at(path!("")) view=BOTS />
            <Route path=at(path!("new")) view=NEW_BOT />
            <Route path=at(path!(":bot/build")) view=EDITOR />
            <Route path=at(path!(":bot/runs")) view=RUNS />
            <Route path=at(path!(":bot/runs/:run")) view=RUN />
            <Route path=at(path!(":bot/versions")) view=VERSIONS />
            <Route path=at(path!(":bot/versions/:number")) view=VERSION />
            <Route path=at(path!(":bot/settings")) view=BOT_SETTINGS />
        </ParentRoute>
    }
    .into_inner()
}
