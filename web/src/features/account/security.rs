//! What keeps the account safe: its password, and the browsers it is signed in with.

use leptos::prelude::*;
use shared::account::NewPassword;

use super::sessions::{self, SessionsCard};
use crate::api;
use crate::features::access::{PasswordField, new_password};
use crate::i18n::{access, account};
use crate::resource::Resource;
use crate::session::use_session;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::card::Card;
use crate::ui::form::{Form, FormView};
use crate::ui::page::PageHeader;
use crate::ui::toast::use_toasts;

/// Password and browsers.
#[component]
pub fn SecurityPage() -> impl IntoView {
    let list = Resource::new(sessions::all);
    view! {
        <PageHeader title=account::security() section=account::title() />
        <PasswordCard on_change=move |()| list.refetch() />
        <SessionsCard list />
    }
}

#[component]
fn PasswordCard(
    /// Called when there is a new password: the other browsers were signed out.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let password = new_password();
    let form = Form::new([password]);
    let change = Action::new_local(move |body: &NewPassword| {
        let body = body.clone();
        async move {
            match api::change_password(&body).await {
                Ok(()) => {
                    password.reset("");
                    toasts.done(account::password_changed());
                    on_change.run(());
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let submit = move |()| {
        change.dispatch_local(NewPassword { password: password.value.get_untracked() });
    };
    view! {
        <Card title=access::password()>
            <FormView form on_submit=submit>
                <p class="muted">{account::password_note()}</p>
                <PasswordField field=password label=access::new_password() autocomplete="new-password" judged=true />
                // Password managers look for the address beside the password; it stands after it, not to take the first focus.
                <input class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly=true value=session.email() />
                <div class="row">
                    <Button kind=ButtonKind::Primary submit=true busy=change.pending()>{account::change_password()}</Button>
                </div>
            </FormView>
        </Card>
    }
}
