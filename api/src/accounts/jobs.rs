//! Mails to people about their account. A link is made when its mail is: the database never keeps its secret.
//!
//! A new link leaves earlier ones good: or a stranger who asks for one again and again would keep the owner from ever using
//! theirs. The brake bounds how many there are, and what they are for makes all of them void.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::{EmailChangeId, SessionId, Time, UserId};
use uuid::Uuid;

use super::rules::Side;
use super::{guesses, mails, queries, rules};
use crate::entities::email_change::ChangeState;
use crate::entities::mail_token::Purpose;
use crate::entities::{email_change, session, user};
use crate::platform::auth::hash_secret;
use crate::platform::jobs::JobError;
use crate::platform::random;
use crate::platform::scope::{Actor, AuditEvent, Global};
use crate::platform::state::State;

/// A mail to a user.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountMail {
    /// To whom; nobody when there is no such user.
    pub user: UserId,
    /// Which.
    pub about: About,
}

/// What a mail is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// The link that verifies the address.
    Verify,
    /// The link that sets a new password.
    Reset,
    /// The same link, after a change of address was stopped; no stranger can hold it up.
    Recover,
    /// Somebody signed up with an address that has an account.
    KnownAddress,
    /// The password was changed.
    PasswordChanged,
    /// A spent refresh token was used: a session was ended.
    SessionReused,
    /// Somebody signed in with something new, from somewhere new, or after wrong passwords.
    SignedIn {
        /// The session that began.
        session: SessionId,
        /// Wrong passwords before it.
        wrong: u32,
    },
    /// To the new address of a change: the link that confirms it there.
    ConfirmEmail(EmailChangeId),
    /// To the old address of a change: the link that confirms it there, and the one that stops it.
    EmailChangeAsked(EmailChangeId),
    /// To the old address of a change: both have confirmed it.
    EmailChanged(EmailChangeId),
}

/// A link about to be made.
#[derive(Debug, Clone, Copy)]
pub(super) struct Link {
    pub(super) purpose: Purpose,
    pub(super) lifetime: TimeDelta,
    pub(super) change: Option<EmailChangeId>,
    path: &'static str,
}

/// Sends a mail. `attempt` is 1 at the first try.
///
/// # Errors
/// When the mail could not be handed over.
pub async fn send(state: &State, mail: AccountMail, attempt: i32) -> Result<(), JobError> {
    let reads = state.db.accounts();
    let Some(user) = queries::user(&reads, mail.user).await? else { return Ok(()) };
    if mail.about == About::Verify && user.verified_at.is_some() {
        return Ok(());
    }
    let Some(letter) = letter(&reads, &user, mail.about, state.clock.now()).await? else { return Ok(()) };
    if attempt == 1 && !may_be_sent(state, mail).await? {
        return Ok(());
    }
    let mut links = Vec::new();
    for link in links_of(mail.about).into_iter().filter(|_| letter.has_link) {
        let token = make_link(state, mail.user, link).await?;
        links.push(state.link(&format!("{}#{token}", link.path)));
    }
    let (subject, text) = mails::written(state, &user, &letter, mail.about, &links);
    state.mailer.send(letter.to.as_deref().unwrap_or(&user.email), subject, text).await
}

/// Whether the brake lets a mail pass; one that passes is counted. What is no stranger's doing has no brake.
async fn may_be_sent(state: &State, mail: AccountMail) -> Result<bool, JobError> {
    let kind = match mail.about {
        About::Verify => "verify",
        About::Reset => "reset",
        About::KnownAddress => "known_address",
        About::Recover
        | About::PasswordChanged
        | About::SessionReused
        | About::SignedIn { .. }
        | About::ConfirmEmail(_)
        | About::EmailChangeAsked(_)
        | About::EmailChanged(_) => return Ok(true),
    };
    let tx = state.db.begin_global(Actor::System).await?;
    if guesses::pass(state, &tx, "mail", &[&mail.user.to_string(), kind]).await?.is_err() {
        return Ok(false);
    }
    tx.commit_pipeline().await?;
    Ok(true)
}

/// What a mail needs beside the user.
#[derive(Default)]
pub(super) struct Letter {
    /// Another address than the user's.
    to: Option<String>,
    has_link: bool,
    pub(super) change: Option<email_change::Model>,
    pub(super) session: Option<session::Model>,
}

/// Reads what a mail needs; `None` when it has become pointless.
async fn letter(
    db: &Global,
    user: &user::Model,
    about: About,
    now: Time,
) -> Result<Option<Letter>, JobError> {
    match about {
        About::ConfirmEmail(id) | About::EmailChangeAsked(id) => {
            let change = queries::email_change(db, id).await?;
            let is_to_new = matches!(about, About::ConfirmEmail(_));
            let side = if is_to_new { Side::New } else { Side::Old };
            let is_asked = |change: &email_change::Model| {
                let is_waiting = change.state == ChangeState::Waiting && now < change.expires_at;
                is_waiting && !side.has(rules::confirmations(change))
            };
            let Some(change) = change.filter(is_asked) else { return Ok(None) };
            let taken = queries::user_by_email(db, &change.new_email_key).await?;
            // Whoever has the address already is told, and gets no link: the answer to the request was the same.
            let has_link = !is_to_new || taken.is_none_or(|other| other.id == user.id);
            let to = if is_to_new { change.new_email.clone() } else { change.old_email.clone() };
            Ok(Some(Letter { to: Some(to), has_link, change: Some(change), session: None }))
        }
        About::EmailChanged(id) => {
            let change = queries::email_change(db, id).await?;
            Ok(change.map(|change| Letter {
                to: Some(change.old_email.clone()),
                change: Some(change),
                ..Letter::default()
            }))
        }
        About::SignedIn { session, .. } => {
            let session = queries::session_seen(db, session).await?;
            Ok(session.map(|session| Letter { session: Some(session), ..Letter::default() }))
        }
        _ => Ok(Some(Letter { has_link: true, ..Letter::default() })),
    }
}

fn links_of(about: About) -> Vec<Link> {
    let link = |purpose, path, lifetime, change| Link { purpose, lifetime, change, path };
    let confirm =
        |side: Side, id| link(side.purpose(), "/confirm-email", rules::LINK_LIFETIME_VERIFY, Some(id));
    match about {
        About::Verify => vec![link(Purpose::Verify, "/verify", rules::LINK_LIFETIME_VERIFY, None)],
        About::Reset | About::Recover => {
            vec![link(Purpose::Reset, "/reset", rules::LINK_LIFETIME_RESET, None)]
        }
        About::ConfirmEmail(id) => vec![confirm(Side::New, id)],
        About::EmailChangeAsked(id) => {
            let stop = Purpose::StopEmailChange;
            let stop = link(stop, "/stop-email-change", rules::LINK_LIFETIME_STOP, Some(id));
            vec![confirm(Side::Old, id), stop]
        }
        About::KnownAddress
        | About::PasswordChanged
        | About::SessionReused
        | About::SignedIn { .. }
        | About::EmailChanged(_) => Vec::new(),
    }
}

async fn make_link(state: &State, user: UserId, link: Link) -> Result<String, JobError> {
    let secret = random::secret::<32>().map_err(|error| JobError::Retry(error.to_string()))?;
    let id = Uuid::now_v7();
    let tx = state.db.begin_global(Actor::System).await?;
    queries::insert_link(&tx, id, user, link, hash_secret(&secret)).await?;
    tx.commit(AuditEvent::new("mail_link.made").about("user", user)).await?;
    Ok(format!("{}.{}", id.simple(), BASE64.encode(secret)))
}
