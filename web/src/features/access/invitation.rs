//! Where the link of an invitation leads: accept with one's account, sign in for it, or make one.

use leptos::prelude::*;
use leptos_router::NavigateOptions;
use leptos_router::hooks::use_navigate;
use shared::account::{Me, SignIn};
use shared::team::{InvitationSignUp, InvitationView};
use shared::{ErrorCode, WorkspaceId};

use super::layout::AccessFrame;
use super::name_field;
use super::password::{PasswordField, known_password, new_password};
use super::token::take_token;
use crate::api::{self, ApiResult};
use crate::i18n::{access, common, team};
use crate::paths;
use crate::resource::Resource;
use crate::session::{role_name, use_session};
use crate::ui::badge::Tone;
use crate::ui::banner::Banner;
use crate::ui::button::{Button, ButtonKind, LinkButton};
use crate::ui::field::TextField;
use crate::ui::form::{Form, FormView};
use crate::ui::skeleton::{Skeleton, SkeletonShape};

/// What the page knows once it has asked.
#[derive(Clone, PartialEq)]
struct Found {
    view: InvitationView,
    /// Who is signed in in this browser.
    me: Option<Me>,
}

async fn find(token: &str) -> ApiResult<Found> {
    let view = api::view_invitation(token).await?;
    match api::me().await {
        Ok(me) => Ok(Found { view, me: Some(me) }),
        Err(error) if error.code() == Some(ErrorCode::Unauthenticated) => Ok(Found { view, me: None }),
        Err(error) => Err(error),
    }
}

/// The page of an invitation.
#[component]
pub fn InvitationPage() -> impl IntoView {
    let token = take_token();
    let has_token = token.is_some();
    let token = StoredValue::new(token.unwrap_or_default());
    let found = Resource::new(move || {
        let token = token.get_value();
        async move { if has_token { find(&token).await.map(Some) } else { Ok(None) } }
    });
    let known = Memo::new(move |_| found.get().and_then(Result::ok).flatten());
    let title = move || {
        known.with(|known| match known {
            Some(found) => team::join_title(&found.view.workspace_name),
            None => team::invitation().to_owned(),
        })
    };
    let note = move || {
        known.with(|known| match known {
            Some(found) => team::join_note(&found.view.invited_by, role_name(found.view.role)),
            None => String::new(),
        })
    };
    let retry = move |_| found.refetch();
    let body = move || match found.get() {
        None => view! {
            <p class="visually-hidden" role="status">{team::opening()}</p>
            <Skeleton shape=SkeletonShape::Form count=2 />
        }
        .into_any(),
        Some(Ok(None)) => view! { <Useless text=team::no_token() /> }.into_any(),
        Some(Err(error)) if error.code() == Some(ErrorCode::LinkInvalid) => {
            view! { <Useless text=team::useless() /> }.into_any()
        }
        Some(Err(error)) => view! {
            <div class="stack" role="alert">
                <Banner tone=Tone::Danger>{error.message()}</Banner>
                <Button kind=ButtonKind::Primary on_click=retry>{common::try_again()}</Button>
            </div>
        }
        .into_any(),
        Some(Ok(Some(found_now))) => {
            view! { <Ways found=found_now token on_change=move |()| found.refetch() /> }.into_any()
        }
    };
    view! { <AccessFrame title=Signal::derive(title) note=Signal::derive(note)>{body}</AccessFrame> }
}

/// An invitation that leads nowhere.
#[component]
fn Useless(text: &'static str) -> impl IntoView {
    view! {
        <div class="stack">
            <Banner tone=Tone::Warning>{text}</Banner>
            <LinkButton href="/" kind=ButtonKind::Primary>{access::to_sign_in()}</LinkButton>
        </div>
    }
}

/// The way in that fits: by who is signed in, and by whether the address has an account.
#[component]
fn Ways(
    found: Found,
    token: StoredValue<String>,
    /// Called when who is signed in has changed.
    #[prop(into)]
    on_change: Callback<()>,
) -> impl IntoView {
    let Found { view, me } = found;
    match me {
        Some(me) if me.email.to_lowercase() == view.email.to_lowercase() => {
            view! { <Accept me token /> }.into_any()
        }
        Some(me) => view! { <OtherAccount me invited=view.email on_change /> }.into_any(),
        None if view.has_account => view! { <SignInToAccept email=view.email token /> }.into_any(),
        None => view! { <SignUpToAccept email=view.email token on_change /> }.into_any(),
    }
}

/// Goes to the workspace that was joined.
fn use_enter() -> impl Fn(Me, WorkspaceId) + Copy {
    let session = use_session();
    let navigate = StoredValue::new(use_navigate());
    move |me, workspace| {
        session.set_me(me);
        let options = NavigateOptions { replace: true, ..NavigateOptions::default() };
        navigate.with_value(|navigate| navigate(&paths::home(workspace), options));
    }
}

