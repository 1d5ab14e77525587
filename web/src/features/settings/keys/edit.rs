//! Changing what a key is called, what it may do, and where it may be used: at once, for every later call.

use leptos::prelude::*;
use shared::key::{ApiKey, ApiKeyPatch};

use super::new::{Draft, DraftFields, NameField, faults};
use crate::api;
use crate::i18n::{common, keys};
use crate::session::use_workspace;
use crate::ui::asked::open_while_asked;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::form::FormView;
use crate::ui::toast::use_toasts;

/// Changes a key.
#[component]
pub(super) fn EditDialog(
    /// The key; `None`: closed.
    edited: RwSignal<Option<ApiKey>>,
    /// Called when it is done.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let open = open_while_asked(edited, || {});
    view! {
        <Dialog open title=keys::edit_title()>
            {move || edited.get().map(|key| view! { <EditForm key edited on_done /> })}
        </Dialog>
    }
}

#[component]
fn EditForm(key: ApiKey, edited: RwSignal<Option<ApiKey>>, on_done: Callback<()>) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let (id, is_mine, draft) = (key.id, key.is_mine, Draft::of(&key));
    let form = draft.form();
    let save = Action::new_local(move |body: &ApiKeyPatch| {
        let body = body.clone();
        async move {
            match api::update_api_key(workspace.id, id, &body).await {
                Ok(key) => {
                    toasts.done(keys::changed(&key.name));
                    edited.set(None);
                    on_done.run(());
                }
                Err(error) => form.refuse(&faults(&error), error.message()),
            }
        }
    });
    let submit = move |()| {
        save.dispatch_local(if is_mine { draft.patch() } else { draft.new_name() });
    };
    view! {
        <FormView form on_submit=submit>
            {if is_mine {
                view! { <DraftFields draft /> }.into_any()
            } else {
                view! { <NameField draft /><p class="hint">{keys::not_yours()}</p> }.into_any()
            }}
            <div class="dialog__foot">
                <Button on_click=move |_| edited.set(None)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=save.pending()>{common::save()}</Button>
            </div>
        </FormView>
    }
}
