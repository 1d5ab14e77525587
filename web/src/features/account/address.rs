//! The address of the account, and a change of it: asked for here, confirmed by a mail to each of the two, stopped here or by the
//! mail to the old one.

use leptos::ev::focus;
use leptos::prelude::*;
use shared::account::{EmailChange, NewEmail};

use crate::api;
use crate::features::access::{MailPageLink, email_field};
use crate::format;
use crate::i18n::{access, account, common};
use crate::session::use_session;
use crate::ui::badge::{Badge, Tone};
use crate::ui::banner::Banner;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::card::Card;
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::icon;
use crate::ui::toast::use_toasts;

/// The address, and what becomes of it.
#[component]
pub(super) fn AddressCard() -> impl IntoView {
    let session = use_session();
    let is_asking = RwSignal::new(false);
    let change = Memo::new(move |_| session.me().and_then(|me| me.email_change));
    // The link of the mail is followed in another window: who comes back wants to see what came of it.
    let back = window_event_listener(focus, move |_| {
        if change.try_get_untracked().flatten().is_some() {
            session.reload();
        }
    });
    on_cleanup(move || back.remove());
    let waiting = move || {
        change.get().map(|change| {
            view! {
                <Waiting change />
                <MailPageLink />
            }
        })
    };
    view! {
        <Card title=access::email()>
            <div class="stack">
                <dl class="facts">
                    <dt>{account::address_now()}</dt>
                    <dd><bdi dir="ltr">{move || session.email()}</bdi></dd>
                </dl>
                {waiting}
                <div class="row">
                    <Button on_click=move |_| is_asking.set(true)>
                        {move || if change.with(Option::is_some) { account::other_address() } else { account::change_address() }}
                    </Button>
                </div>
            </div>
        </Card>
        <Dialog open=is_asking title=account::change_address()><AddressForm open=is_asking /></Dialog>
    }
}

/// Says which address has confirmed and which has not, until when; sends the mails again, and stops the change.
#[component]
fn Waiting(change: EmailChange) -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let stop = Action::new_local(move |(): &()| async move {
        let answer = api::cancel_email_change().await;
        // It may have been confirmed or stopped elsewhere: what is shown follows the server in any case.
        session.reload();
        match answer {
            Ok(()) => toasts.done(account::change_stopped()),
            Err(error) => toasts.error(error.message()),
        }
    });
    let again = Action::new_local(move |(): &()| async move {
        match api::resend_email_change().await {
            Ok(()) => toasts.done(account::sent_again()),
            Err(error) => toasts.error(error.message()),
        }
    });
    let (until, old) = (format::date_and_time(change.expires_at), untrack(|| session.email()));
    let lost = (!change.confirmed.old).then(|| account::lost(&old));
    view! {
        <div class="stack">
            <div role="status"><Banner tone=Tone::Info>{account::waiting_title(&until)}</Banner></div>
            <dl class="facts">
                <Confirmation address=old is_done=change.confirmed.old />
                <Confirmation address=change.email is_done=change.confirmed.new />
            </dl>
            <div class="row">
                <Button busy=again.pending() on_click=move |_| { again.dispatch_local(()); }>{account::send_again()}</Button>
                <Button busy=stop.pending() on_click=move |_| { stop.dispatch_local(()); }>{account::stop_change()}</Button>
            </div>
            {lost.map(|question| view! {
                <details>
                    <summary dir="auto">{question}</summary>
                    <p class="muted">{account::lost_text()}</p>
                </details>
            })}
        </div>
    }
}

/// Whether an address has confirmed the change.
#[component]
fn Confirmation(address: String, is_done: bool) -> impl IntoView {
    let (tone, icon, text) = if is_done {
        (Tone::Success, icon::CIRCLE_CHECK, account::confirmed())
    } else {
        (Tone::Neutral, icon::CLOCK, account::awaited())
    };
    view! {
        <dt><bdi dir="ltr">{address}</bdi></dt>
        <dd><Badge tone icon text /></dd>
    }
}

#[component]
fn AddressForm(open: RwSignal<bool>) -> impl IntoView {
    let session = use_session();
    let email = email_field("");
    let is_same = move |typed: &str| session.email().to_lowercase() == typed.to_lowercase();
    let form = Form::new([email]);
    let ask = Action::new_local(move |body: &NewEmail| {
        let body = body.clone();
        async move {
            match api::request_email_change(&body).await {
                Ok(()) => {
                    session.reload();
                    open.set(false);
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let submit = move |()| {
        let typed = email.trimmed_untracked();
        if untrack(|| is_same(&typed)) {
            form.refuse(&[("/email".to_owned(), account::same_address().to_owned())], String::new());
        } else {
            ask.dispatch_local(NewEmail { email: typed });
        }
    };
    view! {
        <FormView form on_submit=submit>
            <p class="muted">{move || account::change_text(&session.email())}</p>
            <TextField field=email label=account::new_address() kind="email" autocomplete="email" />
            <div class="dialog__foot">
                <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=ask.pending()>{account::send_mails()}</Button>
            </div>
        </FormView>
    }
}
