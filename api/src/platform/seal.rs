//! Secrets at rest: every tenant secret is sealed by its workspace's data key, and that key by the ring.
//!
//! A sealed value is `version ‖ key id ‖ nonce ‖ ciphertext ‖ tag` (XChaCha20-Poly1305) and is bound to its table,
//! column, workspace and row: copied anywhere else it does not open. Deliberately not here: rotation of the ring.

use std::collections::HashMap;
use std::sync::{Arc, Mutex};

use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{Key, XChaCha20Poly1305, XNonce};
use sea_orm::DbErr;
use shared::WorkspaceId;
use uuid::Uuid;

use super::random::{self, RandomError};
use super::ring::Ring;
use super::scope::Scope;
use super::secret::Secret;

const VERSION: u8 = 1;
const NONCE_BYTES: usize = 24;
const HEAD_BYTES: usize = 1 + 4 + NONCE_BYTES;
/// The only generation of data keys so far.
const DATA_KEY_ID: u32 = 1;

/// A key of a workspace or of the ring.
pub type SealKey = Secret<[u8; 32]>;

/// Why something could not be sealed or opened.
#[derive(Debug, thiserror::Error)]
pub enum SealError {
    /// It was changed, is of another place, or was sealed by another key.
    #[error("a sealed value does not open")]
    Broken,
    /// It names a key that the ring does not have.
    #[error("key {0} is not in the ring")]
    UnknownKey(u32),
    /// No random bytes.
    #[error(transparent)]
    Random(#[from] RandomError),
    /// The workspace's key could not be read.
    #[error("the workspace's key could not be read")]
    Database(#[from] DbErr),
    /// The workspace is gone.
    #[error("there is no such workspace")]
    NoWorkspace,
}

/// Where a sealed value lives.
#[derive(Debug, Clone, Copy)]
pub struct Place {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
    /// The row's id.
    pub row: Uuid,
}

impl Place {
    /// A place.
    #[must_use]
    pub fn new(table: &'static str, column: &'static str, row: impl Into<Uuid>) -> Self {
        Self { table, column, row: row.into() }
    }

    fn associated_data(self, workspace: Uuid) -> Vec<u8> {
        let mut data = Vec::new();
        let parts =
            [self.table.as_bytes(), self.column.as_bytes(), workspace.as_bytes(), self.row.as_bytes()];
        for part in parts {
            data.extend(u32::try_from(part.len()).unwrap_or(u32::MAX).to_be_bytes());
            data.extend(part);
        }
        data
    }
}

/// Seals and opens the secrets of workspaces.
#[derive(Clone)]
pub struct Seal {
    ring: Arc<Ring>,
    /// Opened data keys by workspace.
    keys: Arc<Mutex<HashMap<WorkspaceId, Arc<SealKey>>>>,
}

impl Seal {
    /// On a ring.
    #[must_use]
    pub fn new(ring: Arc<Ring>) -> Self {
        Self { ring, keys: Arc::default() }
    }

    /// The ring.
    #[must_use]
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// A data key for a workspace about to be made, as its row keeps it.
    ///
    /// # Errors
    /// Without random bytes.
    pub fn new_data_key(&self, workspace: WorkspaceId) -> Result<Vec<u8>, SealError> {
        let (id, key) = self.ring.active();
        seal(key, id, data_key_place(workspace), workspace.uuid(), &random::secret::<32>()?)
    }

    /// Seals `plain` for a place in the scope's workspace.
    ///
    /// # Errors
    /// When the workspace's key cannot be had.
    pub async fn seal(&self, scope: &Scope, place: Place, plain: &[u8]) -> Result<Vec<u8>, SealError> {
        let key = self.data_key(scope).await?;
        seal(&key, DATA_KEY_ID, place, scope.workspace().uuid(), plain)
    }

    /// Opens what [`Self::seal`] made for the same place.
    ///
    /// # Errors
    /// When it is of another place or was changed, or the workspace's key cannot be had.
    pub async fn open(
        &self,
        scope: &Scope,
        place: Place,
        sealed: &[u8],
    ) -> Result<Secret<Vec<u8>>, SealError> {
        let key = self.data_key(scope).await?;
        open(&key, place, scope.workspace().uuid(), sealed)
    }

    /// Opens the data key of a workspace from its row, e.g. to seal in the transaction that makes the workspace.
    ///
    /// # Errors
    /// When the ring does not have its key.
    pub fn unwrap_data_key(&self, workspace: WorkspaceId, wrapped: &[u8]) -> Result<SealKey, SealError> {
        let id = key_id(wrapped)?;
        let key = self.ring.by_id(id).ok_or(SealError::UnknownKey(id))?;
        let plain = open(key, data_key_place(workspace), workspace.uuid(), wrapped)?;
        let bytes: [u8; 32] = plain.expose().as_slice().try_into().map_err(|_| SealError::Broken)?;
        Ok(Secret::new(bytes))
    }

    async fn data_key(&self, scope: &Scope) -> Result<Arc<SealKey>, SealError> {
        let workspace = scope.workspace();
        if let Some(key) = self.keys.lock().ok().and_then(|keys| keys.get(&workspace).cloned()) {
            return Ok(key);
        }
        let row = scope.this_workspace().await?.ok_or(SealError::NoWorkspace)?;
        let key = Arc::new(self.unwrap_data_key(workspace, &row.data_key)?);
        if let Ok(mut keys) = self.keys.lock() {
            keys.insert(workspace, key.clone());
        }
        Ok(key)
    }
}

fn data_key_place(workspace: WorkspaceId) -> Place {
    Place::new("workspaces", "data_key", workspace)
}

fn key_id(sealed: &[u8]) -> Result<u32, SealError> {
    match sealed {
        [VERSION, a, b, c, d, ..] => Ok(u32::from_be_bytes([*a, *b, *c, *d])),
        _ => Err(SealError::Broken),
    }
}

fn cipher(key: &SealKey) -> XChaCha20Poly1305 {
    XChaCha20Poly1305::new(&Key::from(*key.expose()))
}

fn seal(key: &SealKey, id: u32, place: Place, workspace: Uuid, plain: &[u8]) -> Result<Vec<u8>, SealError> {
    let nonce = random::secret::<NONCE_BYTES>()?;
    let aad = place.associated_data(workspace);
    let sealed = cipher(key)
        .encrypt(&XNonce::from(nonce), Payload { msg: plain, aad: &aad })
        .map_err(|_| SealError::Broken)?;
    let mut out = Vec::with_capacity(HEAD_BYTES + sealed.len());
    out.push(VERSION);
    out.extend(id.to_be_bytes());
    out.extend(nonce);
    out.extend(sealed);
    Ok(out)
}

fn open(key: &SealKey, place: Place, workspace: Uuid, sealed: &[u8]) -> Result<Secret<Vec<u8>>, SealError> {
    key_id(sealed)?;
    let nonce: [u8; NONCE_BYTES] =
        sealed.get(5..HEAD_BYTES).and_then(|n| n.try_into().ok()).ok_or(SealError::Broken)?;
    let body = sealed.get(HEAD_BYTES..).ok_or(SealError::Broken)?;
    let aad = place.associated_data(workspace);
    let plain = cipher(key).decrypt(&XNonce::from(nonce), Payload { msg: body, aad: &aad });
    plain.map(Secret::new).map_err(|_| SealError::Broken)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn place(table: &'static str, column: &'static str, row: u128) -> Place {
        Place::new(table, column, Uuid::from_u128(row))
    }

    proptest! {
        #[test]
        fn a_value_opens_where_it_was_sealed_and_nowhere_else(plain: Vec<u8>, row: u128, workspace: u128) {
            let key = Secret::new([7; 32]);
            let workspace_id = Uuid::from_u128(workspace);
            let sealed = seal(&key, 1, place("numbers", "token", row), workspace_id, &plain).unwrap();
            let opened = open(&key, place("numbers", "token", row), workspace_id, &sealed).unwrap();
            prop_assert_eq!(opened.expose(), &plain);
            let elsewhere = [
                (place("number", "stoken", row), workspace_id),
                (place("numbers", "secret", row), workspace_id),
                (place("apps", "token", row), workspace_id),
                (place("numbers", "token", row ^ 1), workspace_id),
                (place("numbers", "token", row), Uuid::from_u128(workspace ^ 1)),
            ];
            for (place, workspace) in elsewhere {
                prop_assert!(open(&key, place, workspace, &sealed).is_err());
            }
            prop_assert!(open(&Secret::new([8; 32]), place("numbers", "token", row), workspace_id, &sealed).is_err());
        }

        #[test]
        fn one_flipped_bit_breaks_the_seal(plain: Vec<u8>, at: prop::sample::Index, bit in 0_u8..8) {
            let key = Secret::new([7; 32]);
            let mut sealed = seal(&key, 1, place("numbers", "token", 1), Uuid::nil(), &plain).unwrap();
            let at = at.index(sealed.len());
            // The key id in the head is not secret: it only picks the key.
            prop_assume!(!(1..5).contains(&at));
            sealed[at] ^= 1 << bit;
            prop_assert!(open(&key, place("numbers", "token", 1), Uuid::nil(), &sealed).is_err());
        }

        #[test]
        fn opening_any_bytes_never_panics(bytes: Vec<u8>) {
            prop_assert!(open(&Secret::new([7; 32]), place("t", "c", 1), Uuid::nil(), &bytes).is_err());
        }
    }
}
