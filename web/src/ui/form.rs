//! A form as a whole: checks its fields on submit, shows what is to be fixed in a summary that takes the focus, and puts what
//! the server refused on the fields it names. What was typed is never cleared.

use leptos::ev::SubmitEvent;
use leptos::html;
use leptos::prelude::*;

use super::field::Field;

/// The state of a form. Make one a page with its fields, in their order.
#[derive(Clone, Copy)]
pub struct Form {
    fields: StoredValue<Vec<Field>>,
    /// What is wrong beside the fields.
    general: RwSignal<Option<String>>,
    /// Grows with each failed submit; the summary takes the focus then.
    n_failures: RwSignal<u32>,
}

impl Form {
    /// A form of these fields.
    #[must_use]
    pub fn new(fields: impl IntoIterator<Item = Field>) -> Self {
        Self {
            fields: StoredValue::new(fields.into_iter().collect()),
            general: RwSignal::new(None),
            n_failures: RwSignal::new(0),
        }
    }

    /// Whether everything may be sent; if not, says so on the form.
    #[must_use]
    pub fn check(&self) -> bool {
        self.general.set(None);
        let is_fine = untrack(|| {
            self.fields.with_value(|fields| {
                fields.iter().for_each(Field::reveal);
                fields.iter().all(|field| field.error().is_none())
            })
        });
        if !is_fine {
            self.n_failures.update(|n| *n += 1);
        }
        is_fine
    }

    /// Shows a refusal: `errors` are pointers (`/email`) with what to do; what names no field of this form, or `general` when
    /// no field is named, stands in the summary.
    pub fn refuse(&self, errors: &[(String, String)], general: String) {
        let mut left: Vec<&str> = Vec::new();
        self.fields.with_value(|fields| {
            for (pointer, why) in errors {
                match fields.iter().find(|field| pointer.strip_prefix('/') == Some(field.name)) {
                    Some(field) => field.refuse(why.clone()),
                    None => left.push(why),
                }
            }
        });
        let text = if errors.is_empty() { Some(general) } else { (!left.is_empty()).then(|| left.join(" ")) };
        self.general.set(text);
        self.n_failures.update(|n| *n += 1);
    }

    /// Forgets a general refusal, such as before another try.
    pub fn clear(&self) {
        self.general.set(None);
    }
}

/// The summary of what is to be fixed; empty until a submit failed. It stands first in the form.
#[component]
pub fn FormErrors(
    /// The form.
    form: Form,
) -> impl IntoView {
    let node = NodeRef::<html::Div>::new();
    let faults = move || {
        form.fields.with_value(|fields| {
            fields.iter().filter_map(|f| f.error().map(|error| (f.id(), error))).collect::<Vec<_>>()
        })
    };
    let is_shown =
        move || form.n_failures.get() > 0 && (form.general.with(Option::is_some) || !faults().is_empty());
    Effect::new(move || {
        if form.n_failures.get() > 0 {
            request_animation_frame(move || {
                if let Some(summary) = node.get_untracked() {
                    let _ = summary.focus();
                }
            });
        }
    });
    let list = move || {
        faults().into_iter().map(|(id, error)| view! { <li><FieldLink id error /></li> }).collect::<Vec<_>>()
    };
    let title =
        move || form.general.get().unwrap_or_else(|| crate::i18n::common::to_fix(faults().len() as u64));
    view! {
        <div node_ref=node tabindex="-1" class="summary" hidden=move || !is_shown()>
            <p class="summary__title">{title}</p>
            <ul class="summary__list">{list}</ul>
        </div>
    }
}

/// A link of the summary: puts the focus into the field.
#[component]
fn FieldLink(id: String, error: String) -> impl IntoView {
    let target = id.clone();
    let go = move |event: leptos::ev::MouseEvent| {
        event.prevent_default();
        super::focus_id(&target);
    };
    view! { <a href=format!("#{id}") on:click=go>{error}</a> }
}

/// A form element that never reloads the page.
#[component]
pub fn FormView(
    /// Its state.
    form: Form,
    /// Called when every field may be sent.
    #[prop(into)]
    on_submit: Callback<()>,
    /// Fields and buttons.
    children: Children,
) -> impl IntoView {
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        if form.check() {
            on_submit.run(());
        }
    };
    view! {
        <form class="stack" novalidate=true on:submit=submit>
            <FormErrors form />
            {children()}
        </form>
    }
}
