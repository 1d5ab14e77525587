//! What an account must hold.

use shared::FieldError;
use shared::account::{EMAIL_MAX_CHARS, MePatch, PHONE_MAX_CHARS, SignUp};

use super::super::Error;
use super::password::password_fault;

const NO_ADDRESS: &str = "give a mail address such as name@example.com";

/// An account about to be made: checked and tidied, its password apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct NewAccount {
    pub(crate) name: String,
    pub(crate) email: String,
    pub(crate) email_key: String,
    pub(crate) phone: String,
    pub(crate) business_name: String,
    pub(crate) time_zone: String,
}

/// Checks a sign-up; tells all faults at once.
pub(crate) fn checked_account(input: &SignUp) -> Result<NewAccount, Error> {
    let account = NewAccount {
        name: input.name.trim().to_owned(),
        email: input.email.trim().to_owned(),
        email_key: email_key(&input.email),
        phone: tidy_phone(&input.phone),
        business_name: input.business_name.trim().to_owned(),
        time_zone: input
            .time_zone
            .clone()
            .filter(|z| crate::workspaces::is_time_zone(z))
            .unwrap_or_else(|| "UTC".into()),
    };
    let mut errors = Vec::new();
    let mut check = |fault: Option<&str>, pointer: &str| {
        if let Some(detail) = fault {
            errors.push(wrong(pointer, detail));
        }
    };
    check(name_fault(&account.name), "/name");
    check((!is_email(&account.email)).then_some(NO_ADDRESS), "/email");
    check(phone_fault(&account.phone), "/phone");
    check(name_fault(&account.business_name), "/business_name");
    let own_words = [account.name.as_str(), account.email_key.as_str(), account.business_name.as_str()];
    if let Some((code, detail)) = password_fault(&input.password, &own_words) {
        errors.push(fault("/password", code, detail));
    }
    if errors.is_empty() { Ok(account) } else { Err(Error::Invalid(errors)) }
}

/// Checks what somebody who was invited to `email` says of themselves; the name comes back tidied.
pub(crate) fn checked_newcomer(email: &str, name: &str, password: &str) -> Result<String, Error> {
    let name = name.trim();
    let mut errors = Vec::new();
    if let Some(detail) = name_fault(name) {
        errors.push(wrong("/name", detail));
    }
    if let Some((code, detail)) = password_fault(password, &[name, email]) {
        errors.push(fault("/password", code, detail));
    }
    if errors.is_empty() { Ok(name.to_owned()) } else { Err(Error::Invalid(errors)) }
}

/// Checks a mail address; it comes back tidied, with the key it is found by.
pub(crate) fn checked_email(email: &str) -> Result<(String, String), FieldError> {
    let email = email.trim();
    if is_email(email) {
        return Ok((email.to_owned(), email_key(email)));
    }
    Err(wrong("/email", NO_ADDRESS))
}

/// Checks a change of one's own account.
pub(crate) fn checked_patch(patch: MePatch) -> Result<MePatch, Error> {
    let patch = MePatch {
        name: patch.name.map(|name| name.trim().to_owned()),
        phone: patch.phone.map(|phone| tidy_phone(&phone)),
        language: patch.language,
    };
    let mut errors = Vec::new();
    if let Some(detail) = patch.name.as_deref().and_then(name_fault) {
        errors.push(wrong("/name", detail));
    }
    // Who was invited gave no phone, and need not.
    let phone = patch.phone.as_deref().filter(|phone| !phone.is_empty());
    if let Some(detail) = phone.and_then(phone_fault) {
        errors.push(wrong("/phone", detail));
    }
    if patch.language.as_ref().is_some_and(|language| !crate::workspaces::is_language(language)) {
        errors.push(wrong("/language", "give a BCP 47 tag such as en or pt-BR"));
    }
    if errors.is_empty() { Ok(patch) } else { Err(Error::Invalid(errors)) }
}

/// The address of a request for a mail, when somebody could have it.
pub(crate) fn checked_address(email: &str) -> Result<&str, Error> {
    let email = email.trim();
    is_email(email).then_some(email).ok_or_else(|| Error::Invalid(vec![wrong("/email", NO_ADDRESS)]))
}

/// Checks the new address of an account that has another one by now.
pub(crate) fn checked_new_email(email: &str, old_key: &str) -> Result<(String, String), Error> {
    match checked_email(email) {
        Ok((_, key)) if key == old_key => {
            Err(Error::Invalid(vec![wrong("/email", "this is the address of the account already")]))
        }
        Ok(new) => Ok(new),
        Err(fault) => Err(Error::Invalid(vec![fault])),
    }
}

