//! The sandbox phone: a customer's phone in the browser. It writes to a sandbox number through the simulator: real webhooks, the
//! published version answers. Seen from the customer: what the business sends stands at the start, the own messages at the end.

mod composer;
mod log;
mod thread;

use leptos::prelude::*;
use leptos_router::components::Route;
use leptos_router::hooks::use_params_map;
use leptos_router::path;
use shared::number::{Number, NumberKind};
use shared::{NumberId, Permission};

use crate::api;
use crate::i18n::{permissions, phone};
use crate::lazy::{at, lazy_pages};
use crate::load::Load;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::icon;
use crate::ui::page::PageHeader;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::{EmptyState, NoAccess};

pub use thread::SandboxPhone;

lazy_pages! {
    in phone_pages:
    /// The phone.
    PHONE => PhonePage;
}

/// The route of the phone, below the workspace.
#[component(transparent)]
pub fn PhoneRoutes() -> impl leptos_router::MatchNestedRoutes + Clone {
    view! { <Route path=at(path!("phone/:number")) view=PHONE /> }.into_inner()
}

/// The phone as a page of its own.
#[component]
fn PhonePage() -> impl IntoView {
    let workspace = use_workspace();
    let id = use_params_map()
        .with_untracked(|params| params.get("number").and_then(|number| number.parse::<NumberId>().ok()));
    let Some(id) = id else {
        return view! { <crate::features::system::NotFoundPage /> }.into_any();
    };
    let number = Resource::new(move || api::number(workspace.id, id));
    view! {
        <div class="page phone-page">
            <PageHeader title=phone::title() note=phone::note() />
            <Show
                when=move || workspace.can(Permission::SandboxUse)
                fallback=|| view! { <NoAccess permission=permissions::sandbox_use() /> }
            >
                <Load resource=number failed=phone::number_not_loaded() skeleton=|| view! { <Skeleton /> } let(number)>
                    <OnNumber number />
                </Load>
            </Show>
        </div>
    }
    .into_any()
}

/// The phone, when the number is one of the sandbox.
#[component]
fn OnNumber(number: Signal<Number>) -> impl IntoView {
    let (id, kind) = number.with_untracked(|number| (number.id, number.kind));
    match kind {
        NumberKind::Sandbox => view! { <SandboxPhone number=id name=Signal::derive(move || number.with(|number| number.name.clone())) /> }.into_any(),
        NumberKind::Cloud => view! { <EmptyState icon=icon::PHONE title=phone::not_sandbox() text=phone::not_sandbox_text() /> }.into_any(),
    }
}
