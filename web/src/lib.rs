//! The dashboard of MGS WA: a client-side rendered single page on the documented REST API.
//!
//! Read in this order: `app` (routes), `session` (who is signed in), `shell` (rail, top bar), `api` (the only URLs), `resource`
//! and `load` (what the server said, and its four faces), `ui` (components without a feature), `features` (pages). `i18n` holds
//! every word, `live` the events.
//!
//! To add a page:
//! - A feature owns `features/NAME/` and its routes: a `#[component(transparent)] NameRoutes`, named once in `app`.
//! - Words stand in `locales/en/NAME.json` and in the same file of every other language, and are called as functions,
//!   `i18n::NAME::title()`; `{named}` placeholders become parameters, an object with `one` and `other` takes a count first.
//! - Addresses of the API are functions of `api`, addresses of pages functions of `paths`. Nothing else writes a URL.
//! - Read with a `Resource` shown by `Load`, refetch by `use_live().refetch(resource, |event| …)`; write with an
//!   `Action::new_local`; refuse a form by `form.refuse(&error.fields(), error.message())`.
//! - A page comes in a chunk that is loaded when it is opened: `lazy_pages! { in name_pages: NAME => NamePage; }` beside
//!   its routes and `view=NAME` in them (see `lazy`). The budget of each page is 350 KiB.
//! - A page begins with `PageHeader` (title, focus, `h1`) in a `div.page`. What a role may not do is blocked with its reason:
//!   `blocked=workspace.blocked(Permission::…)`.
//! - Styles stand beside the component in `@layer feature` (`ui` below `ui/`), with tokens only. No `style` attributes: the
//!   policy of the page blocks them; computed values go through `style:left=…`.
//! - Handlers of events that can come while a view goes away (`blur`, `pointerleave`, timers) use the `try_` methods of signals.
//! - No JavaScript from text (`Function::new_…`), for the same policy.
#![allow(unreachable_pub, reason = "`#[component]` makes its functions `pub` whatever their module is")]

pub mod api;
pub mod app;
mod broken;
pub mod features;
pub mod format;
pub mod i18n;
mod lazy;
pub mod live;
pub mod load;
pub mod paths;
pub mod preference;
pub mod question;
pub mod resource;
pub mod session;
pub mod shell;
mod tab;
pub mod ui;

/// Starts the dashboard in the document's body.
pub fn start() {
    broken::catch();
    // Leptos has no executor before something is drawn.
    match i18n::has_to_load() {
        true => js_sys::futures::spawn_local(async {
            i18n::load().await;
            draw();
        }),
        false => draw(),
    }
}

fn draw() {
    i18n::speak();
    ui::focus::keep();
    ui::press::watch();
    if let Some(first) = leptos::prelude::document().get_element_by_id("first-paint") {
        first.remove();
    }
    leptos::mount::mount_to_body(app::App);
}
