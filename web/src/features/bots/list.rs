//! The bots of a workspace: what answers customers.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{query_signal_with_options, use_navigate};
use shared::bot::{Bot, BotState};
use shared::live::LiveEvent;
use shared::{Page, Permission, WorkspaceId};

use super::dialogs::{DeleteDialog, RenameDialog, use_export, use_switch};
use super::frame::StateBadge;
use super::words;
use crate::api;
use crate::i18n::bots;
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::badge::Badge;
use crate::ui::button::{Button, ButtonKind, LinkButton};
use crate::ui::icon::{self, IconView};
use crate::ui::menu::{MenuButton, MenuItem};
use crate::ui::moment::Moment;
use crate::ui::page::PageHeader;
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;
use crate::ui::table::{Cell, Row, Table};

/// Every bot, found by name.
#[component]
pub(super) fn BotsPage() -> impl IntoView {
    let workspace = use_workspace();
    let list = Resource::new(move || api::bots(workspace.id));
    use_live()
        .refetch(list, |event| matches!(event, LiveEvent::BotChanged { .. } | LiveEvent::RunChanged { .. }));
    view! {
        <div class="page">
            <PageHeader title=bots::title() note=bots::note()><NewBotButton /></PageHeader>
            <Load resource=list failed=bots::not_loaded() skeleton=|| view! { <Skeleton /> } let(page)>
                <Bots page on_change=move |()| list.refetch() />
            </Load>
        </div>
    }
}

/// The way to a new bot; who may not make one reads why.
#[component]
fn NewBotButton() -> impl IntoView {
    let workspace = use_workspace();
    move || {
        if workspace.can(Permission::BotsEdit) {
            view! { <LinkButton href=paths::new_bot(workspace.id) kind=ButtonKind::Primary icon=icon::PLUS creates=true>{bots::new()}</LinkButton> }
                .into_any()
        } else {
            let blocked = workspace.blocked(Permission::BotsEdit);
            view! { <Button kind=ButtonKind::Primary icon=icon::PLUS blocked>{bots::new()}</Button> }
                .into_any()
        }
    }
}

#[component]
fn Bots(page: Signal<Page<Bot>>, #[prop(into)] on_change: Callback<()>) -> impl IntoView {
    let is_empty = Memo::new(move |_| page.with(|page| page.items.is_empty()));
    move || {
        if is_empty.get() {
            view! { <FirstBot /> }.into_any()
        } else {
            view! { <Found page on_change /> }.into_any()
        }
    }
}

/// Nothing yet: three bots to start from.
#[component]
fn FirstBot() -> impl IntoView {
    let workspace = use_workspace();
    let starters = Resource::new(move || api::starter_summaries(workspace.id));
    let shown = move || {
        starters.get().and_then(Result::ok).map(|starters| starters.into_iter().take(3).collect::<Vec<_>>())
    };
    let can_edit = move || workspace.can(Permission::BotsEdit);
    view! {
        <EmptyState icon=icon::BOT title=bots::empty_title() text=bots::empty_text()>
            <Show when=can_edit>
                <ul class="starters starters--few">
                    <For each=move || shown().unwrap_or_default() key=|starter| starter.id.clone() let:starter>
                        <li>
                            <A href=format!("{}?start={}", paths::new_bot(workspace.id), starter.id) attr:class="starter">
                                {
                                    let (title, text) = words::starter(&starter.id)
                                        .map_or((starter.title, starter.summary), |(title, text)| (title.to_owned(), text.to_owned()));
                                    view! { <span class="starter__title">{title}</span><span class="starter__text">{text}</span> }
                                }
                            </A>
                        </li>
                    </For>
                </ul>
            </Show>
        </EmptyState>
    }
}

