//! The thread on the phone: what the server says, what is on its way, and what was seen.

use leptos::ev;
use leptos::html;
use leptos::prelude::*;
use shared::inbox::{MessageContent, MessageStatus};
use shared::live::LiveEvent;
use shared::phone::{PhoneInput, PhoneMessage, PhoneThread};
use shared::{NumberId, WorkspaceId};

use super::composer::Composer;
use super::log::PhoneLog;
use crate::api::{self, ApiError};
use crate::features::messages::{bubble_content, tick};
use crate::i18n::phone;
use crate::live::use_live;
use crate::load::Load;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::button::Button;
use crate::ui::phone::{Bubble, BubbleContent, Phone, Side, Tick};
use crate::ui::skeleton::Skeleton;

/// A phone that talks to a sandbox number.
#[component]
pub fn SandboxPhone(
    /// The number.
    number: NumberId,
    /// The name the customer sees.
    #[prop(into)]
    name: Signal<String>,
) -> impl IntoView {
    let workspace = use_workspace().id;
    let thread = Resource::new(move || api::phone(workspace, number));
    use_live().refetch(thread, move |event| matches!(event, LiveEvent::ConversationChanged { number_id, .. } if *number_id == number));
    view! {
        <Load resource=thread failed=phone::not_loaded() skeleton=|| view! { <Skeleton count=6 /> } let(loaded)>
            <Thread loaded name workspace number on_sent=move |()| thread.refetch() />
        </Load>
    }
}

/// Something written that the server has not confirmed.
#[derive(Clone, PartialEq)]
struct Pending {
    id: u32,
    text: String,
}

#[component]
fn Thread(
    loaded: Signal<PhoneThread>,
    name: Signal<String>,
    workspace: WorkspaceId,
    number: NumberId,
    #[prop(into)] on_sent: Callback<()>,
) -> impl IntoView {
    let pending = RwSignal::new(Vec::<Pending>::new());
    let next_id = StoredValue::new(0_u32);
    let failure = RwSignal::new(None::<String>);
    let log = RwSignal::new(PhoneLog::default());
    log.update_untracked(|log| log.take_newest(loaded.get_untracked()));
    Effect::new(move || {
        let newest = loaded.get();
        log.update(|log| log.take_newest(newest));
    });
    let messages = Memo::new(move |_| log.with(|log| log.messages().to_vec()));
    let send = Action::new_local(move |input: &PhoneInput| {
        let (id, text) = (next_id.get_value(), words(input, &messages.get_untracked()));
        next_id.set_value(id.wrapping_add(1));
        pending.update(|pending| pending.push(Pending { id, text }));
        failure.set(None);
        let input = input.clone();
        async move {
            let answer = api::write_from_phone(workspace, number, &input).await;
            pending.try_update(|pending| pending.retain(|other| other.id != id));
            match answer {
                Ok(thread) => {
                    log.try_update(|log| log.take_newest(thread));
                    on_sent.run(());
                    Ok(())
                }
                Err(error) => {
                    failure.try_set(Some(error.message()));
                    Err((input, error))
                }
            }
        }
    });
    mark_read(workspace, number, messages);
    let node = NodeRef::<html::Div>::new();
    follow(node, messages, pending);
    view! {
        <Phone name note=phone::business_account() live=true thread=node foot=move || view! { <Composer send failure /> }>
            <Show when=move || messages.with(Vec::is_empty) && pending.with(Vec::is_empty)>
                <li class="phone__hint">{phone::say_hi()}</li>
            </Show>
            <Older log workspace number />
            <For each=move || messages.get() key=|message| message.id.clone() let:message>
                <PhoneBubble message messages name=name.get_untracked() send />
            </For>
            <For each=move || pending.get() key=|pending| pending.id let:message>
                <Bubble side=Side::Out sender=phone::you() content=BubbleContent::text(message.text) tick=MaybeProp::from(Some(Tick::Sending)) />
            </For>
        </Phone>
    }
}

/// The way to what came before the first message shown.
#[component]
fn Older(log: RwSignal<PhoneLog>, workspace: WorkspaceId, number: NumberId) -> impl IntoView {
    let older = Action::new_local(move |before: &String| {
        let before = before.clone();
        async move {
            let thread = api::phone_before(workspace, number, &before).await?;
            log.try_update(|log| log.take_older(thread));
            Ok::<_, ApiError>(())
        }
    });
    let failure = move || older.value().get().and_then(Result::err).map(|error| error.message());
    move || {
        log.with(|log| log.oldest().map(str::to_owned)).map(|from| {
            view! {
                <li class="phone__older">
                    <Button busy=older.pending() on_click=move |_| { older.dispatch_local(from.clone()); }>{phone::older()}</Button>
                    <span class="field__error" role="alert">{failure}</span>
                </li>
            }
        })
    }
}

