//! Passwords that were found in breaches: carried along as hashes, looked up without asking anybody.
//! `api/data/README.md` says where they come from.

use sha2::{Digest, Sha256};

/// The first four bytes of each one's SHA-256, sorted.
static HASHES: &[u8] = include_bytes!("../../../data/common-passwords.bin");

/// Whether people use this text as a password; lower case.
pub(super) fn is_common(text: &str) -> bool {
    let [a, b, c, d, ..]: [u8; 32] = Sha256::digest(text.as_bytes()).into();
    let (hashes, _) = HASHES.as_chunks::<4>();
    hashes.binary_search(&[a, b, c, d]).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_whole_and_in_order() {
        let (hashes, rest) = HASHES.as_chunks::<4>();
        assert!(rest.is_empty() && hashes.len() > 45_000, "{}", hashes.len());
        assert!(hashes.is_sorted_by(|a, b| a < b));
    }

    #[test]
    fn common_ones_are_known_and_others_are_not() {
        for word in ["password", "123456", "sunshine", "trustno1", "unbelievable", "1q2w3e4r5t6y"] {
            assert!(is_common(word), "{word}");
        }
        let wrong = (0..2_000).filter(|n| is_common(&format!("nobody would use {n}"))).count();
        assert!(wrong <= 1, "{wrong} wrong answers in 2,000");
    }
}
