//! Every route of the dashboard, one line each, and what stands on every page.

use leptos::prelude::*;
use leptos_router::components::{ParentRoute, Route, Router, Routes};
use leptos_router::path;

use crate::features::access::{
    CHECK_MAIL, CONFIRM_EMAIL, FORGOT, INVITATION, RESET, SIGN_IN, SIGN_UP, STOP_EMAIL_CHANGE, VERIFY,
};
use crate::features::bots::BotsRoutes;
use crate::features::home::{HOME, START};
use crate::features::inbox::InboxRoutes;
use crate::features::phone::PhoneRoutes;
use crate::features::system::{NOT_FOUND, NotFoundPage};
use crate::features::{account, settings};
use crate::lazy::at;
use crate::session::provide_session;
use crate::shell;
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
                <Route path=at(path!("/")) view=START />
                <Route path=at(path!("/sign-in")) view=SIGN_IN />
                <Route path=at(path!("/sign-up")) view=SIGN_UP />
                <Route path=at(path!("/check-mail")) view=CHECK_MAIL />
                <Route path=at(path!("/verify")) view=VERIFY />
                <Route path=at(path!("/forgot")) view=FORGOT />
                <Route path=at(path!("/reset")) view=RESET />
                <Route path=at(path!("/invitation")) view=INVITATION />
                <Route path=at(path!("/confirm-email")) view=CONFIRM_EMAIL />
                <Route path=at(path!("/stop-email-change")) view=STOP_EMAIL_CHANGE />
                <ParentRoute path=at(path!("/account")) view=shell::ACCOUNT>
                    <ParentRoute path=at(path!("")) view=account::ACCOUNT>
                        <Route path=at(path!("")) view=account::PROFILE />
                        <Route path=at(path!("profile")) view=account::PROFILE />
                        <Route path=at(path!("security")) view=account::SECURITY />
                        <Route path=at(path!("appearance")) view=account::APPEARANCE />
                        <Route path=at(path!("shortcuts")) view=account::SHORTCUTS />
                    </ParentRoute>
                </ParentRoute>
                <ParentRoute path=at(path!("/w/:workspace")) view=shell::WORKSPACE>
                    <Route path=at(path!("")) view=HOME />
                    <InboxRoutes />
                    <BotsRoutes />
                    <PhoneRoutes />
                    <ParentRoute path=at(path!("settings")) view=settings::SETTINGS>
                        <Route path=at(path!("")) view=settings::FIRST_OF_SETTINGS />
                        <Route path=at(path!("business")) view=settings::BUSINESS />
                        <Route path=at(path!("numbers")) view=settings::NUMBERS />
                        <Route path=at(path!("numbers/:number")) view=settings::NUMBER />
                        <Route path=at(path!("team")) view=settings::TEAM />
                        <Route path=at(path!("roles")) view=settings::ROLES />
                        <Route path=at(path!("api-keys")) view=settings::API_KEYS />
                    </ParentRoute>
                    <Route path=at(path!("*any")) view=NOT_FOUND />
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
