//! Which passwords are refused: short, found in breaches, or made of words an attacker knows.

use shared::account::{PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS};

use super::super::Error;
use super::account::fault;
use super::common::is_common;

/// Words that common passwords are made of, beside digits and signs.
const COMMON: &[&str] = &[
    "password",
    "passwort",
    "letmein",
    "welcome",
    "admin",
    "administrator",
    "qwerty",
    "qwertz",
    "azerty",
    "asdfgh",
    "zxcvbn",
    "iloveyou",
    "monkey",
    "dragon",
    "football",
    "baseball",
    "sunshine",
    "princess",
    "superman",
    "batman",
    "trustno",
    "whatsapp",
    "facebook",
    "google",
    "changeme",
    "secret",
    "default",
    "master",
    "login",
    "test",
    "abc",
    "mgs",
    "wordpro",
    "maagreensoft",
    "user",
    "guest",
    "hello",
    "india",
];
/// Rows that fingers run along.
const ROWS: &[&str] = &["01234567890", "qwertyuiop", "asdfghjkl", "zxcvbnm", "abcdefghijklmnopqrstuvwxyz"];
/// Fewest characters that must remain when everything guessable is taken away.
const REST_CHARS: usize = 5;

/// Checks a new password of a known account.
pub(crate) fn checked_password(password: &str, own_words: &[&str]) -> Result<(), Error> {
    match password_fault(password, own_words) {
        Some((code, detail)) => Err(Error::Invalid(vec![fault("/password", code, detail)])),
        None => Ok(()),
    }
}

/// Code and detail of what is wrong with a new password.
pub(super) fn password_fault(password: &str, own_words: &[&str]) -> Option<(&'static str, &'static str)> {
    let n_chars = password.chars().count();
    if !(PASSWORD_MIN_CHARS..=PASSWORD_MAX_CHARS).contains(&n_chars) {
        return Some(("wrong", "give 12 to 256 characters"));
    }
    if is_breached(password) {
        return Some((
            "guessable",
            "this one was found in breaches, and is among the first to be tried; use several words",
        ));
    }
    is_guessable(password, own_words)
        .then_some(("guessable", "this one is easy to guess; use several words that say nothing about you"))
}

/// Whether it is a password found in breaches: as it is, without digits and signs at its ends, said again and again, or with
/// signs in place of letters.
fn is_breached(password: &str) -> bool {
    let whole = password.to_lowercase();
    let core = whole.trim_matches(|c: char| c.is_ascii_digit() || c.is_ascii_punctuation() || c == ' ');
    let forms = [whole.as_str(), core, unit(&whole), unit(core)];
    forms.iter().any(|form| form.chars().count() >= 4 && (is_common(form) || is_common(&spelled(form))))
}

/// The shortest part that, said again and again, is the whole.
fn unit(text: &str) -> &str {
    let borders =
        text.char_indices().map(|(at, _)| at).filter(|at| *at > 0 && text.len().is_multiple_of(*at));
    let mut parts = borders.filter_map(|at| text.split_at_checked(at).map(|(part, _)| part));
    parts.find(|part| part.repeat(text.len() / part.len()) == text).unwrap_or(text)
}

/// With letters for the signs people write instead.
fn spelled(text: &str) -> String {
    let letter = |c| match c {
        '0' => 'o',
        '1' | '!' => 'i',
        '3' => 'e',
        '4' | '@' => 'a',
        '5' | '$' => 's',
        '7' | '+' => 't',
        other => other,
    };
    text.chars().map(letter).collect()
}

fn is_guessable(password: &str, own_words: &[&str]) -> bool {
    let mut rest = password.to_lowercase();
    let own = own_words.iter().flat_map(|text| text.split(|c: char| !c.is_alphanumeric()));
    let mut words: Vec<String> =
        own.map(str::to_lowercase).filter(|word| word.chars().count() >= 3).collect();
    words.extend(COMMON.iter().map(|&word| word.to_owned()));
    words.sort_unstable_by_key(|word| std::cmp::Reverse(word.len()));
    for word in words {
        rest = rest.replace(&word, " ");
    }
    let rest: Vec<char> =
        rest.chars().filter(|c| !c.is_ascii_digit() && !c.is_ascii_punctuation() && *c != ' ').collect();
    let all: Vec<char> = password.to_lowercase().chars().collect();
    let n_steps = all.windows(2).filter(|pair| !is_run(pair[0], pair[1])).count();
    let is_digits = all.iter().all(|c| c.is_ascii_digit() || c.is_ascii_punctuation() || *c == ' ');
    if is_digits {
        // Twelve digits nobody can foresee are few, but not a run and not one number again and again.
        let distinct = all.iter().collect::<std::collections::BTreeSet<_>>().len();
        return n_steps < 4 || distinct < 5;
    }
    n_steps < 4 || rest.len() < REST_CHARS
}

/// Whether `b` is where a finger goes from `a`: the same key, or the next one of a row.
fn is_run(a: char, b: char) -> bool {
    a == b
        || ROWS.iter().any(|row| {
            let pair: String = [a, b].iter().collect();
            let back: String = [b, a].iter().collect();
            row.contains(&pair) || row.contains(&back)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fault(password: &str) -> Option<&'static str> {
        password_fault(password, &["Asha Patel", "asha.patel@example.com", "Maa Bakery"])
            .map(|(_, detail)| detail)
    }

    #[test]
    fn a_password_is_long_and_of_any_composition() {
        let fine = [
            "correct horse battery staple",
            "großmutters garten",
            "пароль очень длинный",
            "730194862057",
            "a very long one ".repeat(16).as_str().trim_end(),
        ]
        .map(fault);
        assert_eq!(fine, [None; 5]);
        assert!(fault("elevenchars").is_some());
        assert!(fault(&"correct horse ".repeat(19)).is_some(), "266 characters");
        assert_eq!(fault(&format!("{}xyz", "quorum zebra ".repeat(19))), None, "250 characters");
    }

    #[test]
    fn what_is_easy_to_guess_is_refused() {
        for password in [
            "password1234",
            "Password2026!",
            "123456789012",
            "qwertyuiop12",
            "aaaaaaaaaaaa",
            "abcdefghijklm",
            "ashapatel1234",
            "maabakery2026",
            "MaaBakery!!!!",
            "whatsapp12345",
            "111111222222",
            "admin@admin123",
            "welcomewelcome1",
            "letmeinletmein",
            "mgs-wa-2026-!!",
            "121212121212",
            "            ",
            "unbelievable",
            "Supernatural1987",
            "P@$$w0rd2026!",
            "1q2w3e4r5t6y",
            "chesterfieldchesterfield",
            "!!intelligence!!",
        ] {
            assert!(fault(password).is_some(), "{password}");
        }
    }
}
