//! What the pages of one bot have in common: the way back, the name, how it stands, and its sections.

use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use shared::bot::Bot;
use shared::live::LiveEvent;
use shared::number::{NumberKind, NumberState};
use shared::{BotId, Permission, WorkspaceId};

use super::words;
use crate::api;
use crate::i18n::bots;
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::{CurrentWorkspace, use_workspace};
use crate::ui::badge::Badge;
use crate::ui::button::LinkButton;
use crate::ui::icon::{self, IconView};
use crate::ui::nav::SectionLinks;
use crate::ui::page::PageTitle;
use crate::ui::skeleton::Skeleton;

/// The bot in the address; `None` when it is no id.
pub(super) fn bot_in_path() -> Option<BotId> {
    use_params_map().with_untracked(|params| params.get("bot")?.parse().ok())
}

/// Whether an event is about this bot, so that what is shown of it may be old.
pub(super) fn concerns(event: &LiveEvent, bot: BotId) -> bool {
    matches!(event, LiveEvent::BotChanged { bot_id } if *bot_id == bot)
}

/// Whether a resource was answered well.
pub(super) fn is_here<T: Clone + PartialEq + Send + Sync + 'static>(resource: Resource<T>) -> bool {
    matches!(resource.get(), Some(Ok(_)))
}

/// Reads a bot and keeps it current.
pub(super) fn use_bot(workspace: WorkspaceId, id: BotId) -> Resource<Bot> {
    let bot = Resource::new(move || api::bot(workspace, id));
    use_live().refetch(bot, move |event| concerns(event, id));
    bot
}

/// Paths and labels of the sections of a bot that the member may see.
pub(super) fn sections(workspace: CurrentWorkspace, id: BotId) -> Vec<(String, String)> {
    let all = [
        ("build", bots::section_build(), Permission::BotsRead),
        ("runs", bots::section_runs(), Permission::RunsRead),
        ("versions", bots::section_versions(), Permission::BotsRead),
        ("settings", bots::section_settings(), Permission::BotsRead),
    ];
    let seen = all.into_iter().filter(|(.., permission)| workspace.can(*permission));
    seen.map(|(section, label, _)| (paths::bot(workspace.id, id, section), label.to_owned())).collect()
}

/// A page of one bot: loads the bot, shows head and sections, and gives the bot to its content.
#[component]
pub(super) fn BotPage<V: IntoView + 'static>(
    /// The section's name, for the document's title.
    section: &'static str,
    /// Draws the content.
    children: impl Fn(BotId, Signal<Bot>) -> V + Send + Sync + 'static,
) -> impl IntoView {
    let workspace = use_workspace();
    let Some(id) = bot_in_path() else {
        return view! { <crate::features::system::NotFoundPage /> }.into_any();
    };
    let bot = use_bot(workspace.id, id);
    let children = StoredValue::new(children);
    view! {
        <div class="page bot">
            <NamelessHead section is_here=Signal::derive(move || is_here(bot)) />
            <Load resource=bot failed=bots::bot_not_loaded() skeleton=|| view! { <Skeleton /> } let(bot)>
                <BotHead bot section />
                {children.with_value(|children| children(id, bot))}
            </Load>
        </div>
    }
    .into_any()
}

/// The title of a bot's page until the bot's own name is shown, also when that never comes.
#[component]
pub(super) fn NamelessHead(
    /// The section's name.
    section: &'static str,
    /// Whether what is asked for is here; a refetch that fails takes nothing away.
    #[prop(into)]
    is_here: Signal<bool>,
) -> impl IntoView {
    let is_named = Memo::new(move |before: Option<&bool>| before == Some(&true) || is_here.get());
    let title = move || {
        view! { <div class="visually-hidden"><PageTitle title=section section=bots::title() /></div> }
    };
    move || (!is_named.get()).then(title)
}

/// Way back, name, state and sections.
#[component]
fn BotHead(bot: Signal<Bot>, section: &'static str) -> impl IntoView {
    let workspace = use_workspace();
    let id = bot.with_untracked(|bot| bot.id);
    view! {
        <header class="bot__head">
            <A href=paths::bots(workspace.id) attr:class="back-link">
                <IconView icon=icon::CHEVRON_LEFT small=true />
                {bots::title()}
            </A>
            <div class="row">
                <PageTitle title=Signal::derive(move || bot.with(|bot| bot.name.clone())) section=section />
                <StateBadge bot />
            </div>
            <div class="bot__actions"><TryLink /></div>
        </header>
        <SectionLinks name=bots::sections() links=Signal::derive(move || sections(workspace, id)) />
    }
}

/// How a bot stands, with a second line when its draft is ahead.
#[component]
pub(super) fn StateBadge(
    /// The bot.
    bot: Signal<Bot>,
) -> impl IntoView {
    let state = Memo::new(move |_| bot.with(words::state));
    view! {
        <span class="bot__state">
            <Badge
                tone=Signal::derive(move || state.with(|(tone, ..)| *tone))
                icon=Signal::derive(move || state.with(|(_, icon, _)| *icon))
                text=Signal::derive(move || state.with(|(.., text)| text.clone()))
            />
            {move || bot.with(|bot| bot.live_version.is_some() && bot.has_draft_changes).then(|| view! {
                <span class="hint">{bots::draft_changes()}</span>
            })}
        </span>
    }
}

/// A link to the sandbox phone of the workspace's first sandbox number, when there is one.
#[component]
pub(super) fn TryLink() -> impl IntoView {
    let workspace = use_workspace();
    let numbers = Resource::new(move || api::numbers(workspace.id));
    let number = move || {
        let page = numbers.get()?.ok()?;
        page.items
            .into_iter()
            .find(|number| number.kind == NumberKind::Sandbox && number.state == NumberState::Connected)
            .map(|number| number.id)
    };
    move || {
        number().filter(|_| workspace.can(Permission::SandboxUse)).map(|number| {
            view! { <LinkButton href=paths::phone(workspace.id, number) icon=icon::SMARTPHONE>{bots::try_it()}</LinkButton> }
        })
    }
}
