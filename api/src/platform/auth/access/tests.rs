use base64::Engine;
use base64::prelude::BASE64_URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

use super::*;
use crate::platform::clock::{Clock, SystemClock};
use crate::platform::ring::hmac_sha256;
use crate::platform::secret::Secret;

fn ring() -> Ring {
    Ring::of(1, Secret::new(core::array::from_fn(|n| u8::try_from(n).unwrap())))
}

fn forge(header: &Value, claims: &Value, key: &[u8; 32]) -> String {
    let encode = |value: &Value| BASE64.encode(value.to_string());
    let body = format!("{}.{}", encode(header), encode(claims));
    let signature = BASE64.encode(hmac_sha256(key, &[body.as_bytes()]));
    format!("{body}.{signature}")
}

#[test]
fn a_token_says_what_it_was_made_for_until_its_time_is_over() {
    let (tokens, now) = (AccessTokens::new(&ring()), SystemClock.now());
    let claims = Claims { user: UserId::new(), session: SessionId::new() };
    let token = tokens.sign(claims, now).unwrap();
    assert!(token.starts_with(HEAD));
    assert_eq!(tokens.verify(&token, now), Some(claims));
    assert_eq!(tokens.verify(&token, now + TimeDelta::seconds(599)), Some(claims));
    assert_eq!(tokens.verify(&token, now + TimeDelta::seconds(600)), None);
    assert_eq!(tokens.verify(&token, now - TimeDelta::seconds(2)), None);
}

#[test]
fn forged_tokens_are_refused() {
    let (tokens, now) = (AccessTokens::new(&ring()), SystemClock.now());
    let key = *ring().derive("access token").expose();
    let at = now.timestamp();
    let good = json!({"iss": ISSUER, "aud": AUDIENCE, "sub": UserId::new(), "sid": SessionId::new(),
        "jti": Uuid::new_v4(), "iat": at, "nbf": at, "exp": at + 600});
    let with = |name: &str, value: Value| {
        let mut claims = good.clone();
        claims[name] = value;
        claims
    };
    let raw_head = BASE64.decode(HEAD.trim_end_matches('.')).unwrap();
    assert_eq!(String::from_utf8(raw_head).unwrap(), r#"{"typ":"at+jwt","alg":"HS256"}"#);
    let with_our_head = |claims: &Value, key: &[u8; 32]| {
        let body = format!("{HEAD}{}", BASE64.encode(claims.to_string()));
        format!("{body}.{}", BASE64.encode(hmac_sha256(key, &[body.as_bytes()])))
    };
    let genuine = with_our_head(&good, &key);
    assert!(tokens.verify(&genuine, now).is_some(), "the table below starts from a token that is good");

    let mut forgeries: Vec<(String, String)> = vec![
        ("another key".into(), with_our_head(&good, &[9; 32])),
        ("the ring's key itself".into(), with_our_head(&good, ring().active().1.expose())),
        ("no signature".into(), genuine.rsplit_once('.').map(|(body, _)| format!("{body}.")).unwrap()),
        ("two parts".into(), genuine.rsplit_once('.').unwrap().0.to_owned()),
        ("four parts".into(), format!("{genuine}.x")),
        ("empty".into(), String::new()),
        ("alg none".into(), forge(&json!({"typ": "at+jwt", "alg": "none"}), &good, &key)),
        ("alg HS512".into(), forge(&json!({"typ": "at+jwt", "alg": "HS512"}), &good, &key)),
        ("typ JWT".into(), forge(&json!({"typ": "JWT", "alg": "HS256"}), &good, &key)),
        (
            "a kid".into(),
            forge(&json!({"typ": "at+jwt", "alg": "HS256", "kid": "../../dev/null"}), &good, &key),
        ),
        (
            "a jwk".into(),
            forge(&json!({"typ": "at+jwt", "alg": "HS256", "jwk": {"kty": "oct"}}), &good, &key),
        ),
        ("padded".into(), format!("{genuine}=")),
        ("other issuer".into(), with_our_head(&with("iss", json!("x")), &key)),
        ("other audience".into(), with_our_head(&with("aud", json!("x")), &key)),
        ("audience as a list".into(), with_our_head(&with("aud", json!([AUDIENCE])), &key)),
        ("a session as user".into(), with_our_head(&with("sub", json!(SessionId::new())), &key)),
        ("exp as text".into(), with_our_head(&with("exp", json!("9999999999")), &key)),
        ("expired".into(), with_our_head(&with("exp", json!(at)), &key)),
        ("too long".into(), with_our_head(&with("exp", json!(at + 601)), &key)),
        ("not yet".into(), with_our_head(&with("nbf", json!(at + 60)), &key)),
        ("a claim more".into(), with_our_head(&with("role", json!("owner")), &key)),
    ];
    for name in ["iss", "aud", "sub", "sid", "jti", "iat", "nbf", "exp"] {
        let mut claims = good.clone();
        claims.as_object_mut().unwrap().remove(name);
        forgeries.push((format!("no {name}"), with_our_head(&claims, &key)));
    }
    for (what, token) in forgeries {
        assert!(tokens.verify(&token, now).is_none(), "{what}");
    }
}
