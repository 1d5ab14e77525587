//! A new bot: from a starter, blank, or from a file; the choice is shown as the customer will see it.

use flow::Flow;
use leptos::ev::Event;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::{use_navigate, use_query_map};
use serde_json::Value;
use shared::Permission;
use shared::bot::{Bot, NewBot, Starter};
use wasm_bindgen::JsCast;
use wasm_bindgen::closure::Closure;

use super::dialogs::NAME_MAX_CHARS;
use super::{preview, words};
use crate::api;
use crate::i18n::{bots, common};
use crate::load::Load;
use crate::paths;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind, LinkButton};
use crate::ui::field::{Field, TextField};
use crate::ui::form::{Form, FormView};
use crate::ui::icon::{self, Icon, IconView};
use crate::ui::page::PageHeader;
use crate::ui::phone::{Bubble, Phone, Side};
use crate::ui::skeleton::Skeleton;
use crate::ui::states::NoAccess;

/// Largest file that is read, in bytes.
const FILE_MAX_BYTES: f64 = 1_000_000.0;
/// The choice that starts with nothing.
const BLANK: &str = "blank";
/// The choice that starts with a file.
const FILE: &str = "file";

/// Where a new bot is made.
#[component]
pub(super) fn NewBotPage() -> impl IntoView {
    let workspace = use_workspace();
    let starters = Resource::new(move || api::starters(workspace.id));
    view! {
        <div class="page">
            <PageHeader title=bots::new_title() section=bots::title() note=bots::new_note() />
            <Show
                when=move || workspace.can(Permission::BotsEdit)
                fallback=|| view! { <NoAccess permission=crate::i18n::permissions::bots_edit() /> }
            >
                <Load resource=starters failed=bots::starters_not_loaded() skeleton=|| view! { <Skeleton /> } let(starters)>
                    <NewBotForm starters />
                </Load>
            </Show>
        </div>
    }
}

/// What was read from a chosen file.
#[derive(Clone, Default)]
struct Import {
    json: Option<Value>,
    flow: Option<Flow>,
    name: String,
}

#[component]
fn NewBotForm(starters: Signal<Vec<Starter>>) -> impl IntoView {
    let workspace = use_workspace();
    let asked = use_query_map().with_untracked(|query| query.get("start"));
    let first = starters.with_untracked(|starters| {
        let is_known =
            |id: &String| id == BLANK || id == FILE || starters.iter().any(|starter| starter.id == *id);
        asked
            .filter(is_known)
            .or_else(|| starters.first().map(|starter| starter.id.clone()))
            .unwrap_or_else(|| BLANK.to_owned())
    });
    let choice = RwSignal::new(first);
    let import = RwSignal::new(Import::default());
    let name = Field::new("name", "", |name| {
        (name.trim().chars().count() > NAME_MAX_CHARS)
            .then(|| bots::name_too_long(&NAME_MAX_CHARS.to_string()))
    });
    let file = Field::new("import", "", move |_| {
        (choice.get() == FILE && import.with(|import| import.json.is_none()))
            .then(|| bots::file_missing().to_owned())
    });
    // A file that was refused is no hindrance to what is chosen instead of it.
    Effect::watch(
        move || choice.get(),
        move |choice, _, _| {
            if choice != FILE {
                import.set(Import::default());
                file.reset("");
            }
        },
        false,
    );
    let form = Form::new([file, name]);
    let create = use_create(choice, import, name, form);
    let shown = Memo::new(move |_| {
        let choice = choice.get();
        match choice.as_str() {
            FILE => import.with(|import| import.flow.clone()),
            _ => starters.with(|starters| {
                starters.iter().find(|starter| starter.id == choice).map(|starter| starter.flow.clone())
            }),
        }
    });
    view! {
        <div class="new-bot">
            <FormView form on_submit=move |()| { create.dispatch_local(()); }>
                <Choices starters choice />
                <Show when=move || choice.get() == FILE><FileField file import /></Show>
                <TextField field=name label=bots::name() optional=true max_chars=NAME_MAX_CHARS help=bots::name_help().to_owned() />
                <div class="row">
                    <Button kind=ButtonKind::Primary submit=true busy=create.pending()>{bots::create()}</Button>
                    <LinkButton href=paths::bots(workspace.id) kind=ButtonKind::Quiet>{common::cancel()}</LinkButton>
                </div>
            </FormView>
            <aside class="new-bot__preview" aria-label=bots::preview()>
                <Preview flow=shown />
            </aside>
        </div>
    }
}

