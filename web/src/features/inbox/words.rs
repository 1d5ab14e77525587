//! The inbox in words.

use shared::inbox::{ContactSummary, ConversationState, InboxView};

use super::window::Window;
use crate::format;
use crate::i18n::inbox;
use crate::ui::badge::Tone;
use crate::ui::icon::{self, Icon};

/// The views in the order in which they are offered.
pub(super) const VIEWS: [InboxView; 5] =
    [InboxView::All, InboxView::Waiting, InboxView::Bot, InboxView::Open, InboxView::Closed];

/// The view of that name; every open one when there is no such view.
pub(super) fn view(name: &str) -> InboxView {
    VIEWS.into_iter().find(|view| crate::api::view_name(*view) == name).unwrap_or_default()
}

/// A view's label.
pub(super) fn view_label(view: InboxView) -> &'static str {
    match view {
        InboxView::All => inbox::view_all(),
        InboxView::Waiting => inbox::view_waiting(),
        InboxView::Open => inbox::view_open(),
        InboxView::Bot => inbox::view_bot(),
        InboxView::Closed => inbox::view_closed(),
    }
}

/// What would stand in an empty view.
pub(super) fn view_empty(view: InboxView) -> (&'static str, &'static str) {
    match view {
        InboxView::All => (inbox::empty_title(), inbox::empty_text()),
        InboxView::Waiting => (inbox::empty_waiting(), inbox::empty_waiting_text()),
        InboxView::Open => (inbox::empty_title(), inbox::empty_open_text()),
        InboxView::Bot => (inbox::empty_title(), inbox::empty_bot_text()),
        InboxView::Closed => (inbox::empty_title(), inbox::empty_closed_text()),
    }
}

/// The contact's name, their number when there is none, else what everybody is.
pub(super) fn name(contact: &ContactSummary) -> String {
    if !contact.name.trim().is_empty() {
        return contact.name.clone();
    }
    contact.phone.clone().unwrap_or_else(|| inbox::unnamed().to_owned())
}

/// Tone, sign and word of who answers.
pub(super) fn state(state: ConversationState) -> (Tone, Icon, &'static str) {
    match state {
        ConversationState::Bot => (Tone::Brand, icon::BOT, inbox::state_bot()),
        ConversationState::Waiting => (Tone::Warning, icon::CLOCK, inbox::state_waiting()),
        ConversationState::Open => (Tone::Info, icon::MESSAGE_SQUARE, inbox::state_open()),
        ConversationState::Closed => (Tone::Neutral, icon::CHECK, inbox::state_closed()),
    }
}

/// The window as the thread's header says it.
pub(super) fn window_in_header(window: Window) -> String {
    match window {
        Window::Never => inbox::window_never().to_owned(),
        Window::Open { hours } => inbox::window_open(&format::number(hours)),
        Window::Soon { hours: 0, minutes } => inbox::window_soon_minutes(&format::number(minutes)),
        Window::Soon { hours, minutes } => {
            inbox::window_soon(&format::number(hours), &format::number(minutes))
        }
        Window::Last { at } => inbox::window_last(&format::time_of_day(at)),
        Window::Closed => inbox::window_closed().to_owned(),
    }
}

/// The window in the list; only when it will close soon.
pub(super) fn window_in_list(window: Window) -> Option<String> {
    match window {
        Window::Soon { hours: 0, minutes } => Some(inbox::window_badge_minutes(&format::number(minutes))),
        Window::Soon { hours, minutes } => {
            Some(inbox::window_badge(&format::number(hours), &format::number(minutes)))
        }
        Window::Last { at } => Some(inbox::window_badge_last(&format::time_of_day(at))),
        Window::Never | Window::Open { .. } | Window::Closed => None,
    }
}
