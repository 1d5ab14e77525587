//! Checkboxes and radio buttons, native.

use leptos::ev::Event;
use leptos::prelude::*;

/// A checkbox with its label beside it.
#[component]
pub fn Checkbox(
    /// Whether it is on.
    checked: RwSignal<bool>,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// A second line.
    #[prop(optional, into)]
    help: Signal<Option<String>>,
) -> impl IntoView {
    let id = super::unique_id("check");
    let help_id = format!("{id}-help");
    view! {
        <div class="check">
            <input
                class="check__control"
                type="checkbox"
                id=id.clone()
                aria-describedby=help_id.clone()
                prop:checked=move || checked.get()
                on:change=move |event: Event| checked.set(event_target_checked(&event))
            />
            <span>
                <label class="check__label" for=id>{move || label.get()}</label>
                <span class="check__help hint" id=help_id>{move || help.get()}</span>
            </span>
        </div>
    }
}

/// Radio buttons: one of a few values.
#[component]
pub fn RadioGroup(
    /// The chosen value.
    value: RwSignal<String>,
    /// What is chosen.
    #[prop(into)]
    legend: Signal<String>,
    /// Value and label of each.
    options: Vec<(String, String)>,
    /// The values are tags of languages, and each label is the language's own name: it is read out in that language.
    #[prop(optional)]
    languages: bool,
) -> impl IntoView {
    let name = super::unique_id("radio");
    let options: Vec<_> = options
        .into_iter()
        .map(|(option, label)| {
            let (id, chosen, set) = (super::unique_id("option"), option.clone(), option.clone());
            let lang = (languages && !option.is_empty()).then(|| option.clone());
            view! {
                <div class="check">
                    <input
                        class="check__control"
                        type="radio"
                        id=id.clone()
                        name=name.clone()
                        value=option
                        prop:checked=move || value.with(|value| *value == chosen)
                        on:change=move |_| value.set(set.clone())
                    />
                    <label class="check__label" for=id lang=lang>{label}</label>
                </div>
            }
        })
        .collect();
    view! {
        <fieldset class="choices">
            <legend class="choices__legend">{move || legend.get()}</legend>
            {options}
        </fieldset>
    }
}
