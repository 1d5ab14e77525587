//! One conversation: who it is, who answers, its messages, and the composer.

use std::time::Duration;

use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;
use shared::inbox::{Conversation, ConversationPatch, ConversationState, InboxView, Message};
use shared::live::LiveEvent;
use shared::{ConversationId, Page, Permission, WorkspaceId};

use super::composer::Composer;
use super::list::use_now;
use super::log::MessageLog;
use super::sending::{PendingBubble, SendAgain, Sender, unsent};
use super::window::window;
use super::words;
use crate::api::{self, ApiError};
use crate::features::messages::MessageBubble;
use crate::format;
use crate::i18n::inbox;
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::badge::{Avatar, Badge};
use crate::ui::button::Button;
use crate::ui::icon::{self, IconView};
use crate::ui::page::use_title;
use crate::ui::skeleton::Skeleton;
use crate::ui::toast::use_toasts;

/// How near to its end the thread still follows new messages, in pixels.
const NEAR_PX: i32 = 120;

/// The thread of a conversation.
#[component]
pub(super) fn ThreadPane(
    /// Which conversation.
    id: ConversationId,
    /// The view the list shows, for the way back.
    view: Memo<InboxView>,
) -> impl IntoView {
    let workspace = use_workspace().id;
    let conversation = Resource::new(move || api::conversation(workspace, id));
    use_live().refetch(conversation, move |event| is_about(event, id));
    view! {
        <section class="inbox__thread" aria-label=inbox::conversation()>
            <Load resource=conversation failed=inbox::conversation_not_loaded() skeleton=|| view! { <Skeleton count=5 /> } let(conversation)>
                <Thread id view conversation />
            </Load>
        </section>
    }
}

fn is_about(event: &LiveEvent, id: ConversationId) -> bool {
    matches!(event, LiveEvent::ConversationChanged { conversation_id, .. } if *conversation_id == id)
}

#[component]
fn Thread(id: ConversationId, view: Memo<InboxView>, conversation: Signal<Conversation>) -> impl IntoView {
    let workspace = use_workspace();
    let name = Memo::new(move |_| conversation.with(|conversation| words::name(&conversation.contact)));
    use_title(name.into(), Signal::stored(inbox::title().to_owned()));
    let newest = Resource::new(move || async move { api::messages(workspace.id, id, None).await });
    use_live().refetch(newest, move |event| is_about(event, id));
    mark_read(id, conversation);
    let sender = Sender::of(id, move || newest.refetch());
    let now = use_now();
    let may_send = Signal::derive(move || {
        workspace.can(Permission::InboxReply)
            && window(conversation.with(|c| c.window_closes_at), now.get()).is_open()
    });
    view! {
        <ThreadHead id view conversation name />
        <div class="inbox__messages">
            <Load resource=newest failed=inbox::messages_not_loaded() skeleton=|| view! { <Skeleton count=5 /> } let(page)>
                <Messages id page name sender may_send />
            </Load>
        </div>
        <Composer id conversation name sender />
    }
}

/// Marks the conversation as read while it is open and the page can be seen.
fn mark_read(id: ConversationId, conversation: Signal<Conversation>) {
    let workspace = use_workspace();
    let is_visible = RwSignal::new(!document().hidden());
    let watch =
        window_event_listener_untyped("visibilitychange", move |_| is_visible.set(!document().hidden()));
    on_cleanup(move || watch.remove());
    let read = Action::new_local(move |(): &()| async move {
        let patch = ConversationPatch { is_read: Some(true), ..ConversationPatch::default() };
        api::update_conversation(workspace.id, id, &patch).await.is_ok()
    });
    let unread = Memo::new(move |_| conversation.with(|conversation| conversation.unread_count));
    Effect::new(move || {
        if unread.get() > 0 && is_visible.get() && workspace.can(Permission::InboxReply) {
            read.dispatch_local(());
        }
    });
}

