//! Fields of forms: the label above, the help and the error below, tied together for assistive technology.
//!
//! A `Field` holds what is typed and what is wrong with it; the components draw one. It is checked when it is left after a first
//! edit, then on every change; what the server found wrong stands until the next change.

use std::sync::Arc;

use leptos::ev::Event;
use leptos::prelude::*;

use super::icon::{self, IconView};

/// Says what to do about a value that will not do; `None` when it will.
type Check = Arc<dyn Fn(&str) -> Option<String> + Send + Sync>;

/// One field of a form: its value and its error.
#[derive(Clone, Copy)]
pub struct Field {
    /// The name in the request's body; errors of the server find the field by it (`/name`).
    pub name: &'static str,
    /// What is typed.
    pub value: RwSignal<String>,
    id: StoredValue<String>,
    is_checked: RwSignal<bool>,
    is_edited: RwSignal<bool>,
    refused: RwSignal<Option<String>>,
    check: StoredValue<Check>,
}

impl Field {
    /// A field that `check` looks at.
    pub fn new(
        name: &'static str,
        value: impl Into<String>,
        check: impl Fn(&str) -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        Self {
            name,
            value: RwSignal::new(value.into()),
            id: StoredValue::new(super::unique_id(name)),
            is_checked: RwSignal::new(false),
            is_edited: RwSignal::new(false),
            refused: RwSignal::new(None),
            check: StoredValue::new(Arc::new(check)),
        }
    }

    /// A field in which everything is right.
    pub fn free(name: &'static str, value: impl Into<String>) -> Self {
        Self::new(name, value, |_| None)
    }

    /// The value without spaces at its ends.
    #[must_use]
    pub fn trimmed(&self) -> String {
        self.value.with(|value| value.trim().to_owned())
    }

    /// The value without spaces at its ends, without tracking it.
    #[must_use]
    pub fn trimmed_untracked(&self) -> String {
        self.value.with_untracked(|value| value.trim().to_owned())
    }

    /// The id of the control, for links of the error summary.
    #[must_use]
    pub fn id(&self) -> String {
        self.id.get_value()
    }

    /// What is shown below the field.
    #[must_use]
    pub fn error(&self) -> Option<String> {
        let refused = self.refused.get();
        refused.or_else(|| self.is_checked.get().then(|| self.fault()).flatten())
    }

    /// What is wrong with the value, shown or not.
    #[must_use]
    pub fn fault(&self) -> Option<String> {
        let check = self.check.get_value();
        self.value.with(|value| check(value))
    }

    /// Shows from now on what is wrong.
    pub fn reveal(&self) {
        self.is_checked.set(true);
    }

    /// Shows what the server refused.
    pub fn refuse(&self, why: String) {
        self.refused.set(Some(why));
    }

    /// Puts a value in and forgets what was wrong.
    pub fn reset(&self, value: impl Into<String>) {
        self.value.set(value.into());
        self.is_checked.set(false);
        self.is_edited.set(false);
        self.refused.set(None);
    }

    /// Takes what was typed.
    pub fn edit(&self, value: String) {
        self.is_edited.set(true);
        self.refused.set(None);
        self.value.set(value);
    }

    /// The field was left. A field that is taken away with the focus in it is left, too: by then it may be gone. An error moves
    /// what stands below it, so it waits for the end of the press that took the focus away.
    pub fn leave(&self) {
        if self.is_edited.try_get_untracked() == Some(true) {
            let is_checked = self.is_checked;
            super::press::after(move || {
                let _ = is_checked.try_set(true);
            });
        }
    }
}

