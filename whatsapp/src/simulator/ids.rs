//! Ids that look like Meta's and repeat with the same seed.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256};

/// Makes the n-th id of a seed.
pub(super) struct Ids {
    pub(super) seed: u64,
}

impl Ids {
    /// A wamid as Meta builds them: base64 of the person, the direction and 20 hexadecimal digits.
    pub(super) fn wamid(&self, person: &str, is_outgoing: bool, n: i64) -> String {
        let person = person.get(..person.len().min(0x7f)).unwrap_or_default();
        let id = hex(&self.digest("wamid", n)[..10]).to_uppercase();
        let length = |text: &str| u8::try_from(text.len()).unwrap_or_default();
        let mut bytes = vec![0x1c, 0x18, length(person)];
        bytes.extend_from_slice(person.as_bytes());
        bytes.extend_from_slice(&[
            0x15,
            0x02,
            0x00,
            if is_outgoing { 0x11 } else { 0x12 },
            0x18,
            length(&id),
        ]);
        bytes.extend_from_slice(id.as_bytes());
        bytes.push(0);
        format!("wamid.{}", STANDARD.encode(bytes))
    }

    /// A phone number of the block that is set aside for fiction, without `+`.
    pub(super) fn wa_id(&self, n: i64) -> String {
        format!("1{}555{:04}", 201 + n.rem_euclid(10_000_000) / 10_000 % 799, n.rem_euclid(10_000))
    }

    /// A business-scoped user id.
    pub(super) fn user_id(&self, n: i64) -> String {
        format!("US.{}", self.digits("user", n, 20))
    }

    /// A Graph object id.
    pub(super) fn object_id(&self, kind: &str, n: i64) -> String {
        format!("1{}", self.digits(kind, n, 14))
    }

    /// An access token.
    pub(super) fn token(&self, n: i64) -> String {
        format!("EAAS{}", hex(&self.digest("token", n)))
    }

    /// Graph's trace id of an error.
    pub(super) fn trace(n: i64) -> String {
        format!("A{}", hex(&Sha256::digest(n.to_be_bytes())[..11]))
    }

    fn digits(&self, kind: &str, n: i64, length: usize) -> String {
        self.digest(kind, n).iter().take(length).map(|byte| char::from(b'0' + byte % 10)).collect()
    }

    fn digest(&self, kind: &str, n: i64) -> [u8; 32] {
        let seeded = Sha256::new().chain_update(self.seed.to_be_bytes());
        seeded.chain_update(kind).chain_update([0]).chain_update(n.to_be_bytes()).finalize().into()
    }
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}
