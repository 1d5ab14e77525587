//! The borders inside the crate, which the compiler does not keep.

use std::path::{Path, PathBuf};

/// Folders and files of `src` that are no feature.
const NOT_FEATURES: &[&str] = &["config", "entities", "error", "platform"];

fn sources(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            files.push(path);
        }
    }
    files
}

fn src() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

fn features() -> Vec<String> {
    let folders =
        std::fs::read_dir(src()).unwrap().map(|entry| entry.unwrap().path()).filter(|path| path.is_dir());
    let names = folders.map(|path| path.file_name().unwrap().to_str().unwrap().to_owned());
    names.filter(|name| !NOT_FEATURES.contains(&name.as_str())).collect()
}

/// Every line of code that holds `word`, outside of the files `but`, with comments left out.
fn lines_with(files: &[PathBuf], word: &str, but: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for file in files {
        let name = file.strip_prefix(src()).unwrap().display().to_string();
        if but.iter().any(|prefix| name.starts_with(prefix)) {
            continue;
        }
        for (n, line) in std::fs::read_to_string(file).unwrap().lines().enumerate() {
            let code = line.split("//").next().unwrap_or_default();
            if code.contains(word) {
                found.push(format!("{name}:{}: {}", n + 1, line.trim()));
            }
        }
    }
    found
}

fn assert_none(lines: &[String], rule: &str) {
    assert!(lines.is_empty(), "{rule}:\n{}", lines.join("\n"));
}

#[test]
fn entities_know_nothing_and_the_platform_knows_no_feature() {
    let entities = sources(&src().join("entities"));
    assert_none(&lines_with(&entities, "crate::", &[]), "an entity names a module of ours");
    let platform = sources(&src().join("platform"));
    for feature in features() {
        let lines = lines_with(&platform, &format!("crate::{feature}"), &[]);
        assert_none(&lines, "the platform names a feature");
    }
    for root in ["jobs", "routes", "background", "serve", "openapi", "retention", "simulator", "spa"] {
        let lines = lines_with(&platform, &format!("crate::{root}::"), &[]);
        assert_none(&lines, "the platform names what is built on it");
    }
}

#[test]
fn a_feature_never_imports_the_queries_of_another() {
    for feature in features() {
        let others = sources(&src());
        let own = format!("{feature}/");
        for word in [format!("{feature}::queries"), format!("{feature}::{{queries")] {
            assert_none(&lines_with(&others, &word, &[&own]), "queries are private to their feature");
        }
    }
}

#[test]
fn the_scope_alone_holds_a_connection_and_egress_alone_makes_http_clients() {
    let all = sources(&src());
    for word in
        ["DatabaseConnection", "ConnectionTrait", "DatabaseTransaction", "DatabaseExecutor", "Entity::find("]
    {
        assert_none(&lines_with(&all, word, &["platform/scope"]), "a connection outside of platform/scope");
    }
    assert_none(
        &lines_with(&all, "reqwest", &["platform/egress"]),
        "an HTTP client outside of platform/egress",
    );
    assert_none(&lines_with(&all, "std::env::var", &["config"]), "the environment is read in config alone");
    assert_none(&lines_with(&all, "from_string(", &["platform/scope"]), "SQL built from strings");
}

#[test]
fn only_jobs_and_the_pipeline_cross_workspaces() {
    let all = sources(&src());
    let allowed = ["platform/", "intake", "runs", "outbox", "numbers", "contacts"];
    assert_none(&lines_with(&all, "across_workspaces(", &allowed), "crossing workspaces outside of a job");
}

#[test]
fn handlers_commit_with_an_audit_event() {
    let all = sources(&src());
    // The queues, what contacts cause, the turn of a session's token, the brake on mails, and notes of when somebody was here.
    let allowed = [
        "platform/",
        "runs/",
        "outbox/",
        "intake/retention.rs",
        "serve.rs",
        "accounts/jobs.rs",
        "accounts/sessions.rs",
        "workspaces/events.rs",
    ];
    assert_none(&lines_with(&all, ".commit_pipeline(", &allowed), "a write without an audit event");
    let handlers: Vec<_> = all.into_iter().filter(|file| file.ends_with("routes.rs")).collect();
    assert!(!handlers.is_empty());
    assert_none(&lines_with(&handlers, ".commit_pipeline(", &[]), "a handler writes without an audit event");
}

#[test]
fn every_error_code_is_answered_somewhere() {
    let code = |file: &PathBuf| {
        let text = std::fs::read_to_string(file).unwrap();
        let code = text.split("#[cfg(test)]").next().unwrap_or_default();
        code.lines().filter_map(|line| line.split("//").next()).collect::<Vec<_>>().join("\n")
    };
    let all = sources(&src()).iter().map(code).collect::<String>();
    for code in shared::ErrorCode::ALL {
        let name = format!("ErrorCode::{code:?}");
        let is_whole = |rest: &str| !rest.starts_with(|next: char| next.is_ascii_alphanumeric());
        // What stands before the first mention follows no name.
        let mut after_each = all.split(&name).skip(1);
        assert!(after_each.any(is_whole), "nothing answers {:?}: drop the code", code.as_str());
    }
}

#[test]
fn files_are_short() {
    for file in
        sources(&src()).into_iter().chain(sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")))
    {
        let n_lines = std::fs::read_to_string(&file).unwrap().lines().count();
        assert!(n_lines <= 400, "{} has {n_lines} lines; split it by resource", file.display());
    }
}

#[test]
fn one_tls_and_no_library_of_a_forbidden_licence() {
    let lock = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../Cargo.lock")).unwrap();
    for name in ["aws-lc-sys", "aws-lc-rs", "openssl-sys", "native-tls", "actix-governor"] {
        assert!(!lock.contains(&format!("name = \"{name}\"")), "{name} came into the tree");
    }
}
