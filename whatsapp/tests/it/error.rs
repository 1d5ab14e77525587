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

/// Every code of Meta's pages that this crate was written after, and ranges where Meta gives one.
const REFERENCE: &[(i64, i64)] = &[
    (0, 4),
    (10, 10),
    (33, 33),
    (100, 100),
    (190, 190),
    (200, 299),
    (368, 368),
    (613, 613),
    (80007, 80007),
    (130403, 130403),
    (130429, 130429),
    (130472, 130472),
    (130497, 130497),
    (131000, 131000),
    (131005, 131005),
    (131008, 131009),
    (131016, 131016),
    (131021, 131021),
    (131026, 131026),
    (131030, 131031),
    (131036, 131037),
    (131042, 131042),
    (131044, 131045),
    (131047, 131053),
    (131055, 131057),
    (131059, 131059),
    (131062, 131064),
    (132000, 132001),
    (132005, 132005),
    (132007, 132008),
    (132012, 132012),
    (132015, 132016),
    (132018, 132018),
    (132068, 132069),
    (133000, 133000),
    (133004, 133006),
    (133008, 133010),
    (133015, 133016),
    (134011, 134011),
    (134100, 134102),
    (135000, 135000),
    (136024, 136024),
    (137000, 137000),
    (138000, 138023),
    (139000, 139004),
    (139006, 139006),
    (139100, 139103),
    (147001, 147004),
    (1752041, 1752041),
    (200005, 200007),
    (2388001, 2388001),
    (2388012, 2388012),
    (2388019, 2388019),
    (2388024, 2388024),
    (2388039, 2388040),
    (2388047, 2388047),
    (2388072, 2388073),
    (2388091, 2388091),
    (2388093, 2388093),
    (2388103, 2388103),
    (2388293, 2388293),
    (2388299, 2388299),
    (2494100, 2494100),
    (2494164, 2494179),
    (2494191, 2494191),
    (2593107, 2593109),
];

#[test]
fn every_code_of_metas_pages_is_explained_and_no_other() {
    let mut rows = std::collections::BTreeSet::new();
    for code in REFERENCE.iter().flat_map(|(first, last)| *first..=*last) {
        rows.insert(explain(code).unwrap_or_else(|| panic!("{code} is not explained")).code);
    }
    assert_eq!(rows.len(), explanations().len(), "a code is explained that the pages do not have");
    assert_eq!(explain(300), None);
    assert_eq!(explain(2_494_180), None);
}

/// `MGS_CLOUD_API_DIR`, else `../shared/cloud-api` beside the project: the reference is the paper beside it.
fn reference() -> Option<String> {
    let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).parent()?.parent()?;
    let given = std::env::var_os("MGS_CLOUD_API_DIR").map(std::path::PathBuf::from);
    let folder = given.unwrap_or_else(|| root.join("shared/cloud-api"));
    std::fs::read_to_string(folder.parent()?.join("docs/cloud-api.md")).ok()
}

#[test]
fn the_reference_at_hand_has_no_code_that_is_not_explained() {
    let Some(text) = reference() else {
        eprintln!("not run: no reference");
        return;
    };
    let table = text.split("### 9.3").nth(1).unwrap().split("\n## ").next().unwrap();
    let mut n_codes = 0;
    for cell in table.lines().filter_map(|line| line.strip_prefix('|')?.split('|').next()) {
        for code in cell.split(|c: char| !c.is_ascii_digit()).filter_map(|code| code.parse().ok()) {
            assert!(explain(code).is_some(), "{code}");
            n_codes += 1;
        }
    }
    assert!(n_codes > 100, "{n_codes}");
}
