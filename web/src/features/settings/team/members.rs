//! The members as a table, and what can be done to each.

use leptos::prelude::*;
use shared::team::Member;
use shared::{Permission, Role, WorkspaceId};

use super::dialogs::{Asked, TeamQuestion};
use crate::api::{self, ApiResult};
use crate::format;
use crate::i18n::team;
use crate::session::{role_name, use_session, use_workspace};
use crate::ui::badge::{Avatar, Badge, Tone};
use crate::ui::icon;
use crate::ui::menu::{MenuButton, MenuItem};
use crate::ui::moment::Moment;
use crate::ui::table::{Cell, Row, Table};
use crate::ui::toast::use_toasts;

/// Every member.
pub(super) async fn all(workspace: WorkspaceId) -> ApiResult<Vec<Member>> {
    api::all(async |cursor| api::members(workspace, cursor).await).await
}

/// The table of members.
#[component]
pub(super) fn Members(list: Signal<Vec<Member>>, #[prop(into)] on_change: Callback<()>) -> impl IntoView {
    let asked = RwSignal::new(None::<Asked>);
    let heads = [team::head_name(), team::head_role(), team::head_joined(), team::head_seen(), ""];
    let find = move |id| list.with(|list| list.iter().find(|member| member.id == id).cloned());
    view! {
        <div class="card team">
            <Table caption=team::members() heads=heads.map(str::to_owned).to_vec()>
                <For each=move || list.get() key=|member| member.id let:member>
                    {
                        let (id, first) = (member.id, member);
                        let member = Signal::derive(move || find(id).unwrap_or_else(|| first.clone()));
                        view! { <MemberRow member asked on_change /> }
                    }
                </For>
            </Table>
        </div>
        <TeamQuestion asked on_done=on_change />
    }
}

#[component]
fn MemberRow(
    member: Signal<Member>,
    asked: RwSignal<Option<Asked>>,
    on_change: Callback<()>,
) -> impl IntoView {
    let workspace = use_workspace();
    let name = Signal::derive(move || member.with(|member| member.name.clone()));
    let is_me = move || member.with(|member| workspace.membership.with(|mine| mine.member_id == member.id));
    let joined = move || {
        let at = member.with(|member| member.created_at);
        view! { <time datetime=at.to_rfc3339() title=format::exact(at)>{format::date(at)}</time> }
    };
    let seen = move || match member.with(|member| member.last_seen_at) {
        Some(at) => view! { <Moment at /> }.into_any(),
        None => view! { <span class="muted">{team::never_seen()}</span> }.into_any(),
    };
    view! {
        <Row>
            <Cell heading=true>
                <span class="team__person">
                    <Avatar name />
                    <span class="team__who">
                        <bdi>{name}</bdi>
                        <span class="hint"><bdi dir="ltr">{move || member.with(|member| member.email.clone())}</bdi></span>
                    </span>
                    {move || is_me().then(|| view! { <Badge tone=Tone::Info icon=icon::USER text=team::you() /> })}
                </span>
            </Cell>
            <Cell label=team::head_role()>{move || role_name(member.with(|member| member.role))}</Cell>
            <Cell label=team::head_joined()>
                {joined}
            </Cell>
            <Cell label=team::head_seen()>{seen}</Cell>
            <Cell corner=true><MemberMenu member asked on_change /></Cell>
        </Row>
    }
}

/// Changes a member's role; a toast says so.
fn use_role(on_change: Callback<()>) -> Action<(Member, Role), ()> {
    let (workspace, session, toasts) = (use_workspace(), use_session(), use_toasts());
    Action::new_local(move |(member, role): &(Member, Role)| {
        let (member, role) = (member.clone(), *role);
        async move {
            match api::update_member(workspace.id, member.id, role).await {
                Ok(member) => {
                    toasts.done(team::role_given(&member.name, role_name(role)));
                    session.reload();
                    on_change.run(());
                }
                Err(error) => toasts.error(error.message()),
            }
        }
    })
}

/// What the signed-in member may do to this one; nothing when that is nothing.
#[component]
fn MemberMenu(
    member: Signal<Member>,
    asked: RwSignal<Option<Asked>>,
    on_change: Callback<()>,
) -> impl IntoView {
    let workspace = use_workspace();
    let change = use_role(on_change);
    let choices = Memo::new(move |_| {
        let (mine, is_me) = workspace.membership.with(|me| (me.role, me.member_id == member.with(|m| m.id)));
        let theirs = member.with(|member| member.role);
        if !mine.grants(theirs.given_by()) {
            return Choices::default();
        }
        Choices {
            roles: mine.gives().collect(),
            is_me,
            can_transfer: !is_me && mine.grants(Permission::OwnersManage) && theirs != Role::Owner,
        }
    });
    let give = Callback::new(move |role| {
        let member = member.get_untracked();
        if role == member.role {
            return;
        }
        let is_mine = choices.with_untracked(|choices| choices.is_me);
        if is_mine || [role, member.role].contains(&Role::Owner) {
            asked.set(Some(Asked::Role(member, role)));
        } else {
            change.dispatch_local((member, role));
        }
    });
    let ask = Callback::new(move |what: fn(Member) -> Asked| asked.set(Some(what(member.get_untracked()))));
    let items = move || choices.get().items(member.with(|member| member.role), give, ask);
    let name = move || member.with(|member| team::more(&member.name));
    view! {
        <Show when=move || choices.with(|choices| !choices.roles.is_empty())>
            <MenuButton name=Signal::derive(name) items=Signal::derive(items) />
        </Show>
    }
}

/// What a menu holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Choices {
    roles: Vec<Role>,
    is_me: bool,
    can_transfer: bool,
}

impl Choices {
    fn items(self, theirs: Role, give: Callback<Role>, ask: Callback<fn(Member) -> Asked>) -> Vec<MenuItem> {
        let roles = self.roles.into_iter().map(|role| {
            MenuItem::new(role_name(role), icon::USER, move |()| give.run(role)).checked(role == theirs)
        });
        let transfer = self
            .can_transfer
            .then(|| MenuItem::new(team::transfer(), icon::ARROW_RIGHT, move |()| ask.run(Asked::Transfer)));
        // One's own devices stand in the account.
        let sign_out = (!self.is_me)
            .then(|| MenuItem::new(team::sign_out(), icon::LOG_OUT, move |()| ask.run(Asked::SignOut)));
        // Oneself leaves, below.
        let remove = (!self.is_me)
            .then(|| MenuItem::new(team::remove(), icon::TRASH, move |()| ask.run(Asked::Remove)).danger());
        roles.chain(transfer).chain(sign_out).chain(remove).collect()
    }
}