/// Accepts, and reads who one is now.
async fn accept(token: &str) -> ApiResult<(Me, WorkspaceId)> {
    let joined = api::accept_invitation(token).await?;
    Ok((api::me().await?, joined.workspace_id))
}

#[component]
fn Accept(me: Me, token: StoredValue<String>) -> impl IntoView {
    let enter = use_enter();
    let accept = Action::new_local(move |(): &()| {
        let token = token.get_value();
        async move {
            let (me, workspace) = accept(&token).await?;
            enter(me, workspace);
            Ok::<_, api::ApiError>(())
        }
    });
    let failure = move || accept.value().get().and_then(Result::err).map(|error| error.message());
    view! {
        <div class="stack">
            <p>{team::as_account(&me.email)}</p>
            <div role="alert">{move || failure().map(|text| view! { <Banner tone=Tone::Danger>{text}</Banner> })}</div>
            <Button kind=ButtonKind::Primary busy=accept.pending() on_click=move |_| { accept.dispatch_local(()); }>{team::accept()}</Button>
        </div>
    }
}

#[component]
fn OtherAccount(me: Me, invited: String, on_change: Callback<()>) -> impl IntoView {
    let leave = Action::new_local(move |(): &()| async move {
        api::sign_out().await?;
        on_change.run(());
        Ok::<_, api::ApiError>(())
    });
    let failure = move || leave.value().get().and_then(Result::err).map(|error| error.message());
    view! {
        <div class="stack">
            <Banner tone=Tone::Warning>{team::other_account(&me.email, &invited)}</Banner>
            <div role="alert">{move || failure().map(|text| view! { <Banner tone=Tone::Danger>{text}</Banner> })}</div>
            <Button kind=ButtonKind::Primary busy=leave.pending() on_click=move |_| { leave.dispatch_local(()); }>{team::sign_out_first()}</Button>
        </div>
    }
}

#[component]
fn SignInToAccept(email: String, token: StoredValue<String>) -> impl IntoView {
    let (enter, password) = (use_enter(), known_password());
    let form = Form::new([password]);
    let sign_in = Action::new_local(move |body: &SignIn| {
        let (body, token) = (body.clone(), token.get_value());
        async move {
            let entered = async {
                api::sign_in(&body).await?;
                accept(&token).await
            };
            match entered.await {
                Ok((me, workspace)) => enter(me, workspace),
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let (text, address) = (team::sign_in_to_accept(&email), email.clone());
    let submit = move |()| {
        sign_in.dispatch_local(SignIn { email: email.clone(), password: password.value.get_untracked() });
    };
    view! {
        <FormView form on_submit=submit>
            <p>{text}</p>
            <PasswordField field=password label=access::password() autocomplete="current-password" />
            // Password managers look for the address beside the password.
            <input class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly=true value=address />
            <Button kind=ButtonKind::Primary submit=true busy=sign_in.pending()>{team::sign_in_accept()}</Button>
        </FormView>
    }
}

#[component]
fn SignUpToAccept(email: String, token: StoredValue<String>, on_change: Callback<()>) -> impl IntoView {
    let enter = use_enter();
    let (name, password) = (name_field("name", "", access::name_missing()), new_password());
    let form = Form::new([name, password]);
    let sign_up = Action::new_local(move |body: &InvitationSignUp| {
        let body = body.clone();
        async move {
            match api::sign_up_by_invitation(&body).await {
                Ok(me) => {
                    if let Some(first) = me.workspaces.first().map(|first| first.workspace_id) {
                        enter(me, first);
                    }
                }
                // The account was made meanwhile, or the link was used: ask again what there is to do.
                Err(error)
                    if matches!(error.code(), Some(ErrorCode::HasAccount | ErrorCode::LinkInvalid)) =>
                {
                    on_change.run(());
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let (text, address) = (team::make_account(&email), email);
    let submit = move |()| {
        sign_up.dispatch_local(InvitationSignUp {
            token: token.get_value(),
            name: name.trimmed_untracked(),
            password: password.value.get_untracked(),
        });
    };
    view! {
        <FormView form on_submit=submit>
            <p>{text}</p>
            <TextField field=name label=access::your_name() autocomplete="name" />
            <PasswordField field=password label=access::password() autocomplete="new-password" judged=true />
            <input class="visually-hidden" type="text" autocomplete="username" tabindex="-1" aria-hidden="true" readonly=true value=address />
            <Button kind=ButtonKind::Primary submit=true busy=sign_up.pending()>{team::create_accept()}</Button>
        </FormView>
    }
}
