//! Every route of the dashboard, one line each, and what stands on every page.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::{Lazy, path};

use crate::features::access::{CheckMail, Forgot, Reset, SignInPage, SignUp, Verify};
use crate::features::account::{AccountLayout, Appearance, Profile};
use crate::features::bots::BotsRoutes;
use crate::features::home::{HomeOfWorkspace, StartPage};
use crate::features::inbox::InboxRoutes;
use crate::features::phone::PhoneRoutes;
use crate::features::settings::{Business, NumberOfPath, Numbers, SettingsLayout, SettingsPage};
use crate::features::system::NotFoundPage;
use crate::session::provide_session;
use crate::shell::{AccountShell, WorkspaceShell};
use crate::ui::announce::{AnnouncerRegion, provide_announcer};
use crate::ui::toast::{ToastRegion, provide_toasts};

/// The whole dashboard.
#[component]
pub fn App() -> impl IntoView {
    provide_announcer();
    provide_toasts();
    provide_session();
    crate::features::access::provide_access();
    view! {
        <Router>
            <a class="skip-link" href="#main" on:click=skip>{crate::i18n::common::skip_to_content()}</a>
            <Routes fallback=|| view! { <main id="main" tabindex="-1"><NotFoundPage /></main> }>
                <Route path=path!("/") view=StartPage />
                <Route path=path!("/sign-in") view=SignInPage />
                <Route path=path!("/sign-up") view={Lazy::<SignUp>::new()} />
                <Route path=path!("/check-mail") view={Lazy::<CheckMail>::new()} />
                <Route path=path!("/verify") view={Lazy::<Verify>::new()} />
                <Route path=path!("/forgot") view={Lazy::<Forgot>::new()} />
                <Route path=path!("/reset") view={Lazy::<Reset>::new()} />
                <ParentRoute path=path!("/account") view=AccountShell>
                    <ParentRoute path=path!("") view=AccountLayout>
                        <Route path=path!("") view={Lazy::<Profile>::new()} />
                        <Route path=path!("profile") view={Lazy::<Profile>::new()} />
                        <Route path=path!("appearance") view={Lazy::<Appearance>::new()} />
                    </ParentRoute>
                </ParentRoute>
                <ParentRoute path=path!("/w/:workspace") view=WorkspaceShell>
                    <Route path=path!("") view={Lazy::<HomeOfWorkspace>::new()} />
                    <InboxRoutes />
                    <BotsRoutes />
                    <PhoneRoutes />
                    <ParentRoute path=path!("settings") view=SettingsLayout>
                        <Route path=path!("") view=SettingsPage />
                        <Route path=path!("business") view={Lazy::<Business>::new()} />
                        <Route path=path!("numbers") view={Lazy::<Numbers>::new()} />
                        <Route path=path!("numbers/:number") view={Lazy::<NumberOfPath>::new()} />
                    </ParentRoute>
                    <Route path=path!("*any") view=NotFoundPage />
                </ParentRoute>
            </Routes>
            <ToastRegion />
            <AnnouncerRegion />
        </Router>
    }
}

/// The skip link moves the focus without changing the address.
fn skip(event: leptos::ev::MouseEvent) {
    event.prevent_default();
    crate::ui::focus_id("main");
}
