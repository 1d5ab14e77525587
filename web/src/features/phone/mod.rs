//! The sandbox phone: a customer's phone in the browser that writes to a sandbox number.

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::{MatchNestedRoutes, path};

use crate::i18n::phone;
use crate::ui::page::PageHeader;
use crate::ui::phone::Phone;

/// The routes of the sandbox phone, below a workspace.
#[component(transparent)]
pub fn PhoneRoutes() -> impl MatchNestedRoutes + Clone {
    view! { <Route path=path!("phone/:number") view=PhonePage /> }.into_inner()
}

/// A customer's phone.
#[component]
pub fn PhonePage() -> impl IntoView {
    view! {
        <div class="page">
            <PageHeader title=phone::title() />
            <Phone name=phone::title()>""</Phone>
        </div>
    }
}
