//! The words of mails to people about their account.

use shared::Time;

use super::jobs::{About, Letter};
use super::rules;
use crate::entities::user;
use crate::platform::state::State;

/// Subject and text of a mail.
pub(super) fn written(
    state: &State,
    user: &user::Model,
    letter: &Letter,
    about: About,
    links: &[String],
) -> (&'static str, String) {
    let link = links.first().map(String::as_str).unwrap_or_default();
    let (subject, text) = match about {
        About::Verify => (
            "Verify your address",
            format!(
                "Open this link to verify your address and to begin. It is good for 24 hours, once:\n\n{link}\n\nIf you did not sign up, ignore this mail: nothing happens without the link."
            ),
        ),
        About::Reset | About::Recover => (
            "Set a new password",
            format!(
                "Open this link to set a new password. It is good for 30 minutes, once:\n\n{link}\n\nIf you did not ask for it, ignore this mail: your password stays as it is."
            ),
        ),
        About::KnownAddress => (
            "You already have an account",
            format!(
                "Somebody, perhaps you, signed up with this address. You have an account already: sign in at {}, or set a new password at {}\n\nIf it was not you, there is nothing to do.",
                state.link("/sign-in"),
                state.link("/forgot")
            ),
        ),
        About::PasswordChanged => (
            "Your password was changed",
            format!(
                "Your password was changed, and browsers that were signed in elsewhere were signed out. If it was not you, set a new one at once: {}",
                state.link("/forgot")
            ),
        ),
        About::SessionReused => (
            "A session was ended to protect you",
            format!(
                "A sign-in of yours was used from two places, as if it had been copied, so we ended it. Sign in again at {}\nIf you did not expect this, set a new password: {}",
                state.link("/sign-in"),
                state.link("/forgot")
            ),
        ),
        About::SignedIn { wrong, .. } => ("A new sign-in to your account", signed_in(state, letter, wrong)),
        About::ConfirmEmail(_) => return confirm_email(user, letter, link),
        About::EmailChangeAsked(_) => ("Your address is about to change", change_asked(letter, links)),
        About::EmailChanged(_) => ("Your address was changed", changed(letter)),
    };
    // Whoever signed up may be a stranger to the owner of the address: what they call themselves is not passed on to them.
    let greeting =
        if matches!(about, About::Verify) { "Hello".into() } else { format!("Hello {}", user.name) };
    (subject, format!("{greeting},\n\n{text}\n\nMGS WA\n"))
}

fn signed_in(state: &State, letter: &Letter, wrong: u32) -> String {
    let Some(session) = &letter.session else { return String::new() };
    let browser =
        rules::browser(&session.user_agent).unwrap_or_else(|| "a browser that we do not know".into());
    let system = rules::system(&session.user_agent).map(|name| format!(" on {name}")).unwrap_or_default();
    let after = match wrong {
        0 => String::new(),
        1 => ", after a wrong password".to_owned(),
        n => format!(", after {n} wrong passwords"),
    };
    format!(
        "Your account was signed in to with {browser}{system}, from the network {}, on {}{after}.\n\nIf it was you, there is nothing to do. If not, set a new password at once, which signs everybody out: {}",
        session.ip_prefix,
        moment(session.created_at),
        state.link("/forgot")
    )
}

/// Goes to the address that the account has.
fn change_asked(letter: &Letter, links: &[String]) -> String {
    let (Some(change), [confirm, stop]) = (&letter.change, links) else { return String::new() };
    format!(
        "Somebody who is signed in to your account asked to change its address to {}. It changes when this address and the new one have both confirmed it.\n\nIf it was you, open this link to confirm it from here. It is good until {}, once:\n\n{confirm}\n\nIf it was not you, open this link within 72 hours. It stops the change, signs everybody out and lets you set a new password:\n\n{stop}",
        change.new_email,
        moment(change.expires_at)
    )
}

/// Goes to the address that the account had.
fn changed(letter: &Letter) -> String {
    let new = letter.change.as_ref().map(|change| change.new_email.as_str()).unwrap_or_default();
    format!(
        "The address of your account is {new} now: both addresses confirmed it. You sign in with that one, and our mails go there.\n\nIf it was not you, tell an owner or admin of your workspaces at once: they can sign you out everywhere and remove the account from their workspace."
    )
}

/// Goes to an address that may be a stranger's: it names nobody.
fn confirm_email(user: &user::Model, letter: &Letter, link: &str) -> (&'static str, String) {
    let text = match &letter.change {
        Some(change) if !link.is_empty() => format!(
            "Open this link to confirm that this may become the address of the account that is now {}. It changes when that address has confirmed it, too. The link is good until {}, once:\n\n{link}\n\nIf you did not ask for it, ignore this mail: nothing happens without the link.",
            rules::masked_email(&user.email),
            moment(change.expires_at)
        ),
        _ => "Somebody, perhaps you, wants to use this address for another account. It has an account already, so nothing happens. To join the two, delete one first.".to_owned(),
    };
    ("Confirm your new address", format!("Hello,\n\n{text}\n\nMGS WA\n"))
}

fn moment(at: Time) -> String {
    at.format("%-d %B %Y at %H:%M (UTC)").to_string()
}
