//! Making, sending again and revoking invitations, each under the lock of the workspace's team.

use serde_json::json;
use shared::live::LiveEvent;
use shared::team::{INVITATIONS_MAX, Invitation, NewInvitation};
use shared::{InvitationId, Role};

use super::jobs::{About, TeamMail};
use super::members::{self, Locked};
use super::queries::{self, NewRow};
use super::{Error, rules};
use crate::accounts;
use crate::entities::invitation;
use crate::error::{ApiError, ApiResult};
use crate::jobs::Job;
use crate::platform::cx::Cx;
use crate::platform::permission::MembersManage;
use crate::platform::scope::{AuditEvent, Tx};

/// Who is invited, checked; and by whom, as they are shown.
pub(super) struct Checked {
    email: String,
    email_key: String,
    role: Role,
    by: Option<String>,
}

/// Checks what can be checked before the transaction.
pub(super) async fn checked(cx: &Cx<MembersManage>, new: NewInvitation) -> ApiResult<Checked> {
    let (email, email_key) = accounts::checked_email(&new.email).map_err(Error::Invalid)?;
    let by = queries::user(&cx.state().db.accounts(), cx.user()).await?.map(|user| user.name);
    Ok(Checked { email, email_key, role: new.role, by })
}

/// Invites somebody.
pub(super) async fn invite(tx: Tx, cx: &Cx<MembersManage>, new: Checked) -> ApiResult<Invitation> {
    let Checked { email, email_key, role, by } = new;
    let Locked { tx, actor } = members::locked(tx, cx).await?;
    rules::may_change(actor, None, Some(role))?;
    if queries::has_member(&tx, &email_key).await? {
        return Err(Error::AlreadyMember.into());
    }
    make_room(&tx, &email_key).await?;
    let (id, expires_at) = (InvitationId::new(), rules::expires_at(tx.now()));
    let row = NewRow { id, email, email_key, role, invited_by: cx.user(), expires_at };
    if !queries::insert_invitation(&tx, row).await? {
        return Err(Error::AlreadyInvited.into());
    }
    send(&tx, id).await?;
    let row = queries::invitation(&tx, id).await?.ok_or(Error::NotFound)?;
    let invitation = view(&row, by)?;
    let event = AuditEvent::new("invitation.created").about("invitation", id).detail(json!({"role": role}));
    tx.commit_answer(event, 201, &invitation).await?;
    Ok(invitation)
}

/// An invitation that has expired makes room for a new one.
async fn make_room(tx: &Tx, email_key: &str) -> ApiResult<()> {
    if let Some(row) = queries::invitation_to(tx, email_key).await? {
        if tx.now() < row.expires_at {
            return Err(Error::AlreadyInvited.into());
        }
        queries::remove_invitation(tx, row.id.into()).await?;
    }
    let n_waiting = queries::n_invitations(tx).await?;
    if usize::try_from(n_waiting).is_ok_and(|n| n < INVITATIONS_MAX) {
        Ok(())
    } else {
        Err(Error::TooManyInvitations.into())
    }
}

/// Sends an invitation again, with a new link and a new end.
pub(super) async fn resend(cx: &Cx<MembersManage>, id: InvitationId) -> ApiResult<Invitation> {
    let Locked { tx, actor } = members::lock(cx).await?;
    let row = queries::invitation(&tx, id).await?.ok_or(Error::NotFound)?;
    rules::may_change(actor, None, Some(role(&row)?))?;
    rules::may_resend(row.sent_at, tx.now())?;
    queries::renew(&tx, id, rules::expires_at(tx.now())).await?;
    send(&tx, id).await?;
    tx.commit(AuditEvent::new("invitation.resent").about("invitation", id)).await?;
    one(cx, id).await
}

async fn send(tx: &Tx, id: InvitationId) -> ApiResult<()> {
    let mailed = queries::mailed(tx).await?.one_more(tx.now())?;
    queries::set_mailed(tx, mailed).await?;
    let about = About::Invitation { invitation: id };
    tx.enqueue(Job::TeamMail(TeamMail { workspace: tx.workspace(), about })).await?;
    tx.publish(LiveEvent::TeamChanged {});
    Ok(())
}

/// Takes an invitation back.
pub(super) async fn revoke(cx: &Cx<MembersManage>, id: InvitationId) -> ApiResult<()> {
    let Locked { tx, actor } = members::lock(cx).await?;
    let row = queries::invitation(&tx, id).await?.ok_or(Error::NotFound)?;
    rules::may_change(actor, None, Some(role(&row)?))?;
    queries::remove_invitation(&tx, id).await?;
    tx.publish(LiveEvent::TeamChanged {});
    Ok(tx.commit(AuditEvent::new("invitation.revoked").about("invitation", id)).await?)
}

async fn one(cx: &Cx<MembersManage>, id: InvitationId) -> ApiResult<Invitation> {
    let row = queries::invitation(&cx.scope(), id).await?.ok_or(Error::NotFound)?;
    let by = queries::user(&cx.state().db.accounts(), row.invited_by.into()).await?;
    view(&row, by.map(|user| user.name))
}

pub(super) fn role(row: &invitation::Model) -> ApiResult<Role> {
    row.role.parse().map_err(|_| ApiError::internal("an invitation has an unknown role"))
}

pub(super) fn view(row: &invitation::Model, invited_by: Option<String>) -> ApiResult<Invitation> {
    Ok(Invitation {
        id: row.id.into(),
        email: row.email.clone(),
        role: role(row)?,
        invited_by: invited_by.unwrap_or_default(),
        created_at: row.created_at,
        sent_at: row.sent_at,
        expires_at: row.expires_at,
    })
}