/// Label, help, error and counter around a control that has the id `field.id()`.
#[component]
pub fn FieldFrame(
    /// The field.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    help: Signal<Option<String>>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// Most characters; shows a counter near the limit.
    #[prop(optional_no_strip)]
    max_chars: Option<usize>,
    /// The control.
    children: Children,
) -> impl IntoView {
    let id = field.id();
    let count = move || field.value.with(|value| value.chars().count());
    let counter = move || {
        let max = max_chars?;
        let over = count() > max;
        (count() * 5 >= max * 4).then(|| {
            view! { <span class="field__counter numeric" class:field__counter--over=over>{format!("{}/{max}", count())}</span> }
        })
    };
    view! {
        <div class="field" class:field--error=move || field.error().is_some()>
            <div class="field__head">
                <label class="field__label" for=id.clone()>
                    {move || label.get()}
                    {optional.then(|| view! { " "<span class="field__optional">{crate::i18n::common::optional()}</span> })}
                </label>
                {counter}
            </div>
            {children()}
            <p class="field__help hint" id=format!("{id}-help")>{move || help.get()}</p>
            <p class="field__error" id=format!("{id}-error")>
                {move || field.error().map(|error| view! { <IconView icon=icon::CIRCLE_ALERT small=true /><span>{error}</span> })}
            </p>
        </div>
    }
}

fn described_by(id: &str) -> String {
    format!("{id}-error {id}-help")
}

/// One line of text.
#[component]
pub fn TextField(
    /// The field.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    help: Signal<Option<String>>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// Most characters; more can be typed and are marked.
    #[prop(optional)]
    max_chars: Option<usize>,
    /// `type` of the input: `text`, `email`, `tel`, `search`, `number`.
    #[prop(default = "text")]
    kind: &'static str,
    /// What the browser may fill in, such as `email`.
    #[prop(default = "off")]
    autocomplete: &'static str,
    /// An example.
    #[prop(optional, into)]
    placeholder: Option<String>,
) -> impl IntoView {
    let id = field.id();
    view! {
        <FieldFrame field label help optional max_chars>
            <input
                class="field__control"
                id=id.clone()
                name=field.name
                type=kind
                dir=if matches!(kind, "email" | "tel") { "ltr" } else { "auto" }
                autocomplete=autocomplete
                placeholder=placeholder
                aria-required=(!optional).then_some("true")
                aria-invalid=move || field.error().is_some().then_some("true")
                aria-describedby=described_by(&id)
                prop:value=move || field.value.get()
                on:input=move |event: Event| field.edit(event_target_value(&event))
                on:blur=move |_| field.leave()
            />
        </FieldFrame>
    }
}

/// Several lines of text; grows with what is typed.
#[component]
pub fn TextArea(
    /// The field.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What helps to fill it in.
    #[prop(optional, into)]
    help: Signal<Option<String>>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// Most characters; more can be typed and are marked.
    #[prop(optional)]
    max_chars: Option<usize>,
    /// Lines at least.
    #[prop(default = 3)]
    rows: u32,
) -> impl IntoView {
    let id = field.id();
    view! {
        <FieldFrame field label help optional max_chars>
            <textarea
                class="field__control field__control--area"
                id=id.clone()
                name=field.name
                rows=rows
                dir="auto"
                aria-required=(!optional).then_some("true")
                aria-invalid=move || field.error().is_some().then_some("true")
                aria-describedby=described_by(&id)
                prop:value=move || field.value.get()
                on:input=move |event: Event| field.edit(event_target_value(&event))
                on:blur=move |_| field.leave()
            ></textarea>
        </FieldFrame>
    }
}

/// A native select, for up to a dozen options (or a list the browser can search by typing).
#[component]
pub fn Select(
    /// The field; its value is the chosen option's.
    field: Field,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// Value and label of each option.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// What helps to choose.
    #[prop(optional, into)]
    help: Signal<Option<String>>,
) -> impl IntoView {
    let id = field.id();
    view! {
        <FieldFrame field label help>
            <select
                class="field__control field__control--select"
                id=id.clone()
                name=field.name
                aria-invalid=move || field.error().is_some().then_some("true")
                aria-describedby=described_by(&id)
                prop:value=move || field.value.get()
                on:change=move |event: Event| field.edit(event_target_value(&event))
                on:blur=move |_| field.leave()
            >
                <For each=move || options.get() key=|(value, _)| value.clone() let:option>
                    <option value=option.0.clone() selected=move || field.value.with(|value| *value == option.0)>{option.1.clone()}</option>
                </For>
            </select>
        </FieldFrame>
    }
}
