//! The team: who is a member of a workspace, and who is invited to become one.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{InvitationId, MemberId, Role};

/// Invitations of one workspace that may wait at a time.
pub const INVITATIONS_MAX: usize = 50;
/// Invitations that one workspace mails within a day, those sent again included.
pub const INVITATION_MAILS_MAX: i32 = 100;
/// Hours an invitation is good for, from when it was last sent.
pub const INVITATION_HOURS: i64 = 72;
/// Seconds before the same invitation may be sent again.
pub const RESEND_AFTER_S: i64 = 60;

/// A user in a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Member {
    /// The member's id.
    pub id: MemberId,
    /// The person's name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// What they may do.
    pub role: Role,
    /// When they became a member.
    pub created_at: DateTime<Utc>,
    /// When they last had the dashboard of this workspace open, to within some minutes; `None` when never.
    pub last_seen_at: Option<DateTime<Utc>>,
}

/// Changes a member.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MemberPatch {
    /// What they may do from now on.
    pub role: Role,
}

/// Hands a workspace over.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct OwnershipTransfer {
    /// The member who becomes an owner.
    pub member_id: MemberId,
}

/// Somebody who was asked to become a member and has not answered yet.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Invitation {
    /// Its id.
    pub id: InvitationId,
    /// The address it was sent to; only its account can accept.
    pub email: String,
    /// The role it gives.
    pub role: Role,
    /// The name of who invited.
    pub invited_by: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last sent.
    pub sent_at: DateTime<Utc>,
    /// When it can no longer be accepted; sending it again moves this.
    pub expires_at: DateTime<Utc>,
}

/// Asks somebody to become a member. The answer is the same whether or not the address has an account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewInvitation {
    /// Where the link is sent.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254, example = "ravi@example.com"))]
    pub email: String,
    /// The role it gives.
    pub role: Role,
}

/// The link from an invitation's mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationLink {
    /// What the mail's link carries after `#`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub token: String,
}

/// An invitation as whoever has its link sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct InvitationView {
    /// The name of the workspace.
    pub workspace_name: String,
    /// The name of who invited.
    pub invited_by: String,
    /// The address it was sent to.
    pub email: String,
    /// The role it gives.
    pub role: Role,
    /// When it can no longer be accepted.
    pub expires_at: DateTime<Utc>,
    /// Whether the address has an account: sign in with it and accept. Without one, sign up by the invitation.
    pub has_account: bool,
}

/// Makes the account of somebody who was invited and has none, and accepts; opens a session.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct InvitationSignUp {
    /// What the mail's link carries after `#`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub token: String,
    /// The person's name.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, example = "Ravi Kumar"))]
    pub name: String,
    /// 12 to 256 characters, any composition.
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 256))]
    pub password: String,
}
