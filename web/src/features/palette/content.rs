//! What stands in the open palette: a combobox, which moves through its list while the focus stays in the field.

use leptos::ev::{Event, KeyboardEvent};
use leptos::html;
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::inbox::InboxView;

use super::Layers;
use super::entries::{self, Act, Entry};
use crate::api;
use crate::i18n::{common, palette as words};
use crate::preference::THEME;
use crate::resource::Resource;
use crate::session::{CurrentWorkspace, sign_out, use_session};
use crate::ui::announce::use_announcer;
use crate::ui::button::IconButton;
use crate::ui::icon::{self, IconView};
use crate::ui::toast::use_toasts;

/// Conversations looked through, the last written first.
const N_CONVERSATIONS: u16 = 200;
/// The number of results is said once nobody types any more.
const SAID_AFTER: std::time::Duration = std::time::Duration::from_millis(600);
const LIST: &str = "palette-list";

/// What the server told, and whether it did.
#[derive(Clone, PartialEq)]
enum Told {
    Coming,
    Here(Vec<Entry>),
    Failed,
}

/// The field and the list.
#[component]
pub(super) fn PaletteContent() -> impl IntoView {
    let Some(layers) = use_context::<Layers>() else { return ().into_any() };
    let typed = RwSignal::new(String::new());
    let active = RwSignal::new(0_usize);
    let told = told();
    let all = move || {
        let mut all = local(layers);
        if let Told::Here(entries) = told.get() {
            all.extend(entries);
        }
        all
    };
    let found = Memo::new(move |_| typed.with(|typed| entries::fitting(all(), typed)));
    Effect::new(move || {
        found.track();
        active.set(0);
    });
    announce(typed, found);
    let choose = chooser(layers);
    let choose_active = move || {
        let entry = found.with_untracked(|found| found.get(active.get_untracked()).cloned());
        if let Some(entry) = entry {
            choose.run(entry);
        }
    };
    let on_key = move |event: KeyboardEvent| {
        let n = found.with_untracked(Vec::len);
        if event.is_composing() || n == 0 {
            return;
        }
        let here = active.get_untracked();
        let next = match event.key().as_str() {
            "ArrowDown" => (here + 1) % n,
            "ArrowUp" => (here + n - 1) % n,
            "PageDown" => n - 1,
            "PageUp" => 0,
            "Enter" => {
                event.prevent_default();
                return choose_active();
            }
            _ => return,
        };
        event.prevent_default();
        active.set(next);
        show(next);
    };
    view! {
        <div class="palette__head">
            <Field typed active found on_key=Callback::new(on_key) />
            <IconButton icon=icon::X name=common::close() on_click=move |_| layers.palette.set(false) />
        </div>
        <List active found on_choose=choose />
        <Notice typed found told />
        <p class="palette__hints hint" aria-hidden="true">
            <span><kbd class="key">"↑ ↓"</kbd>" "{words::hint_move()}</span>
            <span><kbd class="key">"Enter"</kbd>" "{words::hint_open()}</span>
            <span><kbd class="key">"Esc"</kbd>" "{words::hint_close()}</span>
        </p>
    }
    .into_any()
}

/// Bots and conversations, asked for when the palette opens.
fn told() -> Memo<Told> {
    let Some(workspace) = use_context::<CurrentWorkspace>() else {
        return Memo::new(|_| Told::Here(Vec::new()));
    };
    let w = workspace.id;
    let can = |permission| untrack(|| workspace.can(permission));
    let bots = can(shared::Permission::BotsRead).then(|| Resource::new(move || api::bots(w)));
    let conversations = can(shared::Permission::InboxRead)
        .then(|| Resource::new(move || api::conversations(w, InboxView::All, N_CONVERSATIONS)));
    Memo::new(move |_| {
        let bots = bots.map(|bots| bots.get());
        let conversations = conversations.map(|conversations| conversations.get());
        let mut entries = Vec::new();
        match (bots, conversations) {
            (Some(None), _) | (_, Some(None)) => return Told::Coming,
            (Some(Some(Err(_))), _) | (_, Some(Some(Err(_)))) => return Told::Failed,
            (bots, conversations) => {
                if let Some(Some(Ok(page))) = bots {
                    entries.extend(page.items.into_iter().map(|bot| Entry::bot(w, bot)));
                }
                if let Some(Some(Ok(page))) = conversations {
                    entries.extend(page.items.into_iter().map(|one| Entry::conversation(w, one)));
                }
            }
        }
        Told::Here(entries)
    })
}

/// What is known without the server.
fn local(layers: Layers) -> Vec<Entry> {
    let mut all: Vec<_> = layers.recent.get().into_iter().map(Entry::recent).collect();
    let here = use_context::<CurrentWorkspace>();
    if let Some(workspace) = &here {
        all.extend(entries::pages(workspace));
        all.extend(entries::workspace_actions(workspace));
    }
    let mine = use_session().me().map(|me| me.workspaces).unwrap_or_default();
    let others = mine.into_iter().filter(|other| here.is_none_or(|here| here.id != other.workspace_id));
    all.extend(others.map(|other| entries::workspace(&other.workspace_name, other.workspace_id)));
    all.extend(entries::everywhere());
    all
}

