//! Writing by hand. Within the 24-hour window text; after it the words that say why not. Drafts stay in this tab's storage.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use shared::inbox::{Conversation, ConversationState};
use shared::{ConversationId, Permission};

use super::list::use_now;
use super::sending::Sender;
use super::window::{Window, window};
use crate::format;
use crate::i18n::inbox;
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon::{self, IconView};

/// Most characters of a text (WhatsApp).
const TEXT_MAX_CHARS: usize = 4_096;

fn storage() -> Option<web_sys::Storage> {
    leptos::prelude::window().session_storage().ok().flatten()
}

fn key(id: ConversationId) -> String {
    format!("mgs.reply.{id}")
}

/// What was written and not sent in this tab.
pub(super) fn kept_draft(id: ConversationId) -> Option<String> {
    storage()?.get_item(&key(id)).ok().flatten()
}

fn keep_draft(id: ConversationId, text: &str) {
    if let Some(storage) = storage() {
        let _ =
            if text.is_empty() { storage.remove_item(&key(id)) } else { storage.set_item(&key(id), text) };
    }
}

/// What stands below the thread.
#[component]
pub(super) fn Composer(
    /// Which conversation.
    id: ConversationId,
    /// How it stands.
    conversation: Signal<Conversation>,
    /// The contact's name.
    name: Memo<String>,
    /// Sends what is written.
    sender: Sender,
) -> impl IntoView {
    let workspace = use_workspace();
    let now = use_now();
    let open = Memo::new(move |_| window(conversation.with(|c| c.window_closes_at), now.get()));
    let is_open = Memo::new(move |_| open.get().is_open());
    view! {
        <div class="composer">
            {move || if !workspace.can(Permission::InboxReply) {
                view! { <p class="hint">{move || workspace.blocked(Permission::InboxReply).get()}</p> }.into_any()
            } else if is_open.get() {
                view! { <Reply id conversation name open sender /> }.into_any()
            } else {
                view! { <Closed id conversation name open /> }.into_any()
            }}
        </div>
    }
}

/// The window is closed: why, and what will open it.
#[component]
fn Closed(
    id: ConversationId,
    conversation: Signal<Conversation>,
    name: Memo<String>,
    open: Memo<Window>,
) -> impl IntoView {
    let draft = kept_draft(id).filter(|text| !text.trim().is_empty());
    let text = move || match conversation.with(|c| c.last_inbound_at).filter(|_| open.get() == Window::Closed)
    {
        Some(at) => inbox::closed_text(&name.get(), &format::day_and_time(at)),
        None => inbox::never_wrote(&name.get()),
    };
    view! {
        <div class="composer__closed">
            <span class="composer__lock"><IconView icon=icon::LOCK /></span>
            <div>
                <p class="composer__title">{inbox::closed_title()}</p>
                <p class="muted">{text}</p>
                {draft.map(|draft| view! {
                    <p class="hint">{inbox::kept_text()}</p>
                    <p class="composer__kept" dir="auto">{draft}</p>
                })}
            </div>
        </div>
    }
}

/// The text area and Send.
#[component]
fn Reply(
    id: ConversationId,
    conversation: Signal<Conversation>,
    name: Memo<String>,
    open: Memo<Window>,
    sender: Sender,
) -> impl IntoView {
    let text = RwSignal::new(kept_draft(id).unwrap_or_default());
    let failure = RwSignal::new(None::<String>);
    let node = NodeRef::<html::Textarea>::new();
    let edit = move |written: String| {
        keep_draft(id, &written);
        text.set(written);
    };
    let n_chars = move || text.with(|text| text.chars().count());
    let submit = move || {
        let written = text.with_untracked(|text| text.trim().to_owned());
        let too_long = written.chars().count() > TEXT_MAX_CHARS;
        failure.set(too_long.then(|| inbox::too_long(&format::number(TEXT_MAX_CHARS as u64))));
        if !written.is_empty() && !too_long {
            edit(String::new());
            sender.send(written);
        }
        if let Some(area) = node.get_untracked() {
            let _ = area.focus();
        }
    };
    let on_key = move |event: KeyboardEvent| {
        if event.key() == "Enter" && !event.shift_key() && !event.is_composing() {
            event.prevent_default();
            submit();
        }
    };
    let timer = move || match open.get() {
        Window::Soon { hours: 0, minutes } => {
            Some(inbox::window_soon_composer_minutes(&format::number(minutes)))
        }
        Window::Soon { hours, minutes } => {
            Some(inbox::window_soon_composer(&format::number(hours), &format::number(minutes)))
        }
        Window::Last { at } => Some(inbox::window_last_composer(&format::time_of_day(at))),
        Window::Never | Window::Open { .. } | Window::Closed => None,
    };
    let is_bot = move || conversation.with(|c| c.state == ConversationState::Bot);
    view! {
        <form on:submit=move |event| { event.prevent_default(); submit(); }>
            <textarea
                class="field__control field__control--area composer__text"
                node_ref=node
                rows="2"
                dir="auto"
                aria-label=move || inbox::reply_to(&name.get())
                aria-describedby="composer-hint composer-error"
                placeholder=inbox::reply_placeholder()
                prop:value=move || text.get()
                on:input=move |event| edit(event_target_value(&event))
                on:keydown=on_key
            ></textarea>
            <p class="field__error" id="composer-error" role="alert">{move || failure.get()}</p>
            <div class="row row--spread">
                <p class="hint" id="composer-hint">
                    {move || is_bot().then(inbox::will_take_over)}
                    {move || timer()}
                    {move || (n_chars() * 5 > TEXT_MAX_CHARS * 4).then(|| format!(" {}/{TEXT_MAX_CHARS}", n_chars()))}
                    {move || (!is_bot() && timer().is_none()).then(|| view! { <span class="composer__keys">{inbox::keys_hint()}</span> })}
                </p>
                <Button kind=ButtonKind::Primary icon=icon::SEND submit=true>{inbox::send()}</Button>
            </div>
        </form>
    }
}
