//! After sign-up: where the mail went, and what its link does.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::use_navigate;
use shared::account::{MailRequest, VerifyEmail};

use super::layout::AccessFrame;
use super::token::take_token;
use super::{email_field, mailed_to};
use crate::api::{self, ApiError};
use crate::i18n::access;
use crate::resource::Resource;
use crate::session::use_session;
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::skeleton::{Skeleton, SkeletonShape};

/// In development, a link to the page that shows what was mailed.
#[component]
pub(crate) fn MailPageLink() -> impl IntoView {
    let instance = Resource::new(api::instance);
    move || {
        let page = instance.get().and_then(Result::ok).and_then(|instance| instance.mail_page)?;
        Some(view! {
            <Banner tone=Tone::Info>
                <span>{access::development_mail()}</span>
                <a href=page target="_blank" rel="noopener">{access::open_mails()}</a>
            </Banner>
        })
    }
}

/// "Check your mail": the same for a known and an unknown address.
#[component]
pub fn CheckMailPage() -> impl IntoView {
    let mailed_to = mailed_to();
    let text = move || {
        mailed_to.with(|to| {
            if to.is_empty() { access::check_mail_nobody().to_owned() } else { access::check_mail_text(to) }
        })
    };
    view! {
        <AccessFrame
            title=access::check_mail()
            note=text
            below=|| view! { <p>{access::verified_already()}" "<A href="/sign-in">{access::sign_in()}</A></p> }
        >
            <div class="stack">
                <MailPageLink />
                <ResendForm />
            </div>
        </AccessFrame>
    }
}

/// Sends the link to verify again.
#[component]
fn ResendForm() -> impl IntoView {
    let email = email_field(mailed_to().get_untracked());
    let form = Form::new([email]);
    let resend = Action::new_local(move |body: &MailRequest| {
        let body = body.clone();
        async move {
            api::resend_verification(&body)
                .await
                .inspect_err(|error| form.refuse(&error.fields(), error.message()))
        }
    });
    let is_sent = move || matches!(resend.value().get(), Some(Ok(()))) && !resend.pending().get();
    view! {
        <FormView form on_submit=move |()| { resend.dispatch_local(MailRequest { email: email.trimmed_untracked() }); }>
            <p class="muted">{access::no_mail()}</p>
            <TextField field=email label=access::email() kind="email" autocomplete="email" />
            <Button submit=true busy=resend.pending()>{access::resend()}</Button>
            <p role="status">{move || is_sent().then(access::resent)}</p>
        </FormView>
    }
}

/// Redeems the link of the mail and goes on to the dashboard.
#[component]
pub fn VerifyPage() -> impl IntoView {
    let navigate = StoredValue::new(use_navigate());
    let session = use_session();
    let verify = Action::new_local(move |token: &String| {
        let body = VerifyEmail { token: token.clone() };
        async move {
            api::verify_email(&body).await.map(|me| {
                session.set_me(me);
                let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
                navigate.with_value(|navigate| navigate("/", options));
            })
        }
    });
    let token = take_token();
    let has_token = token.is_some();
    let token = StoredValue::new(token);
    let try_it = move || {
        if let Some(token) = token.get_value() {
            verify.dispatch_local(token);
        }
    };
    try_it();
    let failed = move |error: Option<ApiError>| {
        let text = error.as_ref().map_or_else(|| access::no_token().to_owned(), ApiError::message);
        let may_retry = error.is_some_and(|error| error.is_offline());
        view! {
            <div class="stack">
                <Banner tone=Tone::Warning>{text}</Banner>
                {may_retry.then(|| view! {
                    <Button kind=ButtonKind::Primary busy=verify.pending() on_click=move |_| try_it()>{crate::i18n::common::try_again()}</Button>
                })}
                <MailPageLink />
                <ResendForm />
            </div>
        }
    };
    view! {
        <AccessFrame title=access::verify_title() below=|| view! { <A href="/sign-in">{access::to_sign_in()}</A> }>
            {move || match verify.value().get() {
                _ if !has_token => failed(None).into_any(),
                Some(Err(error)) => failed(Some(error)).into_any(),
                Some(Ok(())) | None => view! {
                    <p role="status">{access::verifying()}</p>
                    <Skeleton shape=SkeletonShape::Text count=2 />
                }.into_any(),
            }}
        </AccessFrame>
    }
}
