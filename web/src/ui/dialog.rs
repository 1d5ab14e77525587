//! Dialogs on the native `<dialog>`: modal, focus kept inside and given back by the browser, Escape closes.

use leptos::ev::{Event, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::button::{Button, ButtonKind, IconButton};
use super::icon;
use crate::i18n::common;

/// Where the focus begins: what asks for it, else the first field, else the first thing to press in the content.
const FIRST: [&str; 3] = [
    "[autofocus]",
    "input:not([tabindex='-1']), select, textarea",
    ".dialog__head ~ * button, .dialog__head ~ * a[href]",
];

/// Opens and closes the element along with `open`.
fn follow(node: NodeRef<html::Dialog>, open: RwSignal<bool>) {
    Effect::new(move || {
        let Some(dialog) = node.get() else { return };
        if open.get() && !dialog.open() {
            let _ = dialog.show_modal();
            // The content is drawn before the next frame.
            request_animation_frame(move || focus_first(&dialog));
        } else if !open.get() && dialog.open() {
            dialog.close();
        }
    });
}

fn focus_first(dialog: &web_sys::HtmlDialogElement) {
    let found = FIRST.into_iter().find_map(|wanted| dialog.query_selector(wanted).ok().flatten());
    if let Some(first) = found.and_then(|found| found.dyn_into::<web_sys::HtmlElement>().ok()) {
        let _ = first.focus();
    }
}

/// A modal dialog. Its first field gets the focus (or what has `autofocus`); content lives only while it is open.
#[component]
pub fn Dialog(
    /// Whether it is open; set by the browser too (Escape).
    open: RwSignal<bool>,
    /// Its title.
    #[prop(into)]
    title: Signal<String>,
    /// Has no close button and does not close by Escape: there is nothing behind it to go back to.
    #[prop(optional)]
    firm: bool,
    /// Does not show its title: what is first in it says what it is.
    #[prop(optional)]
    bare: bool,
    /// The content; buttons in a `dialog__foot`.
    children: ChildrenFn,
) -> impl IntoView {
    let node = NodeRef::new();
    follow(node, open);
    let id = super::unique_id("dialog");
    let title_of = id.clone();
    let children = StoredValue::new(children);
    let cancel = move |event: Event| {
        if firm {
            event.prevent_default();
        }
    };
    // Browsers heed only the first refusal of Escape as `cancel`; the key itself can be refused each time.
    let on_key = move |event: KeyboardEvent| {
        if firm && event.key() == "Escape" {
            event.prevent_default();
        }
    };
    view! {
        <dialog
            class="dialog"
            class:dialog--bare=bare
            node_ref=node
            aria-labelledby=(!bare).then_some(title_of)
            aria-label=move || bare.then(|| title.get())
            on:close=move |_| open.set(false)
            on:cancel=cancel
            on:keydown=on_key
        >
            <Show when=move || open.get()>
                {(!bare).then(|| view! {
                    <div class="dialog__head">
                        <h2 class="dialog__title" id=id.clone()>{move || title.get()}</h2>
                        {(!firm).then(|| view! { <IconButton icon=icon::X name=common::close() on_click=move |_| open.set(false) /> })}
                    </div>
                })}
                {children.with_value(|children| children())}
            </Show>
        </dialog>
    }
}

/// Asks before something that cannot be undone. The focus starts on Cancel; the button repeats the verb.
#[component]
pub fn AlertDialog(
    /// Whether it is open.
    open: RwSignal<bool>,
    /// The question, naming the thing.
    #[prop(into)]
    title: Signal<String>,
    /// What changes for whom, and whether it can be undone.
    #[prop(into)]
    text: Signal<String>,
    /// The verb and the noun.
    #[prop(into)]
    confirm: Signal<String>,
    /// What the other button says; "Cancel" when absent.
    #[prop(default = common::cancel().into(), into)]
    cancel: Signal<String>,
    /// Is at work.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it did not work, when it did not.
    #[prop(optional, into)]
    error: Signal<Option<String>>,
    /// What to do; close the dialog when it is done.
    #[prop(into)]
    on_confirm: Callback<()>,
) -> impl IntoView {
    let node = NodeRef::new();
    follow(node, open);
    let id = super::unique_id("alert");
    let text_id = format!("{id}-text");
    let (title_of, text_of) = (id.clone(), text_id.clone());
    view! {
        <dialog
            class="dialog dialog--alert"
            role="alertdialog"
            node_ref=node
            aria-labelledby=title_of
            aria-describedby=text_of
            on:close=move |_| open.set(false)
        >
            <Show when=move || open.get()>
                <h2 class="dialog__title" id=id.clone()>{move || title.get()}</h2>
                <p class="dialog__text" id=text_id.clone()>{move || text.get()}</p>
                <p class="field__error" role="alert">{move || error.get()}</p>
                <div class="dialog__foot">
                    <Button autofocus=true on_click=move |_| open.set(false)>{move || cancel.get()}</Button>
                    <Button kind=ButtonKind::Danger busy on_click=move |_| on_confirm.run(())>{move || confirm.get()}</Button>
                </div>
            </Show>
        </dialog>
    }
}
