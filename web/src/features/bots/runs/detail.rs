//! One run: the conversation on one side, what the bot did on the other.

use flow::Flow;
use leptos::prelude::*;
use leptos_router::components::A;
use leptos_router::hooks::use_params_map;
use shared::inbox::{Author, Message};
use shared::live::LiveEvent;
use shared::run::RunDetail;
use shared::{Permission, RunId};

use super::{RunResult, words};
use crate::api;
use crate::features::bots::frame::BotPage;
use crate::features::messages::MessageBubble;
use crate::i18n::{bots, runs};
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::card::Card;
use crate::ui::icon::IconView;
use crate::ui::moment::{Moment, MomentStyle};
use crate::ui::skeleton::Skeleton;

/// Seconds before a run's start in which the message that started it may have been written.
const BEFORE_S: i64 = 60;

/// Why the bot said that.
#[component]
pub(crate) fn RunPage() -> impl IntoView {
    let id =
        use_params_map().with_untracked(|params| params.get("run").and_then(|run| run.parse::<RunId>().ok()));
    view! {
        <BotPage section=bots::section_runs() let(_id, _bot)>
            {match id {
                Some(id) => view! { <RunView id /> }.into_any(),
                None => view! { <crate::features::system::NotFoundPage /> }.into_any(),
            }}
        </BotPage>
    }
}

#[component]
fn RunView(id: RunId) -> impl IntoView {
    let workspace = use_workspace();
    let run = Resource::new(move || api::run(workspace.id, id));
    use_live()
        .refetch(run, move |event| matches!(event, LiveEvent::RunChanged { run_id, .. } if *run_id == id));
    view! {
        <Load resource=run failed=runs::run_not_loaded() skeleton=|| view! { <Skeleton /> } let(detail)>
            <div class="run">
                <h2 class="bot__subtitle" dir="auto">{move || detail.with(|detail| runs::run_of(&detail.run.contact_name))}</h2>
                <p class="row muted">
                    {move || view! { <RunResult run=detail.with(|detail| detail.run.clone()) /> }}
                    <Moment at=Signal::derive(move || detail.with(|detail| detail.run.started_at)) />
                    <span>{move || detail.with(|detail| bots::version_named(&detail.run.version.to_string()))}</span>
                </p>
                <div class="run__columns">
                    <Talk detail />
                    <Log detail />
                </div>
            </div>
        </Load>
    }
}

/// The messages of the conversation that belong to the run.
#[component]
fn Talk(detail: Signal<RunDetail>) -> impl IntoView {
    let workspace = use_workspace();
    let conversation = detail.with_untracked(|detail| detail.run.conversation_id);
    let messages =
        Resource::new(move || async move { api::messages(workspace.id, conversation, None).await });
    use_live().refetch(messages, move |event| {
        matches!(event, LiveEvent::ConversationChanged { conversation_id, .. } if *conversation_id == conversation)
    });
    let link = move || {
        workspace.can(Permission::InboxRead).then(|| {
            let href = paths::conversation(workspace.id, "all", conversation);
            view! { <A href>{runs::open_conversation()}</A> }
        })
    };
    view! {
        <Card title=runs::talk() aside=link>
            <Load resource=messages failed=runs::talk_not_loaded() skeleton=|| view! { <Skeleton /> } let(page)>
                <ol class="thread thread--framed" aria-label=runs::talk()>
                    <For
                        each=move || page.with(|page| detail.with(|detail| of_run(&page.items, detail)))
                        key=|message| (message.id, message.status)
                        let:message
                    >
                        <MessageBubble message contact=detail.with_untracked(|detail| detail.run.contact_name.clone()) />
                    </For>
                </ol>
            </Load>
        </Card>
    }
}

/// Oldest first: what the run sent, and what the contact wrote from just before its start to its end.
fn of_run(messages: &[Message], detail: &RunDetail) -> Vec<Message> {
    let from = detail.run.started_at - chrono::TimeDelta::seconds(BEFORE_S);
    let belongs = |message: &&Message| {
        let is_in_time = message.at >= from && detail.run.ended_at.is_none_or(|end| message.at <= end);
        message.run_id == Some(detail.run.id) || (message.author == Author::Contact && is_in_time)
    };
    let mut found: Vec<_> = messages.iter().filter(belongs).cloned().collect();
    found.sort_by_key(|message| message.position);
    found
}

/// What the bot did, event by event.
#[component]
fn Log(detail: Signal<RunDetail>) -> impl IntoView {
    let workspace = use_workspace();
    let (bot, number) = detail.with_untracked(|detail| (detail.run.bot_id, detail.run.version));
    let version = Resource::new(move || api::version(workspace.id, bot, number));
    view! {
        <Card title=runs::log()>
            <Load resource=version failed=bots::version_not_loaded() skeleton=|| view! { <Skeleton /> } let(version)>
                <ol class="run__log">
                    {move || detail.with(|detail| version.with(|version| lines(detail, &version.flow)))}
                </ol>
            </Load>
        </Card>
    }
}

fn lines(detail: &RunDetail, flow: &Flow) -> Vec<impl IntoView + use<>> {
    let line = |entry: &shared::run::RunLogEntry| {
        let (icon, text) = words::event(&entry.event, flow);
        view! {
            <li class="run__event">
                <IconView icon small=true />
                <span dir="auto">{text}</span>
                <span class="hint numeric"><Moment at=entry.at style=MomentStyle::TimeOfDay /></span>
            </li>
        }
    };
    detail.events.iter().map(line).collect()
}
