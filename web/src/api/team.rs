//! The team: members, invitations, and further workspaces.

use serde_json::json;
use shared::account::{Me, Membership};
use shared::team::{
    Invitation, InvitationLink, InvitationSignUp, InvitationView, Member, MemberPatch, NewInvitation,
    OwnershipTransfer,
};
use shared::workspace::{NewWorkspace, Workspace};
use shared::{InvitationId, MemberId, Page, Role, WorkspaceId};

use super::client::{Method, command, get, public_write, write};
use super::{ApiResult, session_is_back};

/// Makes a further workspace.
///
/// # Errors
/// When the call fails; so for every function of this module.
pub async fn create_workspace(body: &NewWorkspace) -> ApiResult<Workspace> {
    write(Method::POST, "/workspaces", body).await
}

/// A page of members, after `cursor`.
pub async fn members(w: WorkspaceId, cursor: Option<&str>) -> ApiResult<Page<Member>> {
    let after = cursor.map(|cursor| format!("?cursor={cursor}")).unwrap_or_default();
    get(&format!("/workspaces/{w}/members{after}")).await
}

/// Gives a member another role.
pub async fn update_member(w: WorkspaceId, id: MemberId, role: Role) -> ApiResult<Member> {
    write(Method::PATCH, &format!("/workspaces/{w}/members/{id}"), &MemberPatch { role }).await
}

/// Removes a member.
pub async fn remove_member(w: WorkspaceId, id: MemberId) -> ApiResult<()> {
    command(Method::DELETE, &format!("/workspaces/{w}/members/{id}"), &json!({})).await
}

/// Signs a member out on every device.
pub async fn end_member_sessions(w: WorkspaceId, id: MemberId) -> ApiResult<()> {
    command(Method::DELETE, &format!("/workspaces/{w}/members/{id}/sessions"), &json!({})).await
}

/// Leaves the workspace.
pub async fn leave_workspace(w: WorkspaceId) -> ApiResult<()> {
    command(Method::POST, &format!("/workspaces/{w}/leave"), &json!({})).await
}

/// Makes another member an owner and oneself an admin.
pub async fn transfer_ownership(w: WorkspaceId, member_id: MemberId) -> ApiResult<Member> {
    let body = OwnershipTransfer { member_id };
    write(Method::POST, &format!("/workspaces/{w}/ownership-transfer"), &body).await
}

/// Who is invited: there are never more than one page of them.
pub async fn invitations(w: WorkspaceId) -> ApiResult<Page<Invitation>> {
    get(&format!("/workspaces/{w}/invitations")).await
}

/// Invites somebody.
pub async fn create_invitation(w: WorkspaceId, body: &NewInvitation) -> ApiResult<Invitation> {
    write(Method::POST, &format!("/workspaces/{w}/invitations"), body).await
}

/// Sends an invitation again.
pub async fn resend_invitation(w: WorkspaceId, id: InvitationId) -> ApiResult<Invitation> {
    write(Method::POST, &format!("/workspaces/{w}/invitations/{id}/resend"), &json!({})).await
}

/// Revokes an invitation.
pub async fn revoke_invitation(w: WorkspaceId, id: InvitationId) -> ApiResult<()> {
    command(Method::DELETE, &format!("/workspaces/{w}/invitations/{id}"), &json!({})).await
}

/// What the link of a mail leads to.
pub async fn view_invitation(token: &str) -> ApiResult<InvitationView> {
    let body = InvitationLink { token: token.to_owned() };
    public_write(Method::POST, "/invitations/view", &body).await
}

/// Accepts with the account that is signed in.
pub async fn accept_invitation(token: &str) -> ApiResult<Membership> {
    let body = InvitationLink { token: token.to_owned() };
    write(Method::POST, "/invitations/accept", &body).await
}

/// Makes an account by the link, and accepts; opens a session.
pub async fn sign_up_by_invitation(body: &InvitationSignUp) -> ApiResult<Me> {
    let answer = public_write(Method::POST, "/invitations/sign-up", body).await;
    answer.inspect(|_| session_is_back())
}
