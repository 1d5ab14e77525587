//! A menu button: actions of a thing, in the browser's top layer. Arrows, Home, End and first letters move; Escape returns.

use std::sync::Arc;

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::icon::{self, Icon, IconView};
use super::keys;

/// Finds the actions of an open menu.
const ITEMS: &str = "[role^=menuitem]";

/// One action of a menu. The danger item stands last.
#[derive(Clone)]
pub struct MenuItem {
    /// What it does, in words.
    pub label: String,
    /// Its sign.
    pub icon: Icon,
    /// Deletes or ends something.
    pub is_danger: bool,
    /// For one of several choices: whether it is the chosen one.
    pub is_checked: Option<bool>,
    /// The language of its label, when it is not the page's.
    pub lang: Option<String>,
    /// What happens.
    pub on_select: Arc<dyn Fn(()) + Send + Sync>,
}

impl MenuItem {
    /// An action.
    pub fn new(label: impl Into<String>, icon: Icon, on_select: impl Fn(()) + Send + Sync + 'static) -> Self {
        let (label, on_select) = (label.into(), Arc::new(on_select));
        Self { label, icon, is_danger: false, is_checked: None, lang: None, on_select }
    }

    /// The same, as one of several choices.
    #[must_use]
    pub fn checked(mut self, is_checked: bool) -> Self {
        self.is_checked = Some(is_checked);
        self
    }

    /// The same, with a label in another language than the page's.
    #[must_use]
    pub fn in_language(mut self, tag: String) -> Self {
        self.lang = Some(tag);
        self
    }

    /// The same, as one that deletes or ends something.
    #[must_use]
    pub fn danger(mut self) -> Self {
        self.is_danger = true;
        self
    }
}

/// Where the menu stands: below its button, ending where it ends, inside the window.
fn place(button: &web_sys::Element, menu: &web_sys::HtmlElement) {
    let (anchor, size) = (button.get_bounding_client_rect(), menu.get_bounding_client_rect());
    let root = document()
        .document_element()
        .map_or((0.0, 0.0), |e| (f64::from(e.client_width()), f64::from(e.client_height())));
    let gap = 4.0;
    let wanted = if crate::i18n::is_rtl() { anchor.left() } else { anchor.right() - size.width() };
    let left = wanted.min(root.0 - size.width() - gap).max(gap);
    let fits_below = anchor.bottom() + gap + size.height() <= root.1;
    let top = if fits_below { anchor.bottom() + gap } else { (anchor.top() - gap - size.height()).max(gap) };
    let style = menu.style();
    let _ = style.set_property("left", &pixels(left));
    let _ = style.set_property("top", &pixels(top));
}

/// Whole pixels: fractions would bring the code that writes them into every page.
#[allow(clippy::cast_possible_truncation, reason = "a window is far smaller than 2^31 pixels")]
fn pixels(length: f64) -> String {
    format!("{}px", length.round() as i32)
}

