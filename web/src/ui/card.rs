//! Cards: a titled piece of a page.

use leptos::prelude::*;

/// A section with a heading. What stands beside the heading is given as `aside`.
#[component]
pub fn Card(
    /// Its heading (`h2`).
    #[prop(into)]
    title: Signal<String>,
    /// Beside the heading: a link, a count, a button.
    #[prop(optional, into)]
    aside: ViewFn,
    /// Rows reach its edges: a list of `card__row`s or a table.
    #[prop(optional)]
    flush: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let id = super::unique_id("card");
    let title_of = id.clone();
    view! {
        <section class="card" aria-labelledby=title_of>
            <div class="card__head">
                <h2 class="card__title" id=id>{move || title.get()}</h2>
                <div class="card__aside">{move || aside.run()}</div>
            </div>
            <div class="card__body" class:card__body--flush=flush>{children()}</div>
        </section>
    }
}
