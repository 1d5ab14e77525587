//! The bots changed last.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::Page;
use shared::bot::{Bot, BotState};

use crate::i18n::{bots as words, home};
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::badge::{Badge, Tone};
use crate::ui::card::Card;
use crate::ui::icon::{self, IconView};
use crate::ui::moment::Moment;
use crate::ui::skeleton::Skeleton;

/// How many are shown.
const N_SHOWN: usize = 3;

/// A card with the bots changed last.
#[component]
pub(super) fn RecentBots(bots: Resource<Page<Bot>>) -> impl IntoView {
    let workspace = use_workspace();
    view! {
        <Card title=home::recent_bots() flush=true aside=move || view! { <A href=paths::bots(workspace.id)>{home::all_bots()}</A> }>
            <Load resource=bots failed=words::not_loaded() skeleton=|| view! { <Skeleton count=3 /> } let:page>
                <Show when=move || page.with(|page| page.items.is_empty())>
                    <p class="card__row muted">{home::no_bots()}</p>
                </Show>
                <ul class="list">
                    <For
                        each=move || page.with(|page| page.items.iter().take(N_SHOWN).cloned().collect::<Vec<_>>())
                        key=|bot| (bot.id, bot.updated_at, bot.state)
                        let:bot
                    >
                        <li class="card__row">
                            <span class="card__sign"><IconView icon=icon::BOT small=true /></span>
                            <div class="card__row-main">
                                <A href=paths::bot(workspace.id, bot.id, "build") attr:class="card__row-title" attr:dir="auto">{bot.name.clone()}</A>
                                <p class="card__row-note"><Moment at=bot.updated_at /></p>
                            </div>
                            <BotBadge state=bot.state version=bot.live_version />
                        </li>
                    </For>
                </ul>
            </Load>
        </Card>
    }
}

/// What customers get from a bot, in a badge.
#[component]
pub fn BotBadge(
    /// The state.
    state: BotState,
    /// The version that is live.
    version: Option<u32>,
) -> impl IntoView {
    let (tone, sign, text) = match state {
        BotState::Live => {
            let version = version.map(|v| format!("v{v}")).unwrap_or_default();
            (Tone::Success, icon::CIRCLE_CHECK, words::state_live(&version))
        }
        BotState::Paused => (Tone::Warning, icon::PAUSE, words::state_paused().to_owned()),
        BotState::NotPublished => (Tone::Neutral, icon::PENCIL, words::state_not_published().to_owned()),
    };
    view! { <Badge tone icon=sign text=text /> }
}
