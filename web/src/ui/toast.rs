//! Toasts: what happened out of sight, with one thing to do about it, such as Undo. They never take the focus; errors and
//! notices stay.

use std::sync::Arc;
use std::time::Duration;

use leptos::prelude::*;

use super::badge::Tone;
use super::button::IconButton;
use super::icon::{self, IconView};
use crate::i18n::common;

/// How long a toast stays when nobody points at it.
const STAYS: Duration = Duration::from_secs(10);

/// One toast.
#[derive(Clone)]
struct Toast {
    id: u32,
    tone: Tone,
    text: String,
    action: Option<(String, Act)>,
}

/// What a toast's button does. Counted, not kept by the component that made it: that one may be gone when it is pressed.
type Act = Arc<dyn Fn() + Send + Sync>;

/// Shows toasts.
#[derive(Clone, Copy)]
pub struct Toasts {
    shown: RwSignal<Vec<Toast>>,
    next_id: StoredValue<u32>,
    /// Somebody points at or is in the region: nothing goes away.
    is_held: RwSignal<bool>,
}

impl Toasts {
    /// Something was done.
    pub fn done(&self, text: impl Into<String>) {
        self.show(Tone::Success, text.into(), None);
    }

    /// Something was done that `undo` takes back. Answers which toast it is: when it can no longer be taken back, `end` it.
    pub fn undo(&self, text: impl Into<String>, undo: impl Fn() + Send + Sync + 'static) -> u32 {
        self.show(Tone::Success, text.into(), Some((common::undo().to_owned(), Arc::new(undo))))
    }

    /// Something was done that a call takes back, wherever the person is by then; a refusal is shown in its words.
    pub fn undo_by<F>(&self, text: impl Into<String>, undo: impl Fn() -> F + Send + Sync + 'static)
    where
        F: Future<Output = Result<(), String>> + 'static,
    {
        let toasts = *self;
        self.undo(text, move || {
            let undoing = undo();
            leptos::task::spawn_local(async move {
                if let Err(why) = undoing.await {
                    toasts.error(why);
                }
            });
        });
    }

    /// Something to know and perhaps to act upon; stays until it is closed.
    pub fn notice(&self, text: impl Into<String>) {
        self.show(Tone::Warning, text.into(), None);
    }

    /// Something went wrong out of sight; stays until it is closed, and is said once until then.
    pub fn error(&self, text: impl Into<String>) {
        let text = text.into();
        let is_same = |toast: &Toast| toast.tone == Tone::Danger && toast.text == text;
        if !self.shown.with_untracked(|toasts| toasts.iter().any(is_same)) {
            self.show(Tone::Danger, text, None);
        }
    }

    fn show(&self, tone: Tone, text: String, action: Option<(String, Act)>) -> u32 {
        let id = self.next_id.get_value();
        self.next_id.set_value(id.wrapping_add(1));
        self.shown.update(|toasts| toasts.push(Toast { id, tone, text, action }));
        if tone == Tone::Success {
            self.end_later(id);
        }
        id
    }

    fn end_later(self, id: u32) {
        set_timeout(
            move || if self.is_held.get_untracked() { self.end_later(id) } else { self.end(id) },
            STAYS,
        );
    }

    /// Takes a toast away.
    pub fn end(&self, id: u32) {
        self.shown.update(|toasts| toasts.retain(|toast| toast.id != id));
        if self.shown.with_untracked(Vec::is_empty) {
            self.is_held.set(false);
        }
    }
}

/// Provides the toasts; call once, in the app.
pub fn provide_toasts() -> Toasts {
    let toasts = Toasts {
        shown: RwSignal::new(Vec::new()),
        next_id: StoredValue::new(0),
        is_held: RwSignal::new(false),
    };
    provide_context(toasts);
    toasts
}

/// The toasts of the app.
#[must_use]
pub fn use_toasts() -> Toasts {
    use_context().unwrap_or_else(provide_toasts)
}

/// Where toasts appear; stands once, in the app. F6 reaches it.
#[component]
pub fn ToastRegion() -> impl IntoView {
    let toasts = use_toasts();
    let hold_now = move |is_held| {
        let _ = toasts.is_held.try_set(is_held);
    };
    let hold = move |is_held| move |_| hold_now(is_held);
    view! {
        <section
            class="toasts"
            aria-label=common::notices()
            tabindex="-1"
            data-region=""
            data-passing=""
            hidden=move || toasts.shown.with(Vec::is_empty)
            on:pointerenter=hold(true)
            on:pointerleave=hold(false)
            on:focusin=move |_| hold_now(true)
            on:focusout=move |_| hold_now(false)
        >
            <For each=move || toasts.shown.get() key=|toast| toast.id let:toast>
                <ToastView toasts toast />
            </For>
        </section>
    }
}

#[component]
fn ToastView(toasts: Toasts, toast: Toast) -> impl IntoView {
    let id = toast.id;
    let is_error = toast.tone == Tone::Danger;
    let icon = match toast.tone {
        Tone::Danger => icon::OCTAGON_ALERT,
        Tone::Warning => icon::TRIANGLE_ALERT,
        _ => icon::CIRCLE_CHECK,
    };
    view! {
        <div class=format!("toast {}", toast.tone.class()) role=if is_error { "alert" } else { "status" }>
            <IconView icon />
            <span class="toast__text">{toast.text}</span>
            {toast.action.map(|(label, act)| view! {
                <button class="button button--quiet toast__action" type="button" on:click=move |_| { toasts.end(id); act(); }>{label}</button>
            })}
            <IconButton icon=icon::X name=common::close() on_click=move |_| toasts.end(id) />
        </div>
    }
}
