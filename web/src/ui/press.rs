//! Presses of the pointer: what would move things under it waits until it is let go, or the click would hit something else.

use std::cell::{Cell, RefCell};
use std::time::Duration;

use leptos::ev::{pointercancel, pointerdown, pointerup};
use leptos::prelude::*;

thread_local! {
    static IS_DOWN: Cell<bool> = const { Cell::new(false) };
    static WAITING: RefCell<Vec<Box<dyn FnOnce()>>> = const { RefCell::new(Vec::new()) };
}

/// Watches from now on; call once.
pub fn watch() {
    let down = window_event_listener(pointerdown, |_| IS_DOWN.set(true));
    // The click comes after the release.
    let up = window_event_listener(pointerup, |_| set_timeout(release, Duration::ZERO));
    let cancel = window_event_listener(pointercancel, |_| release());
    // The page is watched as long as it lives.
    std::mem::forget((down, up, cancel));
}

/// Does something now, or, while the pointer is pressed, once it has been let go and the click was heard.
pub fn after(act: impl FnOnce() + 'static) {
    if IS_DOWN.get() {
        WAITING.with_borrow_mut(|waiting| waiting.push(Box::new(act)));
    } else {
        act();
    }
}

fn release() {
    IS_DOWN.set(false);
    WAITING.take().into_iter().for_each(|act| act());
}
