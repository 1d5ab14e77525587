//! Tables: real ones, that become cards where there is no room (by the width of their container).

use leptos::prelude::*;

use crate::i18n::common;

/// A table with a caption that only screen readers see.
#[component]
pub fn Table(
    /// What the table lists.
    #[prop(into)]
    caption: Signal<String>,
    /// The heads of the columns, in order; an empty one is a column of controls.
    heads: Vec<String>,
    /// `Row`s.
    children: Children,
) -> impl IntoView {
    let heads: Vec<_> = heads
        .into_iter()
        .map(|head| {
            let name =
                head.is_empty().then(|| view! { <span class="visually-hidden">{common::actions()}</span> });
            view! { <th class="table__head" role="columnheader" scope="col">{head}{name}</th> }
        })
        .collect();
    view! {
        <div class="table-frame">
            <table class="table" role="table">
                <caption class="visually-hidden">{move || caption.get()}</caption>
                <thead class="table__heads" role="rowgroup"><tr role="row">{heads}</tr></thead>
                <tbody class="table__body" role="rowgroup">{children()}</tbody>
            </table>
        </div>
    }
}

/// A row of `Cell`s.
#[component]
pub fn Row(
    /// The cells.
    children: Children,
) -> impl IntoView {
    view! { <tr class="table__row" role="row">{children()}</tr> }
}

/// A cell; its label stands before it where the row is a card. Without a label it is the card's title or its controls.
#[component]
pub fn Cell(
    /// The head of its column.
    #[prop(optional, into)]
    label: Option<String>,
    /// Names the row: a row header.
    #[prop(optional)]
    heading: bool,
    /// Aligned at the end, with figures of equal width.
    #[prop(optional)]
    numeric: bool,
    /// Holds the row's menu: at the corner where the row is a card.
    #[prop(optional)]
    corner: bool,
    /// The content.
    children: Children,
) -> impl IntoView {
    let class = match (numeric, corner) {
        (true, _) => "table__cell table__cell--numeric",
        (false, true) => "table__cell table__cell--corner",
        (false, false) => "table__cell",
    };
    let label = label.map(|label| view! { <span class="table__label" aria-hidden="true">{label}</span> });
    if heading {
        view! { <th class="table__cell table__cell--heading" role="rowheader" scope="row">{label}{children()}</th> }.into_any()
    } else {
        view! { <td class=class role="cell">{label}{children()}</td> }.into_any()
    }
}
