//! The head of a page: its one `h1`, the document's title, and the focus after a change of route.

use std::cell::RefCell;

use leptos::html;
use leptos::prelude::*;

thread_local! {
    /// Where the visit began, until it goes on to another page.
    static FIRST: RefCell<Option<First>> = const { RefCell::new(None) };
}

/// The first page of a visit leaves the focus where the browser put it, also when its title is drawn anew.
enum First {
    At(String),
    Left,
}

/// Whether the page was reached by a link of another one.
fn is_reached() -> bool {
    let here = window().location().pathname().unwrap_or_default();
    FIRST.with_borrow_mut(|first| match first {
        None => {
            *first = Some(First::At(here));
            false
        }
        Some(First::At(path)) if *path == here => false,
        Some(_) => {
            *first = Some(First::Left);
            true
        }
    })
}

/// Sets the document's title: "Thing · Section · MGS WA". An empty section is left out.
pub fn use_title(title: Signal<String>, section: Signal<String>) {
    Effect::new(move || {
        let (title, section) = (title.get(), section.get());
        let parts: Vec<&str> = [title.as_str(), section.as_str(), "MGS WA"]
            .into_iter()
            .filter(|part| !part.is_empty())
            .collect();
        document().set_title(&parts.join(" · "));
    });
}

/// The `h1` of a page, which takes the focus when the page was reached by a link.
#[component]
pub fn PageTitle(
    /// The text.
    #[prop(into)]
    title: Signal<String>,
    /// Where the page belongs, for the document's title.
    #[prop(optional, into)]
    section: Signal<String>,
) -> impl IntoView {
    use_title(title, section);
    let node = NodeRef::<html::H1>::new();
    node.on_load(move |heading| {
        if !is_reached() {
            return;
        }
        request_animation_frame(move || {
            let options = web_sys::FocusOptions::new();
            options.set_prevent_scroll(true);
            let _ = heading.focus_with_options(&options);
        });
    });
    view! { <h1 class="page__title" node_ref=node tabindex="-1">{move || title.get()}</h1> }
}

/// Title, a line below it, and the page's actions at the end.
#[component]
pub fn PageHeader(
    /// The `h1`.
    #[prop(into)]
    title: Signal<String>,
    /// Where the page belongs, for the document's title.
    #[prop(optional, into)]
    section: Signal<String>,
    /// A line below the title.
    #[prop(optional, into)]
    note: Signal<String>,
    /// The page's actions; one of them may be primary.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    view! {
        <header class="page__head">
            <div class="page__heading">
                <PageTitle title section />
                <p class="page__note">{move || note.get()}</p>
            </div>
            {children.map(|children| view! { <div class="page__actions">{children()}</div> })}
        </header>
    }
}