/// What is sent from the phone, and what could not be.
pub(super) type Send = Action<PhoneInput, Result<(), (PhoneInput, ApiError)>>;

#[component]
fn PhoneBubble(
    message: PhoneMessage,
    messages: Memo<Vec<PhoneMessage>>,
    name: String,
    send: Send,
) -> impl IntoView {
    let (id, first) = (message.id.clone(), message.status);
    let status = Memo::new(move |_| {
        messages.with(|all| all.iter().find(|other| other.id == id).map_or(first, |found| found.status))
    });
    let (side, sender) =
        if message.is_mine { (Side::Out, phone::you().to_owned()) } else { (Side::In, name) };
    let is_mine = message.is_mine;
    let shown_tick = MaybeProp::derive(move || is_mine.then(|| tick(status.get())).flatten());
    let content = bubble_content(&message.content);
    let is_list = content.list.is_some();
    let message_id = message.id.clone();
    let choose = Callback::new(move |id: String| {
        let message_id = message_id.clone();
        send.dispatch_local(if is_list {
            PhoneInput::ListReply { message_id, id }
        } else {
            PhoneInput::ButtonReply { message_id, id }
        });
    });
    view! { <Bubble side sender content at=message.at tick=shown_tick on_choose=choose /> }
}

/// What stands in the bubble until the server has it.
fn words(input: &PhoneInput, messages: &[PhoneMessage]) -> String {
    let found = |message_id: &str, id: &str| {
        let message = messages.iter().find(|message| message.id == message_id)?;
        match &message.content {
            MessageContent::Buttons { buttons, .. } => {
                buttons.iter().find(|choice| choice.id == id).map(|choice| choice.title.clone())
            }
            MessageContent::List { sections, .. } => sections
                .iter()
                .flat_map(|section| &section.rows)
                .find(|choice| choice.id == id)
                .map(|choice| choice.title.clone()),
            _ => None,
        }
    };
    match input {
        PhoneInput::Text { text } => text.clone(),
        PhoneInput::ButtonReply { message_id, id } | PhoneInput::ListReply { message_id, id } => {
            found(message_id, id).unwrap_or_default()
        }
        PhoneInput::Sticker {} => crate::i18n::bubbles::sticker().to_owned(),
    }
}

/// Marks what the business sent as read while somebody can see it.
fn mark_read(workspace: WorkspaceId, number: NumberId, messages: Memo<Vec<PhoneMessage>>) {
    let is_visible = RwSignal::new(!document().hidden());
    let watch =
        window_event_listener_untyped("visibilitychange", move |_| is_visible.set(!document().hidden()));
    on_cleanup(move || watch.remove());
    let unread = Memo::new(move |_| {
        messages.with(|all| {
            all.iter()
                .rev()
                .find(|message| !message.is_mine && message.status != MessageStatus::Read)
                .map(|m| m.id.clone())
        })
    });
    let mark =
        Action::new_local(
            move |_: &String| async move { api::mark_phone_read(workspace, number).await.is_ok() },
        );
    Effect::new(move |before: Option<Option<String>>| {
        let unread = unread.get().filter(|_| is_visible.get());
        if let Some(id) = unread.clone().filter(|id| before.flatten().as_ref() != Some(id)) {
            mark.dispatch_local(id);
        }
        unread
    });
}

/// Keeps the newest message in sight.
fn follow(node: NodeRef<html::Div>, messages: Memo<Vec<PhoneMessage>>, pending: RwSignal<Vec<Pending>>) {
    let newest = Memo::new(move |_| messages.with(|all| all.last().map(|message| message.id.clone())));
    Effect::new(move || {
        newest.track();
        pending.with(Vec::len);
        if let Some(list) = node.get() {
            request_animation_frame(move || list.set_scroll_top(list.scroll_height()));
        }
    });
    let resize = window_event_listener(ev::resize, move |_| {
        if let Some(list) = node.get_untracked() {
            list.set_scroll_top(list.scroll_height());
        }
    });
    on_cleanup(move || resize.remove());
}
