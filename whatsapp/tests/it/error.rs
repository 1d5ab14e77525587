//! Graph's errors: reading the envelope, and codes in words.

use whatsapp::error::{Class, GraphError, class, explain, explanations};

#[test]
fn an_envelope_is_read_with_its_details() {
    let body = br##"{"error":{"message":"(#130429) Rate limit hit","type":"OAuthException","code":130429,"error_data":
        {"messaging_product":"whatsapp","details":"throughput"},"error_subcode":2494055,"fbtrace_id":"Az8"}}"##;
    let error = GraphError::parse(body).unwrap();
    assert_eq!(error.code, 130429);
    assert_eq!(error.subcode, Some(2494055));
    assert_eq!(error.details.as_deref(), Some("throughput"));
    assert_eq!(error.kind.as_deref(), Some("OAuthException"));
    assert_eq!(error.fbtrace_id.as_deref(), Some("Az8"));
    assert_eq!(error.class(), Class::Throttle);
}

#[test]
fn other_answers_are_no_envelope() {
    for body in ["", "<html>", "{}", r#"{"error":"x"}"#, r#"{"error":{"message":"x"}}"#, "[1]"] {
        assert_eq!(GraphError::parse(body.as_bytes()), None, "{body}");
    }
}

#[test]
fn a_transient_error_of_an_unknown_code_is_worth_a_retry() {
    let error = |is_transient: bool| {
        GraphError::parse(
            format!(r#"{{"error":{{"code":999999,"is_transient":{is_transient}}}}}"#).as_bytes(),
        )
        .unwrap()
    };
    assert_eq!(error(true).class(), Class::Retry);
    assert_eq!(error(false).class(), Class::Permanent);
}

#[test]
fn every_code_is_explained_once_and_in_words() {
    assert!(explanations().is_sorted_by_key(|explanation| explanation.code));
    for pair in explanations().windows(2) {
        assert_ne!(pair[0].code, pair[1].code);
    }
    for explanation in explanations() {
        assert!(
            explanation.meaning.ends_with('.') && explanation.action.ends_with('.'),
            "{}",
            explanation.code
        );
    }
}

#[test]
fn codes_that_must_never_be_sent_again_are_not_retryable() {
    for code in
        [100, 190, 368, 130472, 131026, 131047, 131049, 131050, 132000, 132001, 132015, 132016, 424242]
    {
        assert!(!class(code).is_retryable(), "{code}");
    }
    for code in [4, 80007, 130429, 131056, 2, 131016] {
        assert!(class(code).is_retryable(), "{code}");
    }
    assert_eq!(explain(219).map(|explanation| explanation.class), Some(Class::ReAuthenticate));
}
