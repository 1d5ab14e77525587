//! Who is invited and has not answered.

use leptos::prelude::*;
use shared::live::LiveEvent;
use shared::team::Invitation;

use super::dialogs::{Asked, InviteDialog, TeamQuestion};
use crate::api;
use crate::format;
use crate::i18n::team;
use crate::live::use_live;
use crate::load::Load;
use crate::resource::Resource;
use crate::session::{role_name, use_workspace};
use crate::ui::badge::{Badge, Tone};
use crate::ui::button::Button;
use crate::ui::card::Card;
use crate::ui::icon::{self, IconView};
use crate::ui::menu::{MenuButton, MenuItem};
use crate::ui::skeleton::Skeleton;
use crate::ui::states::EmptyState;
use crate::ui::toast::use_toasts;

/// The invitations that wait, and those that have expired.
#[component]
pub(super) fn Invitations(
    /// Set to open the dialog that invites.
    is_inviting: RwSignal<bool>,
) -> impl IntoView {
    let workspace = use_workspace();
    let list = Resource::new(move || api::invitations(workspace.id));
    use_live().refetch(list, |event| matches!(event, LiveEvent::TeamChanged {}));
    let asked = RwSignal::new(None::<Asked>);
    view! {
        <Card title=team::invitations() flush=true>
            <Load resource=list failed=team::invitations_not_loaded() skeleton=|| view! { <Skeleton count=2 /> } let:page>
                <Show
                    when=move || page.with(|page| !page.items.is_empty())
                    fallback=move || view! {
                        <EmptyState icon=icon::MAIL title=team::nobody_invited() text=team::nobody_invited_text()>
                            <Button on_click=move |_| is_inviting.set(true)>{team::invite()}</Button>
                        </EmptyState>
                    }
                >
                    <ul class="list">
                        <For each=move || page.get().items key=|row| (row.id, row.expires_at) let:invitation>
                            <InvitationRow invitation asked />
                        </For>
                    </ul>
                </Show>
            </Load>
        </Card>
        <TeamQuestion asked on_done=move |()| list.refetch() />
        <InviteDialog open=is_inviting on_done=move |()| list.refetch() />
    }
}

#[component]
fn InvitationRow(invitation: Invitation, asked: RwSignal<Option<Asked>>) -> impl IntoView {
    let (workspace, toasts) = (use_workspace(), use_toasts());
    let id = invitation.id;
    let email = invitation.email.clone();
    let resend = Action::new_local(move |(): &()| {
        let email = email.clone();
        async move {
            match api::resend_invitation(workspace.id, id).await {
                Ok(_) => toasts.done(team::resent(&email)),
                Err(error) => toasts.error(error.message()),
            }
        }
    });
    let is_expired = invitation.expires_at <= format::now();
    let (tone, sign, state) = if is_expired {
        (Tone::Warning, icon::CLOCK, team::expired().to_owned())
    } else {
        (Tone::Info, icon::MAIL, team::good_until(&format::day_and_time(invitation.expires_at)))
    };
    let may_change = {
        let role = invitation.role;
        move || workspace.can(role.given_by())
    };
    let (revoked, name) = (invitation.clone(), team::more(&invitation.email));
    let items = move || {
        let revoked = revoked.clone();
        vec![
            MenuItem::new(team::send_again(), icon::REFRESH_CW, move |()| {
                resend.dispatch_local(());
            }),
            MenuItem::new(team::revoke(), icon::TRASH, move |()| {
                asked.set(Some(Asked::Revoke(revoked.clone())))
            })
            .danger(),
        ]
    };
    let (items, name) = (Signal::derive(items), StoredValue::new(name));
    view! {
        <li class="card__row">
            <span class="card__sign"><IconView icon=icon::MAIL small=true /></span>
            <div class="card__row-main">
                <p class="card__row-title"><bdi dir="ltr">{invitation.email.clone()}</bdi></p>
                <p class="card__row-note" dir="auto">{team::invited_as(role_name(invitation.role), &invitation.invited_by)}</p>
            </div>
            <Badge tone icon=sign text=state />
            <Show when=may_change><MenuButton name=name.get_value() items /></Show>
        </li>
    }
}
