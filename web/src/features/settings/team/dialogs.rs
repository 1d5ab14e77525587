//! Inviting somebody, and the questions before something that is hard to take back.

use leptos::prelude::*;
use shared::team::{Invitation, Member, NewInvitation};
use shared::{Role, WorkspaceId};

use super::role_help;
use crate::api::{self, ApiResult};
use crate::features::access::email_field;
use crate::i18n::{access, common, team};
use crate::question::{Question, Words};
use crate::session::{role_name, use_session, use_workspace};
use crate::ui::button::{Button, ButtonKind};
use crate::ui::dialog::Dialog;
use crate::ui::field::{Field, Select, TextField};
use crate::ui::form::{Form, FormView};
use crate::ui::toast::use_toasts;

/// What is asked about.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Asked {
    /// Another role, where it is hard to take back: one's own, and that of an owner.
    Role(Member, Role),
    Remove(Member),
    SignOut(Member),
    Transfer(Member),
    Revoke(Invitation),
    Leave,
}

impl Asked {
    fn words(&self) -> Words {
        let title = match self {
            Self::Role(member, role) => team::role_title(&member.name, role_name(*role)),
            Self::Remove(member) => team::remove_title(&member.name),
            Self::SignOut(member) => team::sign_out_title(&member.name),
            Self::Transfer(member) => team::transfer_title(&member.name),
            Self::Revoke(invitation) => team::revoke_title(&invitation.email),
            Self::Leave => team::leave_title().to_owned(),
        };
        let (text, confirm) = match self {
            Self::Role(_, Role::Owner) => (team::role_text_owner(), team::change_role()),
            Self::Role(..) => (team::role_text(), team::change_role()),
            Self::Remove(_) => (team::remove_text(), team::remove()),
            Self::SignOut(_) => (team::sign_out_text(), team::sign_out()),
            Self::Transfer(_) => (team::transfer_text(), team::transfer_now()),
            Self::Revoke(_) => (team::revoke_text(), team::revoke()),
            Self::Leave => (team::leave_text(), team::leave()),
        };
        Words { title, text: text.to_owned(), confirm }
    }

    fn done(&self) -> Option<String> {
        match self {
            Self::Role(member, role) => Some(team::role_given(&member.name, role_name(*role))),
            Self::Remove(member) => Some(team::removed(&member.name)),
            Self::SignOut(member) => Some(team::signed_out(&member.name)),
            Self::Transfer(member) => Some(team::transferred(&member.name)),
            Self::Revoke(invitation) => Some(team::revoked(&invitation.email)),
            Self::Leave => None,
        }
    }

    async fn run(&self, workspace: WorkspaceId) -> ApiResult<()> {
        match self {
            Self::Role(member, role) => api::update_member(workspace, member.id, *role).await.map(drop),
            Self::Remove(member) => api::remove_member(workspace, member.id).await,
            Self::SignOut(member) => api::end_member_sessions(workspace, member.id).await,
            Self::Transfer(member) => api::transfer_ownership(workspace, member.id).await.map(drop),
            Self::Revoke(invitation) => api::revoke_invitation(workspace, invitation.id).await,
            Self::Leave => api::leave_workspace(workspace).await,
        }
    }
}

/// Asks, then does it.
#[component]
pub(super) fn TeamQuestion(
    /// About what; `None`: closed.
    asked: RwSignal<Option<Asked>>,
    /// Called when it is done.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    let (workspace, session, toasts) = (use_workspace(), use_session(), use_toasts());
    let act = move |what: Asked| async move {
        what.run(workspace.id).await?;
        match what.done() {
            Some(text) => {
                asked.set(None);
                toasts.done(text);
                session.reload();
                on_done.run(());
            }
            // A full load, so that nothing of the workspace stays in memory.
            None => drop(window().location().assign("/")),
        }
        Ok(())
    };
    view! { <Question asked words=Asked::words act /> }
}

/// Invites somebody by mail.
#[component]
pub(super) fn InviteDialog(
    /// Whether it stands over the page.
    open: RwSignal<bool>,
    /// Called when it is done.
    #[prop(into)]
    on_done: Callback<()>,
) -> impl IntoView {
    view! { <Dialog open title=team::invite()><InviteForm open on_done /></Dialog> }
}

#[component]
fn InviteForm(open: RwSignal<bool>, on_done: Callback<()>) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let (email, role) = (email_field(""), Field::free("role", Role::Agent.as_str()));
    let form = Form::new([email, role]);
    let invite = Action::new_local(move |body: &NewInvitation| {
        let body = body.clone();
        async move {
            match api::create_invitation(workspace.id, &body).await {
                Ok(invitation) => {
                    toasts.done(team::invited(&invitation.email));
                    open.set(false);
                    on_done.run(());
                }
                Err(error) => form.refuse(&error.fields(), error.message()),
            }
        }
    });
    let chosen = move || role.value.with(|role| role.parse().unwrap_or(Role::Agent));
    let roles = move || {
        let mine = workspace.membership.with(|mine| mine.role);
        mine.gives().map(|role| (role.as_str().to_owned(), role_name(role).to_owned())).collect::<Vec<_>>()
    };
    let submit = move |()| {
        let role = untrack(chosen);
        invite.dispatch_local(NewInvitation { email: email.trimmed_untracked(), role });
    };
    view! {
        <FormView form on_submit=submit>
            <p class="muted">{team::invite_text()}</p>
            <TextField field=email label=access::email() kind="email" />
            <Select
                field=role
                label=team::head_role()
                options=Signal::derive(roles)
                help=Signal::derive(move || Some(role_help(chosen())().to_owned()))
            />
            <div class="dialog__foot">
                <Button on_click=move |_| open.set(false)>{common::cancel()}</Button>
                <Button kind=ButtonKind::Primary submit=true busy=invite.pending()>{team::send_invitation()}</Button>
            </div>
        </FormView>
    }
}
