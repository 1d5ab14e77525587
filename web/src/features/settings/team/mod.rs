//! The team: who is a member, who is invited, and one's own place in it.

mod dialogs;
mod invitations;
mod members;
mod mine;

use leptos::prelude::*;
use shared::Permission;
use shared::live::LiveEvent;

use crate::i18n::{settings, team};
use crate::live::use_live;
use crate::load::Load;
use crate::resource::Resource;
use crate::session::use_workspace;
use crate::ui::button::{Button, ButtonKind};
use crate::ui::icon;
use crate::ui::page::PageHeader;
use crate::ui::skeleton::Skeleton;
use invitations::Invitations;
use members::Members;
use mine::Mine;

/// Members, invitations, and one's own membership.
#[component]
pub fn TeamPage() -> impl IntoView {
    let workspace = use_workspace();
    let members = Resource::new(move || members::all(workspace.id));
    use_live().refetch(members, |event| matches!(event, LiveEvent::TeamChanged {}));
    let is_inviting = RwSignal::new(false);
    let refetch = move |()| members.refetch();
    view! {
        <PageHeader title=team::title() section=settings::title() note=team::note()>
            <Button
                kind=ButtonKind::Primary
                icon=icon::PLUS
                creates=true
                blocked=workspace.blocked(Permission::MembersManage)
                on_click=move |_| is_inviting.set(true)
            >
                {team::invite()}
            </Button>
        </PageHeader>
        <Load resource=members failed=team::members_not_loaded() skeleton=|| view! { <Skeleton /> } let:list>
            <Members list on_change=refetch />
        </Load>
        <Show when=move || workspace.can(Permission::MembersManage)>
            <Invitations is_inviting />
        </Show>
        <Mine />
    }
}

/// What each role may do, for a help line.
pub(in crate::features::settings) const fn role_help(role: shared::Role) -> fn() -> &'static str {
    match role {
        shared::Role::Owner => team::help_owner,
        shared::Role::Admin => team::help_admin,
        shared::Role::Builder => team::help_builder,
        shared::Role::Agent => team::help_agent,
        shared::Role::Viewer => team::help_viewer,
    }
}
