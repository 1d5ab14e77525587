//! Which passwords are refused: short, common, or made of words an attacker knows.

use shared::account::{PASSWORD_MAX_CHARS, PASSWORD_MIN_CHARS};

use super::super::Error;
use super::account::fault;

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
    is_guessable(password, own_words)
        .then_some(("guessable", "this one is easy to guess; use several words that say nothing about you"))
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
        ] {
            assert!(fault(password).is_some(), "{password}");
        }
    }
}
