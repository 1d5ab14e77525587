//! Access tokens: a JWT of 10 minutes that says who and which session.

use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use serde::{Deserialize, Serialize};
use shared::{SessionId, Time, UserId};
use uuid::Uuid;

use super::hs256;
use crate::error::ApiError;
use crate::platform::ring::Ring;

/// How long a token is good for.
pub const LIFETIME: TimeDelta = TimeDelta::minutes(10);
const ISSUER: &str = "mgs-wa";
const AUDIENCE: &str = "mgs-wa-dashboard";
/// `{"typ":"at+jwt","alg":"HS256"}`: a token with any other head is not ours, whatever it claims.
const HEAD: &str = "eyJ0eXAiOiJhdCtqd3QiLCJhbGciOiJIUzI1NiJ9.";

/// Signs and verifies access tokens.
pub struct AccessTokens {
    signing: EncodingKey,
    verifying: DecodingKey,
}

/// What a good token says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Claims {
    /// Who.
    pub user: UserId,
    /// In which session.
    pub session: SessionId,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    iss: String,
    aud: String,
    sub: UserId,
    sid: SessionId,
    jti: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
}

impl AccessTokens {
    /// With a key of the ring.
    #[must_use]
    pub fn new(ring: &Ring) -> Self {
        hs256::install();
        let key = ring.derive("access token");
        Self {
            signing: EncodingKey::from_secret(key.expose()),
            verifying: DecodingKey::from_secret(key.expose()),
        }
    }

    /// A token.
    ///
    /// # Errors
    /// Never in practice: signing has no input that fails.
    pub fn sign(&self, claims: Claims, now: Time) -> Result<String, ApiError> {
        let header = Header { typ: Some("at+jwt".into()), ..Header::new(Algorithm::HS256) };
        let now = now.timestamp();
        let written = Written {
            iss: ISSUER.into(),
            aud: AUDIENCE.into(),
            sub: claims.user,
            sid: claims.session,
            jti: Uuid::new_v4(),
            iat: now,
            nbf: now,
            exp: now + LIFETIME.num_seconds(),
        };
        jsonwebtoken::encode(&header, &written, &self.signing)
            .map_err(|_| ApiError::internal("an access token could not be signed"))
    }

    /// What a token says, when it is ours and its time is now.
    #[must_use]
    pub fn verify(&self, token: &str, now: Time) -> Option<Claims> {
        if !token.starts_with(HEAD) {
            return None;
        }
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_issuer(&[ISSUER]);
        validation.set_audience(&[AUDIENCE]);
        validation.set_required_spec_claims(&["iss", "aud", "sub", "nbf", "exp"]);
        // Times are compared below, with our clock.
        validation.validate_exp = false;
        validation.validate_nbf = false;
        let written = jsonwebtoken::decode::<Written>(token, &self.verifying, &validation).ok()?.claims;
        let now = now.timestamp();
        let lives = written.nbf <= now && written.iat <= now && now < written.exp;
        let is_short = written.exp - written.iat <= LIFETIME.num_seconds();
        (lives && is_short).then_some(Claims { user: written.sub, session: written.sid })
    }
}

#[cfg(test)]
mod tests;
