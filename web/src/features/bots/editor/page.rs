//! The editor as a page: loads bot and draft, shows the outline beside a phone and the problems, and listens to the keys of undo.

use std::time::Duration;

use leptos::ev::{KeyboardEvent, beforeinput};
use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::query_signal_with_options;
use shared::BotId;
use shared::bot::{Bot, Draft};
use wasm_bindgen::JsCast;

use super::header::Header;
use super::journal::Place;
use super::outline::Outline;
use super::problems::Problems;
use super::store::{Editor, provide_editor, use_editor};
use crate::api;
use crate::features::bots::frame::{NamelessHead, bot_in_path, is_here, use_bot};
use crate::features::bots::preview;
use crate::features::system::NotFoundPage;
use crate::i18n::{bots, editor};
use crate::load::Load;
use crate::resource::Resource;
use crate::session::{use_session, use_workspace};
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::button::Button;
use crate::ui::keys;
use crate::ui::phone::{Bubble, Phone, Side};
use crate::ui::skeleton::Skeleton;
use crate::ui::toast::use_toasts;

/// Build: the draft of a bot.
#[component]
pub(crate) fn EditorPage() -> impl IntoView {
    let workspace = use_workspace();
    let Some(id) = bot_in_path() else { return view! { <NotFoundPage /> }.into_any() };
    let Some(user) = use_session().me_untracked().map(|me| me.id) else { return ().into_any() };
    let bot = use_bot(workspace.id, id);
    let draft = Resource::new(move || async move {
        let place = Place::claim(user, id).await;
        api::draft(workspace.id, id).await.map(|draft| (draft, place))
    });
    view! {
        <div class="page editor">
            <NamelessHead section=bots::section_build() is_here=Signal::derive(move || is_here(bot) && is_here(draft)) />
            <Load resource=bot failed=bots::bot_not_loaded() skeleton=|| view! { <Skeleton /> } let(bot)>
                <Load resource=draft failed=editor::draft_not_loaded() skeleton=|| view! { <Skeleton count=6 /> } let(draft)>
                    <Loaded id bot draft />
                </Load>
            </Load>
        </div>
    }
    .into_any()
}

#[component]
fn Loaded(id: BotId, bot: Signal<Bot>, draft: Signal<(Draft, Place)>) -> impl IntoView {
    let (draft, place) = draft.get_untracked();
    let store = provide_editor(id, draft, place);
    open_from_address(store);
    listen_to_keys(store);
    view! {
        <Header bot />
        <Notices />
        <div class="editor__columns">
            <Outline />
            <aside class="editor__aside" aria-label=editor::preview_and_problems()>
                <StepPreview />
                <Problems />
            </aside>
        </div>
    }
}

/// The open step stands in the address, so that a link leads to it and a reload finds it again.
fn open_from_address(store: Editor) {
    let options = NavigateOptions { replace: true, scroll: false, ..NavigateOptions::default() };
    let (step, set_step) = query_signal_with_options::<String>("step", options);
    let asked = step.get_untracked().map(flow::StepId::new);
    let exists = |id: &flow::StepId| store.with_untracked(|flow| flow.step(id).is_some());
    let only = || {
        store.with_untracked(|flow| {
            flow.steps.first().filter(|_| flow.steps.len() == 1).map(|step| step.id.clone())
        })
    };
    store.open.set(asked.filter(exists).or_else(only));
    Effect::new(move || {
        let open = store.open.get().map(|id| id.to_string());
        if step.get_untracked() != open {
            set_step.set(open);
        }
    });
}

/// Ctrl Z and Ctrl Shift Z (or Y); in a field the browser's own undo goes first. Ctrl S saves.
fn listen_to_keys(store: Editor) {
    let native = StoredValue::new(false);
    let handle = window_event_listener(beforeinput, move |event| {
        if matches!(event.input_type().as_str(), "historyUndo" | "historyRedo") {
            native.set_value(true);
        }
    });
    on_cleanup(move || handle.remove());
    keys::on_key(move |event: KeyboardEvent| {
        let is_command = (event.ctrl_key() || event.meta_key()) && !event.alt_key();
        if !is_command || event.default_prevented() || is_in_dialog(&event) {
            return;
        }
        match (event.key().to_lowercase().as_str(), event.shift_key()) {
            ("s", false) => {
                event.prevent_default();
                store.save_now();
            }
            ("z", false) => travel(store, &event, native, Editor::undo),
            ("z", true) | ("y", false) => travel(store, &event, native, Editor::redo),
            _ => {}
        }
    });
}

fn element(event: &KeyboardEvent) -> Option<web_sys::Element> {
    event.target().and_then(|target| target.dyn_into().ok())
}

fn is_in_dialog(event: &KeyboardEvent) -> bool {
    element(event).is_some_and(|element| element.closest("dialog[open]").ok().flatten().is_some())
}

fn travel(store: Editor, event: &KeyboardEvent, native: StoredValue<bool>, go: fn(&Editor)) {
    let is_in_field = element(event)
        .is_some_and(|element| element.matches("input:not([type=checkbox]), textarea").unwrap_or(false));
    if !is_in_field {
        event.prevent_default();
        return go(&store);
    }
    native.set_value(false);
    set_timeout(
        move || {
            if native.try_get_value() == Some(false) {
                go(&store)
            }
        },
        Duration::ZERO,
    );
}

/// What is to be known: only looking, or somebody else saved something that does not go together.
#[component]
fn Notices() -> impl IntoView {
    let (store, workspace, toasts) = (use_editor(), use_workspace(), use_toasts());
    let has_conflict = Memo::new(move |_| store.has_conflict());
    let mine = move |_| {
        let skipped = store.apply_mine() as u64;
        if skipped > 0 {
            toasts.error(editor::mine_skipped(skipped));
        } else {
            toasts.done(editor::mine_applied());
        }
    };
    view! {
        <Show when=move || !store.can_edit.get()>
            <Banner><span>{editor::view_only()}" "{move || workspace.blocked(shared::Permission::BotsEdit).get()}</span></Banner>
        </Show>
        <Show when=move || has_conflict.get()>
            <div role="alert">
                <Banner tone=Tone::Warning>
                    <span>{editor::conflict()}</span>
                    <span class="row">
                        <Button on_click=move |_| store.use_theirs()>{editor::use_theirs()}</Button>
                        <Button on_click=mine>{editor::apply_mine()}</Button>
                    </span>
                </Banner>
            </div>
        </Show>
    }
}

/// The open step as the customer sees it; the opening of the bot when none is open.
#[component]
fn StepPreview() -> impl IntoView {
    let store = use_editor();
    let name = crate::session::use_workspace().name();
    let messages = Memo::new(move |_| {
        let open = store.open.get();
        let business = name.get();
        store.with(|flow| match open.as_ref().and_then(|id| flow.step(id)) {
            Some(step) => preview::step_messages(flow, step, &business),
            None => preview::opening(flow, &business),
        })
    });
    let note = move || {
        if store.open.with(Option::is_some) { editor::preview_of_step() } else { editor::preview_of_bot() }
    };
    view! {
        <section class="editor__preview" aria-label=bots::preview()>
            <Phone name note=Signal::derive(move || note().to_owned())>
                {move || {
                    let messages = messages.get();
                    if messages.is_empty() {
                        view! { <li class="phone__hint">{editor::preview_empty()}</li> }.into_any()
                    } else {
                        let bubble = |content| view! { <Bubble side=Side::In sender=bots::the_bot() content /> };
                        messages.into_iter().map(bubble).collect::<Vec<_>>().into_any()
                    }
                }}
            </Phone>
        </section>
    }
}
