//! Where the links of the two mails about a change of address lead: one confirms it, the other takes it back.
//!
//! Neither acts by being opened: programs that look at mails open links too.

use leptos::prelude::*;
use leptos_router::components::A;
use shared::ErrorCode;
use shared::account::EmailChangeLink;

use super::layout::AccessFrame;
use super::mail::MailPageLink;
use super::token::take_token;
use crate::api::{self, ApiResult};
use crate::i18n::access;
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::button::{Button, ButtonKind, LinkButton};

/// What a page of these says.
#[derive(Clone, Copy)]
struct Words {
    title: fn() -> &'static str,
    note: fn() -> &'static str,
    act: fn() -> &'static str,
    done: fn() -> &'static str,
    /// The link was used, has expired, or is not whole.
    useless: fn() -> &'static str,
}

/// Makes the new address the account's.
#[component]
pub fn ConfirmEmailPage() -> impl IntoView {
    let words = Words {
        title: access::confirm_email,
        note: access::confirm_email_note,
        act: access::confirm_email_now,
        done: access::confirm_email_done,
        useless: access::confirm_email_useless,
    };
    let confirm = Action::new_local(|body: &EmailChangeLink| {
        let body = body.clone();
        async move { api::confirm_email_change(&body).await }
    });
    let after = || {
        view! { <LinkButton href="/" kind=ButtonKind::Primary>{access::to_dashboard()}</LinkButton> }
    };
    view! { <LinkPage words act=confirm kind=ButtonKind::Primary after /> }
}

/// Takes the change back; also one that was confirmed meanwhile.
#[component]
pub fn StopEmailChangePage() -> impl IntoView {
    let words = Words {
        title: access::stop_email,
        note: access::stop_email_note,
        act: access::stop_email_now,
        done: access::stop_email_done,
        useless: access::stop_email_useless,
    };
    let stop = Action::new_local(|body: &EmailChangeLink| {
        let body = body.clone();
        async move { api::stop_email_change(&body).await }
    });
    view! { <LinkPage words act=stop kind=ButtonKind::Danger after=|| view! { <MailPageLink /> } /> }
}

/// One button, and what came of it.
#[component]
fn LinkPage(
    words: Words,
    act: Action<EmailChangeLink, ApiResult<()>>,
    kind: ButtonKind,
    /// Below what was done.
    #[prop(into)]
    after: ViewFn,
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
    let is_done = Memo::new(move |_| outcome.with(|answer| matches!(answer, Some(Ok(())))));
    let failure = move || outcome.get().and_then(Result::err).map(|error| error.message());
    let button = move || {
        view! {
            <div role="alert">{move || failure().map(|text| view! { <Banner tone=Tone::Danger>{text}</Banner> })}</div>
            <Button kind busy=act.pending() on_click=press>{(words.act)()}</Button>
        }
    };
    let body = move || match (is_done.get(), is_useless.get()) {
        (true, _) => view! {
            <div role="status"><Banner tone=Tone::Success>{(words.done)()}</Banner></div>
            {after.run()}
        }
        .into_any(),
        (false, true) => {
            view! { <div role="alert"><Banner tone=Tone::Warning>{(words.useless)()}</Banner></div> }
                .into_any()
        }
        (false, false) => button().into_any(),
    };
    let note = move || if is_done.get() || is_useless.get() { "" } else { (words.note)() };
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
