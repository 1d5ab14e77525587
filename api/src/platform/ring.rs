//! The key ring: a 0600 file of numbered keys, the last of which is the active one.
//!
//! One line a key, `<number> <64 hex digits>`; lines that begin with `#` are comments. Keys for single purposes (the
//! access token's signature, the refresh secrets) are derived, so that one key never serves two.

use std::io::Write;
use std::path::Path;

use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;

use super::random;
use super::seal::SealKey;
use super::secret::Secret;

const HEAD: &str = "# Key ring of MGS WA. Whoever has this file and the database has every secret in it.\n";

/// Why the ring cannot be used; each is a sentence for the operator.
#[derive(Debug, thiserror::Error)]
pub enum RingError {
    /// It is not there, and this is not a place to make one.
    #[error(
        "there is no key ring at {0}; make one with `mgs-wa keys init`, keep a copy elsewhere, and start again"
    )]
    Missing(String),
    /// It cannot be read or written.
    #[error("the key ring {0} cannot be used: {1}")]
    Io(String, std::io::Error),
    /// Others can read it.
    #[error("the key ring {0} can be read by others; `chmod 600` it")]
    Open(String),
    /// A line of it makes no sense.
    #[error("line {1} of the key ring {0} is not `<number> <64 hex digits>`, or its key is too simple")]
    Line(String, usize),
    /// It has no key.
    #[error("the key ring {0} holds no key")]
    Empty(String),
    /// No random bytes to make one.
    #[error(transparent)]
    Random(#[from] random::RandomError),
}

/// The keys.
pub struct Ring {
    /// Never empty.
    keys: Vec<(u32, SealKey)>,
    active: (u32, SealKey),
}

impl Ring {
    /// A ring of one key, for tests and `init`.
    #[must_use]
    pub fn of(id: u32, key: SealKey) -> Self {
        Self { keys: vec![(id, key.clone())], active: (id, key) }
    }

    /// Reads the file; makes it when it is missing and `may_create`.
    ///
    /// # Errors
    /// When it cannot be used.
    pub fn load(path: &Path, may_create: bool) -> Result<Self, RingError> {
        let name = path.display().to_string();
        if !path.exists() {
            if !may_create {
                return Err(RingError::Missing(name));
            }
            Self::create(path)?;
        }
        check_mode(path)?;
        let text = std::fs::read_to_string(path).map_err(|e| RingError::Io(name.clone(), e))?;
        let text = Secret::new(text);
        Self::parse(&name, text.expose())
    }

    /// Makes the file with one key; never writes over one.
    ///
    /// # Errors
    /// When it cannot be written or is there already.
    pub fn create(path: &Path) -> Result<(), RingError> {
        let io = |e| RingError::Io(path.display().to_string(), e);
        let key = Secret::new(random::secret::<32>()?);
        let line = Secret::new(format!("{HEAD}1 {}\n", hex::encode(key.expose())));
        let mut options = std::fs::OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let mut file = options.open(path).map_err(io)?;
        file.write_all(line.expose().as_bytes()).map_err(io)?;
        file.sync_all().map_err(io)
    }

    fn parse(name: &str, text: &str) -> Result<Self, RingError> {
        let mut keys = Vec::new();
        for (index, line) in text.lines().enumerate() {
            let line = line.trim();
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let key = parse_line(line).ok_or_else(|| RingError::Line(name.to_owned(), index + 1))?;
            if keys.iter().any(|(id, _)| *id == key.0) {
                return Err(RingError::Line(name.to_owned(), index + 1));
            }
            keys.push(key);
        }
        let active = keys.last().cloned().ok_or_else(|| RingError::Empty(name.to_owned()))?;
        Ok(Self { keys, active })
    }

    /// The key that new values are sealed by.
    #[must_use]
    pub const fn active(&self) -> (u32, &SealKey) {
        (self.active.0, &self.active.1)
    }

    /// A key by its number.
    #[must_use]
    pub fn by_id(&self, id: u32) -> Option<&SealKey> {
        self.keys.iter().find(|(key, _)| *key == id).map(|(_, key)| key)
    }

    /// A key for one purpose, made from the active key.
    #[must_use]
    pub fn derive(&self, purpose: &str) -> SealKey {
        Secret::new(hmac_sha256(self.active.1.expose(), &[b"mgs-wa ring: ", purpose.as_bytes()]))
    }
}

/// HMAC-SHA256 over the parts, one after another; separate them yourself where their border matters.
#[must_use]
pub fn hmac_sha256(key: &[u8; 32], parts: &[&[u8]]) -> [u8; 32] {
    // A key shorter than the block is padded with zeros (RFC 2104): done here, so that no length can be wrong.
    let mut block = [0; 64];
    block[..32].copy_from_slice(key);
    let mut mac = Hmac::<Sha256>::new(&block.into());
    for part in parts {
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}

fn parse_line(line: &str) -> Option<(u32, SealKey)> {
    let (id, hex_key) = line.split_once(' ')?;
    let bytes: [u8; 32] = hex::decode(hex_key.trim()).ok()?.try_into().ok()?;
    let distinct = bytes.iter().collect::<std::collections::BTreeSet<_>>().len();
    // 32 random bytes hold fewer than 16 different ones once in 10^13 times; typed ones nearly always.
    (distinct >= 16).then_some((id.parse().ok()?, Secret::new(bytes)))
}

#[cfg(unix)]
fn check_mode(path: &Path) -> Result<(), RingError> {
    use std::os::unix::fs::PermissionsExt;
    let name = path.display().to_string();
    let mode = std::fs::metadata(path).map_err(|e| RingError::Io(name.clone(), e))?.permissions().mode();
    if mode & 0o077 == 0 { Ok(()) } else { Err(RingError::Open(name)) }
}

#[cfg(not(unix))]
fn check_mode(_path: &Path) -> Result<(), RingError> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";

    #[test]
    fn the_last_key_is_active_and_the_others_still_open() {
        let other = KEY.replace("00", "ff");
        let ring = Ring::parse("ring", &format!("# a comment\n1 {KEY}\n\n7 {other}\n")).unwrap();
        assert_eq!(ring.active().0, 7);
        assert!(ring.by_id(1).is_some());
        assert!(ring.by_id(2).is_none());
    }

    #[test]
    fn a_ring_that_makes_no_sense_is_refused() {
        let zeros = "0".repeat(64);
        for text in [
            "",
            "# nothing",
            "1",
            "1 abc",
            &format!("1 {zeros}"),
            &format!("x {KEY}"),
            &format!("1 {KEY}\n1 {KEY}"),
        ] {
            assert!(Ring::parse("ring", text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_ring_is_made_once_and_only_for_its_owner() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("keys");
        assert!(matches!(Ring::load(&path, false), Err(RingError::Missing(_))));
        let first = Ring::load(&path, true).unwrap();
        let again = Ring::load(&path, false).unwrap();
        assert_eq!(first.active().1.expose(), again.active().1.expose());
        assert!(Ring::create(&path).is_err());
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o640)).unwrap();
            assert!(matches!(Ring::load(&path, false), Err(RingError::Open(_))));
        }
    }

    #[test]
    fn keys_of_two_purposes_differ() {
        let ring = Ring::of(1, Secret::new([3; 32]));
        assert_ne!(ring.derive("access").expose(), ring.derive("refresh").expose());
    }
}
