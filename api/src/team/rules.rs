//! The decisions, without database, clock or randomness: who may change whom, and which link is which invitation's.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use chrono::TimeDelta;
use shared::team::{INVITATION_HOURS, INVITATION_MAILS_MAX, RESEND_AFTER_S};
use shared::{FieldError, InvitationId, Permission, Role, Time, WorkspaceId};
use subtle::ConstantTimeEq;
use uuid::Uuid;

use super::Error;
use crate::platform::auth::hash_secret;

/// Bytes of an id, and of the secret.
const ID_BYTES: usize = 16;
const SECRET_BYTES: usize = 32;

/// Whether somebody of a role may make a member of one role one of another; `None` is no member.
pub(super) fn may_change(actor: Role, from: Option<Role>, to: Option<Role>) -> Result<(), Error> {
    for role in [from, to].into_iter().flatten() {
        if !actor.grants(role.given_by()) {
            return Err(Error::Missing(role.given_by()));
        }
    }
    Ok(())
}

/// Whether a role is one from which the workspace can be taken over.
pub(super) fn is_powerful(role: Role) -> bool {
    role.grants(Permission::MembersManage)
}

/// Whether an owner is left when a member goes from one role to another.
pub(super) fn keeps_an_owner(from: Role, to: Option<Role>, n_owners: u64) -> Result<(), Error> {
    let loses_one = from == Role::Owner && to != Some(Role::Owner);
    if loses_one && n_owners <= 1 { Err(Error::LastOwner) } else { Ok(()) }
}

/// The roles into which a member may no longer invite anybody.
pub(super) fn no_longer_invites(to: Option<Role>) -> Vec<Role> {
    let may = |role: Role| to.is_some_and(|to| to.grants(role.given_by()));
    Role::ALL.iter().copied().filter(|role| !may(*role)).collect()
}

/// What is wrong with a field.
pub(super) fn wrong(pointer: &str, detail: &str) -> FieldError {
    FieldError { pointer: pointer.into(), code: "wrong".into(), detail: detail.into() }
}

/// Until when an invitation is good that is sent now.
pub(super) fn expires_at(now: Time) -> Time {
    now + TimeDelta::hours(INVITATION_HOURS)
}

/// Whether an invitation may be sent again.
pub(super) fn may_resend(sent_at: Time, now: Time) -> Result<(), Error> {
    let rest = sent_at + TimeDelta::seconds(RESEND_AFTER_S) - now;
    match u32::try_from(rest.num_milliseconds()) {
        Ok(rest_ms) if rest_ms > 0 => Err(Error::SentJustNow { wait_s: rest_ms.div_ceil(1_000) }),
        _ => Ok(()),
    }
}

/// The invitations a workspace mailed within a day, which began with the first of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mailed {
    /// When the day began; `None` before the first mail ever.
    pub(super) since: Option<Time>,
    /// How many since.
    pub(super) n: i32,
}

impl Mailed {
    /// One more mail.
    pub(super) fn one_more(self, now: Time) -> Result<Self, Error> {
        let ends = self.since.map(|since| since + TimeDelta::hours(24)).filter(|ends| now < *ends);
        match ends {
            None => Ok(Self { since: Some(now), n: 1 }),
            Some(ends) if self.n >= INVITATION_MAILS_MAX => {
                let wait_h = ((ends - now).num_seconds() + 3_599) / 3_600;
                Err(Error::TooManyMails { wait_h })
            }
            Some(_) => Ok(Self { n: self.n + 1, ..self }),
        }
    }
}

/// What an invitation's link carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) workspace: WorkspaceId,
    pub(super) invitation: InvitationId,
    pub(super) secret_hash: [u8; 32],
}

impl Link {
    /// Writes a link: where the invitation is to be found, and the secret that shows who got the mail.
    pub(super) fn write(
        workspace: WorkspaceId,
        invitation: InvitationId,
        secret: &[u8; SECRET_BYTES],
    ) -> String {
        let ids = [workspace.uuid().into_bytes(), invitation.uuid().into_bytes()].concat();
        BASE64.encode([ids.as_slice(), secret].concat())
    }

    /// Reads a link; `None` when it has not the form of one.
    pub(super) fn read(token: &str) -> Option<Self> {
        let bytes = BASE64.decode(token).ok()?;
        let (workspace, rest) = bytes.split_first_chunk::<ID_BYTES>()?;
        let (invitation, rest) = rest.split_first_chunk::<ID_BYTES>()?;
        let secret: [u8; SECRET_BYTES] = rest.try_into().ok()?;
        Some(Self {
            workspace: Uuid::from_bytes(*workspace).into(),
            invitation: Uuid::from_bytes(*invitation).into(),
            secret_hash: hash_secret(&secret),
        })
    }

