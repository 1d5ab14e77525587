//! The frame of the access pages: the brand above, one card, and what the product promises below.

use leptos::prelude::*;
use leptos_router::components::A;

use crate::i18n::{self, access, account};
use crate::ui::icon::{self, Icon, IconView};
use crate::ui::menu::{MenuButton, MenuItem};
use crate::ui::page::PageTitle;

/// One card of 400 px with a title. What stands above and below it is given as `above` and `below`.
#[component]
pub(super) fn AccessFrame(
    /// The `h1`.
    #[prop(into)]
    title: Signal<String>,
    /// A line below the title.
    #[prop(optional, into)]
    note: Signal<String>,
    /// Above the card.
    #[prop(optional, into)]
    above: ViewFn,
    /// Below the card: the other way in.
    #[prop(optional, into)]
    below: ViewFn,
    /// The form.
    children: Children,
) -> impl IntoView {
    view! {
        <div class="access">
            <header class="access__top">
                <A href="/" attr:class="brand">
                    <span class="brand__mark"><IconView icon=icon::MESSAGE_SQUARE small=true /></span>
                    <span class="brand__name">"MGS WA"</span>
                </A>
                <LanguageMenu />
            </header>
            <main class="access__main" id="main" tabindex="-1">
                <div class="access__above">{above.run()}</div>
                <div class="access__card">
                    <div class="access__head">
                        <PageTitle title />
                        <p class="muted">{move || note.get()}</p>
                    </div>
                    {children()}
                </div>
                <div class="access__below">{below.run()}</div>
            </main>
            <footer class="access__foot">
                <Promise icon=icon::BOT title=access::promise_build() text=access::promise_build_text() />
                <Promise icon=icon::SHIELD_CHECK title=access::promise_kept() text=access::promise_kept_text() />
                <Promise icon=icon::HEADPHONES title=access::promise_people() text=access::promise_people_text() />
            </footer>
        </div>
    }
}

/// The language before anybody is signed in.
#[component]
fn LanguageMenu() -> impl IntoView {
    let tag = i18n::tag();
    let languages = i18n::languages();
    let current = languages.iter().find(|(known, _)| *known == tag).map(|(_, name)| name.clone());
    let current = current.unwrap_or_else(|| tag.clone());
    let items: Vec<_> = languages
        .into_iter()
        .map(|(known, name)| {
            let is_shown = known == tag;
            let item = MenuItem::new(name, icon::GLOBE, {
                let known = known.clone();
                move |()| i18n::choose(Some(&known))
            });
            item.checked(is_shown).in_language(known)
        })
        .collect();
    let name = account::language_named(&current);
    let face = move || view! { <IconView icon=icon::GLOBE small=true /><bdi>{current.clone()}</bdi> };
    view! { <MenuButton name items=Signal::stored(items) face /> }
}

#[component]
fn Promise(icon: Icon, title: &'static str, text: &'static str) -> impl IntoView {
    view! {
        <div class="access__promise">
            <IconView icon />
            <div><p class="access__promise-title">{title}</p><p class="muted">{text}</p></div>
        </div>
    }
}