/// Makes the bot and opens it.
fn use_create(choice: RwSignal<String>, import: RwSignal<Import>, name: Field, form: Form) -> Action<(), ()> {
    let workspace = use_workspace().id;
    let navigate = use_navigate();
    Action::new_local(move |(): &()| {
        let chosen = choice.get_untracked();
        let name = Some(name.trimmed_untracked()).filter(|name| !name.is_empty());
        let body = match chosen.as_str() {
            BLANK => {
                NewBot { name: name.or_else(|| Some(bots::blank_name().to_owned())), ..NewBot::default() }
            }
            FILE => import.with_untracked(|import| NewBot {
                name: name.or_else(|| Some(import.name.clone())),
                starter: None,
                import: import.json.clone(),
            }),
            _ => NewBot { name, starter: Some(chosen), import: None },
        };
        let navigate = navigate.clone();
        async move {
            match api::create_bot(workspace, &body).await {
                Ok(Bot { id, .. }) => {
                    navigate(&paths::bot(workspace, id, "build"), NavigateOptions::default())
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    })
}

/// The starters, a blank one and a file: radio buttons that look like cards, so that arrows choose and Enter makes the bot.
#[component]
fn Choices(starters: Signal<Vec<Starter>>, choice: RwSignal<String>) -> impl IntoView {
    view! {
        <fieldset>
            <legend class="choices__legend">{bots::start_from()}</legend>
            <div class="starters">
                <For each=move || starters.get() key=|starter| starter.id.clone() let:starter>
                    {
                        let (title, text) = words::starter(&starter.id)
                            .map_or((starter.title, starter.summary), |(title, text)| (title.to_owned(), text.to_owned()));
                        view! { <Choice icon=icon_of(&starter.id) value=starter.id title text choice /> }
                    }
                </For>
                <Choice value=BLANK title=bots::blank() text=bots::blank_text() icon=icon::PLUS choice />
                <Choice value=FILE title=bots::import() text=bots::import_text() icon=icon::UPLOAD choice />
            </div>
        </fieldset>
    }
}

fn icon_of(starter: &str) -> Icon {
    match starter {
        "menu" => icon::LIST,
        "lead_form" | "lead" => icon::CLIPBOARD_LIST,
        "opening_hours" | "hours" => icon::CLOCK,
        "faq_hand_over" | "faq" => icon::CIRCLE_HELP,
        "feedback" => icon::STAR,
        _ => icon::BOT,
    }
}

#[component]
fn Choice(
    #[prop(into)] value: String,
    #[prop(into)] title: String,
    #[prop(into)] text: String,
    icon: Icon,
    choice: RwSignal<String>,
) -> impl IntoView {
    let id = crate::ui::unique_id("starter");
    let (mine, set) = (value.clone(), value.clone());
    view! {
        <div class="starter">
            <input
                class="starter__control"
                type="radio"
                name="start"
                id=id.clone()
                value=value
                aria-describedby=format!("{id}-text")
                prop:checked=move || choice.with(|choice| *choice == mine)
                on:change=move |_| choice.set(set.clone())
            />
            <span class="starter__sign"><IconView icon /></span>
            <label class="starter__title" for=id.clone()>{title}</label>
            <span class="starter__text" id=format!("{id}-text")>{text}</span>
        </div>
    }
}

/// Chooses and reads a file; what is wrong with it stands below.
#[component]
fn FileField(file: Field, import: RwSignal<Import>) -> impl IntoView {
    let id = file.id();
    let choose = move |event: Event| {
        let input: web_sys::HtmlInputElement = event_target(&event);
        import.set(Import::default());
        let Some(chosen) = input.files().and_then(|files| files.get(0)) else {
            return file.edit(String::new());
        };
        file.edit(chosen.name());
        if chosen.size() > FILE_MAX_BYTES {
            return file.refuse(bots::file_too_large().to_owned());
        }
        read_text(&chosen, move |text| match parse(&text) {
            Ok((json, flow)) => {
                let name = file.value.with_untracked(|name| name.trim_end_matches(".json").to_owned());
                import.set(Import { json: Some(json), flow: Some(flow), name });
                file.edit(file.value.get_untracked());
            }
            Err(why) => file.refuse(why),
        });
    };
    view! {
        <div class="field">
            <label class="field__label" for=id.clone()>{bots::file()}</label>
            <input
                class="field__control"
                type="file"
                accept="application/json,.json"
                id=id.clone()
                aria-describedby=format!("{id}-error")
                aria-invalid=move || file.error().is_some().then_some("true")
                on:change=choose
            />
            <p class="field__error" id=format!("{id}-error") role="alert">{move || file.error()}</p>
        </div>
    }
}

/// Reads a file as text and hands it on.
fn read_text(file: &web_sys::File, done: impl FnOnce(String) + 'static) {
    let Ok(reader) = web_sys::FileReader::new() else { return };
    let source = reader.clone();
    let loaded = Closure::once_into_js(move || {
        let text = source.result().ok().and_then(|text| text.as_string()).unwrap_or_default();
        done(text);
    });
    reader.set_onloadend(Some(loaded.unchecked_ref()));
    let _ = reader.read_as_text(file);
}

/// Reads a flow; says in words why a file is none.
fn parse(text: &str) -> Result<(Value, Flow), String> {
    let json: Value = serde_json::from_str(text).map_err(|_| bots::file_no_json().to_owned())?;
    match flow::read_value(json.clone()) {
        Ok(flow) => Ok((json, flow)),
        Err(flow::ReadError::UnknownVersion { .. }) => Err(bots::file_newer().to_owned()),
        Err(_) => Err(bots::file_no_bot().to_owned()),
    }
}

/// The chosen bot as a customer sees it first.
#[component]
fn Preview(flow: Memo<Option<Flow>>) -> impl IntoView {
    let name = use_workspace().name();
    let messages = move || {
        flow.with(|flow| flow.as_ref().map(|flow| preview::opening(flow, &name.get())).unwrap_or_default())
    };
    view! {
        <Phone name note=bots::preview_note()>
            {move || {
                let messages = messages();
                if messages.is_empty() {
                    view! { <li class="phone__hint">{bots::preview_empty()}</li> }.into_any()
                } else {
                    messages
                        .into_iter()
                        .map(|content| view! { <Bubble side=Side::In sender=bots::the_bot() content /> })
                        .collect::<Vec<_>>()
                        .into_any()
                }
            }}
        </Phone>
    }
}
