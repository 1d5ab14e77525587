//! Where the links of the mails about a change of address lead: one from each address confirms it, another one from the old
//! address stops it.
//!
//! None acts by being opened: programs that look at mails open links too.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::ErrorCode;
use shared::account::{EmailChangeLink, EmailConfirmations};

use super::layout::AccessFrame;
use super::mail::MailPageLink;
use super::token::take_token;
use crate::api::{self, ApiResult};
use crate::i18n::access;
use crate::ui::badge::{Badge, Tone};
use crate::ui::banner::Banner;
use crate::ui::button::{Button, ButtonKind, LinkButton};
use crate::ui::icon;

/// What a page of these says.
#[derive(Clone, Copy)]
struct Words {
    title: fn() -> &'static str,
    note: fn() -> &'static str,
    act: fn() -> &'static str,
    /// The link was used, has expired, or is not whole.
    useless: fn() -> &'static str,
}

/// Confirms the change from one of the two addresses.
#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    let words = Words {
        title: access::confirm_email,
        note: access::confirm_email_note,
        act: access::confirm_email_now,
        useless: access::confirm_email_useless,
    };
    let confirm = Action::new_local(|body: &EmailChangeLink| {
        let body = body.clone();
        async move { api::confirm_email_change(&body).await }
    });
    view! { <LinkPage words act=confirm kind=ButtonKind::Primary after=after_confirming /> }
}

/// Which of the two have confirmed, and which one is waited for.
fn after_confirming(confirmed: EmailConfirmations) -> AnyView {
    let (tone, text) = if confirmed.is_whole() {
        (Tone::Success, access::confirm_email_done())
    } else {
        (Tone::Info, access::confirm_email_half())
    };
    let row = |name: &'static str, is_done: bool| {
        let (tone, icon, text) = if is_done {
            (Tone::Success, icon::CIRCLE_CHECK, access::address_confirmed())
        } else {
            (Tone::Neutral, icon::CLOCK, access::address_awaited())
        };
        view! { <dt>{name}</dt><dd><Badge tone icon text /></dd> }
    };
    view! {
        <div role="status"><Banner tone>{text}</Banner></div>
        <dl class="facts">
            {row(access::old_address(), confirmed.old)}
            {row(access::new_address(), confirmed.new)}
        </dl>
        <LinkButton href="/" kind=ButtonKind::Primary>{access::to_dashboard()}</LinkButton>
    }
    .into_any()
}

/// Stops the change, unless both have confirmed it.
#[component]
pub fn StopEmailChangePage() -> impl IntoView {
    let words = Words {
        title: access::stop_email,
        note: access::stop_email_note,
        act: access::stop_email_now,
        useless: access::stop_email_useless,
    };
    let stop = Action::new_local(|body: &EmailChangeLink| {
        let body = body.clone();
        async move { api::stop_email_change(&body).await }
    });
    let after = |()| {
        view! {
            <div role="status"><Banner tone=Tone::Success>{access::stop_email_done()}</Banner></div>
            <MailPageLink />
        }
        .into_any()
    };
    view! { <LinkPage words act=stop kind=ButtonKind::Danger after /> }
}

/// One button, and what came of it.
#[component]
fn LinkPage<T: Clone + PartialEq + Send + Sync + 'static>(
    words: Words,
    act: Action<EmailChangeLink, ApiResult<T>>,
    kind: ButtonKind,
    /// What was done.
    after: fn(T) -> AnyView,
) -> impl IntoView {
    let token = take_token();
    let has_token = token.is_some();
    let token = StoredValue::new(token.unwrap_or_default());
    let press = move |_| {
        act.dispatch_local(EmailChangeLink { token: token.get_value() });
    };
    let outcome = Memo::new(move |_| act.value().get());
    let is_useless = Memo::new(move |_| {
        let refused = outcome.with(|answer| answer.as_ref().and_then(|answer| answer.as_ref().err()?.code()));
        !has_token || refused == Some(ErrorCode::LinkInvalid)
    });
    let done = Memo::new(move |_| outcome.get().and_then(Result::ok));
    let failure = move || outcome.get().and_then(Result::err).map(|error| error.message());
    let button = move || {
        view! {
            <div role="alert">{move || failure().map(|text| view! { <Banner tone=Tone::Danger>{text}</Banner> })}</div>
            <Button kind busy=act.pending() on_click=press>{(words.act)()}</Button>
        }
    };
    let body = move || match (done.get(), is_useless.get()) {
        (Some(done), _) => after(done),
        (None, true) => {
            view! { <div role="alert"><Banner tone=Tone::Warning>{(words.useless)()}</Banner></div> }
                .into_any()
        }
        (None, false) => button().into_any(),
    };
    let note = move || if done.with(Option::is_some) || is_useless.get() { "" } else { (words.note)() };
    view! {
        <AccessFrame
            title=(words.title)()
            note=Signal::derive(move || note().to_owned())
            below=|| view! { <A href="/sign-in">{access::to_sign_in()}</A> }
        >
            <div class="stack">{body}</div>
        </AccessFrame>
    }
}