/// Does what was chosen, and closes the palette.
fn chooser(layers: Layers) -> Callback<Entry> {
    let (toasts, navigate) = (use_toasts(), StoredValue::new(use_navigate()));
    let leave = Action::new_local(move |(): &()| sign_out(toasts));
    Callback::new(move |entry: Entry| {
        layers.palette.set(false);
        match entry.act {
            Act::Go(path) => {
                layers.remember(&entry.name, &path);
                navigate.with_value(|navigate| navigate(&path, NavigateOptions::default()));
            }
            Act::Theme(choice) => THEME.choose(choice),
            Act::ShowKeys => layers.keys.set(true),
            Act::SignOut => drop(leave.dispatch_local(())),
        }
    })
}

/// Says how much was found.
fn announce(typed: RwSignal<String>, found: Memo<Vec<Entry>>) {
    let announcer = use_announcer();
    let timer = StoredValue::new(None::<TimeoutHandle>);
    let clear = move || {
        if let Some(Some(timer)) = timer.try_update_value(Option::take) {
            timer.clear();
        }
    };
    Effect::new(move || {
        let n = found.with(Vec::len);
        clear();
        if typed.with(String::is_empty) {
            return;
        }
        let say = move || announcer.say(words::n_results(n as u64));
        timer.set_value(set_timeout_with_handle(say, SAID_AFTER).ok());
    });
    on_cleanup(clear);
}

fn option_id(place: usize) -> String {
    format!("palette-option-{place}")
}

/// Brings an option into sight.
fn show(place: usize) {
    let options = web_sys::ScrollIntoViewOptions::new();
    options.set_block(web_sys::ScrollLogicalPosition::Nearest);
    if let Some(option) = document().get_element_by_id(&option_id(place)) {
        option.scroll_into_view_with_scroll_into_view_options(&options);
    }
}

#[component]
fn Field(
    typed: RwSignal<String>,
    active: RwSignal<usize>,
    found: Memo<Vec<Entry>>,
    on_key: Callback<KeyboardEvent>,
) -> impl IntoView {
    let node = NodeRef::<html::Input>::new();
    node.on_load(|field| {
        request_animation_frame(move || {
            let _ = field.focus();
        });
    });
    let is_empty = Memo::new(move |_| found.with(Vec::is_empty));
    view! {
        <input
            class="palette__field"
            node_ref=node
            type="text"
            role="combobox"
            dir="auto"
            autocomplete="off"
            spellcheck="false"
            aria-label=words::field()
            aria-autocomplete="list"
            aria-controls=LIST
            aria-expanded=move || if is_empty.get() { "false" } else { "true" }
            aria-activedescendant=move || (!is_empty.get()).then(|| option_id(active.get()))
            placeholder=words::placeholder()
            prop:value=move || typed.get()
            on:input=move |event: Event| typed.set(event_target_value(&event))
            on:keydown=move |event| on_key.run(event)
        />
    }
}

#[component]
fn List(active: RwSignal<usize>, found: Memo<Vec<Entry>>, on_choose: Callback<Entry>) -> impl IntoView {
    let groups = move || {
        let mut place = 0;
        let found = found.get();
        let groups = found.chunk_by(|one, next| one.kind == next.kind).filter_map(|group| {
            let kind = group.first()?.kind;
            let options: Vec<_> = group
                .iter()
                .map(|entry| {
                    let at = place;
                    place += 1;
                    view! { <Choice entry=entry.clone() place=at active on_choose /> }
                })
                .collect();
            let id = format!("palette-group-{}", kind as u8);
            let names = id.clone();
            Some(view! {
                <div role="group" aria-labelledby=names>
                    <div class="palette__group hint" id=id role="presentation">{kind.name()}</div>
                    {options}
                </div>
            })
        });
        groups.collect::<Vec<_>>()
    };
    view! { <div class="palette__list" id=LIST role="listbox" aria-label=words::results() tabindex="-1">{groups}</div> }
}

#[component]
fn Choice(entry: Entry, place: usize, active: RwSignal<usize>, on_choose: Callback<Entry>) -> impl IntoView {
    let is_active = Memo::new(move |_| active.get() == place);
    let chosen = entry.clone();
    view! {
        <div
            class="palette__option"
            id=option_id(place)
            role="option"
            aria-selected=move || if is_active.get() { "true" } else { "false" }
            on:pointermove=move |_| if active.get_untracked() != place { active.set(place) }
            on:click=move |_| on_choose.run(chosen.clone())
        >
            <IconView icon=entry.icon small=true />
            <span class="palette__name"><bdi>{entry.name}</bdi></span>
            {(!entry.keys.is_empty()).then(|| view! { <kbd class="key" dir="ltr">{entry.keys}</kbd> })}
        </div>
    }
}

/// What stands where nothing was found, or not everything was looked through.
#[component]
fn Notice(typed: RwSignal<String>, found: Memo<Vec<Entry>>, told: Memo<Told>) -> impl IntoView {
    let text = move || {
        let is_empty = typed.with(|typed| typed.trim().is_empty());
        let is_nothing = found.with(Vec::is_empty);
        match told.get() {
            Told::Coming if !is_empty => words::searching().to_owned(),
            Told::Failed if !is_empty => words::not_loaded().to_owned(),
            _ if is_nothing => typed.with(|typed| words::nothing(typed)),
            _ => String::new(),
        }
    };
    view! { <p class="palette__notice muted" dir="auto">{text}</p> }
}
