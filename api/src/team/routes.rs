//! The team: members of a workspace, their roles, and invitations to become one.

use actix_web::{HttpResponse, delete, get, patch, post};
use serde::Deserialize;
use shared::account::{Me as MyAccount, Membership};
use shared::team::{
    Invitation, InvitationLink, InvitationSignUp, InvitationView, Member, MemberPatch, NewInvitation,
    OwnershipTransfer,
};
use shared::{InvitationId, MemberId, Page, PageQuery, WorkspaceId};
use utoipa::IntoParams;

use super::queries::{self, AgeKey};
use super::{accept, invite, members, rules};
use crate::error::ApiResult;
use crate::platform::cursor::List;
use crate::platform::cx::{Anyone, Cx, Fresh, InPerson, Me, check_fresh};
use crate::platform::extract::{Created, Json, NoContent, Path, Query};
use crate::platform::permission::{MembersManage, MembersRead, OwnersManage, WorkspaceRead};

/// A workspace's team.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
#[expect(dead_code, reason = "for the document; `Cx` has read and checked it")]
pub(crate) struct TeamPath {
    /// The workspace.
    workspace_id: WorkspaceId,
}

/// A member.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct MemberPath {
    /// The member.
    pub member_id: MemberId,
}

/// An invitation.
#[derive(Debug, Clone, Copy, Deserialize, IntoParams)]
#[into_params(parameter_in = Path)]
pub(crate) struct InvitationPath {
    /// The invitation.
    pub invitation_id: InvitationId,
}

/// List the members.
///
/// Who came first stands first.
#[utoipa::path(params(TeamPath, PageQuery), responses((status = 200, body = Page<Member>)))]
#[get("/workspaces/{workspace_id}/members")]
pub(crate) async fn list_members(
    cx: Cx<MembersRead>,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<Member>>> {
    let list = List { workspace: cx.workspace(), name: "members" };
    let cursors = &cx.state().cursors;
    let wanted = cursors.wanted(list, &query)?;
    let rows = queries::members(&cx.scope(), &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| AgeKey { at: row.created_at, id: row.id });
    let ids = page.items.iter().map(|row| row.user_id);
    let users = queries::users(&cx.state().db.accounts(), ids).await?;
    let with_user = page.items.iter().filter_map(|row| Some((row, users.get(&row.user_id)?)));
    let items = with_user.map(|(row, user)| members::view(row, user)).collect::<ApiResult<_>>()?;
    Ok(Json(Page { items, next_cursor: page.next_cursor }))
}

/// Change a member's role.
///
/// It counts from their next request on. Only an owner makes owners or changes one; the last owner stays one.
#[utoipa::path(params(TeamPath, MemberPath), responses((status = 200, body = Member), (status = 409)))]
#[patch("/workspaces/{workspace_id}/members/{member_id}")]
pub(crate) async fn update_member(
    cx: Fresh<Cx<MembersManage>>,
    path: Path<MemberPath>,
    Json(patch): Json<MemberPatch>,
) -> ApiResult<Json<Member>> {
    members::set_role(&cx, path.member_id, patch.role).await.map(Json)
}

/// Remove a member.
///
/// Their next request is refused. Only an owner removes owners; the last owner cannot be removed.
#[utoipa::path(params(TeamPath, MemberPath), responses((status = 204), (status = 409)))]
#[delete("/workspaces/{workspace_id}/members/{member_id}")]
pub(crate) async fn remove_member(
    cx: Fresh<Cx<MembersManage>>,
    path: Path<MemberPath>,
) -> ApiResult<NoContent> {
    members::remove(&cx, path.member_id).await?;
    Ok(NoContent)
}

/// Sign a member out on every device.
///
/// At once: their next request is refused, and their event streams end, in their other workspaces too. Only an owner does it to
/// owners. Their API keys go on. They are told by mail; at most twice a minute and five times an hour for one member.
#[utoipa::path(params(TeamPath, MemberPath), responses((status = 204), (status = 429)))]
#[delete("/workspaces/{workspace_id}/members/{member_id}/sessions")]
pub(crate) async fn end_member_sessions(
    cx: Fresh<Cx<MembersManage>>,
    path: Path<MemberPath>,
) -> ApiResult<NoContent> {
    members::sign_out(&cx, path.member_id).await?;
    Ok(NoContent)
}

/// Leave the workspace.
///
/// The last owner cannot; transfer the ownership first.
#[utoipa::path(params(TeamPath), responses((status = 204), (status = 409)))]
#[post("/workspaces/{workspace_id}/leave")]
pub(crate) async fn leave_workspace(cx: InPerson<Cx<WorkspaceRead>>) -> ApiResult<NoContent> {
    members::leave(&cx).await?;
    Ok(NoContent)
}

/// Hand the workspace over.
///
/// Makes another member an owner and oneself an admin, in one step.
#[utoipa::path(params(TeamPath), responses((status = 200, body = Member)))]
#[post("/workspaces/{workspace_id}/ownership-transfer")]
pub(crate) async fn transfer_ownership(
    cx: Fresh<Cx<OwnersManage>>,
    Json(transfer): Json<OwnershipTransfer>,
) -> ApiResult<Json<Member>> {
    members::transfer(&cx, transfer.member_id).await.map(Json)
}

/// List the invitations.
///
/// Those that wait and those that have expired, the newest first.
#[utoipa::path(params(TeamPath, PageQuery), responses((status = 200, body = Page<Invitation>)))]
#[get("/workspaces/{workspace_id}/invitations")]
pub(crate) async fn list_invitations(
    cx: Cx<MembersManage>,
    Query(query): Query<PageQuery>,
) -> ApiResult<Json<Page<Invitation>>> {
    let list = List { workspace: cx.workspace(), name: "invitations" };
    let cursors = &cx.state().cursors;
    let wanted = cursors.wanted(list, &query)?;
    let rows = queries::invitations(&cx.scope(), &wanted).await?;
    let page = cursors.page(list, &wanted, rows, |row| AgeKey { at: row.created_at, id: row.id });
    let ids = page.items.iter().map(|row| row.invited_by);
    let users = queries::users(&cx.state().db.accounts(), ids).await?;
    let name = |id| users.get(id).map(|user| user.name.clone());
    let items = page.items.iter().map(|row| invite::view(row, name(&row.invited_by)));
    Ok(Json(Page { items: items.collect::<ApiResult<_>>()?, next_cursor: page.next_cursor }))
}

/// Invite somebody.
///
/// A mail with a link goes to the address; it is good for 72 hours, once, and for the account of that address alone.
/// The answer is the same whether or not there is one. An invitation ends when who made it loses the right to.
/// To invite an admin or an owner the password must have been proved within five minutes.
#[utoipa::path(params(TeamPath), responses((status = 201, body = Invitation), (status = 409)))]
#[post("/workspaces/{workspace_id}/invitations")]
pub(crate) async fn create_invitation(
    cx: Cx<MembersManage>,
    Json(new): Json<NewInvitation>,
) -> ApiResult<Created<Invitation>> {
    if rules::is_powerful(new.role) {
        check_fresh(&cx).await?;
    }
    let new = invite::checked(&cx, new).await?;
    invite::invite(cx.begin_once().await?, &cx, new).await.map(Created)
}

/// Send an invitation again.
///
/// With a new link, good for another 72 hours; the one before is void. At most once a minute.
#[utoipa::path(
    params(TeamPath, InvitationPath),
    responses((status = 200, body = Invitation), (status = 429))
)]
#[post("/workspaces/{workspace_id}/invitations/{invitation_id}/resend")]
pub(crate) async fn resend_invitation(
    cx: Cx<MembersManage>,
    path: Path<InvitationPath>,
) -> ApiResult<Json<Invitation>> {
    invite::resend(&cx, path.invitation_id).await.map(Json)
}

