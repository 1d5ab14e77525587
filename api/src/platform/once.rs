//! `Idempotency-Key`: a request that was carried out is answered again, not carried out again.
//!
//! What was answered is written in the transaction of the effect. Whoever sends the same key meanwhile waits for that
//! transaction: it inserts the same row. A process that dies takes the row with it, so a key is never held by nobody.

use actix_web::{HttpMessage, HttpRequest};
use sha2::{Digest, Sha256};
use shared::ErrorCode;

use super::scope::{Actor, Before, Once};
use crate::error::ApiError;

/// The header.
pub const HEADER: &str = "idempotency-key";
/// Says in an answer that it was given before.
pub const REPLAYED: &str = "idempotency-replayed";
/// Most characters of a key.
pub const KEY_MAX_CHARS: usize = 255;

/// The hash of the body that was read, left by the extractor of the body.
struct BodyHash([u8; 32]);

/// Leaves the hash of a request's body with the request, when it will be asked for.
pub(super) fn note_body(request: &HttpRequest, body: &[u8]) {
    if request.headers().contains_key(HEADER) {
        request.extensions_mut().insert(BodyHash(Sha256::digest(body).into()));
    }
}

/// What a request with a key is known by.
pub(super) struct KeyedRequest {
    operation: String,
    key: String,
    hash: [u8; 32],
}

impl KeyedRequest {
    /// The same, from a caller.
    pub(super) fn by(self, caller: Actor) -> Once {
        let Self { operation, key, hash } = self;
        Once { caller, operation, key, hash }
    }
}

/// Reads the key of a request; `None` when it has none.
pub(super) fn read(request: &HttpRequest) -> Result<Option<KeyedRequest>, ApiError> {
    let mut values = request.headers().get_all(HEADER);
    let Some(first) = values.next() else { return Ok(None) };
    let key = first.to_str().ok().filter(|_| values.next().is_none());
    let is_fine =
        |key: &&str| (1..=KEY_MAX_CHARS).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_graphic());
    let Some(key) = key.filter(is_fine) else {
        let detail = format!("Idempotency-Key is one text of 1 to {KEY_MAX_CHARS} visible ASCII characters");
        return Err(ApiError::new(ErrorCode::BadRequest, detail));
    };
    let template = request.match_pattern().unwrap_or_default();
    let mut hash = Sha256::new();
    hash.update(request.path().as_bytes());
    hash.update([0]);
    hash.update(request.extensions().get::<BodyHash>().map(|hash| hash.0).unwrap_or_default());
    Ok(Some(KeyedRequest {
        operation: format!("{} {template}", request.method()),
        key: key.to_owned(),
        hash: hash.finalize().into(),
    }))
}

/// Goes on where nothing happened before; a request that was carried out leaves by the error, with its answer.
pub(super) fn go_on(before: Before) -> Result<(), ApiError> {
    match before {
        Before::Nothing => Ok(()),
        Before::OtherRequest => {
            let detail = "this Idempotency-Key was used for a request with another address or body";
            Err(ApiError::new(ErrorCode::IdempotencyKeyReused, detail))
        }
        Before::Answered { status, answer: Some(answer) } => Err(ApiError::replay(status, answer)),
        Before::Answered { answer: None, .. } => {
            let detail = "this was done already, and its answer held a secret that is shown once";
            Err(ApiError::new(ErrorCode::Conflict, detail))
        }
    }
}
