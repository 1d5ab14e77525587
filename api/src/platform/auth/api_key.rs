//! API keys as they are written: `mgs_<env>_<id>_<secret><checksum>`.
//!
//! The secret is 256 random bits; the table keeps its SHA-256. The checksum lets scanners of repositories, and this
//! server, tell a key from a text that looks like one without asking anybody. All of it is lower case, and exact.

use sha2::{Digest, Sha256};
use shared::ApiKeyId;
use zeroize::Zeroizing;

use super::hash_secret;
use crate::config::Environment;
use crate::platform::random::{self, RandomError};
use crate::platform::secret::Secret;

/// Crockford's base32 in lower case, as ids use it.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";
const ID_CHARS: usize = 26;
/// 256 bits, five a character.
const SECRET_CHARS: usize = 52;
const CHECKSUM_CHARS: usize = 6;

/// A key as it was presented, well formed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PresentedKey {
    /// Which key it says it is.
    pub id: ApiKeyId,
    /// The hash of its secret.
    pub hash: [u8; 32],
}

/// A key that was just made.
pub struct IssuedKey {
    /// What its owner puts into `Authorization: Bearer`.
    pub text: Secret<String>,
    /// The hash of its secret.
    pub hash: [u8; 32],
    /// Its last four characters.
    pub last_four: String,
}

/// Makes a secret for a key.
///
/// # Errors
/// Without random bytes.
pub fn issue_key(env: Environment, id: ApiKeyId) -> Result<IssuedKey, RandomError> {
    let secret = Zeroizing::new(base32(&random::secret::<32>()?, SECRET_CHARS));
    let id = id.to_string();
    let (_, suffix) = id.split_once('_').unwrap_or_default();
    let mut text = format!("mgs_{}_{suffix}_{}", word(env), *secret);
    text.push_str(&checksum(&text));
    let last_four = text.get(text.len() - 4..).unwrap_or_default().to_owned();
    Ok(IssuedKey { hash: hash_secret(secret.as_bytes()), text: Secret::new(text), last_four })
}

impl PresentedKey {
    /// Reads a key of this kind of installation; `None` for anything that is none, to the letter.
    #[must_use]
    pub fn read(env: Environment, text: &str) -> Option<Self> {
        let rest = text.strip_prefix("mgs_")?.strip_prefix(word(env))?.strip_prefix('_')?;
        let (id, secret) = rest.split_once('_')?;
        let (body, sum) = text.split_at_checked(text.len().checked_sub(CHECKSUM_CHARS)?)?;
        if id.len() != ID_CHARS || secret.len() != SECRET_CHARS + CHECKSUM_CHARS || checksum(body) != sum {
            return None;
        }
        let id = format!("{}_{id}", ApiKeyId::PREFIX).parse().ok()?;
        Some(Self { id, hash: hash_secret(secret.get(..SECRET_CHARS)?.as_bytes()) })
    }
}

/// Whether a text holds what looks like a key of any installation.
#[must_use]
pub fn looks_like_key(text: &str) -> bool {
    ["mgs_live_", "mgs_test_"].iter().any(|prefix| {
        text.match_indices(prefix).any(|(at, _)| {
            let rest = text.get(at + prefix.len()..).unwrap_or_default();
            rest.bytes().take_while(|byte| ALPHABET.contains(byte) || *byte == b'_').count() > ID_CHARS
        })
    })
}

const fn word(env: Environment) -> &'static str {
    match env {
        Environment::Development => "test",
        Environment::Production => "live",
    }
}

fn checksum(text: &str) -> String {
    base32(&Sha256::digest(text.as_bytes()), CHECKSUM_CHARS)
}

/// The first `n_chars` characters of bytes, five bits each, the last one filled up with zeros.
fn base32(bytes: &[u8], n_chars: usize) -> String {
    let bit = |n: usize| bytes.get(n / 8).is_some_and(|byte| byte & (0x80 >> (n % 8)) != 0);
    let letter = |n: usize| {
        let value = (0..5).fold(0, |value, at| value << 1 | usize::from(bit(n * 5 + at)));
        char::from(ALPHABET.get(value).copied().unwrap_or(b'0'))
    };
    (0..n_chars).map(letter).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_read_to_the_letter_and_nothing_else_is() {
        let id = ApiKeyId::new();
        let issued = issue_key(Environment::Production, id).unwrap();
        let text = issued.text.expose().clone();
        let read = |text: &str| PresentedKey::read(Environment::Production, text);
        assert_eq!(read(&text), Some(PresentedKey { id, hash: issued.hash }));
        assert!(text.starts_with("mgs_live_") && text.ends_with(&issued.last_four), "{text}");
        assert_eq!(text.len(), 9 + 26 + 1 + 52 + 6);
        assert!(looks_like_key(&format!("https://x/?key={text}")) && !looks_like_key("mgs_live_"));
        assert_eq!(
            PresentedKey::read(Environment::Development, &text),
            None,
            "of another kind of installation"
        );
        let (head, last) = text.split_at(text.len() - 1);
        let other = if last == "0" { "1" } else { "0" };
        for wrong in [
            head.to_owned(),
            format!("{text}0"),
            format!("{head}{other}"),
            text.to_uppercase(),
            format!(" {text}"),
            format!("{text}{text}"),
            text.replacen("live", "test", 1),
            text.replace('_', ""),
            String::new(),
            "mgs_".into(),
            text.replacen('_', "__", 1),
        ] {
            assert_eq!(read(&wrong), None, "{wrong}");
        }
    }

    #[test]
    fn two_keys_share_nothing() {
        let id = ApiKeyId::new();
        let [a, b] = [0, 1].map(|_| issue_key(Environment::Production, id).unwrap());
        assert_ne!(a.hash, b.hash);
        assert_ne!(a.text.expose(), b.text.expose());
    }
}
