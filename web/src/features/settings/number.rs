//! One number: its state, its ids, its name.

use leptos::prelude::*;
use leptos_router::hooks::use_params_map;
use shared::live::LiveEvent;
use shared::number::{Number, NumberKind, NumberPatch};
use shared::{NumberId, Permission};

use super::numbers::NumberBadges;
use crate::api;
use crate::features::access::name_field;
use crate::features::system::NotFoundPage;
use crate::i18n::settings;
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::button::{ButtonKind, LinkButton};
use crate::ui::card::Card;
use crate::ui::copy::CopyButton;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::icon;
use crate::ui::moment::Moment;
use crate::ui::page::PageHeader;
use crate::ui::save_bar::SaveBar;
use crate::ui::skeleton::{Skeleton, SkeletonShape};
use crate::ui::toast::use_toasts;

/// The page of the number that the address names.
#[component]
pub fn NumberPage() -> impl IntoView {
    let params = use_params_map();
    let id = Memo::new(move |_| params.with(|params| params.get("number")?.parse::<NumberId>().ok()));
    move || match id.get() {
        Some(id) => view! { <NumberOf id /> }.into_any(),
        None => view! { <NotFoundPage /> }.into_any(),
    }
}

#[component]
fn NumberOf(id: NumberId) -> impl IntoView {
    let workspace = use_workspace();
    let w = workspace.id;
    let number = Resource::new(move || api::number(w, id));
    use_live().refetch(
        number,
        move |event| matches!(event, LiveEvent::NumberChanged { number_id } if *number_id == id),
    );
    let known = move || number.get().and_then(Result::ok);
    let name = move || known().map_or_else(|| settings::number().to_owned(), |number| number.name);
    let is_sandbox = Memo::new(move |_| known().is_some_and(|number| number.kind == NumberKind::Sandbox));
    view! {
        <PageHeader title=name section=settings::numbers()>
            <Show when=move || is_sandbox.get() && workspace.can(Permission::SandboxUse)>
                <LinkButton href=paths::phone(w, id) kind=ButtonKind::Primary icon=icon::SMARTPHONE>{settings::open_phone()}</LinkButton>
            </Show>
        </PageHeader>
        <Load resource=number failed=settings::number_not_loaded() skeleton=|| view! { <Skeleton shape=SkeletonShape::Text /> } let:number>
            <div class="stack">
                <Facts number />
                <Show when=move || workspace.can(Permission::NumbersManage)>
                    <NameForm number=number.get_untracked() />
                </Show>
            </div>
        </Load>
    }
}

#[component]
fn Facts(number: Signal<Number>) -> impl IntoView {
    let phone = Signal::derive(move || number.with(|n| n.display_phone.clone()));
    let meta_id = Signal::derive(move || number.with(|n| n.phone_number_id.clone()));
    let waba = Signal::derive(move || number.with(|n| n.waba_id.clone()));
    let last_event = move || match number.with(|n| n.last_event_at) {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => settings::never().into_any(),
    };
    view! {
        <Card
            title=settings::state()
            aside=move || number.with(|n| view! { <NumberBadges kind=n.kind state=n.state /> })
        >
            <dl class="facts">
                <dt>{settings::phone_number()}</dt>
                <dd><bdi dir="ltr">{phone}</bdi> <CopyButton text=phone what=settings::phone_number() /></dd>
                <dt>{settings::last_event()}</dt>
                <dd>{last_event}</dd>
                <dt>{settings::phone_number_id()}</dt>
                <dd><bdi dir="ltr">{meta_id}</bdi> <CopyButton text=meta_id what=settings::phone_number_id() /></dd>
                <dt>{settings::waba_id()}</dt>
                <dd><bdi dir="ltr">{waba}</bdi> <CopyButton text=waba what=settings::waba_id() /></dd>
            </dl>
        </Card>
    }
}

#[component]
fn NameForm(number: Number) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let id = number.id;
    let saved = RwSignal::new(number.name.clone());
    let name = name_field("name", number.name, settings::number_name_missing());
    let form = Form::new([name]);
    let save = Action::new_local(move |body: &NumberPatch| {
        let body = body.clone();
        async move {
            match api::update_number(workspace.id, id, &body).await {
                Ok(number) => {
                    name.reset(number.name.clone());
                    saved.set(number.name);
                    toasts.done(settings::number_saved());
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let is_changed = Memo::new(move |_| saved.with(|saved| *saved != name.trimmed()));
    let discard = move |()| {
        name.reset(saved.get_untracked());
        form.clear();
    };
    view! {
        <Card title=settings::number_name()>
            <FormView form on_submit=move |()| { save.dispatch_local(NumberPatch { name: Some(name.trimmed_untracked()) }); }>
                <TextField field=name label=settings::number_name() help=Some(settings::number_name_help().to_owned()) />
                <SaveBar shown=is_changed busy=save.pending() on_discard=discard />
            </FormView>
        </Card>
    }
}
