//! The published versions of a bot, and one of them to read or to restore as the draft.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_params_map};
use shared::bot::BotVersion;
use shared::{BotId, Page, Permission};

use super::dialogs::open_while_some;
use super::frame::{BotPage, concerns};
use super::outline_view::OutlineView;
use super::words;
use crate::api::{self, ApiError};
use crate::format;
use crate::i18n::bots;
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::badge::{Badge, Tone};
use crate::ui::button::{Button, LinkButton};
use crate::ui::dialog::AlertDialog;
use crate::ui::icon;
use crate::ui::moment::Moment;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;
use crate::ui::table::{Cell, Row, Table};
use crate::ui::toast::use_toasts;

/// Every version of a bot.
#[component]
pub(super) fn VersionsPage() -> impl IntoView {
    view! { <BotPage section=bots::section_versions() let(id, _bot)><Versions id /></BotPage> }
}

#[component]
fn Versions(id: BotId) -> impl IntoView {
    let workspace = use_workspace();
    let list = Resource::new(move || api::versions(workspace.id, id));
    use_live().refetch(list, move |event| concerns(event, id));
    view! {
        <Load resource=list failed=bots::versions_not_loaded() skeleton=|| view! { <Skeleton /> } let(page)>
            <Listed id page />
        </Load>
    }
}

#[component]
fn Listed(id: BotId, page: Signal<Page<BotVersion>>) -> impl IntoView {
    let workspace = use_workspace();
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    let restored = RwSignal::new(None::<u32>);
    let heads =
        [bots::head_version(), bots::head_note(), bots::head_published(), ""].map(str::to_owned).to_vec();
    let table = move || {
        let heads = heads.clone();
        view! {
            <div class="card">
                <Table caption=bots::section_versions() heads>
                    <For each=move || page.get().items key=|version| (version.id, version.is_live) let:version>
                        <VersionRow id version restored />
                    </For>
                </Table>
            </div>
        }
        .into_any()
    };
    let empty = move || {
        view! {
            <EmptyState icon=icon::ROTATE_CCW_CLOCK title=bots::no_versions() text=bots::no_versions_text()>
                <LinkButton href=paths::bot(workspace.id, id, "build")>{bots::open_build()}</LinkButton>
            </EmptyState>
        }
        .into_any()
    };
    view! {
        {move || if is_empty.get() { empty() } else { table() }}
        <RestoreDialog id number=restored />
    }
}

#[component]
fn VersionRow(id: BotId, version: BotVersion, restored: RwSignal<Option<u32>>) -> impl IntoView {
    let workspace = use_workspace();
    let number = version.number;
    let href = format!("{}/{number}", paths::bot(workspace.id, id, "versions"));
    let by = version.published_by.clone();
    view! {
        <Row>
            <Cell heading=true>
                <span class="row">
                    <A href=href>{bots::version_named(&number.to_string())}</A>
                    {version.is_live.then(|| view! { <Badge tone=Tone::Success icon=icon::CIRCLE_CHECK text=bots::live() /> })}
                </span>
            </Cell>
            <Cell label=bots::head_note()>
                {if version.note.is_empty() {
                    view! { <span class="muted">{bots::without_note()}</span> }.into_any()
                } else {
                    view! { <span dir="auto">{version.note}</span> }.into_any()
                }}
            </Cell>
            <Cell label=bots::head_published()>
                <span class="bots__edited">
                    <Moment at=version.published_at />
                    {by.map(|by| view! { <span class="hint" dir="auto">{by}</span> })}
                </span>
            </Cell>
            <Cell>
                <Show when=move || workspace.can(Permission::BotsEdit)>
                    <Button icon=icon::ROTATE_CCW on_click=move |_| restored.set(Some(number))>{bots::restore_version(&number.to_string())}</Button>
                </Show>
            </Cell>
        </Row>
    }
}

/// Asks before the draft is replaced by a version, then opens it.
#[component]
fn RestoreDialog(id: BotId, number: RwSignal<Option<u32>>) -> impl IntoView {
    let workspace = use_workspace();
    let toasts = use_toasts();
    let navigate = StoredValue::new(use_navigate());
    let open = open_while_some(number);
    let restore = Action::new_local(move |wanted: &u32| {
        let wanted = *wanted;
        async move {
            api::restore_version(workspace.id, id, wanted).await?;
            number.set(None);
            toasts.done(bots::restored(&wanted.to_string()));
            navigate.with_value(|navigate| {
                navigate(&paths::bot(workspace.id, id, "build"), NavigateOptions::default())
            });
            Ok::<_, ApiError>(())
        }
    });
    Effect::new(move || {
        if number.with(Option::is_some) {
            restore.value().set(None)
        }
    });
    let shown = move || number.get().map(|number| number.to_string()).unwrap_or_default();
    let error = move || restore.value().get().and_then(Result::err).map(|error| error.message());
    view! {
        <AlertDialog
            open
            title=Signal::derive(move || bots::restore_title(&shown()))
            text=bots::restore_text()
            confirm=bots::restore_confirm()
            busy=restore.pending()
            error=Signal::derive(error)
            on_confirm=move |()| if let Some(number) = number.get_untracked() { restore.dispatch_local(number); }
        />
    }
}

/// One version, to be read.
#[component]
pub(super) fn VersionPage() -> impl IntoView {
    let number = use_params_map()
        .with_untracked(|params| params.get("number").and_then(|number| number.parse::<u32>().ok()));
    view! {
        <BotPage section=bots::section_versions() let(id, _bot)>
            {match number {
                Some(number) => view! { <Version id number /> }.into_any(),
                None => view! { <crate::features::system::NotFoundPage /> }.into_any(),
            }}
        </BotPage>
    }
}

#[component]
fn Version(id: BotId, number: u32) -> impl IntoView {
    let workspace = use_workspace();
    let version = Resource::new(move || api::version(workspace.id, id, number));
    let restored = RwSignal::new(None::<u32>);
    view! {
        <Load resource=version failed=bots::version_not_loaded() skeleton=|| view! { <Skeleton /> } let(detail)>
            <div class="row row--spread">
                <div>
                    <h2 class="bot__subtitle">{bots::version_named(&number.to_string())}</h2>
                    <p class="muted">{move || detail.with(|detail| published_line(&detail.version))}</p>
                    <p class="measure" dir="auto">{move || detail.with(|detail| detail.version.note.clone())}</p>
                    <p class="muted">{move || detail.with(|detail| bots::starts_by(&words::triggers(&detail.flow.triggers)))}</p>
                </div>
                <div class="row">
                    <Show when=move || workspace.can(Permission::BotsEdit)>
                        <Button icon=icon::ROTATE_CCW on_click=move |_| restored.set(Some(number))>{bots::restore_confirm()}</Button>
                    </Show>
                </div>
            </div>
            <OutlineView flow=Signal::derive(move || detail.with(|detail| detail.flow.clone())) />
        </Load>
        <RestoreDialog id number=restored />
    }
}

fn published_line(version: &BotVersion) -> String {
    let at = format::day_and_time(version.published_at);
    match &version.published_by {
        Some(by) => bots::published_by(by, &at),
        None => bots::published_at(&at),
    }
}
