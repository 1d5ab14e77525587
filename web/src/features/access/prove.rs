//! The password asked for again over the page, before something sensitive; the call that was refused is then made again.

use leptos::prelude::*;
use shared::ErrorCode;
use shared::account::Reauthenticate;

use super::PROVE;
use super::password::{PasswordField, known_password};
use crate::api;
use crate::i18n::{access, common};
use crate::lazy::LazyContent;
use crate::session::use_session;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::form::{Form, FormView};

/// Whether the question stands over the page.
#[derive(Clone, Copy)]
struct IsProving(RwSignal<bool>);

/// Asks for the password when a call wants it; stands once, on pages of somebody who is signed in.
#[component]
pub fn PasswordPrompt() -> impl IntoView {
    let open = RwSignal::new(false);
    provide_context(IsProving(open));
    api::on_proof_wanted(move || open.try_set(true).is_none());
    let closed = move |is_open: &bool, was_open: Option<&bool>, _: Option<()>| {
        if was_open == Some(&true) && !is_open {
            api::proof_answered(false);
        }
    };
    Effect::watch(move || open.get(), closed, true);
    on_cleanup(|| api::proof_answered(false));
    view! { <Dialog open title=access::prove()><LazyContent of=PROVE /></Dialog> }
}

/// The content of the dialog.
#[component]
pub(super) fn ProvePassword() -> impl IntoView {
    let session = use_session();
    let open = use_context::<IsProving>().map_or_else(|| RwSignal::new(true), |proving| proving.0);
    let password = known_password();
    // The dialog was open before its content came.
    request_animation_frame(move || crate::ui::focus_id(&password.id()));
    let form = Form::new([password]);
    let prove = Action::new_local(move |body: &Reauthenticate| {
        let body = body.clone();
        async move {
            match api::reauthenticate(&body).await {
                Ok(_) => {
                    api::proof_answered(true);
                    open.set(false);
                }
                Err(error) if error.code() == Some(ErrorCode::Invalid) => {
                    form.refuse(&[("/password".to_owned(), access::prove_wrong().to_owned())], String::new());
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let submit = move |()| {
        prove.dispatch_local(Reauthenticate { password: password.value.get_untracked() });
    };
    view! {
        <FormView form on_submit=submit>
            <p>{access::prove_text(&session.email())}</p>
            <PasswordField field=password label=access::password() autocomplete="current-password" />
            // Password managers look for the address beside the password; it stands after it, not to take the first focus.
            <input class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly=true value=session.email() />
            <div class="dialog__foot">
                <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=prove.pending()>{access::prove_go_on()}</Button>
            </div>
        </FormView>
    }
}
