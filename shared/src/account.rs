//! Accounts: sign-up to sign-out, and the person who is signed in.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use crate::{MemberId, Role, SessionId, UserId, WorkspaceId};

/// Fewest characters of a password (ASVS 6.2.1).
pub const PASSWORD_MIN_CHARS: usize = 12;
/// Most characters of a password.
pub const PASSWORD_MAX_CHARS: usize = 256;
/// Most characters of a person's or a business's name.
pub const NAME_MAX_CHARS: usize = 100;
/// Most characters of an email address (RFC 5321).
pub const EMAIL_MAX_CHARS: usize = 254;
/// Most characters of a phone as it is typed, with what people put between digits.
pub const PHONE_MAX_CHARS: usize = 20;

/// Makes a user and a workspace. The answer is the same for a known and an unknown address.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignUp {
    /// The person's name.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, example = "Asha Patel"))]
    pub name: String,
    /// Where the link to verify is sent.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254, example = "asha@example.com"))]
    pub email: String,
    /// The person's phone in international form.
    #[cfg_attr(feature = "openapi", schema(min_length = 7, max_length = 20, example = "+919812345678"))]
    pub phone: String,
    /// The name of the business; becomes the workspace's name.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100, example = "Maa Bakery"))]
    pub business_name: String,
    /// 12 to 256 characters, any composition.
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 256))]
    pub password: String,
    /// IANA name of the browser's time zone; UTC when absent or unknown.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_zone: Option<String>,
}

/// Signs in.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    /// The account's address.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254))]
    pub email: String,
    /// Its password.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256))]
    pub password: String,
}

/// Asks for a mail: a new verification link, or a link to reset the password.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MailRequest {
    /// The account's address. The answer is the same when nobody has it.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254))]
    pub email: String,
}

/// Redeems the link that verifies an address; opens a session.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct VerifyEmail {
    /// What the mail's link carries after `#`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub token: String,
}

/// Sets a new password by the link from a reset mail; ends every session of the account.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct ResetPassword {
    /// What the mail's link carries after `#`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub token: String,
    /// 12 to 256 characters, any composition.
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 256))]
    pub password: String,
}

/// The signed-in person and the workspaces they belong to.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Me {
    /// The user's id.
    pub id: UserId,
    /// Their name.
    pub name: String,
    /// Their address.
    pub email: String,
    /// Their phone.
    pub phone: String,
    /// The language they read, a BCP 47 tag; the browser's when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// A change of their address that waits to be confirmed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email_change: Option<EmailChange>,
    /// Wrong passwords between the sign-in before and this one; only in the answer to a sign-in, and only when there were several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wrong_passwords: Option<u32>,
    /// When the account was made.
    pub created_at: DateTime<Utc>,
    /// Their workspaces, by name.
    pub workspaces: Vec<Membership>,
}

/// A workspace as one of its members sees it in the switcher.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Membership {
    /// The workspace.
    pub workspace_id: WorkspaceId,
    /// Its name.
    pub workspace_name: String,
    /// The member's id there.
    pub member_id: MemberId,
    /// The member's role there.
    pub role: Role,
}

/// Changes the signed-in person; absent fields stay.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct MePatch {
    /// Their name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 100))]
    pub name: Option<String>,
    /// Their phone in international form; an empty text takes it away.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(max_length = 20, example = "+919812345678"))]
    pub phone: Option<String>,
    /// The language they read, a BCP 47 tag such as `en` or `pt-BR`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(min_length = 2, max_length = 35, example = "hi"))]
    pub language: Option<String>,
}

/// A signed-in browser of one's own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Session {
    /// The session.
    pub id: SessionId,
    /// The browser in words; absent when it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Firefox 140"))]
    pub browser: Option<String>,
    /// Its operating system in words; absent when it did not say.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "openapi", schema(example = "Windows"))]
    pub system: Option<String>,
    /// The network it signed in from: the address without its last part.
    #[cfg_attr(feature = "openapi", schema(example = "203.0.113.0/24"))]
    pub ip: String,
    /// Whether it signed in with a browser or from a network that was new then; never so for the first one.
    pub is_new: bool,
    /// Wrong passwords between the sign-in before and this one.
    pub wrong_passwords: u32,
    /// When it signed in.
    pub signed_in_at: DateTime<Utc>,
    /// When it was last seen, to ten minutes.
    pub last_seen_at: DateTime<Utc>,
    /// When it ends unless it is used before.
    pub expires_at: DateTime<Utc>,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// Proves the password again.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct Reauthenticate {
    /// The account's password.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 256))]
    pub password: String,
}

/// Until when sensitive acts are open to this session.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Reauthenticated {
    /// From then on the password is asked for again.
    pub expires_at: DateTime<Utc>,
}

/// Sets another password.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    /// 12 to 256 characters, any composition.
    #[cfg_attr(feature = "openapi", schema(min_length = 12, max_length = 256))]
    pub password: String,
}

/// Asks for another address. The answer is the same whoever has it.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct NewEmail {
    /// The new address; it becomes the account's when the links sent to both addresses were followed.
    #[cfg_attr(feature = "openapi", schema(min_length = 3, max_length = 254, example = "asha@example.com"))]
    pub email: String,
}

/// A change of address that waits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmailChange {
    /// The new address.
    pub email: String,
    /// When the links sent to both addresses stop working.
    pub expires_at: DateTime<Utc>,
    /// Which of the two have confirmed it.
    pub confirmed: EmailConfirmations,
}

/// Which addresses have confirmed a change of address: it happens when both have, whichever comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct EmailConfirmations {
    /// The address the account has.
    pub old: bool,
    /// The one it is to have.
    pub new: bool,
}

impl EmailConfirmations {
    /// Whether nothing is missing.
    #[must_use]
    pub const fn is_whole(self) -> bool {
        self.old && self.new
    }
}

/// The link of a mail about a change of address.
#[derive(Debug, Clone, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(deny_unknown_fields)]
pub struct EmailChangeLink {
    /// What the mail's link carries after `#`.
    #[cfg_attr(feature = "openapi", schema(min_length = 1, max_length = 200))]
    pub token: String,
}

/// What a browser must know before anybody signs in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Instance {
    /// The version of the server.
    pub version: String,
    /// Whether anybody may sign up.
    pub sign_up: SignUpPolicy,
    /// The page that shows sent mails; only in development.
    pub mail_page: Option<String>,
}

/// Who may sign up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "snake_case")]
pub enum SignUpPolicy {
    /// Anybody.
    Open,
    /// Only who was invited.
    Invite,
}
