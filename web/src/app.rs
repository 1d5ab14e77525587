//! Every route of the dashboard, one line each, and what stands on every page.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::features::access::{CheckMailPage, ForgotPage, ResetPage, SignInPage, SignUpPage, VerifyPage};
use crate::features::account::{AccountLayout, AppearancePage, ProfilePage};
use crate::features::bots::BotsRoutes;
use crate::features::home::{HomePage, StartPage};
use crate::features::inbox::InboxRoutes;
use crate::features::phone::PhoneRoutes;
use crate::features::settings::{BusinessPage, NumberPage, NumbersPage, SettingsLayout, SettingsPage};
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
            <Routes fallback=NotFoundPage>
                <Route path=path!("/") view=StartPage />
                <Route path=path!("/sign-in") view=SignInPage />
                <Route path=path!("/sign-up") view=SignUpPage />
                <Route path=path!("/check-mail") view=CheckMailPage />
                <Route path=path!("/verify") view=VerifyPage />
                <Route path=path!("/forgot") view=ForgotPage />
                <Route path=path!("/reset") view=ResetPage />
                <ParentRoute path=path!("/account") view=AccountShell>
                    <ParentRoute path=path!("") view=AccountLayout>
                        <Route path=path!("") view=ProfilePage />
                        <Route path=path!("profile") view=ProfilePage />
                        <Route path=path!("appearance") view=AppearancePage />
                    </ParentRoute>
                </ParentRoute>
                <ParentRoute path=path!("/w/:workspace") view=WorkspaceShell>
                    <Route path=path!("") view=HomePage />
                    <InboxRoutes />
                    <BotsRoutes />
                    <PhoneRoutes />
                    <ParentRoute path=path!("settings") view=SettingsLayout>
                        <Route path=path!("") view=SettingsPage />
                        <Route path=path!("business") view=BusinessPage />
                        <Route path=path!("numbers") view=NumbersPage />
                        <Route path=path!("numbers/:number") view=NumberPage />
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