/// The search and what it found.
#[component]
fn Found(page: Signal<Page<Bot>>, on_change: Callback<()>) -> impl IntoView {
    let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (query, set_query) = query_signal_with_options::<String>("q", options);
    let text = RwSignal::new(query.get_untracked().unwrap_or_default());
    let shown = Memo::new(move |_| {
        let wanted = text.with(|text| text.trim().to_lowercase());
        page.with(|page| {
            page.items
                .iter()
                .filter(|bot| bot.name.to_lowercase().contains(&wanted))
                .cloned()
                .collect::<Vec<_>>()
        })
    });
    let count = move || bots::n_bots(shown.with(Vec::len) as u64);
    let mut to_address =
        leptos::leptos_dom::helpers::debounce(std::time::Duration::from_millis(250), move |text: String| {
            set_query.try_set((!text.trim().is_empty()).then_some(text));
        });
    let search = move |event| {
        text.set(event_target_value(&event));
        to_address(text.get_untracked());
    };
    let clear = move |_| {
        text.set(String::new());
        set_query.set(None);
    };
    view! {
        <div class="card">
            <div class="bots__bar">
                <label class="visually-hidden" for="bots-search">{bots::search()}</label>
                <div class="bots__find">
                    <IconView icon=icon::SEARCH small=true />
                    <input
                        class="field__control bots__search"
                        id="bots-search"
                        type="search"
                        dir="auto"
                        data-search=""
                        autocomplete="off"
                        placeholder=bots::search()
                        prop:value=move || text.get()
                        on:input=search
                    />
                </div>
                <p class="muted" role="status">{count}</p>
            </div>
            <Show
                when=move || !shown.with(Vec::is_empty)
                fallback=move || view! {
                    <EmptyState icon=icon::SEARCH title=bots::nothing_found() text=Signal::derive(move || bots::nothing_found_text(&text.get()))>
                        <Button on_click=clear>{bots::clear_search()}</Button>
                    </EmptyState>
                }
            >
                <BotTable bots=shown.into() on_change />
            </Show>
        </div>
    }
}

#[component]
fn BotTable(bots: Signal<Vec<Bot>>, on_change: Callback<()>) -> impl IntoView {
    let workspace = use_workspace();
    let (renamed, deleted) = (RwSignal::new(None::<Bot>), RwSignal::new(None::<Bot>));
    let heads = [
        bots::head_name(),
        bots::head_state(),
        bots::head_triggers(),
        bots::head_problems(),
        bots::head_runs(),
        bots::head_finished(),
        bots::head_edited(),
        "",
    ];
    let find = move |id| bots.with(|bots| bots.iter().find(|bot| bot.id == id).cloned());
    view! {
        <Table caption=bots::title() heads=heads.map(str::to_owned).to_vec()>
            <For each=move || bots.get() key=|bot| bot.id let:bot>
                {
                    let (id, first) = (bot.id, bot);
                    let bot = Signal::derive(move || find(id).unwrap_or_else(|| first.clone()));
                    view! { <BotRow bot workspace=workspace.id renamed deleted on_change /> }
                }
            </For>
        </Table>
        <RenameDialog bot=renamed on_done=on_change workspace=workspace.id />
        <DeleteDialog bot=deleted on_done=on_change workspace=workspace.id />
    }
}

