//! The fields of the editor: what is typed becomes an op at once; limits are counted; problems stand below their field.

use flow::{StepId, TextField};
use leptos::html;
use leptos::prelude::*;

use super::anchors;
use super::issues::{Issue, Level};
use super::model::edits;
use super::model::variables::{self, Variable};
use super::store::use_editor;
use crate::i18n::editor;
use crate::ui::icon::{self, IconView};
use crate::ui::menu::{MenuButton, MenuItem};

/// How a field is written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// One line.
    Line,
    /// Several lines; grows with its text.
    Area,
    /// One line of code.
    Code,
}

/// A field with its label, counter and problems.
#[component]
pub(super) fn TextInput(
    /// The id by which problems find it.
    id: String,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// What it holds.
    #[prop(into)]
    value: Signal<String>,
    /// Called with each new value.
    #[prop(into)]
    on_input: Callback<String>,
    /// How it is written in.
    #[prop(default = Shape::Line)]
    shape: Shape,
    /// Most characters; more can be typed and are marked.
    #[prop(optional, into)]
    limit: Option<usize>,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// What helps to fill it in.
    #[prop(optional, into)]
    help: String,
    /// What can be inserted: `Text` puts braces around it.
    #[prop(optional)]
    insert: Option<Insert>,
) -> impl IntoView {
    let store = use_editor();
    let problems = Memo::new({
        let id = id.clone();
        move |_| {
            store.issues().with(|issues| {
                issues
                    .iter()
                    .filter(|issue| issue.anchor == id)
                    .map(|i| (i.level, i.text.clone()))
                    .collect::<Vec<_>>()
            })
        }
    });
    let has_error =
        move || problems.with(|problems| problems.iter().any(|(level, _)| *level == Level::Error));
    let (error_id, help_id) = (format!("{id}-error"), format!("{id}-help"));
    let described = format!("{error_id} {help_id}");
    let counter = move || {
        let limit = limit?;
        let count = value.with(|value| value.chars().count());
        let is_over = count > limit;
        Some(
            view! { <span class="field__counter" class:field__counter--over=is_over>{format!("{count}/{limit}")}</span> },
        )
    };
    let (area, line) = (NodeRef::<html::Textarea>::new(), NodeRef::<html::Input>::new());
    let control = match shape {
        Shape::Area => view! {
            <textarea
                class="field__control field__control--area"
                id=id.clone()
                node_ref=area
                rows="2"
                dir="auto"
                aria-invalid=move || has_error().then_some("true")
                aria-describedby=described.clone()
                prop:value=value.get_untracked()
                on:input=move |event| on_input.run(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
        Shape::Line | Shape::Code => view! {
            <input
                class="field__control"
                class:field__control--code=shape == Shape::Code
                id=id.clone()
                node_ref=line
                type="text"
                autocomplete="off"
                spellcheck=(shape == Shape::Code).then_some("false")
                dir=if shape == Shape::Code { "ltr" } else { "auto" }
                aria-invalid=move || has_error().then_some("true")
                aria-describedby=described.clone()
                prop:value=value.get_untracked()
                on:input=move |event| on_input.run(event_target_value(&event))
            />
        }
        .into_any(),
    };
    // Written only when it differs: writing what is there already would break the browser's own undo into letters.
    Effect::new(move || {
        let text = value.get();
        if let Some(area) = area.get().filter(|area| area.value() != text) {
            area.set_value(&text);
        }
        if let Some(line) = line.get().filter(|line| line.value() != text) {
            line.set_value(&text);
        }
    });
    let selection = move || {
        let in_area = area.get_untracked().map(|area| (area.selection_start(), area.selection_end()));
        let in_line = || line.get_untracked().map(|line| (line.selection_start(), line.selection_end()));
        let (start, end) = in_area.or_else(in_line)?;
        start.ok().flatten().zip(end.ok().flatten())
    };
    let put = {
        let id = id.clone();
        move |text: String| {
            let now = value.get_untracked();
            let all = u32::try_from(now.encode_utf16().count()).unwrap_or(u32::MAX);
            let (start, end) = selection().unwrap_or((all, all));
            let (text, caret) = variables::inserted(&now, start, end, &text);
            on_input.run(text);
            super::words::focus(&id);
            let _ = area.get_untracked().map(|area| area.set_selection_range(caret, caret));
            let _ = line.get_untracked().map(|line| line.set_selection_range(caret, caret));
        }
    };
    view! {
        <div class="field" class:field--error=has_error>
            <div class="field__head">
                <label class="field__label" for=id.clone()>
                    {move || label.get()}
                    {optional.then(|| view! { " "<span class="field__optional">{crate::i18n::common::optional()}</span> })}
                </label>
                {counter}
            </div>
            <div class="field__insertable">
                {control}
                {insert.map(|insert| view! { <InsertMenu insert on_choose=put /> })}
            </div>
            <p class="field__help hint" id=help_id>{help}</p>
            <div id=error_id>
                <For each=move || problems.get() key=|problem| problem.1.clone() let:problem>
                    <p class="field__error" class:field__error--warning=problem.0 == Level::Warning>
                        <IconView icon=if problem.0 == Level::Error { icon::CIRCLE_ALERT } else { icon::TRIANGLE_ALERT } small=true />
                        <span>{problem.1.clone()}</span>
                    </p>
                </For>
            </div>
        </div>
    }
}

/// How a variable is put into a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Insert {
    /// `{{ name }}`, in texts.
    Text,
    /// `name`, in conditions.
    Expression,
}

/// "Insert variable": everything the texts of this bot can refer to.
#[component]
fn InsertMenu(insert: Insert, #[prop(into)] on_choose: Callback<String>) -> impl IntoView {
    let store = use_editor();
    let known = Memo::new(move |_| store.with(variables::variables));
    let items = move || {
        let item = |variable: Variable| {
            let text = match insert {
                Insert::Text => variable.insertion(),
                Insert::Expression => variable.expression(),
            };
            MenuItem::new(variable_words(&variable), icon::VARIABLE, move |()| on_choose.run(text.clone()))
        };
        known.get().into_iter().map(item).collect::<Vec<_>>()
    };
    view! { <MenuButton name=editor::insert_variable() items=Signal::derive(items) face=|| view! { <IconView icon=icon::VARIABLE small=true /> } /> }
}

fn variable_words(variable: &Variable) -> String {
    match variable {
        Variable::Known("contact.name") => editor::variable_contact_name().to_owned(),
        Variable::Known("contact.phone") => editor::variable_contact_phone().to_owned(),
        Variable::Known("bot.name") => editor::variable_bot_name().to_owned(),
        Variable::Known("workspace.name") => editor::variable_workspace_name().to_owned(),
        Variable::Known(other) => (*other).to_owned(),
        Variable::Field(key) => editor::variable_field(key),
        Variable::Own(name) => name.clone(),
    }
}

/// A text that contacts see, in the bot's first language.
#[component]
pub(super) fn TextBox(
    /// Of which step.
    step: StepId,
    /// Which text.
    field: TextField,
    /// Its label.
    #[prop(into)]
    label: Signal<String>,
    /// Most characters (WhatsApp's limit).
    limit: usize,
    /// How it is written in.
    #[prop(default = Shape::Area)]
    shape: Shape,
    /// May stay empty.
    #[prop(optional)]
    optional: bool,
    /// What helps to fill it in.
    #[prop(optional, into)]
    help: String,
) -> impl IntoView {
    let store = use_editor();
    let id = anchors::text(&step, &field);
    let value = Memo::new({
        let (step, field) = (step.clone(), field.clone());
        move |_| {
            store.with(|flow| {
                flow.step(&step)
                    .and_then(|step| step.text(&field))
                    .and_then(|text| text.own(&flow.default_language()))
                    .unwrap_or_default()
                    .to_owned()
            })
        }
    });
    let write = move |text| {
        store.change(store.with_untracked(|flow| edits::set_text(flow, &step, field.clone(), text)))
    };
    view! { <TextInput id label value on_input=write shape limit optional help insert=Insert::Text /> }
}

/// A choice of a few values, native.
#[component]
pub(super) fn Choose(
    /// The id by which problems find it.
    id: String,
    /// Its label; `hidden_label` shows it to screen readers only.
    #[prop(into)]
    label: Signal<String>,
    /// The label stands elsewhere for people who see.
    #[prop(optional)]
    hidden_label: bool,
    /// The chosen value.
    #[prop(into)]
    value: Signal<String>,
    /// Value and label of each option.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Called with the value that was chosen.
    #[prop(into)]
    on_choose: Callback<String>,
) -> impl IntoView {
    let store = use_editor();
    let error = Memo::new({
        let id = id.clone();
        move |_| {
            store.issues().with(|issues| {
                let is_mine = |issue: &&Issue| issue.anchor == id && issue.level == Level::Error;
                issues.iter().find(is_mine).map(|issue| issue.text.clone())
            })
        }
    });
    let error_id = format!("{id}-error");
    let described_by = {
        let error_id = error_id.clone();
        move || error.with(Option::is_some).then(|| error_id.clone())
    };
    view! {
        <label class=if hidden_label { "visually-hidden" } else { "field__label" } for=id.clone()>{move || label.get()}</label>
        <select
            class="field__control field__control--select"
            id=id
            aria-invalid=move || error.with(Option::is_some).then_some("true")
            aria-describedby=described_by
            prop:value=move || { options.track(); value.get() }
            on:change=move |event| on_choose.run(event_target_value(&event))
        >
            <For each=move || options.get() key=|option| option.clone() let:option>
                {
                    let mine = option.0.clone();
                    view! { <option value=option.0.clone() selected=move || value.with(|value| *value == mine)>{option.1.clone()}</option> }
                }
            </For>
        </select>
        {move || error.get().map(|text| view! {
            <p class="field__error" id=error_id.clone()><IconView icon=icon::CIRCLE_ALERT small=true /><span>{text}</span></p>
        })}
    }
}
