//! Mails to people about their account. A link is made when its mail is: the database never keeps its secret, and a job
//! that runs twice makes the first link void.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use chrono::TimeDelta;
use serde::{Deserialize, Serialize};
use shared::UserId;
use uuid::Uuid;

use super::{queries, rules};
use crate::entities::mail_token::Purpose;
use crate::entities::user;
use crate::platform::auth::hash_secret;
use crate::platform::jobs::JobError;
use crate::platform::random;
use crate::platform::scope::{Actor, AuditEvent};
use crate::platform::state::State;

/// A second request within this time sends no second mail: the first one is on its way.
const QUIET: TimeDelta = TimeDelta::seconds(30);

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
    /// Somebody signed up with an address that has an account.
    KnownAddress,
    /// The password was changed by a link.
    PasswordChanged,
    /// A spent refresh token was used: a session was ended.
    SessionReused,
}

/// Sends a mail. `attempt` is 1 at the first try.
///
/// # Errors
/// When the mail could not be handed over.
pub async fn send(state: &State, mail: AccountMail, attempt: i32) -> Result<(), JobError> {
    let reads = state.db.accounts();
    let Some(user) = queries::user(&reads, mail.user).await? else { return Ok(()) };
    let link = match link_of(mail.about) {
        None => String::new(),
        Some((purpose, path, lifetime)) => {
            let latest = queries::latest_link(&reads, mail.user, purpose).await?;
            let is_on_its_way = latest.is_some_and(|made| state.clock.now() - made < QUIET);
            let is_useless = purpose == Purpose::Verify && user.verified_at.is_some();
            if is_useless || (attempt == 1 && is_on_its_way) {
                return Ok(());
            }
            let token = make_link(state, mail.user, purpose, lifetime).await?;
            state.link(&format!("{path}#{token}"))
        }
    };
    let (subject, text) = written(state, &user, mail.about, &link);
    state.mailer.send(&user.email, subject, text).await
}

const fn link_of(about: About) -> Option<(Purpose, &'static str, TimeDelta)> {
    match about {
        About::Verify => Some((Purpose::Verify, "/verify", rules::LINK_LIFETIME_VERIFY)),
        About::Reset => Some((Purpose::Reset, "/reset", rules::LINK_LIFETIME_RESET)),
        About::KnownAddress | About::PasswordChanged | About::SessionReused => None,
    }
}

async fn make_link(
    state: &State,
    user: UserId,
    purpose: Purpose,
    lifetime: TimeDelta,
) -> Result<String, JobError> {
    let secret = random::secret::<32>().map_err(|error| JobError::Retry(error.to_string()))?;
    let id = Uuid::now_v7();
    let tx = state.db.begin_global(Actor::System).await?;
    queries::void_links(&tx, user, Some(purpose)).await?;
    queries::insert_link(&tx, id, user, purpose, hash_secret(&secret), tx.now() + lifetime).await?;
    tx.commit(AuditEvent::new("mail_link.made").about("user", user)).await?;
    Ok(format!("{}.{}", id.simple(), BASE64.encode(secret)))
}

fn written(state: &State, user: &user::Model, about: About, link: &str) -> (&'static str, String) {
    let (subject, text) = match about {
        About::Verify => (
            "Verify your address",
            format!(
                "open this link to verify your address and to begin. It is good for 24 hours, once:\n\n{link}\n\nIf you did not sign up, ignore this mail: nothing happens without the link."
            ),
        ),
        About::Reset => (
            "Set a new password",
            format!(
                "open this link to set a new password. It is good for 30 minutes, once:\n\n{link}\n\nIf you did not ask for it, ignore this mail: your password stays as it is."
            ),
        ),
        About::KnownAddress => (
            "You already have an account",
            format!(
                "somebody, perhaps you, signed up with this address. You have an account already: sign in at {}, or set a new password at {}\n\nIf it was not you, there is nothing to do.",
                state.link("/sign-in"),
                state.link("/forgot")
            ),
        ),
        About::PasswordChanged => (
            "Your password was changed",
            format!(
                "your password was changed and every browser was signed out. If it was not you, set a new one at once: {}",
                state.link("/forgot")
            ),
        ),
        About::SessionReused => (
            "A session was ended to protect you",
            format!(
                "a sign-in of yours was used from two places, as if it had been copied, so we ended it. Sign in again at {}\nIf you did not expect this, set a new password: {}",
                state.link("/sign-in"),
                state.link("/forgot")
            ),
        ),
    };
    (subject, format!("Hello {},\n\n{text}\n\nMGS WA\n", user.name))
}