/// Back, who it is, the window, and who answers.
#[component]
fn ThreadHead(
    id: ConversationId,
    view: Memo<InboxView>,
    conversation: Signal<Conversation>,
    name: Memo<String>,
) -> impl IntoView {
    let workspace = use_workspace();
    let now = use_now();
    let state = Memo::new(move |_| conversation.with(|conversation| conversation.state));
    let phone = move || conversation.with(|c| c.contact.phone.clone()).filter(|phone| *phone != name.get());
    let fields = move || conversation.with(|c| c.contact.fields.clone());
    view! {
        <header class="thread-head">
            <A href=move || paths::inbox_view(workspace.id, api::view_name(view.get())) attr:class="thread-head__back" attr:aria-label=inbox::back()>
                <IconView icon=icon::CHEVRON_LEFT />
            </A>
            <Avatar name />
            <div class="thread-head__who">
                <h2 class="thread-head__name" dir="auto">{name}</h2>
                <p class="hint">
                    {move || phone().map(|phone| view! { <span class="thread-head__phone"><bdi dir="ltr">{phone}</bdi>" · "</span> })}
                    {move || words::window_in_header(window(conversation.with(|c| c.window_closes_at), now.get()))}
                </p>
            </div>
            <span class="thread-head__state">
                {move || { let (tone, icon, text) = words::state(state.get()); view! { <Badge tone icon text /> } }}
                {move || conversation.with(|c| c.bot_name.clone()).map(|bot| view! { <span class="hint" dir="auto">{bot}</span> })}
            </span>
            <Switches id state />
        </header>
        {move || conversation.with(|c| c.hand_over_reason.clone()).map(|reason| view! {
            <p class="thread-reason" role="note">
                <strong>{inbox::hand_over_reason()}</strong>
                " "
                <span dir="auto">{reason}</span>
            </p>
        })}
        <Show when=move || !conversation.with(|c| c.contact.fields.is_empty())>
            <details class="thread-fields">
                <summary>{inbox::details()}</summary>
                <dl class="facts">
                    <For each=fields key=|(key, value)| (key.clone(), value.clone()) let:field>
                        <dt dir="auto">{field.0.clone()}</dt>
                        <dd dir="auto">{field.1.clone()}</dd>
                    </For>
                </dl>
            </details>
        </Show>
    }
}

async fn set_state(
    workspace: WorkspaceId,
    id: ConversationId,
    state: ConversationState,
) -> Result<(), ApiError> {
    let patch = ConversationPatch { state: Some(state), is_read: None };
    api::update_conversation(workspace, id, &patch).await.map(drop)
}

/// Take over, hand back, close: what fits how the conversation stands.
#[component]
fn Switches(id: ConversationId, state: Memo<ConversationState>) -> impl IntoView {
    let workspace = use_workspace();
    let toasts = use_toasts();
    let change = Action::new_local(move |to: &ConversationState| {
        let (to, before) = (*to, state.get_untracked());
        let workspace = workspace.id;
        async move {
            match set_state(workspace, id, to).await {
                Ok(()) if to == ConversationState::Closed => {
                    toasts.undo_by(inbox::closed(), move || async move {
                        set_state(workspace, id, before).await.map_err(|error| error.message())
                    });
                }
                Ok(()) => {}
                Err(error) => toasts.error(error.message()),
            }
        }
    });
    let button = move |to, icon, label: &'static str| {
        view! { <Button icon busy=change.pending() on_click=move |_| { change.dispatch_local(to); }>{label}</Button> }.into_any()
    };
    let take_over = move || button(ConversationState::Open, icon::USER, inbox::take_over());
    let hand_back = move || button(ConversationState::Bot, icon::BOT, inbox::hand_back());
    let close = move || button(ConversationState::Closed, icon::CHECK, inbox::close());
    view! {
        <Show when=move || workspace.can(Permission::InboxReply)>
            <div class="row thread-head__actions">
                {move || match state.get() {
                    ConversationState::Bot => vec![take_over(), close()],
                    ConversationState::Waiting => vec![take_over(), hand_back(), close()],
                    ConversationState::Open => vec![hand_back(), close()],
                    ConversationState::Closed => vec![button(ConversationState::Open, icon::ROTATE_CCW, inbox::reopen())],
                }}
            </div>
        </Show>
    }
}

