//! What is asked about, and the dialog that asks: it is open as long as there is something.

use leptos::prelude::*;

/// Whether the dialog is open: while `asked` holds something, which is dropped when the dialog is closed by whatever means.
/// `on_ask` is called before each question.
#[must_use]
pub fn open_while_asked<T: Send + Sync + 'static>(
    asked: RwSignal<Option<T>>,
    on_ask: impl Fn() + 'static,
) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move || {
        let is_some = asked.with(Option::is_some);
        if is_some {
            on_ask();
        }
        open.set(is_some);
    });
    Effect::new(move || {
        if !open.get() && asked.with_untracked(Option::is_some) {
            asked.set(None);
        }
    });
    open
}
