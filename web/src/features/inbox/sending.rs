//! Texts written by hand on their way. One that could not be handed over stays in its place with the reason, Send again and
//! Delete; it is kept in this tab's storage, so that a reload does not lose it.

use leptos::prelude::*;
use shared::ConversationId;
use shared::inbox::{Author, Message, MessageContent, MessageStatus, NewMessage};

use crate::api;
use crate::i18n::inbox;
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon::{self, IconView};
use crate::ui::phone::{Bubble, BubbleContent, Side, Tick};

/// A text that is not in the log yet.
#[derive(Clone, PartialEq)]
pub(super) struct Pending {
    /// Tells it from others.
    pub(super) id: u32,
    /// What was written.
    pub(super) text: String,
    /// Why the server did not take it; `None` while it is on its way.
    pub(super) failure: Option<String>,
}

/// Sends texts of one conversation.
#[derive(Clone, Copy)]
pub(super) struct Sender {
    id: ConversationId,
    pending: RwSignal<Vec<Pending>>,
    next_id: StoredValue<u32>,
    call: Action<(u32, String), ()>,
}

impl Sender {
    /// A sender with what an earlier visit could not hand over; `on_sent` is called when the server took a text.
    pub(super) fn of(id: ConversationId, on_sent: impl Fn() + Copy + 'static) -> Self {
        let workspace = use_workspace().id;
        let stayed = |(id, (text, failure)): (u32, (String, Option<String>))| Pending {
            id,
            text,
            failure: failure.or_else(|| Some(inbox::maybe_sent().to_owned())),
        };
        let kept: Vec<_> = (0..).zip(kept(id)).map(stayed).collect();
        let next_id = StoredValue::new(u32::try_from(kept.len()).unwrap_or(u32::MAX));
        let pending = RwSignal::new(kept);
        let call = Action::new_local(move |(pending_id, text): &(u32, String)| {
            let (pending_id, body) = (*pending_id, NewMessage { text: text.clone() });
            async move {
                let answer = api::send_message(workspace, id, &body).await;
                pending.try_update(|pending| match &answer {
                    Ok(_) => pending.retain(|other| other.id != pending_id),
                    Err(error) => pending
                        .iter_mut()
                        .filter(|other| other.id == pending_id)
                        .for_each(|other| other.failure = Some(inbox::not_sent(&error.message()))),
                });
                pending.try_with_untracked(|pending| keep(id, pending));
                if answer.is_ok() {
                    on_sent();
                }
            }
        });
        Self { id, pending, next_id, call }
    }

    /// What is on its way or was not taken.
    pub(super) const fn pending(&self) -> RwSignal<Vec<Pending>> {
        self.pending
    }

    /// Sends a text.
    pub(super) fn send(&self, text: String) {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        self.pending.update(|pending| pending.push(Pending { id, text: text.clone(), failure: None }));
        self.pending.with_untracked(|pending| keep(self.id, pending));
        self.call.dispatch_local((id, text));
    }

    /// Sends a text that was not taken once more, now at the end.
    fn again(&self, pending: &Pending) {
        self.forget(pending.id);
        self.send(pending.text.clone());
    }

    fn forget(&self, id: u32) {
        self.pending.update(|pending| pending.retain(|other| other.id != id));
        self.pending.with_untracked(|pending| keep(self.id, pending));
    }
}

fn key(id: ConversationId) -> String {
    format!("mgs.unsent.{id}")
}

fn storage() -> Option<web_sys::Storage> {
    window().session_storage().ok().flatten()
}

/// Texts with the reason why each was not taken; without one it was on its way when the page was left.
fn kept(id: ConversationId) -> Vec<(String, Option<String>)> {
    let json = storage().and_then(|storage| storage.get_item(&key(id)).ok().flatten());
    json.and_then(|json| serde_json::from_str(&json).ok()).unwrap_or_default()
}

fn keep(id: ConversationId, pending: &[Pending]) {
    let texts: Vec<_> = pending.iter().map(|pending| (&pending.text, &pending.failure)).collect();
    if let (Some(storage), Ok(json)) = (storage(), serde_json::to_string(&texts)) {
        let _ =
            if texts.is_empty() { storage.remove_item(&key(id)) } else { storage.set_item(&key(id), &json) };
    }
}

/// The text of a message that a person wrote and WhatsApp did not take.
pub(super) fn unsent(message: &Message) -> Option<String> {
    match &message.content {
        MessageContent::Text { text }
            if message.author == Author::Member && message.status == MessageStatus::Failed =>
        {
            Some(text.clone())
        }
        _ => None,
    }
}

/// Sends the text of a failed message as a new one, while the window is open.
#[component]
pub(super) fn SendAgain(text: String, sender: Sender, may_send: Signal<bool>) -> impl IntoView {
    let text = StoredValue::new(text);
    view! {
        <Show when=move || may_send.get()>
            <Button kind=ButtonKind::Quiet icon=icon::ROTATE_CCW on_click=move |_| sender.send(text.get_value())>{inbox::send_again()}</Button>
        </Show>
    }
}

/// A text on its way; one that was not taken says why and what can be done.
#[component]
pub(super) fn PendingBubble(pending: Pending, sender: Sender, may_send: Signal<bool>) -> impl IntoView {
    let tick = if pending.failure.is_some() { Tick::Failed } else { Tick::Sending };
    let (id, failure, text) = (pending.id, pending.failure.clone(), pending.text.clone());
    let pending = StoredValue::new(pending);
    let again = move |_| pending.with_value(|pending| sender.again(pending));
    view! {
        <Bubble side=Side::Out sender=inbox::you() content=BubbleContent::text(text) tick=MaybeProp::from(Some(tick)) />
        {failure.map(|failure| view! {
            <li class="bubble-note bubble-note--failed">
                <IconView icon=icon::CIRCLE_ALERT small=true />
                <span role="alert">{failure}</span>
                <Show when=move || may_send.get()>
                    <Button kind=ButtonKind::Quiet icon=icon::ROTATE_CCW on_click=again>{inbox::send_again()}</Button>
                </Show>
                <Button kind=ButtonKind::Quiet icon=icon::TRASH on_click=move |_| sender.forget(id)>{inbox::delete_unsent()}</Button>
            </li>
        })}
    }
}
