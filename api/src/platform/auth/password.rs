//! Password hashing: argon2id, 19 MiB, 2 passes, never more than two at a time, and a queue that ends: a flood of sign-ins
//! costs neither memory nor anybody's patience.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::platform::random;
use crate::platform::secret::Secret;

/// Memory of one hash, in KiB.
const MEMORY_KIB: u32 = 19 * 1_024;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// Hashes at the same time.
const PARALLEL: usize = 2;
/// Who may wait for one, some seconds' worth of work; whoever comes then is turned away at once.
const WAITING: usize = 100;

/// Why there is no hash.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Without random bytes, or the server stops.
    #[error("a password could not be hashed")]
    Failed,
    /// Too many wait already.
    #[error("too many passwords wait to be looked at, try again")]
    Busy,
}

/// Hashes and verifies passwords.
#[derive(Clone)]
pub struct Passwords {
    /// Hashes being computed, and those who wait.
    places: Arc<Semaphore>,
    slots: Arc<Semaphore>,
    /// Hashes computed so far.
    computed: Arc<AtomicU64>,
    /// Verified where there is no account, so that both take the same time.
    dummy: Arc<str>,
}

impl Passwords {
    /// Makes one hash, to have one to compare with where there is no account.
    ///
    /// # Errors
    /// Without random bytes.
    pub fn new() -> Result<Self, PasswordError> {
        let nobody_knows = Secret::new(random::secret::<32>().map_err(|_| PasswordError::Failed)?);
        let dummy = hash(nobody_knows.expose())?;
        let places = Arc::new(Semaphore::new(PARALLEL + WAITING));
        let slots = Arc::new(Semaphore::new(PARALLEL));
        Ok(Self { places, slots, computed: Arc::default(), dummy: dummy.into() })
    }

    /// Hashes computed so far: what an answer cost, whoever it was for.
    #[must_use]
    pub fn computed(&self) -> u64 {
        self.computed.load(Ordering::Relaxed)
    }

    /// How many have a slot, or wait for one.
    #[must_use]
    pub fn n_here(&self) -> usize {
        PARALLEL + WAITING - self.places.available_permits()
    }

    /// A hash of a password that nobody knows.
    #[must_use]
    pub fn unusable(&self) -> String {
        self.dummy.to_string()
    }

    /// The hash of a password, in PHC form.
    ///
    /// # Errors
    /// Without random bytes, when too many wait, or when the server stops.
    pub async fn hash(&self, password: Secret<String>) -> Result<String, PasswordError> {
        self.slot().await?.hash(password).await
    }

    /// Whether the password is the account's; without an account it takes as long and is wrong.
    ///
    /// # Errors
    /// When too many wait, or the server stops.
    pub async fn verify(
        &self,
        password: Secret<String>,
        account: Option<String>,
    ) -> Result<bool, PasswordError> {
        self.slot().await?.verify(password, account).await
    }

    /// Waits until a hash may be computed: what is decided while it is held cannot be overtaken by a crowd that waits.
    ///
    /// # Errors
    /// When too many wait, or the server stops.
    pub async fn slot(&self) -> Result<Slot, PasswordError> {
        let place = self.places.clone().try_acquire_owned().map_err(|_| PasswordError::Busy)?;
        let slot = self.slots.clone().acquire_owned().await.map_err(|_| PasswordError::Failed)?;
        Ok(Slot {
            permit: Arc::new((slot, place)),
            computed: self.computed.clone(),
            dummy: self.dummy.clone(),
        })
    }
}

/// The right to compute hashes, one after another, until it is dropped.
pub struct Slot {
    permit: Arc<(OwnedSemaphorePermit, OwnedSemaphorePermit)>,
    computed: Arc<AtomicU64>,
    dummy: Arc<str>,
}

impl Slot {
    /// As [`Passwords::hash`].
    ///
    /// # Errors
    /// Without random bytes, or when the server stops.
    pub async fn hash(&self, password: Secret<String>) -> Result<String, PasswordError> {
        self.run(move |_| hash(password.expose().as_bytes())).await
    }

    /// As [`Passwords::verify`].
    ///
    /// # Errors
    /// When the server stops.
    pub async fn verify(
        &self,
        password: Secret<String>,
        account: Option<String>,
    ) -> Result<bool, PasswordError> {
        self.run(move |dummy| {
            let is_account = account.is_some();
            let stored = account.unwrap_or_else(|| dummy.to_owned());
            let parsed = PasswordHash::new(&stored).map_err(|_| PasswordError::Failed)?;
            let is_right = argon2()?.verify_password(password.expose().as_bytes(), &parsed).is_ok();
            Ok(is_right && is_account)
        })
        .await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce(&str) -> Result<T, PasswordError> + Send + 'static,
    ) -> Result<T, PasswordError> {
        // Held by the work as well: it goes on when whoever asked goes away.
        let (permit, computed, dummy) = (self.permit.clone(), self.computed.clone(), self.dummy.clone());
        let task = tokio::task::spawn_blocking(move || {
            computed.fetch_add(1, Ordering::Relaxed);
            let result = work(&dummy);
            drop(permit);
            result
        });
        task.await.map_err(|_| PasswordError::Failed)?
    }
}

fn argon2() -> Result<Argon2<'static>, PasswordError> {
    let params = Params::new(MEMORY_KIB, PASSES, LANES, None).map_err(|_| PasswordError::Failed)?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn hash(password: &[u8]) -> Result<String, PasswordError> {
    let hash = argon2()?.hash_password(password).map_err(|_| PasswordError::Failed)?;
    Ok(hash.to_string())
}

#[cfg(test)]
mod tests {
    use std::task::{Context, Waker};

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
    #[tokio::test]
    async fn whoever_comes_when_a_hundred_wait_is_turned_away_at_once() {
        let passwords = Passwords::new().unwrap();
        let busy: Vec<_> = [passwords.slot().await.unwrap(), passwords.slot().await.unwrap()].into();
        let mut waiting: Vec<_> = (0..WAITING).map(|_| Box::pin(passwords.slot())).collect();
        for slot in &mut waiting {
            assert!(slot.as_mut().poll(&mut Context::from_waker(Waker::noop())).is_pending());
        }
        assert_eq!(passwords.n_here(), PARALLEL + WAITING);
        assert_eq!(passwords.hash(secret("one too many")).await, Err(PasswordError::Busy));
        drop(busy);
        for slot in waiting {
            slot.await.unwrap();
        }
        assert_eq!(passwords.n_here(), 0);
        assert!(passwords.hash(secret("there is room again")).await.is_ok());
    }
}
