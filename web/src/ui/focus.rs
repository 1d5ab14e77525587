//! Keeps the focus on the page: when what has it goes away (a button that did its one thing, a row that was deleted), the focus
//! goes to what stands in its place. Browsers let it fall to nothing, and who works by keyboard starts again at the top.
//!
//! Code that knows better puts the focus itself: it has two frames to do so. What is inside `[data-passing]` (notices) gives the
//! focus back to where it came from.

use std::cell::{Cell, RefCell};

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;
use web_sys::{Element, HtmlElement, MutationObserver, MutationObserverInit};

/// What a press of the pointer gives the focus to; a press elsewhere takes it away, by the browser's own rules.
const PRESSABLE: &str = "a, button, input, select, textarea, summary, label, [tabindex]";

/// What Tab comes to; what is not drawn is left out afterwards.
const STOPS: &str = "a[href], button:not([disabled]), input:not([disabled]), select:not([disabled]), \
                     textarea:not([disabled]), summary, [tabindex='0']";

/// Regions that the focus does not leave by itself.
const REGIONS: &str = "main, nav, header, dialog, body";

thread_local! {
    /// Something has the focus, and nobody took it away.
    static IS_HELD: Cell<bool> = const { Cell::new(false) };
    /// The way from what had the focus last up to the body.
    static WAY: RefCell<Vec<Place>> = const { RefCell::new(Vec::new()) };
    static IS_WAITING: Cell<bool> = const { Cell::new(false) };
}

/// An element and which child of its parent it was.
struct Place {
    element: Element,
    index: u32,
}

/// Watches from now on; call once.
pub fn keep() {
    let entered = window_event_listener(leptos::ev::focusin, |event| {
        if let Some(element) = event.target().and_then(|target| target.dyn_into::<Element>().ok()) {
            remember(element);
        }
    });
    let pressed = window_event_listener(leptos::ev::pointerdown, |event| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        if target.is_none_or(|target| target.closest(PRESSABLE).ok().flatten().is_none()) {
            IS_HELD.set(false);
        }
    });
    // The page is watched as long as it lives.
    std::mem::forget((entered, pressed));
    let changed = Closure::<dyn FnMut()>::new(look);
    let Ok(observer) = MutationObserver::new(changed.as_ref().unchecked_ref()) else { return };
    changed.forget();
    let what = MutationObserverInit::new();
    what.set_child_list(true);
    what.set_subtree(true);
    what.set_attributes(true);
    what.set_attribute_filter(&js_sys::Array::of2(&"hidden".into(), &"disabled".into()));
    if let Some(body) = document().body() {
        let _ = observer.observe_with_options(&body, &what);
    }
}

fn remember(element: Element) {
    let is_passing = element.closest("[data-passing]").ok().flatten().is_some();
    IS_HELD.set(true);
    if is_passing {
        return;
    }
    let mut way = Vec::new();
    let mut next = Some(element);
    while let Some(element) = next {
        next = element.parent_element();
        let index =
            std::iter::successors(element.previous_element_sibling(), Element::previous_element_sibling);
        let index = u32::try_from(index.count()).unwrap_or(u32::MAX);
        way.push(Place { element, index });
    }
    WAY.set(way);
}

/// Something on the page has changed. When the focus is gone with it, waits for code that puts it somewhere, then does so.
fn look() {
    if IS_WAITING.get() || !is_lost() {
        return;
    }
    IS_WAITING.set(true);
    request_animation_frame(|| {
        request_animation_frame(|| {
            IS_WAITING.set(false);
            if is_lost() {
                put_back();
            }
        });
    });
}

/// Nothing has the focus although nobody took it away: what had it went away, or to another place of the page.
fn is_lost() -> bool {
    let document = document();
    let nothing = document.active_element().is_none_or(|active| active.tag_name() == "BODY");
    nothing && IS_HELD.get() && document.has_focus().unwrap_or(false)
}

fn is_drawn(element: &Element) -> bool {
    element.is_connected()
        && element.get_client_rects().length() > 0
        && !element.matches(":disabled").unwrap_or(false)
}

fn put_back() {
    let target = WAY.with_borrow(|way| match way.first() {
        Some(first) if is_drawn(&first.element) => Some(first.element.clone()),
        _ => way.windows(2).find_map(|pair| match pair {
            [gone, left] if is_drawn(&left.element) => Some(instead(&left.element, gone.index)),
            _ => None,
        }),
    });
    if let Some(element) = target.and_then(|target| target.dyn_into::<HtmlElement>().ok()) {
        let _ = element.focus();
    }
}

/// What stands in `parent` where its child `index` was, or after it, or before it; else further up, within the region.
fn instead(parent: &Element, index: u32) -> Element {
    let children = parent.children();
    if !parent.matches("main").unwrap_or(false) {
        let after = (index..children.length()).find_map(|i| stops(&children.item(i)?).into_iter().next());
        let before = || (0..index).rev().find_map(|i| stops(&children.item(i)?).pop());
        if let Some(found) = after.or_else(before) {
            return found;
        }
    }
    let place = std::iter::successors(parent.previous_element_sibling(), Element::previous_element_sibling);
    match parent.parent_element() {
        Some(up) if !parent.matches(REGIONS).unwrap_or(true) => {
            instead(&up, u32::try_from(place.count()).unwrap_or(u32::MAX))
        }
        _ => heading(parent),
    }
}

/// Where one reads on when the whole region is another one: its heading, else itself.
fn heading(region: &Element) -> Element {
    region.query_selector("h1").ok().flatten().unwrap_or_else(|| region.clone())
}

/// What Tab comes to in an element, itself included, in order.
fn stops(element: &Element) -> Vec<Element> {
    let mut found = Vec::new();
    if element.matches(STOPS).unwrap_or(false) {
        found.push(element.clone());
    }
    if let Ok(list) = element.query_selector_all(STOPS) {
        found.extend((0..list.length()).filter_map(|i| list.item(i)?.dyn_into().ok()));
    }
    found.retain(|stop| is_drawn(stop) && stop.get_attribute("tabindex").as_deref() != Some("-1"));
    found
}