#[component]
fn BotRow(
    bot: Signal<Bot>,
    workspace: WorkspaceId,
    renamed: RwSignal<Option<Bot>>,
    deleted: RwSignal<Option<Bot>>,
    on_change: Callback<()>,
) -> impl IntoView {
    let id = bot.with_untracked(|bot| bot.id);
    let problems = move || bot.with(|bot| words::problems(bot.n_errors.into(), bot.n_warnings.into()));
    let by = move || bot.with(|bot| bot.updated_by.clone());
    view! {
        <Row>
            <Cell heading=true>
                <span class="bots__name">
                    <span class="card__sign"><IconView icon=icon::BOT small=true /></span>
                    <A href=paths::bot(workspace, id, "build") attr:dir="auto">{move || bot.with(|bot| bot.name.clone())}</A>
                </span>
            </Cell>
            <Cell label=bots::head_state()><StateBadge bot /></Cell>
            <Cell label=bots::head_triggers()><span dir="auto">{move || bot.with(|bot| words::triggers(&bot.triggers))}</span></Cell>
            <Cell label=bots::head_problems()>
                {move || match problems() {
                    Some((tone, icon, text)) => view! { <Badge tone icon text /> }.into_any(),
                    None => view! { <span class="muted">{bots::no_problems()}</span> }.into_any(),
                }}
            </Cell>
            <Cell label=bots::head_runs() numeric=true>{move || bot.with(|bot| crate::format::number(bot.n_runs_7d))}</Cell>
            <Cell label=bots::head_finished()><Finished bot /></Cell>
            <Cell label=bots::head_edited()>
                <span class="bots__edited">
                    <Moment at=Signal::derive(move || bot.with(|bot| bot.updated_at)) style=crate::ui::moment::MomentStyle::Short />
                    {move || by().map(|by| view! { <span class="hint" dir="auto">{by}</span> })}
                </span>
            </Cell>
            <Cell corner=true><BotMenu bot workspace renamed deleted on_change /></Cell>
        </Row>
    }
}

/// The share of finished runs, as a bar and a figure.
#[component]
fn Finished(bot: Signal<Bot>) -> impl IntoView {
    let has_runs = move || bot.with(|bot| bot.n_runs_7d > 0);
    view! {
        <span class="bots__finished">
            <Show when=has_runs>
                <meter
                    class="bots__meter"
                    min="0"
                    max=move || bot.with(|bot| bot.n_runs_7d.to_string())
                    value=move || bot.with(|bot| bot.n_finished_7d.to_string())
                    aria-hidden="true"
                ></meter>
            </Show>
            <span class:muted=move || !has_runs() class="numeric">{move || bot.with(words::finished)}</span>
        </span>
    }
}

/// What can be done to a bot, by what the member may do.
#[component]
fn BotMenu(
    bot: Signal<Bot>,
    workspace: WorkspaceId,
    renamed: RwSignal<Option<Bot>>,
    deleted: RwSignal<Option<Bot>>,
    on_change: Callback<()>,
) -> impl IntoView {
    let member = use_workspace();
    let navigate = StoredValue::new(use_navigate());
    let (switch, export) = (use_switch(workspace, on_change), use_export(workspace));
    let open = move |()| {
        navigate.with_value(|navigate| {
            navigate(
                &paths::bot(workspace, bot.with_untracked(|bot| bot.id), "build"),
                NavigateOptions::default(),
            )
        })
    };
    let items = move || {
        let (id, state) = bot.with(|bot| (bot.id, bot.state));
        let (can_edit, can_publish) = (member.can(Permission::BotsEdit), member.can(Permission::BotsPublish));
        let mut items = vec![MenuItem::new(bots::open(), icon::ARROW_RIGHT, open)];
        if can_edit {
            items.push(MenuItem::new(bots::rename(), icon::PENCIL, move |()| {
                renamed.set(Some(bot.get_untracked()))
            }));
        }
        match state {
            BotState::Live if can_publish => {
                items.push(MenuItem::new(bots::pause(), icon::PAUSE, move |()| {
                    switch.dispatch_local((id, false));
                }))
            }
            BotState::Paused if can_publish => {
                items.push(MenuItem::new(bots::resume(), icon::PLAY, move |()| {
                    switch.dispatch_local((id, true));
                }))
            }
            BotState::Live | BotState::Paused | BotState::NotPublished => {}
        }
        items.push(MenuItem::new(bots::export(), icon::DOWNLOAD, move |()| {
            export.dispatch_local(bot.get_untracked());
        }));
        if can_edit {
            items.push(
                MenuItem::new(bots::delete(), icon::TRASH, move |()| deleted.set(Some(bot.get_untracked())))
                    .danger(),
            );
        }
        items
    };
    view! { <MenuButton name=Signal::derive(move || bots::more(&bot.with(|bot| bot.name.clone()))) items=Signal::derive(items) /> }
}
