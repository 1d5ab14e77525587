//! Changing who is a member: roles, removal, leaving, handing over; and signing a member out.
//!
//! Every change holds the workspace's lock and reads both members again under it, so that of two owners who demote each
//! other at once one is refused, and nobody acts in a role that was just taken away.

use sea_orm::DbErr;
use serde_json::json;
use shared::live::LiveEvent;
use shared::team::Member;
use shared::{MemberId, Role, UserId};

use super::jobs::{About, TeamMail};
use super::{Error, queries, rules};
use crate::accounts;
use crate::entities::{member, user};
use crate::error::{ApiError, ApiResult};
use crate::jobs::Job;
use crate::platform::cx::Cx;
use crate::platform::permission::Requires;
use crate::platform::scope::{AuditEvent, Tx};

/// A transaction in which nobody else changes the team.
pub(super) struct Locked {
    pub(super) tx: Tx,
    /// The caller's role as it is now.
    pub(super) actor: Role,
}

/// Waits for one's turn to change the team, and looks again whether the caller may.
pub(super) async fn lock<P: Requires>(cx: &Cx<P>) -> ApiResult<Locked> {
    locked(cx.begin().await?, cx).await
}

/// The same in a transaction that has begun.
pub(super) async fn locked<P: Requires>(tx: Tx, cx: &Cx<P>) -> ApiResult<Locked> {
    let actor = wait(&tx, cx).await?;
    Ok(Locked { tx, actor })
}

/// Waits, looks, and says in which role the caller acts.
async fn wait<P: Requires>(tx: &Tx, cx: &Cx<P>) -> ApiResult<Role> {
    tx.lock_workspace().await?;
    let row = queries::member(tx, cx.member()).await?.ok_or(Error::NotFound)?;
    let actor = role(&row)?;
    if actor.grants(P::PERMISSION) { Ok(actor) } else { Err(ApiError::forbidden(P::PERMISSION)) }
}

/// Changes a member's role.
pub(super) async fn set_role<P: Requires>(cx: &Cx<P>, id: MemberId, to: Role) -> ApiResult<Member> {
    let Locked { tx, actor } = lock(cx).await?;
    let row = queries::member(&tx, id).await?.ok_or(Error::NotFound)?;
    let from = role(&row)?;
    rules::may_change(actor, Some(from), Some(to))?;
    rules::keeps_an_owner(from, Some(to), queries::n_owners(&tx).await?)?;
    let row = give(&tx, &row, to).await?;
    tx.publish(LiveEvent::TeamChanged {});
    let event = AuditEvent::new("member.role_changed").about("member", id);
    tx.commit(event.detail(json!({"from": from, "to": to}))).await?;
    shown(cx, row).await
}

/// Removes a member.
pub(super) async fn remove<P: Requires>(cx: &Cx<P>, id: MemberId) -> ApiResult<()> {
    let Locked { tx, actor } = lock(cx).await?;
    let row = queries::member(&tx, id).await?.ok_or(Error::NotFound)?;
    let from = role(&row)?;
    rules::may_change(actor, Some(from), None)?;
    let about = About::Removed { user: row.user_id.into() };
    end(&tx, &row, from).await?;
    tx.enqueue(Job::TeamMail(TeamMail { workspace: cx.workspace(), about })).await?;
    let event = AuditEvent::new("member.removed").about("member", id);
    Ok(tx.commit(event.detail(json!({"user": UserId(row.user_id), "role": from}))).await?)
}

