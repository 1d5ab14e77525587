//! Secrets: bytes of the operating system's generator. Ids (UUIDv7) are made in `shared` and are never a secret.

/// The operating system gave no random bytes.
#[derive(Debug, thiserror::Error)]
#[error("the system's random generator failed")]
pub struct RandomError;

/// `N` bytes that nobody can guess.
///
/// # Errors
/// When the operating system has no random bytes to give.
pub fn secret<const N: usize>() -> Result<[u8; N], RandomError> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|_| RandomError)?;
    Ok(bytes)
}