/// The log with its days; older messages as they are asked for, new ones followed.
#[component]
fn Messages(
    id: ConversationId,
    page: Signal<Page<Message>>,
    name: Memo<String>,
    sender: Sender,
    may_send: Signal<bool>,
) -> impl IntoView {
    let workspace = use_workspace().id;
    let log = RwSignal::new(MessageLog::default());
    Effect::new(move || {
        let page = page.get();
        log.update(|log| log.take_newest(page.items, page.next_cursor));
    });
    let older = Action::new_local(move |from: &String| {
        let from = from.clone();
        async move {
            let page = api::messages(workspace, id, Some(&from)).await?;
            log.try_update(|log| log.take_older(page.items, page.next_cursor));
            Ok::<_, ApiError>(())
        }
    });
    let failure = move || older.value().get().and_then(Result::err).map(|error| error.message());
    let node = NodeRef::<html::Ol>::new();
    let n_below = follow(node, log, sender);
    let to_end = move |_| {
        to_end(node);
        n_below.set(0);
    };
    view! {
        <ol class="thread" node_ref=node tabindex="0" aria-label=inbox::messages_with(&name.get_untracked()) on:scroll=move |_| if is_near_end(node) { n_below.set(0) }>
            {move || log.with(|log| log.older().map(str::to_owned)).map(|from| view! {
                <li class="thread__older">
                    <Button busy=older.pending() on_click=move |_| { older.dispatch_local(from.clone()); }>{inbox::older()}</Button>
                    <span class="field__error" role="alert">{failure}</span>
                </li>
            })}
            <For each=move || log.with(|log| with_days(&log.all())) key=Line::key let:line>
                {match line {
                    Line::Day(day) => view! { <li class="thread__day">{day}</li> }.into_any(),
                    Line::Message(message) => {
                        let unsent = unsent(&message);
                        let remedy = move || unsent.clone().map(|text| view! { <SendAgain text sender may_send /> });
                        view! { <MessageBubble message=*message contact=name.get_untracked() remedy /> }.into_any()
                    }
                }}
            </For>
            <For each=move || sender.pending().get() key=|pending| (pending.id, pending.failure.clone()) let:pending>
                <PendingBubble pending sender may_send />
            </For>
        </ol>
        <Show when=move || { n_below.get() > 0 }>
            <button class="thread__new" type="button" on:click=to_end>
                <IconView icon=icon::ARROW_DOWN small=true />
                {move || inbox::n_new(n_below.get())}
            </button>
        </Show>
    }
}

/// A line of the thread.
#[derive(Clone)]
enum Line {
    Day(String),
    Message(Box<Message>),
}

impl Line {
    /// Changes when the line must be drawn anew: a new status, a failure.
    fn key(&self) -> String {
        match self {
            Self::Day(day) => day.clone(),
            Self::Message(message) => {
                format!("{}{:?}{}", message.id, message.status, message.failure.is_some())
            }
        }
    }
}

fn with_days(messages: &[Message]) -> Vec<Line> {
    let mut lines = Vec::with_capacity(messages.len() + 2);
    let mut last = String::new();
    for message in messages {
        let day = format::day(message.at);
        if day != last {
            lines.push(Line::Day(day.clone()));
            last = day;
        }
        lines.push(Line::Message(Box::new(message.clone())));
    }
    lines
}

/// Follows new messages while the end is in sight; else counts them. A new message is announced once.
fn follow(node: NodeRef<html::Ol>, log: RwSignal<MessageLog>, sender: Sender) -> RwSignal<u64> {
    let n_below = RwSignal::new(0_u64);
    Effect::new(move || {
        if sender.pending().with(|pending| !pending.is_empty()) {
            set_timeout(move || to_end(node), Duration::ZERO);
        }
    });
    Effect::new(move |before: Option<Option<u64>>| {
        let newest = log.with(MessageLog::newest);
        let Some(before) = before.flatten() else {
            set_timeout(move || to_end(node), Duration::ZERO);
            return newest;
        };
        let n_new = newest.unwrap_or(before).saturating_sub(before);
        if n_new > 0 && is_near_end(node) {
            set_timeout(move || to_end(node), Duration::ZERO);
        } else if n_new > 0 {
            n_below.update(|n| *n += n_new);
        }
        newest
    });
    n_below
}

fn is_near_end(node: NodeRef<html::Ol>) -> bool {
    node.get_untracked()
        .is_none_or(|list| list.scroll_height() - list.scroll_top() - list.client_height() < NEAR_PX)
}

fn to_end(node: NodeRef<html::Ol>) {
    if let Some(list) = node.try_get_untracked().flatten() {
        list.set_scroll_top(list.scroll_height());
    }
}
