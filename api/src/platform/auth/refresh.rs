//! Refresh tokens, `{session}.{secret}`. The secret is an HMAC over session and generation: within the grace time the
//! same successor can be given again without being stored; the table keeps its SHA-256 alone.

use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use sha2::{Digest, Sha256};
use shared::SessionId;

use crate::platform::ring::{Ring, hmac_sha256};
use crate::platform::seal::SealKey;

/// Makes refresh secrets.
pub struct RefreshSecrets {
    key: SealKey,
}

/// A refresh token as it was presented.
pub struct RefreshToken {
    /// The session it says it is of.
    pub session: SessionId,
    /// The hash of its secret.
    pub hash: [u8; 32],
}

impl RefreshSecrets {
    /// With a key of the ring.
    #[must_use]
    pub fn new(ring: &Ring) -> Self {
        Self { key: ring.derive("refresh token") }
    }

    /// The hash of a session's secret in its `generation`, as the table keeps it.
    #[must_use]
    pub fn hash(&self, session: SessionId, generation: i32) -> [u8; 32] {
        hash_secret(&self.secret(session, generation))
    }

    /// The token of a session in its `generation`.
    #[must_use]
    pub fn token(&self, session: SessionId, generation: i32) -> String {
        format!("{session}.{}", BASE64.encode(self.secret(session, generation)))
    }

    fn secret(&self, session: SessionId, generation: i32) -> [u8; 32] {
        hmac_sha256(self.key.expose(), &[session.uuid().as_bytes(), &generation.to_be_bytes()])
    }
}

impl RefreshToken {
    /// Reads a cookie's value.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let (session, secret) = text.split_once('.')?;
        let secret: [u8; 32] = BASE64.decode(secret).ok()?.try_into().ok()?;
        Some(Self { session: session.parse().ok()?, hash: hash_secret(&secret) })
    }
}

/// The hash that a table keeps of a secret of 256 random bits: no salt is needed, nobody can guess it.
#[must_use]
pub fn hash_secret(secret: &[u8]) -> [u8; 32] {
    Sha256::digest(secret).into()
}
