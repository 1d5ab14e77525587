//! What is done to a bot from a list or its settings: rename, pause, resume, export, delete.

use leptos::prelude::*;
use shared::bot::{Bot, BotPatch, BotState};
use shared::{BotId, WorkspaceId};
use wasm_bindgen::{JsCast, JsValue};

use crate::api::{self, ApiError, ApiResult};
use crate::i18n::{bots, common};
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::{AlertDialog, Dialog};
use crate::ui::field::{Field, TextField};
use crate::ui::form::{Form, FormView};
use crate::ui::toast::use_toasts;

/// Most characters of a bot's name.
pub(super) const NAME_MAX_CHARS: usize = 100;

/// A field for a bot's name.
pub(super) fn name_field(name: &str) -> Field {
    Field::new("name", name, |name| match name.trim().chars().count() {
        0 => Some(bots::name_missing().to_owned()),
        1..=NAME_MAX_CHARS => None,
        _ => Some(bots::name_too_long(&NAME_MAX_CHARS.to_string())),
    })
}

/// Saves a name; what went wrong stands on the form.
pub(super) fn use_rename(
    workspace: WorkspaceId,
    field: Field,
    form: Form,
    done: impl Fn(Bot) + Copy + Send + Sync + 'static,
) -> Action<BotId, ()> {
    Action::new_local(move |id: &BotId| {
        let (id, name) = (*id, field.trimmed_untracked());
        async move {
            match api::update_bot(workspace, id, &BotPatch { name: Some(name) }).await {
                Ok(bot) => done(bot),
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    })
}

/// Gives a bot another name.
#[component]
pub(super) fn RenameDialog(
    /// Which bot; `None`: closed.
    bot: RwSignal<Option<Bot>>,
    /// Called when it is done.
    #[prop(into)]
    on_done: Callback<()>,
    /// Where the bot is.
    workspace: WorkspaceId,
) -> impl IntoView {
    let open = open_while_some(bot);
    let field = name_field("");
    let form = Form::new([field]);
    Effect::new(move || {
        bot.with(|bot| {
            if let Some(bot) = bot {
                field.reset(bot.name.clone())
            }
        })
    });
    let rename = use_rename(workspace, field, form, move |_| {
        bot.set(None);
        on_done.run(());
    });
    let submit = move |()| {
        if let Some(id) = bot.with_untracked(|bot| bot.as_ref().map(|bot| bot.id)) {
            rename.dispatch_local(id);
        }
    };
    view! {
        <Dialog open title=bots::rename_title()>
            <FormView form on_submit=submit>
                <TextField field label=bots::name() max_chars=NAME_MAX_CHARS />
                <div class="dialog__foot">
                    <Button on_click=move |_| bot.set(None)>{common::cancel()}</Button>
                    <Button kind=ButtonKind::Primary submit=true busy=rename.pending()>{bots::rename()}</Button>
                </div>
            </FormView>
        </Dialog>
    }
}

/// Asks before a bot is deleted, then deletes it.
#[component]
pub(super) fn DeleteDialog(
    /// Which bot; `None`: closed.
    bot: RwSignal<Option<Bot>>,
    /// Called when it is done.
    #[prop(into)]
    on_done: Callback<()>,
    /// Where the bot is.
    workspace: WorkspaceId,
) -> impl IntoView {
    let open = open_while_some(bot);
    let toasts = use_toasts();
    let delete = Action::new_local(move |gone: &Bot| {
        let gone = gone.clone();
        async move {
            api::delete_bot(workspace, gone.id).await?;
            bot.set(None);
            toasts.done(bots::deleted(&gone.name));
            on_done.run(());
            Ok::<_, ApiError>(())
        }
    });
    Effect::new(move || {
        if bot.with(Option::is_some) {
            delete.value().set(None)
        }
    });
    let name = move || bot.with(|bot| bot.as_ref().map(|bot| bot.name.clone()).unwrap_or_default());
    let text = move || bot.with(|bot| bot.as_ref().map(delete_text).unwrap_or_default());
    let error = move || delete.value().get().and_then(Result::err).map(|error| error.message());
    view! {
        <AlertDialog
            open
            title=Signal::derive(move || bots::delete_title(&name()))
            text=Signal::derive(text)
            confirm=bots::delete()
            busy=delete.pending()
            error=Signal::derive(error)
            on_confirm=move |()| if let Some(gone) = bot.get_untracked() { delete.dispatch_local(gone); }
        />
    }
}

fn delete_text(bot: &Bot) -> String {
    match bot.state {
        BotState::Live => bots::delete_text_live().to_owned(),
        BotState::Paused | BotState::NotPublished => bots::delete_text().to_owned(),
    }
}

/// A dialog's `open` that follows the thing it is about, both ways.
pub(super) fn open_while_some<T: Clone + Send + Sync + 'static>(
    thing: RwSignal<Option<T>>,
) -> RwSignal<bool> {
    let open = RwSignal::new(false);
    Effect::new(move || open.set(thing.with(Option::is_some)));
    Effect::new(move || {
        if !open.get() && thing.with_untracked(Option::is_some) {
            thing.set(None)
        }
    });
    open
}

/// Pauses a live bot, resumes a paused one; a toast says so and takes it back.
pub(super) fn use_switch(workspace: WorkspaceId, on_done: Callback<()>) -> Action<(BotId, bool), ()> {
    let toasts = use_toasts();
    Action::new_local(move |(id, on): &(BotId, bool)| {
        let (id, on) = (*id, *on);
        async move {
            match switch(workspace, id, on).await {
                Ok(bot) => {
                    let text = if on { bots::resumed(&bot.name) } else { bots::paused(&bot.name) };
                    toasts.undo_by(text, move || async move {
                        switch(workspace, id, !on).await.map(drop).map_err(|error| error.message())
                    });
                    on_done.run(());
                }
                Err(error) => toasts.error(error.message()),
            }
        }
    })
}

async fn switch(workspace: WorkspaceId, id: BotId, on: bool) -> ApiResult<Bot> {
    if on { api::resume_bot(workspace, id).await } else { api::pause_bot(workspace, id).await }
}

/// Downloads the draft of a bot as JSON.
pub(super) fn use_export(workspace: WorkspaceId) -> Action<Bot, ()> {
    let toasts = use_toasts();
    Action::new_local(move |bot: &Bot| {
        let bot = bot.clone();
        async move {
            match export(workspace, &bot).await {
                Ok(Some(json)) if download(&format!("{}.json", file_name(&bot.name)), &json).is_ok() => {}
                Ok(_) => toasts.error(bots::not_exported()),
                Err(error) => toasts.error(error.message()),
            }
        }
    })
}

async fn export(workspace: WorkspaceId, bot: &Bot) -> ApiResult<Option<String>> {
    let flow = api::flow_json(workspace, bot.id).await?;
    Ok(serde_json::to_string_pretty(&flow).ok())
}

/// A bot's name as a file name: letters and digits, the rest as `-`.
fn file_name(name: &str) -> String {
    let plain: String = name.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    let parts: Vec<_> = plain.split('-').filter(|part| !part.is_empty()).collect();
    if parts.is_empty() { "bot".to_owned() } else { parts.join("-") }
}

fn download(name: &str, json: &str) -> Result<(), JsValue> {
    let options = web_sys::BlobPropertyBag::new();
    options.set_type("application/json");
    let parts = js_sys::Array::of1(&JsValue::from_str(json));
    let blob = web_sys::Blob::new_with_str_sequence_and_options(&parts, &options)?;
    let url = web_sys::Url::create_object_url_with_blob(&blob)?;
    let link: web_sys::HtmlAnchorElement = document().create_element("a")?.unchecked_into();
    link.set_href(&url);
    link.set_download(name);
    link.click();
    web_sys::Url::revoke_object_url(&url)
}

#[cfg(test)]
mod tests {
    use super::file_name;

    #[test]
    fn a_file_is_named_after_its_bot() {
        assert_eq!(file_name("Menu & more"), "Menu-more");
        assert_eq!(file_name("मेनू"), "मेनू");
        assert_eq!(file_name("…"), "bot");
    }
}
