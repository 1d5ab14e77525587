//! The signature of Meta's webhooks and form requests, and the handshake that precedes webhooks.
//!
//! The signature is checked over the raw bytes, before anything is parsed, in constant time; there is no switch to turn it
//! off. Meta escapes characters beyond ASCII before it signs, so a body that was parsed and written again does not match.
//! Only SHA-256 is taken; the older `X-Hub-Signature` (SHA-1), which Meta may send beside it, is not looked at.
//! Meta: Webhooks, Create a webhook endpoint, Validate payloads; Flows, Implementing your Flow endpoint.
//!
//! ```
//! use whatsapp::signature::{sign, verify};
//!
//! let (secret, body) = (b"0123456789abcdef0123456789abcdef".as_slice(), br#"{"entry":[]}"#.as_slice());
//! let header = sign(secret, body);
//! assert!(verify([secret], [header.as_bytes()], body).is_ok());
//! assert!(verify([secret], [header.as_bytes()], b"{}").is_err());
//! ```

use std::fmt::Write;

use hmac::{Hmac, KeyInit, Mac};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use crate::limits;

/// The header that carries the signature. Meta: Webhooks, Validate payloads.
pub const SIGNATURE_HEADER: &str = "X-Hub-Signature-256";

/// The shortest app secret taken for one; Meta's are 32 hexadecimal digits. Meta: App Dashboard, App settings, Basic.
pub const MIN_SECRET_BYTES: usize = 16;

const PREFIX: &[u8] = b"sha256=";

/// Why a body is not taken for Meta's. All of them answer 401 to a webhook and 432 to a form request; neither says which.
/// Meta: Webhooks, Validate payloads; Flows, Implementing your Flow endpoint, Endpoint response codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SignatureError {
    /// There is no signature header.
    #[error("the signature header is missing")]
    Missing,
    /// There is more than one signature header.
    #[error("the signature header is given more than once")]
    Doubled,
    /// The header is not `sha256=` and 64 hexadecimal digits.
    #[error("the signature header is not sha256= and 64 hexadecimal digits")]
    Malformed,
    /// The body was signed with another secret, or changed after it was signed.
    #[error("the signature does not match the body")]
    Mismatch,
}

/// Signs a body as Meta does: `sha256=` and the hexadecimal HMAC-SHA256. Meta: Webhooks, Validate payloads.
pub fn sign(secret: &[u8], body: &[u8]) -> String {
    let mut header = String::from("sha256=");
    for byte in keyed(secret, body).finalize().into_bytes() {
        // Writing into a string cannot fail.
        let _ = write!(header, "{byte:02x}");
    }
    header
}

/// Checks the signature of a raw body against every secret that is valid now (two while one is rotated).
///
/// `headers` are the values of all headers named [`SIGNATURE_HEADER`]: exactly one is asked for, because a proxy and a server
/// that pick different ones could be played against each other. A secret shorter than [`MIN_SECRET_BYTES`] never matches.
/// Meta: Webhooks, Validate payloads.
///
/// # Errors
/// See [`SignatureError`]; the time taken does not depend on how much of a signature is right.
pub fn verify<'a>(
    secrets: impl IntoIterator<Item = &'a [u8]>,
    headers: impl IntoIterator<Item = &'a [u8]>,
    body: &[u8],
) -> Result<(), SignatureError> {
    let mut headers = headers.into_iter();
    let header = headers.next().ok_or(SignatureError::Missing)?;
    if headers.next().is_some() {
        return Err(SignatureError::Doubled);
    }
    let given = header.strip_prefix(PREFIX).and_then(decode).ok_or(SignatureError::Malformed)?;
    let mut is_valid = subtle::Choice::from(0);
    for secret in secrets.into_iter().filter(|secret| secret.len() >= MIN_SECRET_BYTES) {
        let expected = keyed(secret, body).finalize().into_bytes();
        is_valid |= expected.as_slice().ct_eq(&given);
    }
    if bool::from(is_valid) { Ok(()) } else { Err(SignatureError::Mismatch) }
}

/// Compares a handshake's `hub.verify_token` in constant time; an empty expected token never matches.
/// Meta: Webhooks, Create a webhook endpoint, Verification requests.
pub fn verify_token(expected: &str, given: &str) -> bool {
    // Digests have one length, so neither length nor content shows in the time.
    let is_equal = Sha256::digest(expected).as_slice().ct_eq(Sha256::digest(given).as_slice());
    !expected.is_empty() && bool::from(is_equal)
}

/// Answers a handshake: the challenge to echo as `text/plain`, or `None` for 403.
///
/// Only `hub.mode=subscribe` with the right token and a harmless challenge (`[A-Za-z0-9_-]`, at most
/// [`limits::CHALLENGE_CHARS`]) is answered. Meta: Webhooks, Create a webhook endpoint, Verification requests.
pub fn challenge<'c>(expected_token: &str, mode: &str, token: &str, challenge: &'c str) -> Option<&'c str> {
    let is_harmless = (1..=limits::CHALLENGE_CHARS).contains(&challenge.len())
        && challenge.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || byte == b'-');
    (verify_token(expected_token, token) && mode == "subscribe" && is_harmless).then_some(challenge)
}

fn keyed(secret: &[u8], body: &[u8]) -> Hmac<Sha256> {
    #[expect(clippy::expect_used, reason = "HMAC takes keys of any length")]
    let mut mac = Hmac::<Sha256>::new_from_slice(secret).expect("HMAC takes keys of any length");
    mac.update(body);
    mac
}

fn decode(hex: &[u8]) -> Option<[u8; 32]> {
    let digit = |byte: u8| char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok());
    let mut bytes = [0; 32];
    if hex.len() != 2 * bytes.len() {
        return None;
    }
    for (byte, pair) in bytes.iter_mut().zip(hex.chunks_exact(2)) {
        *byte = digit(pair[0])? << 4 | digit(pair[1])?;
    }
    Some(bytes)
}
