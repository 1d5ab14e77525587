//! Password hashing: argon2id, 19 MiB, 2 passes, and never more than two at a time, so that a flood of sign-ins costs
//! time and not memory.

use std::sync::Arc;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::Semaphore;

use crate::platform::random;
use crate::platform::secret::Secret;

/// Memory of one hash, in KiB.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes at the same time.
const PARALLEL: usize = 2;

/// Why there is no hash.
#[derive(Debug, thiserror::Error)]
#[error("a password could not be hashed")]
pub struct PasswordError;

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct Passwords {
    slots: Arc<Semaphore>,
    /// Verified where there is no account, so that both take the same time.
    dummy: Arc<str>,
}

impl Passwords {
    /// Makes one hash, to have one to compare with where there is no account.
    ///
    /// # Errors
    /// Without random bytes.
    pub fn new() -> Result<Self, PasswordError> {
        let nobody_knows = Secret::new(random::secret::<32>().map_err(|_| PasswordError)?);
        let dummy = hash(nobody_knows.expose())?;
        Ok(Self { slots: Arc::new(Semaphore::new(PARALLEL)), dummy: dummy.into() })
    }

    /// The hash of a password, in PHC form.
    ///
    /// # Errors
    /// Without random bytes, or when the server stops.
    pub async fn hash(&self, password: Secret<String>) -> Result<String, PasswordError> {
        self.run(move || hash(password.expose().as_bytes())).await
    }

    /// A hash of a password that nobody knows.
    #[must_use]
    pub fn unusable(&self) -> String {
        self.dummy.to_string()
    }

    /// Whether the password is the account's; without an account it takes as long and is wrong.
    ///
    /// # Errors
    /// When the server stops.
    pub async fn verify(
        &self,
        password: Secret<String>,
        account: Option<String>,
    ) -> Result<bool, PasswordError> {
        let dummy = self.dummy.clone();
        self.run(move || {
            let is_account = account.is_some();
            let stored = account.unwrap_or_else(|| dummy.to_string());
            let parsed = PasswordHash::new(&stored).map_err(|_| PasswordError)?;
            let is_right = argon2()?.verify_password(password.expose().as_bytes(), &parsed).is_ok();
            Ok(is_right && is_account)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        let slot = self.slots.clone().acquire_owned().await.map_err(|_| PasswordError)?;
        let task = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(slot);
            result
        });
        task.await.map_err(|_| PasswordError)?
    }
}

fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| PasswordError)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<String, PasswordError> {
    let hash = argon2()?.hash_password(password).map_err(|_| PasswordError)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_password_is_compared_whole_and_exactly() {
        let passwords = Passwords::new().unwrap();
        let long = "x".repeat(72);
        let stored = passwords.hash(secret(&format!("{long}a"))).await.unwrap();
        assert!(stored.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{stored}");
        assert!(passwords.verify(secret(&format!("{long}a")), Some(stored.clone())).await.unwrap());
        for other in [format!("{long}b"), long.clone(), format!(" {long}a"), format!("{long}A")] {
            assert!(!passwords.verify(secret(&other), Some(stored.clone())).await.unwrap(), "{other}");
        }
        assert!(!passwords.verify(secret("anything at all"), None).await.unwrap());
        assert!(!passwords.verify(secret(""), Some(passwords.unusable())).await.unwrap());
    }
}
