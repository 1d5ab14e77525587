//! Getting in: sign-up in two short steps, the mail's link, sign-in, and a new password. Words never tell whether an address
//! has an account.

mod email_change;
mod invitation;
mod layout;
mod mail;
mod password;
mod prove;
mod reset;
mod sign_in;
mod sign_up;
mod token;

pub(crate) use mail::MailPageLink;
pub(crate) use password::{PasswordField, new_password};
pub use prove::PasswordPrompt;
pub use sign_in::SignInDialog;

use leptos::prelude::*;
use shared::account::{EMAIL_MAX_CHARS, NAME_MAX_CHARS};

use crate::i18n::access;
use crate::lazy::lazy_pages;
use crate::ui::field::Field;
use email_change::{ConfirmEmailPage, StopEmailChangePage};
use invitation::InvitationPage;
use mail::{CheckMailPage, VerifyPage};
use prove::ProvePassword;
use reset::{ForgotPage, ResetPage};
use sign_in::{SignInAgain, SignInPage};
use sign_up::SignUpPage;

lazy_pages! {
    in sign_in_pages:
    /// Sign-in.
    SIGN_IN => SignInPage;
    /// Sign-in over a page whose session has ended.
    SIGN_IN_AGAIN => SignInAgain;
    /// The password, again.
    PROVE => ProvePassword;
}

lazy_pages! {
    in access_pages:
    /// Sign-up.
    SIGN_UP => SignUpPage;
    /// What follows sign-up.
    CHECK_MAIL => CheckMailPage;
    /// Where the link of a mail leads.
    VERIFY => VerifyPage;
    /// A forgotten password.
    FORGOT => ForgotPage;
    /// A new password.
    RESET => ResetPage;
    /// Where the link of an invitation leads.
    INVITATION => InvitationPage;
    /// Where the mails about a change of address lead.
    CONFIRM_EMAIL => ConfirmEmailPage;
    /// Where the other link of the one to the old address leads.
    STOP_EMAIL_CHANGE => StopEmailChangePage;
}

/// The address a mail was sent to, kept between the pages of this feature.
#[derive(Clone, Copy)]
struct MailedTo(RwSignal<String>);

/// Provides what the pages of this feature share; call once, in the app.
pub fn provide_access() {
    provide_context(MailedTo(RwSignal::new(String::new())));
}

fn mailed_to() -> RwSignal<String> {
    use_context::<MailedTo>().map_or_else(|| RwSignal::new(String::new()), |mailed| mailed.0)
}

/// A field for an address. It is checked for its form only; whether it exists the mail shows.
pub(crate) fn email_field(value: impl Into<String>) -> Field {
    Field::new("email", value, |email| {
        let email = email.trim();
        let (name, host) = email.rsplit_once('@').unwrap_or_default();
        let is_fine =
            !name.is_empty() && host.split('.').count() > 1 && host.split('.').all(|part| !part.is_empty());
        if email.is_empty() {
            Some(access::email_missing().to_owned())
        } else if !is_fine || email.contains(char::is_whitespace) {
            Some(access::email_wrong().to_owned())
        } else {
            (email.chars().count() > EMAIL_MAX_CHARS).then(|| access::email_long().to_owned())
        }
    })
}

/// A field for the name of a person or a business.
pub(crate) fn name_field(name: &'static str, value: impl Into<String>, missing: &'static str) -> Field {
    Field::new(name, value, move |text| {
        if text.trim().is_empty() {
            return Some(missing.to_owned());
        }
        (text.trim().chars().count() > NAME_MAX_CHARS).then(|| access::name_long().to_owned())
    })
}

/// A field for a phone in international form.
pub(crate) fn phone_field(value: impl Into<String>) -> Field {
    Field::new("phone", value, |phone| {
        if phone.trim().is_empty() {
            return Some(access::phone_missing().to_owned());
        }
        international(phone).is_none().then(|| access::phone_wrong().to_owned())
    })
}

/// The same, where it may stay empty.
pub(crate) fn optional_phone_field(value: impl Into<String>) -> Field {
    Field::new("phone", value, |phone| {
        let is_fine = phone.trim().is_empty() || international(phone).is_some();
        (!is_fine).then(|| access::phone_wrong().to_owned())
    })
}

/// `+` and 7 to 15 digits, without the signs people put between them.
pub(crate) fn international(phone: &str) -> Option<String> {
    let bare: String =
        phone.chars().filter(|c| !matches!(c, ' ' | '-' | '(' | ')' | '.' | '/' | '\u{a0}')).collect();
    let digits = bare.strip_prefix('+').or_else(|| bare.strip_prefix("00"))?;
    let is_fine = (7..=15).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0');
    is_fine.then(|| format!("+{digits}"))
}

#[cfg(test)]
mod tests {
    use super::international;

    #[test]
    fn a_phone_is_taken_as_people_write_it() {
        assert_eq!(international("+91 98123-45678").as_deref(), Some("+919812345678"));
        assert_eq!(international("0049 (30) 1234567").as_deref(), Some("+49301234567"));
    }

    #[test]
    fn a_phone_without_its_country_or_with_letters_is_refused() {
        for phone in ["", "98123 45678", "+91 98x", "+1", "+0123456789", "+1234567890123456"] {
            assert_eq!(international(phone), None, "{phone}");
        }
    }
}
