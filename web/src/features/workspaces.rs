//! Making a further workspace.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::workspace::NewWorkspace;

use super::access::name_field;
use crate::i18n::{access, common, team};
use crate::session::use_session;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::toast::use_toasts;
use crate::{api, format, paths};

/// Asks for the name of a new workspace, makes it, and goes there.
#[component]
pub fn NewWorkspaceDialog(
    /// Whether it stands over the page.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! { <Dialog open title=team::new_workspace()><NewWorkspaceForm open /></Dialog> }
}

#[component]
fn NewWorkspaceForm(open: RwSignal<bool>) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let navigate = StoredValue::new(use_navigate());
    let name = name_field("name", "", access::business_missing());
    let form = Form::new([name]);
    let create = Action::new_local(move |body: &NewWorkspace| {
        let body = body.clone();
        async move {
            let made = match api::create_workspace(&body).await {
                Ok(workspace) => workspace,
                Err(error) => return form.refuse(&error.fields(), error.message()),
            };
            // The pages of a workspace show only to whom it is known.
            match api::me().await {
                Ok(me) => session.set_me(me),
                Err(error) => return toasts.error(error.message()),
            }
            open.set(false);
            toasts.done(team::workspace_created(&made.name));
            navigate.with_value(|navigate| navigate(&paths::home(made.id), NavigateOptions::default()));
        }
    });
    let submit = move |()| {
        let time_zone = format::browser_time_zone();
        create.dispatch_local(NewWorkspace { name: name.trimmed_untracked(), time_zone, language: None });
    };
    view! {
        <FormView form on_submit=submit>
            <p class="muted">{team::new_workspace_text()}</p>
            <TextField field=name label=access::business_name() autocomplete="organization" />
            <div class="dialog__foot">
                <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=create.pending()>{team::create_workspace()}</Button>
            </div>
        </FormView>
    }
}
