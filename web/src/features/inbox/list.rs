//! The list of conversations with its views. It grows as one asks for more; live events refetch it.

use std::time::Duration;

use leptos::prelude::*;
use leptos_router::components::A;
use shared::inbox::{Author, Conversation, InboxView};
use shared::live::LiveEvent;
use shared::{ConversationId, Page, Time};

use super::window::window;
use super::words;
use crate::api;
use crate::i18n::inbox;
use crate::live::use_live;
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::badge::{Avatar, Badge};
use crate::ui::button::Button;
use crate::ui::icon::{self, IconView};
use crate::ui::keys;
use crate::ui::moment::{Moment, MomentStyle};
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;

/// Conversations shown at first, and with each press on "more".
const PAGE: u16 = 50;
/// Most that the server gives at once.
const MOST: u16 = 200;

/// The time, again every half minute.
pub(super) fn use_now() -> Signal<Time> {
    let now = RwSignal::new(crate::format::now());
    let tick = set_interval_with_handle(move || now.set(crate::format::now()), Duration::from_secs(30));
    on_cleanup(move || {
        if let Ok(tick) = tick {
            tick.clear()
        }
    });
    now.into()
}

/// Views and conversations.
#[component]
pub(super) fn Conversations(view: Memo<InboxView>, open: Memo<Option<ConversationId>>) -> impl IntoView {
    let workspace = use_workspace().id;
    let limit = RwSignal::new(PAGE);
    Effect::new(move || {
        view.track();
        limit.set(PAGE);
    });
    let list = Resource::new(move || api::conversations(workspace, view.get(), limit.get()));
    use_live().refetch(list, |event| matches!(event, LiveEvent::ConversationChanged { .. }));
    view! {
        <section class="inbox__list" aria-label=inbox::conversations()>
            <header class="inbox__head">
                <p class="page__title" aria-hidden="true">{inbox::title()}</p>
                <nav aria-label=inbox::views()>
                    <ul class="sections__list inbox__views">
                        {words::VIEWS.map(|each| view! {
                            <li>
                                <A
                                    href=paths::inbox_view(workspace, api::view_name(each))
                                    attr:class="sections__link"
                                    attr:aria-current=move || (view.get() == each).then_some("page")
                                >
                                    {words::view_label(each)}
                                </A>
                            </li>
                        })}
                    </ul>
                </nav>
            </header>
            <div class="inbox__rows">
                <Load resource=list failed=inbox::not_loaded() skeleton=|| view! { <Skeleton count=6 /> } let(page)>
                    <Listed page view open limit />
                </Load>
            </div>
        </section>
    }
}

#[component]
fn Listed(
    page: Signal<Page<Conversation>>,
    view: Memo<InboxView>,
    open: Memo<Option<ConversationId>>,
    limit: RwSignal<u16>,
) -> impl IntoView {
    let now = use_now();
    let node = NodeRef::<leptos::html::Ul>::new();
    let find =
        move |id| page.with(|page| page.items.iter().find(|conversation| conversation.id == id).cloned());
    keys::on_key(move |event| {
        let Some(list) = node.get_untracked().filter(|_| keys::is_free(&event)) else { return };
        if matches!(event.key().as_str(), "j" | "k") {
            keys::rove(&event, &list, "a", "k", "j");
        }
    });
    let empty = move || {
        let (title, text) = words::view_empty(view.get());
        view! { <EmptyState icon=icon::INBOX title text /> }
    };
    view! {
        <Show when=move || !page.with(|page| page.items.is_empty()) fallback=empty>
            <ul class="conversations" node_ref=node>
                <For each=move || page.get().items key=|conversation| conversation.id let:conversation>
                    {
                        let (id, first) = (conversation.id, conversation);
                        let conversation = Signal::derive(move || find(id).unwrap_or_else(|| first.clone()));
                        view! { <ConversationRow conversation id view open now /> }
                    }
                </For>
            </ul>
            <Show when=move || page.with(|page| page.next_cursor.is_some())>
                <div class="inbox__more">
                    {move || if limit.get() < MOST {
                        view! { <Button on_click=move |_| limit.update(|limit| *limit = (*limit + PAGE).min(MOST))>{inbox::show_more()}</Button> }.into_any()
                    } else {
                        view! { <p class="hint">{inbox::no_more_shown(&crate::format::number(MOST.into()))}</p> }.into_any()
                    }}
                </div>
            </Show>
        </Show>
    }
}

#[component]
fn ConversationRow(
    conversation: Signal<Conversation>,
    id: ConversationId,
    view: Memo<InboxView>,
    open: Memo<Option<ConversationId>>,
    now: Signal<Time>,
) -> impl IntoView {
    let workspace = use_workspace().id;
    let name = Memo::new(move |_| conversation.with(|conversation| words::name(&conversation.contact)));
    let state = Memo::new(move |_| conversation.with(|conversation| words::state(conversation.state)));
    let unread = Memo::new(move |_| conversation.with(|conversation| conversation.unread_count));
    let closing = Memo::new(move |_| {
        words::window_in_list(window(conversation.with(|c| c.window_closes_at), now.get()))
    });
    let draft = Memo::new(move |_| {
        open.track();
        super::composer::kept_draft(id).filter(|text| !text.trim().is_empty())
    });
    view! {
        <li>
            <A
                href=move || paths::conversation(workspace, api::view_name(view.get()), id)
                attr:class="conversation"
                attr:aria-current=move || (open.get() == Some(id)).then_some("true")
            >
                <Avatar name />
                <span class="conversation__body">
                    <span class="conversation__line">
                        <span class="conversation__name" dir="auto">{name}</span>
                        <span class="hint numeric">
                            {move || conversation.with(|c| c.last_message_at).map(|at| view! { <Moment at style=MomentStyle::Short /> })}
                        </span>
                    </span>
                    <span class="conversation__line">
                        <span class="conversation__last">
                            {move || match draft.get() {
                                Some(text) => view! {
                                    <span class="conversation__draft">{inbox::draft()}</span>" "
                                    <span class="conversation__text" dir="auto">{text}</span>
                                }
                                .into_any(),
                                None => view! {
                                    <LastAuthor author=conversation.with(|c| c.last_author) />
                                    <span class="conversation__text" dir="auto">{conversation.with(|c| c.last_message.clone())}</span>
                                }
                                .into_any(),
                            }}
                        </span>
                        {move || (unread.get() > 0).then(|| view! {
                            <span class="conversation__unread numeric">
                                <span aria-hidden="true">{crate::format::number(unread.get().into())}</span>
                                <span class="visually-hidden">{inbox::n_unread(unread.get().into())}</span>
                            </span>
                        })}
                    </span>
                    <span class="conversation__line conversation__line--badges">
                        {move || { let (tone, icon, text) = state.get(); view! { <Badge tone icon text /> } }}
                        {move || closing.get().map(|text| view! { <Badge icon=icon::CLOCK text /> })}
                    </span>
                </span>
            </A>
        </li>
    }
}

/// A sign, with its word for screen readers, when the last message is ours.
#[component]
fn LastAuthor(author: Option<Author>) -> impl IntoView {
    let (icon, word) = match author {
        Some(Author::Bot) => (icon::BOT, inbox::by_bot()),
        Some(Author::Member) => (icon::REPLY, inbox::by_team()),
        Some(Author::Contact) | None => return ().into_any(),
    };
    view! { <IconView icon small=true /><span class="visually-hidden">{word}" "</span> }.into_any()
}
