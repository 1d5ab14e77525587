//! Which crate may depend on which, ours and others.

use std::collections::BTreeSet;

use crate::cargo_tree;

const OURS: [&str; 8] = ["api", "client", "flow", "migration", "shared", "web", "whatsapp", "xtask"];

/// Each crate and the ones of ours it may reach, directly or not.
const MAY_REACH: [(&str, &[&str]); 8] = [
    ("api", &["flow", "migration", "shared", "whatsapp"]),
    ("client", &["flow", "shared", "whatsapp"]),
    ("flow", &["whatsapp"]),
    ("migration", &[]),
    ("shared", &["flow", "whatsapp"]),
    ("web", &["flow", "shared", "whatsapp"]),
    ("whatsapp", &[]),
    ("xtask", &[]),
];

#[test]
fn crates_of_ours_depend_in_one_direction_only() {
    for (name, may_reach) in MAY_REACH {
        let names = names(&["--package", name, "--edges", "normal,build"]);
        let reached: Vec<&str> =
            OURS.into_iter().filter(|our| *our != name && names.contains(*our)).collect();
        assert!(
            reached.iter().all(|our| may_reach.contains(our)),
            "{name} reaches {reached:?}, may {may_reach:?}"
        );
    }
}

#[test]
fn what_the_browser_also_runs_brings_no_io_and_no_runtime() {
    for name in ["flow", "shared", "whatsapp"] {
        let names = names(&["--package", name, "--edges", "normal", "--target", "wasm32-unknown-unknown"]);
        for refused in ["actix_web", "mio", "reqwest", "rusqlite", "sea_orm", "socket2", "tokio"] {
            assert!(!names.contains(refused), "{name} depends on {refused}");
        }
    }
}

#[test]
fn the_flow_engine_knows_no_clock_and_no_chance() {
    let names = names(&["--package", "flow", "--edges", "normal", "--target", "wasm32-unknown-unknown"]);
    for refused in ["getrandom", "rand", "web_time", "js_sys"] {
        assert!(!names.contains(refused), "flow depends on {refused}");
    }
}

#[test]
fn there_is_one_crypto_provider_and_one_tls_library() {
    let names = names(&["--workspace", "--all-features", "--target", "all"]);
    for refused in ["aws_lc_rs", "aws_lc_sys", "native_tls", "openssl", "openssl_sys"] {
        assert!(!names.contains(refused), "the workspace depends on {refused}");
    }
}

/// Names of the libraries in a part of the dependency tree.
fn names(args: &[&str]) -> BTreeSet<String> {
    let lines = cargo_tree(&[args, &["--format", "{lib} {p}"]].concat());
    lines.iter().filter_map(|line| line.split_whitespace().next()).map(str::to_owned).collect()
}

/// Where a crate of the tests switched a feature on, everything above it would be compiled twice: for the server that
/// people start, and for the one that is tested.
#[test]
fn the_server_and_its_tests_share_one_build_of_their_dependencies() {
    let served = cargo_tree(&["--package", "api", "--edges", "normal,build", "--format", "{p} {f}"]);
    let tested =
        ["--workspace", "--exclude", "web", "--exclude", "xtask", "--all-features", "--format", "{p} {f}"];
    let tested: BTreeSet<String> = cargo_tree(&tested).iter().map(|line| line.replace(" (*)", "")).collect();
    let differing: BTreeSet<String> = served
        .iter()
        .map(|line| line.replace(" (*)", ""))
        .filter(|line| !line.contains(" (/") && !tested.contains(line))
        .collect();
    assert!(differing.is_empty(), "{differing:#?}");
}
