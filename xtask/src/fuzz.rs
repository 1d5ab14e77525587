//! Fuzzing of the crate `whatsapp`, with stable Rust: libFuzzer, and coverage from LLVM's own pass.

use std::fmt::Write;
use std::path::Path;

use crate::Result;
use crate::workspace::{cargo, root, scratch, sh};

const TARGETS: [&str; 2] = ["webhook", "forms"];

/// What `cargo fuzz` sets, but for the address sanitizer, which needs nightly: there is no unsafe code to watch.
const FLAGS: [&str; 7] = [
    "--cfg=fuzzing",
    "-Cpasses=sancov-module",
    "-Cllvm-args=-sanitizer-coverage-level=4",
    "-Cllvm-args=-sanitizer-coverage-inline-8bit-counters",
    "-Cllvm-args=-sanitizer-coverage-pc-table",
    "-Cllvm-args=-sanitizer-coverage-trace-compares",
    "-Ccodegen-units=1",
];

/// Longest input, in bytes.
const MAX_LEN: &str = "-max_len=65536";
/// An input that takes longer hangs, in seconds.
const TIMEOUT: &str = "-timeout=5";

/// Runs a target for some seconds; an error when an input panics, hangs or takes too much memory.
pub(crate) fn run(target: &str, seconds: &str) -> Result {
    if !TARGETS.contains(&target) {
        return Err(format!("no target {target}; there are {}", TARGETS.join(", ")).into());
    }
    let seconds: u32 = seconds.parse().map_err(|_| format!("{seconds} is no number of seconds"))?;
    let folder = scratch("fuzz")?;
    let (corpus, found) = (folder.join("corpus").join(target), folder.join("found").join(target));
    std::fs::create_dir_all(&corpus)?;
    std::fs::create_dir_all(&found)?;
    seed(target, &corpus)?;
    let words = folder.join(format!("{target}.dict"));
    std::fs::write(&words, dictionary(&corpus)?)?;

    let mut fuzz = cargo();
    fuzz.args(["run", "--release", "--manifest-path", "whatsapp/fuzz/Cargo.toml"]);
    // With a target named, the flags are not those of build scripts.
    let host = format!("{}-unknown-linux-gnu", std::env::consts::ARCH);
    fuzz.args(["--target", &host, "--bin", target, "--"]).arg(&corpus);
    fuzz.args([MAX_LEN, TIMEOUT, "-rss_limit_mb=2048", "-print_final_stats=1"]);
    fuzz.arg(format!("-max_total_time={seconds}"));
    fuzz.arg(format!("-dict={}", words.display()));
    fuzz.arg(format!("-artifact_prefix={}/", found.display()));
    fuzz.env("RUSTFLAGS", FLAGS.join(" ")).env("CARGO_TARGET_DIR", folder.join("target"));
    sh(&mut fuzz)
}

/// Copies the committed payloads, and for forms the vectors, into the corpus.
fn seed(target: &str, corpus: &Path) -> Result {
    let tests = root().join("whatsapp/tests");
    if target == "forms" {
        let vectors: serde_json::Value =
            serde_json::from_slice(&std::fs::read(tests.join("vectors/forms.json"))?)?;
        for (at, vector) in vectors["vectors"].as_array().into_iter().flatten().enumerate() {
            std::fs::write(corpus.join(format!("seed-{at}-body")), vector["body"].to_string())?;
            std::fs::write(corpus.join(format!("seed-{at}-request")), vector["request"].to_string())?;
        }
        return Ok(());
    }
    let mut folders = vec![tests.join("fixtures/webhooks")];
    let mut n = 0;
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else {
                std::fs::copy(&path, corpus.join(format!("seed-{n}")))?;
                n += 1;
            }
        }
    }
    Ok(())
}

/// The keys and words of the seeds, so that they are not to be guessed letter by letter.
fn dictionary(corpus: &Path) -> Result<String> {
    let mut words = std::collections::BTreeSet::new();
    for entry in std::fs::read_dir(corpus)? {
        let path = entry?.path();
        let is_seed = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with("seed-"));
        if is_seed {
            let text = std::fs::read_to_string(&path)?;
            let is_word = |word: &&str| {
                (2..40).contains(&word.len())
                    && word.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
            };
            words.extend(text.split('"').filter(is_word).map(str::to_owned));
        }
    }
    let mut lines = String::new();
    for word in words {
        writeln!(lines, "\"\\\"{word}\\\"\"")?;
    }
    Ok(lines)
}