/// An address as somebody else may see it: `a…@example.com`.
pub(crate) fn masked_email(email: &str) -> String {
    let (local, domain) = email.rsplit_once('@').unwrap_or((email, ""));
    format!("{}…@{domain}", local.chars().take(1).collect::<String>())
}

/// By what an account is found: addresses that differ in case alone are one.
pub(crate) fn email_key(email: &str) -> String {
    email.trim().to_lowercase()
}

fn wrong(pointer: &str, detail: &str) -> FieldError {
    fault(pointer, "wrong", detail)
}

pub(super) fn fault(pointer: &str, code: &str, detail: &str) -> FieldError {
    FieldError { pointer: pointer.into(), code: code.into(), detail: detail.into() }
}

fn name_fault(name: &str) -> Option<&'static str> {
    shared::name::name(name).err()
}

fn is_email(email: &str) -> bool {
    let is_word = |text: &str| !text.is_empty() && !text.chars().any(|c| c.is_whitespace() || c.is_control());
    let Some((local, domain)) = email.rsplit_once('@') else { return false };
    let n_chars = email.chars().count();
    n_chars <= EMAIL_MAX_CHARS
        && is_word(local)
        && domain.split('.').count() >= 2
        && domain.split('.').all(|label| is_word(label) && label.len() <= 63)
        && email.parse::<lettre::Address>().is_ok()
}

/// Without what people put between digits. A text that is too long stays as it is, and is no phone then.
fn tidy_phone(phone: &str) -> String {
    if phone.chars().count() > PHONE_MAX_CHARS {
        return phone.to_owned();
    }
    phone.chars().filter(|c| !c.is_whitespace() && !"-().".contains(*c)).collect()
}

fn phone_fault(phone: &str) -> Option<&'static str> {
    let digits = phone.strip_prefix('+').unwrap_or_default();
    // E.164.
    let is_fine = (7..=15).contains(&digits.len())
        && digits.chars().all(|c| c.is_ascii_digit())
        && !digits.starts_with('0');
    (!is_fine).then_some("give the number in international form, such as +91 98123 45678")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sign_up() -> SignUp {
        SignUp {
            name: " Asha Patel ".into(),
            email: "Asha@Example.com".into(),
            phone: "+91 98123-45678".into(),
            business_name: "Maa Bakery".into(),
            password: "a long enough secret".into(),
            time_zone: Some("Asia/Kolkata".into()),
        }
    }

    #[test]
    fn a_sign_up_is_tidied() {
        let account = checked_account(&sign_up()).unwrap();
        assert_eq!(account.name, "Asha Patel");
        assert_eq!(
            (account.email.as_str(), account.email_key.as_str()),
            ("Asha@Example.com", "asha@example.com")
        );
        assert_eq!((account.phone.as_str(), account.time_zone.as_str()), ("+919812345678", "Asia/Kolkata"));
        let elsewhere = SignUp { time_zone: Some("../..".into()), ..sign_up() };
        assert_eq!(checked_account(&elsewhere).unwrap().time_zone, "UTC");
    }

    #[test]
    fn all_faults_are_told_at_once() {
        let input = SignUp {
            name: String::new(),
            email: "nobody".into(),
            phone: "12".into(),
            business_name: "x".repeat(101),
            password: "short".into(),
            time_zone: None,
        };
        let Err(Error::Invalid(errors)) = checked_account(&input) else { panic!("it is wrong") };
        let pointers: Vec<_> = errors.iter().map(|e| e.pointer.as_str()).collect();
        assert_eq!(pointers, ["/name", "/email", "/phone", "/business_name", "/password"]);
    }

    #[test]
    fn a_new_address_is_another_one() {
        assert_eq!(
            checked_new_email(" B@Example.com ", "a@example.com"),
            Ok(("B@Example.com".into(), "b@example.com".into()))
        );
        assert!(checked_new_email("A@example.com", "a@example.com").is_err());
        assert!(checked_new_email("nobody", "a@example.com").is_err());
        assert_eq!(masked_email("asha@example.com"), "a…@example.com");
    }

    #[test]
    fn addresses_have_a_form() {
        for good in ["a@b.co", "first.last+tag@sub.example.com", "ü@example.com"] {
            assert!(is_email(good), "{good}");
        }
        for bad in ["", "@", "a@b", "a b@c.d", "a@b..c", "a@.b", "a@b.c\r\nBcc: x@y.z", "a@b.c>"] {
            assert!(!is_email(bad), "{bad}");
        }
    }
}