/// Signs a member out on every device.
///
/// By the rules of a removal: who may not remove them may not do this either. Their devices are not shown: what a person
/// signs in with, and from where, is theirs to see.
pub(super) async fn sign_out<P: Requires>(cx: &Cx<P>, id: MemberId) -> ApiResult<()> {
    let (state, workspace) = (cx.state(), cx.workspace());
    let tx = state.db.begin_global(cx.caller().actor()).await?;
    let user = {
        let within = tx.within(workspace);
        let actor = wait(&within, cx).await?;
        let row = queries::member(&within, id).await?.ok_or(Error::NotFound)?;
        rules::may_change(actor, Some(role(&row)?), None)?;
        UserId(row.user_id)
    };
    let n_ended = accounts::sign_out_member(state, &tx, user, workspace).await?;
    if n_ended > 0 {
        let about = About::SignedOut { user, by: cx.user() };
        tx.within(workspace).enqueue(Job::TeamMail(TeamMail { workspace, about })).await?;
    }
    let event = AuditEvent::new("member.signed_out").about("member", id).in_workspace(workspace);
    tx.commit(event.detail(json!({"user": user, "sessions": n_ended}))).await?;
    state.sessions.forget(user);
    Ok(())
}

/// Removes the caller.
pub(super) async fn leave<P: Requires>(cx: &Cx<P>) -> ApiResult<()> {
    let Locked { tx, actor } = lock(cx).await?;
    let row = queries::member(&tx, cx.member()).await?.ok_or(Error::NotFound)?;
    end(&tx, &row, actor).await?;
    let event = AuditEvent::new("member.left").about("member", cx.member());
    Ok(tx.commit(event.detail(json!({"role": actor}))).await?)
}

/// Makes another member an owner and the caller an admin.
pub(super) async fn transfer<P: Requires>(cx: &Cx<P>, to: MemberId) -> ApiResult<Member> {
    let Locked { tx, actor } = lock(cx).await?;
    if to == cx.member() {
        return Err(Error::Invalid(rules::wrong("/member_id", "name another member")).into());
    }
    let heir = queries::member(&tx, to).await?.ok_or(Error::NotFound)?;
    let mine = queries::member(&tx, cx.member()).await?.ok_or(Error::NotFound)?;
    rules::may_change(actor, Some(role(&heir)?), Some(Role::Owner))?;
    let heir = give(&tx, &heir, Role::Owner).await?;
    give(&tx, &mine, Role::Admin).await?;
    let about = About::Owner { user: heir.user_id.into(), by: cx.user() };
    tx.enqueue(Job::TeamMail(TeamMail { workspace: cx.workspace(), about })).await?;
    tx.publish(LiveEvent::TeamChanged {});
    let event = AuditEvent::new("ownership.transferred").about("member", to);
    tx.commit(event.detail(json!({"from": cx.member(), "to": to}))).await?;
    shown(cx, heir).await
}

async fn give(tx: &Tx, row: &member::Model, to: Role) -> Result<member::Model, DbErr> {
    // What they invited others into and may no longer give falls with it.
    queries::remove_invitations_of(tx, row.user_id.into(), &rules::no_longer_invites(Some(to))).await?;
    queries::set_role(tx, row.id.into(), to).await
}

async fn end(tx: &Tx, row: &member::Model, from: Role) -> ApiResult<()> {
    rules::keeps_an_owner(from, None, queries::n_owners(tx).await?)?;
    queries::remove_invitations_of(tx, row.user_id.into(), &rules::no_longer_invites(None)).await?;
    queries::remove_member(tx, row.id.into()).await?;
    tx.publish(LiveEvent::TeamChanged {});
    Ok(())
}

pub(super) fn role(row: &member::Model) -> ApiResult<Role> {
    row.role.parse().map_err(|_| ApiError::internal("a member has an unknown role"))
}

async fn shown<P: Requires>(cx: &Cx<P>, row: member::Model) -> ApiResult<Member> {
    let user = queries::user(&cx.state().db.accounts(), row.user_id.into()).await?.ok_or(Error::NotFound)?;
    view(&row, &user)
}

pub(super) fn view(row: &member::Model, user: &user::Model) -> ApiResult<Member> {
    Ok(Member {
        id: row.id.into(),
        name: user.name.clone(),
        email: user.email.clone(),
        role: role(row)?,
        created_at: row.created_at,
        last_seen_at: row.last_seen_at,
    })
}
