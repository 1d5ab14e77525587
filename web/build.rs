//! Turns the words of `locales/` into functions, so that a missing message or placeholder is a compile error.
//!
//! The English texts stand in the functions themselves; every other language is a file of its own (see `words`), in which a
//! message is found by its number.

#![allow(clippy::disallowed_methods, reason = "a build script is steered by its environment")]

mod words;

use std::fmt::Write as _;
use std::path::PathBuf;
use std::{env, fs, io};

use words::{ENGLISH, Message, OTHER, Words, each, is_plural, placeholders};

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=locales");
    println!("cargo:rerun-if-changed=words.rs");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("locales");
    let words = Words::read(&root)?;
    let missing = words.others.keys().flat_map(|tag| words.missing(tag));
    let faults: Vec<_> = missing.chain(words.faults()).collect();
    if !faults.is_empty() {
        return Err(io::Error::other(faults.join("\n")));
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("messages.rs");
    fs::write(out, generate(&words).map_err(io::Error::other)?)
}

/// Each message stands in its function and not in a table, so that a chunk of the download brings the words it uses.
fn generate(words: &Words) -> Result<String, std::fmt::Error> {
    let mut tags: Vec<&str> = words.others.keys().map(String::as_str).chain([ENGLISH]).collect();
    tags.sort_unstable();
    let n_messages = each(&words.english).count();
    let mut out = format!(
        "/// The tag of every language.\npub(super) const TAGS: &[&str] = &{tags:?};\n\
         /// How many messages there are.\npub(super) const N_MESSAGES: usize = {n_messages};\n"
    );
    let mut number = 0;
    for (area, messages) in &words.english {
        writeln!(out, "/// Messages of `{area}`.\npub mod {area} {{")?;
        for (key, message) in messages {
            write_function(&mut out, key, number, message)?;
            number += 1;
        }
        writeln!(out, "}}")?;
    }
    Ok(out)
}

/// `number` is the message's place among all.
fn write_function(out: &mut String, key: &str, number: usize, message: &Message) -> std::fmt::Result {
    let params = placeholders(message);
    let signature: Vec<_> = params.iter().map(|p| format!("{p}: &str")).collect();
    let values: Vec<_> = params.iter().map(|p| format!("({p:?}, {p})")).collect();
    let (signature, values) = (signature.join(", "), values.join(", "));
    let text = &message[OTHER];
    writeln!(out, "#[doc = {text:?}]\n#[must_use]")?;
    if is_plural(message) {
        let forms: Vec<_> = message.iter().collect();
        writeln!(
            out,
            "pub fn {key}(count: u64, {signature}) -> String {{ super::super::plural({number}, &{forms:?}, count, &[{values}]) }}"
        )
    } else if params.is_empty() {
        writeln!(out, "pub fn {key}() -> &'static str {{ super::super::text({number}, {text:?}) }}")
    } else {
        writeln!(
            out,
            "pub fn {key}({signature}) -> String {{ super::super::filled({number}, {text:?}, &[{values}]) }}"
        )
    }
}
