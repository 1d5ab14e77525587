//! The business's key: the public half is uploaded to Meta, the private half opens requests.

use std::fmt;

use getrandom::SysRng;
use rsa::pkcs1::DecodeRsaPrivateKey;
use rsa::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, LineEnding};
use rsa::sha2::Sha256;
use rsa::traits::PublicKeyParts;
use zeroize::Zeroizing;

use super::KEY_BYTES;

/// The private RSA key of a business, 2048 bits; never printed, wiped from memory when dropped.
/// Meta: Flows, Implementing your Flow endpoint, Generate a key pair; Business encryption.
#[derive(Clone)]
pub struct FormKey(rsa::PrivateKey);

/// Bits of the only keys Meta takes. Meta: Business encryption.
const BITS: usize = 2048;

/// Why a text is not taken for a key. Meta: Flows, Implementing your Flow endpoint.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// It is not a private RSA key in PEM, PKCS#8 or PKCS#1, without a pass phrase.
    #[error("not a private RSA key in PEM without a pass phrase")]
    NotAKey,
    /// None could be made: the system gives no random numbers.
    #[error("no key could be made")]
    NotMade,
    /// Meta takes keys of 2048 bits only.
    #[error("the key has {bits} bits, Meta takes 2048 only")]
    WrongSize {
        /// What it has.
        bits: usize,
    },
}

impl FormKey {
    /// Makes a key; takes a moment. Meta: Flows, Implementing your Flow endpoint, Generate a key pair.
    ///
    /// # Errors
    /// When the system gives no random numbers.
    pub fn generate() -> Result<Self, KeyError> {
        rsa::PrivateKey::new(&mut SysRng, BITS).map(Self).map_err(|_| KeyError::NotMade)
    }

    /// Reads a private key in PEM, PKCS#8 or PKCS#1. Meta: Flows, Implementing your Flow endpoint, Generate a key pair.
    ///
    /// # Errors
    /// When it is something else, has a pass phrase, or another size.
    pub fn from_pem(pem: &str) -> Result<Self, KeyError> {
        let key = rsa::PrivateKey::from_pkcs8_pem(pem).ok();
        let key = key.or_else(|| rsa::PrivateKey::from_pkcs1_pem(pem).ok()).ok_or(KeyError::NotAKey)?;
        match 8 * key.size() {
            BITS => Ok(Self(key)),
            bits => Err(KeyError::WrongSize { bits }),
        }
    }

    /// The private key in PEM (PKCS#8), to be sealed and kept.
    ///
    /// # Errors
    /// When it cannot be written, which a key that was read or made never is.
    pub fn to_pem(&self) -> Result<Zeroizing<String>, KeyError> {
        self.0.to_pkcs8_pem(LineEnding::LF).map_err(|_| KeyError::NotAKey)
    }

    /// The public key in PEM, to be uploaded with `POST /{phone_number_id}/whatsapp_business_encryption`.
    /// Meta: Business encryption.
    ///
    /// # Errors
    /// When it cannot be written, which a key that was read or made never is.
    pub fn public_pem(&self) -> Result<String, KeyError> {
        self.0.as_public_key().to_public_key_pem(LineEnding::LF).map_err(|_| KeyError::NotAKey)
    }

    /// The AES key of a request: RSA-OAEP with SHA-256, blinded; `None` for anything else.
    pub(super) fn decrypt(&self, sealed: &[u8]) -> Option<Zeroizing<[u8; KEY_BYTES]>> {
        let key = Zeroizing::new(self.0.oaep_decrypt::<Sha256>(sealed).ok()?);
        <[u8; KEY_BYTES]>::try_from(key.as_slice()).ok().map(Zeroizing::new)
    }
}

impl fmt::Debug for FormKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FormKey(…)")
    }
}
