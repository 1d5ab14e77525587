//! The numbers of a workspace.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::Permission;
use shared::live::LiveEvent;
use shared::number::{Number, NumberKind, NumberState};

use crate::api;
use crate::features::home::SandboxButton;
use crate::i18n::settings;
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::badge::{Badge, Tone};
use crate::ui::card::Card;
use crate::ui::icon::{self, IconView};
use crate::ui::page::PageHeader;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;

/// The list of numbers; without one, the way to the first.
#[component]
pub fn NumbersPage() -> impl IntoView {
    let workspace = use_workspace();
    let numbers = Resource::new(move || api::numbers(workspace.id));
    use_live().refetch(numbers, |event| matches!(event, LiveEvent::NumberChanged { .. }));
    let refetch = Callback::new(move |()| numbers.refetch());
    view! {
        <PageHeader title=settings::numbers() section=settings::title() note=settings::numbers_note() />
        <Load resource=numbers failed=settings::numbers_not_loaded() skeleton=|| view! { <Skeleton count=2 /> } let:page>
            <Show
                when=move || page.with(|page| !page.items.is_empty())
                fallback=move || view! {
                    <EmptyState icon=icon::SMARTPHONE title=settings::no_number_title() text=settings::no_number_text()>
                        <SandboxButton on_done=refetch />
                    </EmptyState>
                }
            >
                <Card title=settings::connected_numbers() flush=true>
                    <ul class="list">
                        <For each=move || page.get().items key=|number| (number.id, number.state, number.name.clone()) let:number>
                            <NumberRow number />
                        </For>
                    </ul>
                </Card>
                <Show when=move || page.with(|page| page.items.iter().all(|number| number.kind != NumberKind::Sandbox))>
                    <SandboxButton on_done=refetch />
                </Show>
            </Show>
        </Load>
    }
}

#[component]
fn NumberRow(number: Number) -> impl IntoView {
    let workspace = use_workspace();
    let w = workspace.id;
    let phone_link = (number.kind == NumberKind::Sandbox && workspace.can(Permission::SandboxUse))
        .then(|| view! { <A href=paths::phone(w, number.id)>{settings::open_phone()}</A> });
    view! {
        <li class="card__row">
            <span class="card__sign"><IconView icon=icon::SMARTPHONE small=true /></span>
            <div class="card__row-main">
                <A href=paths::number(w, number.id) attr:class="card__row-title" attr:dir="auto">{number.name.clone()}</A>
                <p class="card__row-note"><bdi dir="ltr">{number.display_phone.clone()}</bdi></p>
            </div>
            <NumberBadges kind=number.kind state=number.state />
            {phone_link}
        </li>
    }
}

/// Where a number lives and whether it is in use.
#[component]
pub(super) fn NumberBadges(kind: NumberKind, state: NumberState) -> impl IntoView {
    let (tone, sign, text) = match state {
        NumberState::Connected => (Tone::Success, icon::CIRCLE_CHECK, settings::connected()),
        NumberState::Disconnected => (Tone::Neutral, icon::CIRCLE_X, settings::disconnected()),
    };
    view! {
        {(kind == NumberKind::Sandbox).then(|| view! { <Badge tone=Tone::Info icon=icon::INFO text=settings::sandbox() /> })}
        <Badge tone icon=sign text=text />
    }
}
