//! Links between the sections of a thing (routes), and tabs inside a page.

use leptos::ev::KeyboardEvent;
use leptos::html;
use leptos::prelude::*;
use leptos_router::components::A;

use super::keys;

/// Links to the sections of a thing; the current one is marked by the router (`aria-current`).
#[component]
pub fn SectionLinks(
    /// Names the navigation, such as "Settings".
    #[prop(into)]
    name: Signal<String>,
    /// Path and label of each section.
    #[prop(into)]
    links: Signal<Vec<(String, String)>>,
) -> impl IntoView {
    view! {
        <nav class="sections" aria-label=move || name.get()>
            <ul class="sections__list">
                <For each=move || links.get() key=|(path, _)| path.clone() let:link>
                    <li><A href=link.0.clone() attr:class="sections__link">{link.1.clone()}</A></li>
                </For>
            </ul>
        </nav>
    }
}

/// A row of tabs; the panel is the caller's: give it `role="tabpanel"` and `id` = `panel_id`. Arrows change the tab.
#[component]
pub fn Tabs(
    /// Names the tabs.
    #[prop(into)]
    name: Signal<String>,
    /// Key and label of each.
    tabs: Vec<(String, String)>,
    /// The key of the chosen one.
    current: RwSignal<String>,
    /// The id of the panel.
    #[prop(into)]
    panel_id: String,
) -> impl IntoView {
    let root = NodeRef::<html::Div>::new();
    let on_key = move |event: KeyboardEvent| {
        if let Some(root) = root.get_untracked() {
            let (back, forth) = keys::along_line();
            keys::rove(&event, &root, "[role=tab]", back, forth);
        }
    };
    let tabs: Vec<_> = tabs
        .into_iter()
        .map(|(key, label)| {
            let (mine, to) = (key.clone(), key);
            let is_current = Memo::new(move |_| current.with(|current| *current == mine));
            view! {
                <button
                    class="sections__link"
                    type="button"
                    role="tab"
                    aria-controls=panel_id.clone()
                    aria-selected=move || if is_current.get() { "true" } else { "false" }
                    tabindex=move || if is_current.get() { "0" } else { "-1" }
                    on:focus=move |_| current.set(to.clone())
                >
                    {label}
                </button>
            }
        })
        .collect();
    view! { <div class="sections__list" role="tablist" node_ref=root aria-label=move || name.get() on:keydown=on_key>{tabs}</div> }
}
