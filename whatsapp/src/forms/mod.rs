//! The data endpoint of forms (Meta calls them WhatsApp Flows): what WhatsApp asks while a person fills in a form.
//!
//! Every request is encrypted with a fresh AES key, and that key with the business's RSA key. [`open`] decrypts a request,
//! [`Session::seal`] encrypts the answer to it; what stands inside are [`Request`] and [`Answer`]. The signature of the raw body
//! is checked first, by [`crate::signature::verify`]; when it is wrong, [`SIGNATURE_STATUS`] is the answer.
//!
//! No key is ever printed, and keys are wiped when they are dropped. Nothing tells from outside which part of a decryption
//! failed. Meta: Flows, Guides, Implementing your Flow endpoint.

mod answer;
mod key;
mod request;

pub use answer::Answer;
pub use key::{FormKey, KeyError};
pub use request::{Action, Failure, Request};

use aes_gcm::aead::consts::U16;
use aes_gcm::aead::{Aead, KeyInit};
use aes_gcm::{AesGcm, Key, Nonce, aes::Aes128};
use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde::Deserialize;
use serde_json::Value;
use zeroize::Zeroizing;

use crate::webhook::Wire;

/// The HTTP status when a request cannot be decrypted: the phone then fetches the public key anew and tries again.
/// Meta: Flows, Implementing your Flow endpoint, Endpoint response codes.
pub const CANNOT_DECRYPT_STATUS: u16 = 421;
/// The HTTP status when the flow token is no longer valid, with [`Answer::token_invalid`].
/// Meta: Flows, Implementing your Flow endpoint, Endpoint response codes.
pub const TOKEN_INVALID_STATUS: u16 = 427;
/// The HTTP status when the signature is wrong. Meta: Flows, Implementing your Flow endpoint, Endpoint response codes.
pub const SIGNATURE_STATUS: u16 = 432;

type Aes128Gcm16 = AesGcm<Aes128, U16>;

const KEY_BYTES: usize = 16;
const IV_BYTES: usize = 16;

/// Why a request cannot be answered. Meta: Flows, Implementing your Flow endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum FormError {
    /// The body is not the JSON that carries an encrypted request.
    #[error("the body is not an encrypted form request")]
    NotARequest,
    /// It was encrypted for another key, or changed on the way; which of it is not told.
    #[error("the form request cannot be decrypted")]
    CannotDecrypt,
    /// It was decrypted, but is no JSON object.
    #[error("the decrypted form request is not a JSON object")]
    NotUnderstood,
}

impl FormError {
    /// The HTTP status to answer with. Meta: Flows, Implementing your Flow endpoint, Endpoint response codes; for bodies
    /// that are no request Meta names none.
    pub fn http_status(self) -> u16 {
        match self {
            Self::NotARequest | Self::NotUnderstood => 400,
            Self::CannotDecrypt => CANNOT_DECRYPT_STATUS,
        }
    }
}

/// The body of a request. Meta: Flows, Implementing your Flow endpoint.
#[derive(Deserialize)]
struct Envelope {
    encrypted_flow_data: String,
    encrypted_aes_key: String,
    initial_vector: String,
}

/// What the answer to one request is encrypted with. It is used up by the answer: a second one with the same key and
/// vector would give both away. Meta: Flows, Implementing your Flow endpoint.
pub struct Session {
    key: Zeroizing<[u8; KEY_BYTES]>,
    iv: [u8; IV_BYTES],
}

impl std::fmt::Debug for Session {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Session(…)")
    }
}

/// Decrypts the body of a request; its signature must have been checked. Meta: Flows, Implementing your Flow endpoint.
///
/// # Errors
/// See [`FormError`], whose [`FormError::http_status`] is the answer.
pub fn open(key: &FormKey, body: &[u8]) -> Result<(Request, Session), FormError> {
    let envelope: Envelope = serde_json::from_slice(body).map_err(|_| FormError::NotARequest)?;
    let decode = |text: &str| BASE64.decode(text.trim()).map_err(|_| FormError::NotARequest);
    let data = decode(&envelope.encrypted_flow_data)?;
    let iv: [u8; IV_BYTES] =
        decode(&envelope.initial_vector)?.try_into().map_err(|_| FormError::NotARequest)?;
    // With a wrong key decryption goes on with another one, so that both failures look and last alike.
    let unsealed = key.decrypt(&decode(&envelope.encrypted_aes_key)?);
    let is_key = unsealed.is_some();
    let session = Session { key: unsealed.unwrap_or_default(), iv };
    let opened = session.cipher().decrypt(&Nonce::from(iv), data.as_slice()).map(Zeroizing::new);
    let plain = opened.ok().filter(|_| is_key).ok_or(FormError::CannotDecrypt)?;
    let value: Value = serde_json::from_slice(&plain).map_err(|_| FormError::NotUnderstood)?;
    let request = Request::from_value(value).map_err(|_| FormError::NotUnderstood)?;
    Ok((request, session))
}

impl Session {
    /// Encrypts the answer: the body to send as `text/plain` with [`Answer::http_status`].
    /// Meta: Flows, Implementing your Flow endpoint.
    pub fn seal(self, answer: &Answer) -> String {
        let flipped = self.iv.map(|byte| !byte);
        let plain = Zeroizing::new(answer.to_value().to_string());
        #[expect(clippy::expect_used, reason = "only more than 64 GiB cannot be encrypted")]
        let sealed = self
            .cipher()
            .encrypt(&Nonce::from(flipped), plain.as_bytes())
            .expect("only more than 64 GiB cannot be encrypted");
        BASE64.encode(sealed)
    }

    fn cipher(&self) -> Aes128Gcm16 {
        Aes128Gcm16::new(&Key::<Aes128Gcm16>::from(*self.key))
    }
}
