//! A forgotten password: ask for the mail, then set a new one by its link.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::ErrorCode;
use shared::account::{MailRequest, ResetPassword};

use super::layout::AccessFrame;
use super::mail::MailPageLink;
use super::password::{PasswordField, new_password};
use super::token::take_token;
use super::{email_field, mailed_to};
use crate::api;
use crate::i18n::access;
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::button::{Button, ButtonKind, LinkButton};
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};

/// Asks for a mail with a link to reset the password.
#[component]
pub fn ForgotPage() -> impl IntoView {
    let email = email_field(mailed_to().get_untracked());
    let form = Form::new([email]);
    let ask = Action::new_local(move |body: &MailRequest| {
        let body = body.clone();
        async move {
            api::forgot_password(&body)
                .await
                .inspect_err(|error| form.refuse(&error.fields(), error.message()))
        }
    });
    let is_sent = Memo::new(move |_| matches!(ask.value().get(), Some(Ok(()))));
    view! {
        <AccessFrame
            title=access::forgot()
            note=access::forgot_note()
            below=|| view! { <A href="/sign-in">{access::to_sign_in()}</A> }
        >
            <Show
                when=move || !is_sent.get()
                fallback=move || view! {
                    <div class="stack">
                        <p role="status">{access::reset_sent(&email.trimmed())}</p>
                        <MailPageLink />
                    </div>
                }
            >
                <FormView form on_submit=move |()| { ask.dispatch_local(MailRequest { email: email.trimmed_untracked() }); }>
                    <TextField field=email label=access::email() kind="email" autocomplete="username" />
                    <Button kind=ButtonKind::Primary submit=true busy=ask.pending()>{access::send_link()}</Button>
                </FormView>
            </Show>
        </AccessFrame>
    }
}

/// Sets a new password by the link of the mail.
#[component]
pub fn ResetPage() -> impl IntoView {
    let token = take_token();
    let is_useless = RwSignal::new(token.is_none());
    let token = StoredValue::new(token.unwrap_or_default());
    let password = new_password();
    let form = Form::new([password]);
    let reset = Action::new_local(move |body: &ResetPassword| {
        let body = body.clone();
        async move {
            api::reset_password(&body).await.inspect_err(|error| match error.code() {
                Some(ErrorCode::LinkInvalid) => is_useless.set(true),
                _ => form.refuse(&error.fields(), error.message()),
            })
        }
    });
    let submit = move |()| {
        reset.dispatch_local(ResetPassword {
            token: token.get_value(),
            password: password.value.get_untracked(),
        });
    };
    let is_done = Memo::new(move |_| matches!(reset.value().get(), Some(Ok(()))));
    let body = move || {
        match (is_done.get(), is_useless.get()) {
        (true, _) => view! {
            <div class="stack">
                <Banner tone=Tone::Success>{access::reset_done()}</Banner>
                <LinkButton href="/sign-in" kind=ButtonKind::Primary>{access::sign_in()}</LinkButton>
            </div>
        }
        .into_any(),
        (false, true) => view! {
            <div class="stack">
                <Banner tone=Tone::Warning>{access::reset_useless()}</Banner>
                <LinkButton href="/forgot" kind=ButtonKind::Primary>{access::ask_again()}</LinkButton>
            </div>
        }
        .into_any(),
        (false, false) => view! {
            <FormView form on_submit=submit>
                <PasswordField field=password label=access::new_password() autocomplete="new-password" judged=true />
                <Button kind=ButtonKind::Primary submit=true busy=reset.pending()>{access::set_password()}</Button>
            </FormView>
        }
        .into_any(),
    }
    };
    view! {
        <AccessFrame title=access::reset() note=access::reset_note() below=|| view! { <A href="/sign-in">{access::to_sign_in()}</A> }>
            {body}
        </AccessFrame>
    }
}
