//! The signature of Meta's webhooks and the handshake.

use proptest::prelude::*;
use whatsapp::signature::{SignatureError, challenge, sign, verify, verify_token};

const SECRET: &[u8] = b"0123456789abcdef0123456789abcdef";
const OTHER: &[u8] = b"fedcba9876543210fedcba9876543210";
const BODY: &[u8] = br#"{"object":"whatsapp_business_account"}"#;

fn check(headers: &[&[u8]]) -> Result<(), SignatureError> {
    verify([SECRET], headers.iter().copied(), BODY)
}

#[test]
fn the_signature_is_hmac_sha256_in_hexadecimal() {
    // RFC 4231, test case 2.
    let expected = "sha256=5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843";
    assert_eq!(sign(b"Jefe", b"what do ya want for nothing?"), expected);
}

#[test]
fn a_body_signed_with_the_secret_is_taken() {
    let header = sign(SECRET, BODY);
    assert_eq!(check(&[header.as_bytes()]), Ok(()));
    assert_eq!(
        check(&[header.replace("sha256=", "").to_uppercase().as_bytes()]),
        Err(SignatureError::Malformed)
    );
    let upper = format!("sha256={}", header.trim_start_matches("sha256=").to_uppercase());
    assert_eq!(check(&[upper.as_bytes()]), Ok(()));
}

#[test]
fn both_secrets_are_valid_while_one_is_rotated() {
    let header = sign(OTHER, BODY);
    assert_eq!(verify([SECRET, OTHER], [header.as_bytes()], BODY), Ok(()));
    assert_eq!(verify([SECRET], [header.as_bytes()], BODY), Err(SignatureError::Mismatch));
    assert_eq!(verify([], [header.as_bytes()], BODY), Err(SignatureError::Mismatch));
}

#[test]
fn exactly_one_header_is_asked_for() {
    let header = sign(SECRET, BODY);
    let header = header.as_bytes();
    assert_eq!(check(&[]), Err(SignatureError::Missing));
    assert_eq!(check(&[header, header]), Err(SignatureError::Doubled));
    assert_eq!(check(&[header, b""]), Err(SignatureError::Doubled));
}

#[test]
fn what_is_no_sha256_signature_is_refused() {
    let header = sign(SECRET, BODY);
    let hex = header.trim_start_matches("sha256=");
    let sha1 = format!("sha1={}", &hex[..40]);
    let disguised = format!("sha1={hex}");
    let (short, long) = (&header[..header.len() - 1], format!("{header}0"));
    let two = format!("{header},{header}");
    let padded = format!(" {header}");
    for header in [
        "",
        "sha256=",
        hex,
        &sha1,
        &disguised,
        short,
        &long,
        &two,
        &padded,
        &header.replace("sha256", "SHA256"),
    ] {
        assert_eq!(check(&[header.as_bytes()]), Err(SignatureError::Malformed), "{header}");
    }
    assert_eq!(check(&[b"sha256=\xff\xff"]), Err(SignatureError::Malformed));
    let not_hex = format!("sha256={}", "g".repeat(64));
    assert_eq!(check(&[not_hex.as_bytes()]), Err(SignatureError::Malformed));
}

#[test]
fn a_changed_body_does_not_match() {
    let header = sign(SECRET, BODY);
    assert_eq!(verify([SECRET], [header.as_bytes()], b"{}"), Err(SignatureError::Mismatch));
    assert_eq!(verify([SECRET], [header.as_bytes()], &[BODY, b"\n"].concat()), Err(SignatureError::Mismatch));
}

#[test]
fn an_empty_or_short_secret_never_matches() {
    for secret in [&b""[..], b"short"] {
        let header = sign(secret, BODY);
        assert_eq!(verify([secret], [header.as_bytes()], BODY), Err(SignatureError::Mismatch));
    }
}

#[test]
fn a_handshake_with_the_right_token_is_answered_with_its_challenge() {
    assert_eq!(challenge("token", "subscribe", "token", "1158201444"), Some("1158201444"));
    assert_eq!(challenge("token", "unsubscribe", "token", "1158201444"), None);
    assert_eq!(challenge("token", "subscribe", "Token", "1158201444"), None);
    assert_eq!(challenge("token", "subscribe", "", "1158201444"), None);
    assert_eq!(challenge("", "subscribe", "", "1158201444"), None);
}

#[test]
fn a_challenge_that_could_harm_is_not_echoed() {
    let long = "1".repeat(129);
    for text in ["", "<script>", "a b", "a\r\nb", "ä", "a/b", &long] {
        assert_eq!(challenge("token", "subscribe", "token", text), None, "{text}");
    }
    assert!(challenge("token", "subscribe", "token", &"a".repeat(128)).is_some());
}

#[test]
fn tokens_of_other_lengths_do_not_match() {
    assert!(verify_token("abc", "abc"));
    assert!(!verify_token("abc", "abcd"));
    assert!(!verify_token("abc", "ab"));
}

proptest! {
    #[test]
    fn no_header_makes_verify_panic(header: Vec<u8>, body: Vec<u8>) {
        prop_assert!(verify([SECRET], [header.as_slice()], &body).is_err());
    }

    #[test]
    fn what_is_signed_is_verified(secret in proptest::collection::vec(any::<u8>(), 16..200), body: Vec<u8>) {
        let header = sign(&secret, &body);
        prop_assert_eq!(verify([secret.as_slice()], [header.as_bytes()], &body), Ok(()));
    }
}