/// Revoke an invitation.
///
/// Its link is void at once; the address can be invited again.
#[utoipa::path(params(TeamPath, InvitationPath), responses((status = 204)))]
#[delete("/workspaces/{workspace_id}/invitations/{invitation_id}")]
pub(crate) async fn revoke_invitation(
    cx: Cx<MembersManage>,
    path: Path<InvitationPath>,
) -> ApiResult<NoContent> {
    invite::revoke(&cx, path.invitation_id).await?;
    Ok(NoContent)
}

/// Look at the invitation a link leads to.
///
/// Changes nothing; a POST because the link's secret belongs into no address.
#[utoipa::path(responses((status = 200, body = InvitationView)))]
#[post("/invitations/view")]
pub(crate) async fn view_invitation(
    anyone: Anyone,
    Json(link): Json<InvitationLink>,
) -> ApiResult<Json<InvitationView>> {
    accept::view(anyone.state(), &link.token).await.map(Json)
}

/// Accept an invitation with the account that is signed in.
///
/// It must be the account of the address that was invited.
#[utoipa::path(responses((status = 200, body = Membership), (status = 409)))]
#[post("/invitations/accept")]
pub(crate) async fn accept_invitation(
    me: Me,
    Json(link): Json<InvitationLink>,
) -> ApiResult<Json<Membership>> {
    accept::accept(me.begin_once().await?, &me, &link.token).await.map(Json)
}

/// Sign up by an invitation, and accept it; opens a session.
///
/// For an address without an account, also where sign-up is closed. The link has shown that the address is theirs.
#[utoipa::path(responses((status = 200, body = MyAccount), (status = 409)))]
#[post("/invitations/sign-up")]
pub(crate) async fn sign_up_by_invitation(
    anyone: Anyone,
    Json(input): Json<InvitationSignUp>,
) -> ApiResult<HttpResponse> {
    accept::sign_up(anyone.state(), input, anyone.client()).await
}