/// A button that opens a menu of actions.
#[component]
pub fn MenuButton(
    /// What the button opens, such as "More actions for Menu bot".
    #[prop(into)]
    name: Signal<String>,
    /// The actions.
    #[prop(into)]
    items: Signal<Vec<MenuItem>>,
    /// What the button shows; three dots when absent.
    #[prop(optional, into)]
    face: Option<ViewFn>,
    /// A line above the actions.
    #[prop(optional, into)]
    head: Option<ViewFn>,
) -> impl IntoView {
    let (button, menu) = (NodeRef::<html::Button>::new(), NodeRef::<html::Div>::new());
    let is_open = RwSignal::new(false);
    let id = super::unique_id("menu");
    let open = move |first: bool| {
        let (Some(button), Some(menu)) = (button.get_untracked(), menu.get_untracked()) else { return };
        let _ = menu.show_popover();
        place(&button, &menu);
        let wanted = if first { "[role^=menuitem]" } else { "[role^=menuitem]:last-of-type" };
        if let Some(item) =
            menu.query_selector(wanted).ok().flatten().and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok())
        {
            let _ = item.focus();
        }
    };
    let close = move || {
        if let Some(menu) = menu.get_untracked() {
            let _ = menu.hide_popover();
        }
        if let Some(button) = button.get_untracked() {
            let _ = button.focus();
        }
    };
    let on_button_key = move |event: KeyboardEvent| match event.key().as_str() {
        "ArrowDown" => {
            event.prevent_default();
            open(true);
        }
        "ArrowUp" => {
            event.prevent_default();
            open(false);
        }
        _ => {}
    };
    let on_menu_key = move |event: KeyboardEvent| {
        let Some(menu) = menu.get_untracked() else { return };
        match event.key().as_str() {
            "Escape" => {
                event.prevent_default();
                close();
            }
            "Tab" => close(),
            key if key.chars().count() == 1 && key != " " => jump(&menu, key),
            _ => keys::rove(&event, &menu, ITEMS, "ArrowUp", "ArrowDown"),
        }
    };
    let toggle = move |_| if is_open.get_untracked() { close() } else { open(true) };
    let on_toggle = move |_| {
        let is_shown =
            menu.get_untracked().is_some_and(|menu| menu.matches(":popover-open").unwrap_or(false));
        is_open.set(is_shown);
    };
    let has_face = face.is_some();
    view! {
        <button
            class="button button--quiet"
            class:button--icon=!has_face
            type="button"
            node_ref=button
            aria-haspopup="menu"
            aria-expanded=move || if is_open.get() { "true" } else { "false" }
            aria-controls=id.clone()
            aria-label=move || name.get()
            title=move || name.get()
            on:click=toggle
            on:keydown=on_button_key
        >
            {match face { Some(face) => face.run(), None => view! { <IconView icon=icon::ELLIPSIS /> }.into_any() }}
        </button>
        <div class="menu" node_ref=menu id=id popover="auto" on:toggle=on_toggle on:keydown=on_menu_key>
            {head.map(|head| view! { <div class="menu__head">{head.run()}</div> })}
            <div role="menu" aria-label=move || name.get()>
                <For
                    each=move || items.get().into_iter().enumerate()
                    // Two workspaces may have one name.
                    key=|(i, item)| (*i, item.label.clone(), item.is_checked)
                    let((_, item))
                >
                    <button
                        class="menu__item"
                        class:menu__item--danger=item.is_danger
                        type="button"
                        role=if item.is_checked.is_some() { "menuitemradio" } else { "menuitem" }
                        aria-checked=item.is_checked.map(|is| if is { "true" } else { "false" })
                        tabindex="-1"
                        on:click=move |_| { close(); (item.on_select)(()); }
                    >
                        <IconView icon=item.icon small=true />
                        <span class="menu__label" lang=item.lang.clone()>{item.label.clone()}</span>
                        {(item.is_checked == Some(true)).then(|| view! { <IconView icon=icon::CHECK small=true /> })}
                    </button>
                </For>
            </div>
        </div>
    }
}

/// Moves the focus to the next item that begins with `letter`.
fn jump(menu: &web_sys::Element, letter: &str) {
    let Ok(list) = menu.query_selector_all(ITEMS) else { return };
    let items: Vec<web_sys::HtmlElement> =
        (0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()).collect();
    let active = document().active_element();
    let here = items.iter().position(|item| active.as_ref() == Some(item.as_ref())).map_or(0, |i| i + 1);
    let letter = lower(letter);
    let begins = |item: &&web_sys::HtmlElement| {
        lower(item.text_content().unwrap_or_default().trim()).starts_with(&letter)
    };
    if let Some(item) = items.iter().cycle().skip(here).take(items.len()).find(begins) {
        let _ = item.focus();
    }
}

/// In small letters, by the browser: the tables for it are not in the download.
fn lower(text: &str) -> String {
    js_sys::JsString::from(text).to_lower_case().into()
}
