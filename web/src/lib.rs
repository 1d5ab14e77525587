//! The dashboard of MGS WA: a client-side rendered single page on the documented REST API.
//!
//! Read in this order: `app` (routes), `session` (who is signed in), `shell` (rail, top bar), `api` (the only URLs), `load` (the
//! four faces of data), `ui` (components without a feature), `features` (pages). `i18n` holds every word, `live` the events.
#![allow(unreachable_pub, reason = "`#[component]` makes its functions `pub` whatever their module is")]

pub mod api;
pub mod app;
mod broken;
pub mod features;
pub mod format;
pub mod i18n;
pub mod live;
pub mod load;
pub mod paths;
pub mod session;
pub mod shell;
pub mod theme;
pub mod ui;

/// Starts the dashboard in the document's body.
pub fn start() {
    i18n::start();
    broken::catch();
    if let Some(first) = leptos::prelude::document().get_element_by_id("first-paint") {
        first.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
