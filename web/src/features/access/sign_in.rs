//! Sign-in, as a page and as a dialog over the page whose session has ended.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::components::A;
use leptos_router::hooks::{use_navigate, use_query_map};
use shared::account::{Me, SignIn};

use super::layout::AccessFrame;
use super::password::{PasswordField, known_password};
use super::{SIGN_IN_AGAIN, email_field};
use crate::api;
use crate::i18n::access;
use crate::lazy::LazyContent;
use crate::session::use_session;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::toast::{Toasts, use_toasts};

/// Where to go after sign-in: a path of this dashboard, never another site.
fn safe_next(next: Option<String>) -> String {
    next.filter(|path| {
        path.starts_with('/') && !path.starts_with("//") && !path.contains(['\\', '\n', '\r', '\t'])
    })
    .unwrap_or_else(|| "/".to_owned())
}

/// The sign-in page.
#[component]
pub fn SignInPage() -> impl IntoView {
    let (email, password) = (email_field(""), known_password());
    let form = Form::new([email, password]);
    let query = use_query_map();
    let (session, toasts) = (use_session(), use_toasts());
    let navigate = StoredValue::new(use_navigate());
    let sign_in = Action::new_local(move |body: &SignIn| {
        let body = body.clone();
        async move {
            match api::sign_in(&body).await {
                Ok(me) => {
                    tell_of_guesses(toasts, &me);
                    session.set_me(me);
                    let next = safe_next(query.with_untracked(|query| query.get("next")));
                    navigate.with_value(|navigate| {
                        navigate(&next, NavigateOptions { replace: true, ..NavigateOptions::default() })
                    });
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let submit = move |()| {
        let body = SignIn { email: email.trimmed_untracked(), password: password.value.get_untracked() };
        sign_in.dispatch_local(body);
    };
    view! {
        <AccessFrame
            title=access::sign_in()
            note=access::sign_in_note()
            below=|| view! { <p>{access::no_account()}" "<A href="/sign-up">{access::create_account()}</A></p> }
        >
            <FormView form on_submit=submit>
                <TextField field=email label=access::email() kind="email" autocomplete="username" />
                <PasswordField field=password label=access::password() autocomplete="current-password" />
                <A href="/forgot">{access::forgot_link()}</A>
                <Button kind=ButtonKind::Primary submit=true busy=sign_in.pending()>{access::sign_in()}</Button>
            </FormView>
        </AccessFrame>
    }
}

/// Says how many wrong passwords there were before the right one, when there were several.
fn tell_of_guesses(toasts: Toasts, me: &Me) {
    if let Some(n) = me.wrong_passwords {
        toasts.notice(access::wrong_since(n.into()));
    }
}

/// Asks for the password again over the page; what was typed below stays, and calls under way go on afterwards.
#[component]
pub fn SignInDialog(
    /// Whether it stands over the page.
    open: RwSignal<bool>,
) -> impl IntoView {
    view! { <Dialog open title=access::session_ended() firm=true><LazyContent of=SIGN_IN_AGAIN /></Dialog> }
}

/// The content of the dialog.
#[component]
pub(super) fn SignInAgain() -> impl IntoView {
    let (session, toasts) = (use_session(), use_toasts());
    let password = known_password();
    // The dialog was open before its content came.
    request_animation_frame(move || crate::ui::focus_id(&password.id()));
    let form = Form::new([password]);
    let sign_in = Action::new_local(move |body: &SignIn| {
        let body = body.clone();
        async move {
            match api::sign_in(&body).await {
                Ok(me) => {
                    tell_of_guesses(toasts, &me);
                    session.resume(me);
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let submit = move |()| {
        sign_in.dispatch_local(SignIn { email: session.email(), password: password.value.get_untracked() });
    };
    view! {
        <FormView form on_submit=submit>
            <p>{access::session_ended_text(&session.email())}</p>
            <PasswordField field=password label=access::password() autocomplete="current-password" />
            // Password managers look for the address beside the password; it stands after it, not to take the first focus.
            <input class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly=true value=session.email() />
            <div class="dialog__foot">
                <a class="button button--quiet" href="/sign-in" rel="external">{access::somebody_else()}</a>
                <Button kind=ButtonKind::Primary submit=true busy=sign_in.pending()>{access::sign_in()}</Button>
            </div>
        </FormView>
    }
}

#[cfg(test)]
mod tests {
    use super::safe_next;

    #[test]
    fn the_way_back_never_leaves_this_site() {
        for next in
            ["//evil.example", "https://evil.example", "/\\evil.example", "", "evil", "/\t/evil.example"]
        {
            assert_eq!(safe_next(Some(next.to_owned())), "/", "{next}");
        }
        assert_eq!(safe_next(Some("/w/wsp_1/bots?q=a".to_owned())), "/w/wsp_1/bots?q=a");
        assert_eq!(safe_next(None), "/");
    }
}