    /// Whether it is the link of an invitation that can be accepted now.
    pub(super) fn opens(&self, secret_hash: Option<&[u8]>, expires_at: Time, now: Time) -> bool {
        let is_same = secret_hash.is_some_and(|hash| hash.ct_eq(&self.secret_hash).into());
        is_same && now < expires_at
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::platform::clock::{Clock, SystemClock};
    use shared::Permission::{MembersManage, OwnersManage};

    #[test]
    fn an_admin_neither_makes_nor_touches_owners() {
        let change = |from, to| may_change(Role::Admin, from, to);
        assert_eq!(change(Some(Role::Viewer), Some(Role::Admin)), Ok(()));
        assert_eq!(change(Some(Role::Admin), None), Ok(()));
        assert_eq!(change(Some(Role::Admin), Some(Role::Owner)), Err(Error::Missing(OwnersManage)));
        assert_eq!(change(Some(Role::Owner), Some(Role::Viewer)), Err(Error::Missing(OwnersManage)));
        assert_eq!(change(Some(Role::Owner), None), Err(Error::Missing(OwnersManage)));
        assert_eq!(change(None, Some(Role::Owner)), Err(Error::Missing(OwnersManage)));
        for role in Role::ALL {
            assert_eq!(may_change(Role::Owner, Some(*role), Some(Role::Owner)), Ok(()));
        }
        for role in [Role::Builder, Role::Agent, Role::Viewer] {
            let refused = may_change(role, Some(Role::Viewer), Some(Role::Viewer));
            assert_eq!(refused, Err(Error::Missing(MembersManage)));
        }
    }

    #[test]
    fn the_last_owner_stays_one() {
        assert_eq!(keeps_an_owner(Role::Owner, Some(Role::Admin), 1), Err(Error::LastOwner));
        assert_eq!(keeps_an_owner(Role::Owner, None, 1), Err(Error::LastOwner));
        assert_eq!(keeps_an_owner(Role::Owner, Some(Role::Owner), 1), Ok(()));
        assert_eq!(keeps_an_owner(Role::Owner, None, 2), Ok(()));
        assert_eq!(keeps_an_owner(Role::Admin, None, 1), Ok(()));
    }

    #[test]
    fn invitations_die_with_the_right_to_make_them() {
        assert_eq!(no_longer_invites(Some(Role::Owner)), []);
        assert_eq!(no_longer_invites(Some(Role::Admin)), [Role::Owner]);
        for to in [Some(Role::Builder), None] {
            assert_eq!(no_longer_invites(to), Role::ALL);
        }
    }

    #[test]
    fn a_link_opens_its_invitation_until_it_expires() {
        let (workspace, invitation) = (WorkspaceId::new(), InvitationId::new());
        let token = Link::write(workspace, invitation, &[7; 32]);
        let link = Link::read(&token).unwrap();
        assert_eq!((link.workspace, link.invitation), (workspace, invitation));
        let (now, hash) = (SystemClock.now(), hash_secret(&[7; 32]));
        let later = now + TimeDelta::seconds(1);
        assert!(link.opens(Some(&hash), later, now));
        assert!(!link.opens(Some(&hash), now, now), "expired");
        assert!(!link.opens(Some(&hash_secret(&[8; 32])), later, now), "another secret");
        assert!(!link.opens(Some(&[]), later, now) && !link.opens(None, later, now), "never sent");
        for bad in [
            "",
            &token[1..],
            &token[..token.len() - 1],
            &format!("{token}A"),
            &format!("{token}="),
            &format!("{token}{token}"),
            &format!(" {token}"),
        ] {
            assert_eq!(Link::read(bad), None, "{bad}");
        }
    }

    #[test]
    fn a_workspace_mails_so_many_invitations_a_day() {
        let now = SystemClock.now();
        let first = Mailed { since: None, n: 0 }.one_more(now);
        assert_eq!(first, Ok(Mailed { since: Some(now), n: 1 }));
        let full = Mailed { since: Some(now), n: INVITATION_MAILS_MAX };
        let last = Mailed { n: INVITATION_MAILS_MAX - 1, ..full };
        assert_eq!(last.one_more(now), Ok(full));
        assert_eq!(full.one_more(now), Err(Error::TooManyMails { wait_h: 24 }));
        let (evening, next) = (now + TimeDelta::minutes(23 * 60 + 1), now + TimeDelta::hours(24));
        assert_eq!(full.one_more(evening), Err(Error::TooManyMails { wait_h: 1 }));
        assert_eq!(full.one_more(next), Ok(Mailed { since: Some(next), n: 1 }), "a new day");
    }

    #[test]
    fn the_same_mail_is_not_sent_twice_in_a_minute() {
        let now = SystemClock.now();
        assert_eq!(may_resend(now, now), Err(Error::SentJustNow { wait_s: 60 }));
        let wait = may_resend(now, now + TimeDelta::milliseconds(58_500));
        assert_eq!(wait, Err(Error::SentJustNow { wait_s: 2 }));
        assert_eq!(may_resend(now, now + TimeDelta::seconds(60)), Ok(()));
    }
}
