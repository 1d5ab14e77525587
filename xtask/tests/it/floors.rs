//! The oldest versions we accept, each because of a flaw in what came before.
//!
//! Advisory feeds can be out of reach where tests run; this list cannot.

use crate::root;

/// Crate and its oldest accepted version; holds for every version of it in the lock file.
const FLOORS: [(&str, &str); 20] = [
    ("actix-http", "3.12.1"),
    ("ammonia", "4.1.4"),
    ("bytes", "1.11.1"),
    ("h2", "0.4.16"),
    ("hickory-proto", "0.26.1"),
    ("idna", "1.0.0"),
    ("jsonwebtoken", "10.3.0"),
    ("lettre", "0.11.22"),
    ("lru", "0.18.2"),
    ("postgres-protocol", "0.6.12"),
    ("quick-xml", "0.41.0"),
    ("rsa", "0.10.0"),
    ("rustls-webpki", "0.103.13"),
    ("sqlx", "0.8.1"),
    ("svix", "1.17.0"),
    ("tar", "0.4.45"),
    ("time", "0.3.47"),
    ("tokio", "1.44.2"),
    ("totp-rs", "1.1.0"),
    ("zip", "2.3.0"),
];

#[test]
fn no_crate_is_older_than_its_floor() {
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).unwrap();
    let packages = packages(&lock);
    assert!(packages.len() > 100, "the lock file was not understood");
    let below: Vec<_> = packages
        .iter()
        .filter_map(|(name, version)| {
            let (_, floor) = FLOORS.iter().find(|(crate_name, _)| crate_name == name)?;
            (parts(version) < parts(floor)).then(|| format!("{name} {version} is older than {floor}"))
        })
        .collect();
    assert!(below.is_empty(), "{below:#?}");
}

#[test]
fn versions_are_compared_by_number_and_a_release_candidate_comes_before_its_release() {
    assert!(parts("0.9.10") > parts("0.9.9"));
    assert!(parts("0.10.0-rc.19") < parts("0.10.0"));
    assert!(parts("0.10.0-rc.9") < parts("0.10.0-rc.19"));
    assert!(parts("1.0.0+build.7") == parts("1.0.0"));
}

/// Names and versions, as `Cargo.lock` lists them.
fn packages(lock: &str) -> Vec<(&str, &str)> {
    lock.split("[[package]]\n").skip(1).filter_map(package).collect()
}

fn package(block: &str) -> Option<(&str, &str)> {
    let mut lines = block.lines();
    let name = lines.next()?.strip_prefix("name = ")?;
    let version = lines.next()?.strip_prefix("version = ")?;
    Some((name.trim_matches('"'), version.trim_matches('"')))
}

/// Major, minor, patch, then the number of the release candidate; a release counts as the last candidate.
fn parts(version: &str) -> [u64; 4] {
    let version = version.split('+').next().unwrap_or(version);
    let (release, candidate) = version.split_once('-').unwrap_or((version, ""));
    let mut numbers = release.split('.').map(|number| number.parse().unwrap_or(0));
    let candidate = match candidate.rsplit('.').next() {
        Some("") | None => u64::MAX,
        Some(number) => number.parse().unwrap_or(0),
    };
    [numbers.next().unwrap_or(0), numbers.next().unwrap_or(0), numbers.next().unwrap_or(0), candidate]
}
