//! Buttons do things; links go to places. A link that should look like a button is a `LinkButton`.

use leptos::ev::MouseEvent;
use leptos::prelude::*;
use leptos_router::components::A;

use super::icon::{Icon, IconView};

/// How much weight a button has. One `Primary` a view.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum ButtonKind {
    /// The one thing to do here.
    Primary,
    /// Everything else.
    #[default]
    Secondary,
    /// In bars and rows, where borders would be noise.
    Quiet,
    /// Deletes or ends something.
    Danger,
}

impl ButtonKind {
    const fn class(self) -> &'static str {
        match self {
            Self::Primary => "button button--primary",
            Self::Secondary => "button",
            Self::Quiet => "button button--quiet",
            Self::Danger => "button button--danger",
        }
    }
}

/// A native button. While `busy` it keeps its width and its focus, and does nothing.
#[component]
pub fn Button(
    /// Its weight.
    #[prop(optional)]
    kind: ButtonKind,
    /// Submits the form around it.
    #[prop(optional)]
    submit: bool,
    /// Before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Is at work.
    #[prop(optional, into)]
    busy: Signal<bool>,
    /// Why it cannot be used now, shown below it; `None` when it can. It stays focusable.
    #[prop(optional, into)]
    blocked: Signal<Option<String>>,
    /// Receives the first focus of its dialog.
    #[prop(optional)]
    autofocus: bool,
    /// Makes a thing of the list that the page shows: the key C does it.
    #[prop(optional)]
    creates: bool,
    /// What it does.
    #[prop(optional, into)]
    on_click: Option<Callback<MouseEvent>>,
    /// The label.
    children: Children,
) -> impl IntoView {
    let is_off = move || busy.get() || blocked.with(Option::is_some);
    let reason_id = super::unique_id("reason");
    let described_by = {
        let reason_id = reason_id.clone();
        move || blocked.with(Option::is_some).then(|| reason_id.clone())
    };
    let click = move |event: MouseEvent| {
        if is_off() {
            event.prevent_default();
        } else if let Some(on_click) = on_click {
            on_click.run(event);
        }
    };
    view! {
        <button
            class=kind.class()
            type=if submit { "submit" } else { "button" }
            aria-disabled=move || is_off().then_some("true")
            aria-busy=move || busy.get().then_some("true")
            aria-describedby=described_by
            autofocus=autofocus
            data-creates=creates.then_some("")
            on:click=click
        >
            {icon.map(|icon| view! { <span class="button__icon"><IconView icon small=true /></span> })}
            <span class="button__label">{children()}</span>
            <span class="button__spinner" aria-hidden="true"></span>
        </button>
        {move || blocked.get().map(|reason| view! { <span class="hint" id=reason_id.clone()>{reason}</span> })}
    }
}

/// A link that looks like a button.
#[component]
pub fn LinkButton(
    /// Where it goes; a path of the dashboard.
    #[prop(into)]
    href: Signal<String>,
    /// Its weight.
    #[prop(optional)]
    kind: ButtonKind,
    /// Before the label.
    #[prop(optional, into)]
    icon: Option<Icon>,
    /// Makes a thing of the list that the page shows: the key C does it.
    #[prop(optional)]
    creates: bool,
    /// The label.
    children: Children,
) -> impl IntoView {
    view! {
        <A href=move || href.get() attr:class=kind.class() attr:data-creates=creates.then_some("")>
            {icon.map(|icon| view! { <span class="button__icon"><IconView icon small=true /></span> })}
            <span class="button__label">{children()}</span>
        </A>
    }
}

/// A button that shows an icon only; its name is read out and shown as a tooltip.
#[component]
pub fn IconButton(
    /// Which icon.
    #[prop(into)]
    icon: Signal<Icon>,
    /// What it does, such as "Close".
    #[prop(into)]
    name: Signal<String>,
    /// For a toggle: whether it is on.
    #[prop(optional, into)]
    pressed: Option<Signal<bool>>,
    /// What it does.
    #[prop(into)]
    on_click: Callback<MouseEvent>,
) -> impl IntoView {
    view! {
        <button
            class="button button--quiet button--icon"
            type="button"
            aria-label=move || name.get()
            title=move || name.get()
            aria-pressed=move || pressed.map(|p| if p.get() { "true" } else { "false" })
            on:click=move |event| on_click.run(event)
        >
            <IconView icon />
        </button>
    }
}
