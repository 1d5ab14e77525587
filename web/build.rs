//! Turns `locales/<language>/<area>.json` into functions, so that a missing message or placeholder is a compile error.
//!
//! A message is a text with `{named}` placeholders; a message with plural forms is an object of CLDR categories of `count`.
//! Keys that end in `.note` are for translators. English is complete; another language must have the same keys and placeholders.

#![allow(clippy::disallowed_methods, reason = "a build script is steered by its environment")]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs, io};

/// One message: category → text; a plain one has the single category `other`.
type Message = BTreeMap<String, String>;
/// Area → key → message.
type Language = BTreeMap<String, BTreeMap<String, Message>>;

fn main() -> io::Result<()> {
    println!("cargo:rerun-if-changed=locales");
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR").map_err(io::Error::other)?).join("locales");
    let mut languages = BTreeMap::new();
    for dir in sorted(&root)? {
        languages.insert(name(&dir), read_language(&dir)?);
    }
    let english = languages.get("en").ok_or_else(|| io::Error::other("locales/en is missing"))?;
    for (tag, language) in &languages {
        compare(tag, english, language)?;
    }
    let out = PathBuf::from(env::var("OUT_DIR").map_err(io::Error::other)?).join("messages.rs");
    fs::write(out, generate(english, &languages).map_err(io::Error::other)?)
}

fn sorted(dir: &Path) -> io::Result<Vec<PathBuf>> {
    let mut paths =
        fs::read_dir(dir)?.map(|entry| entry.map(|e| e.path())).collect::<io::Result<Vec<_>>>()?;
    paths.sort();
    Ok(paths)
}

fn name(path: &Path) -> String {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default()
}

fn read_language(dir: &Path) -> io::Result<Language> {
    let mut language = Language::new();
    for file in sorted(dir)? {
        let raw: BTreeMap<String, serde_json::Value> = serde_json::from_str(&fs::read_to_string(&file)?)
            .map_err(|e| io::Error::other(format!("{}: {e}", file.display())))?;
        let mut area = BTreeMap::new();
        for (key, value) in raw.into_iter().filter(|(key, _)| !key.ends_with(".note")) {
            let message = match value {
                serde_json::Value::String(text) => Message::from([("other".to_owned(), text)]),
                forms => serde_json::from_value(forms)
                    .map_err(|e| io::Error::other(format!("{}: {key}: {e}", file.display())))?,
            };
            area.insert(key, message);
        }
        language.insert(name(&file), area);
    }
    Ok(language)
}

/// The placeholders of a message in order of appearance, `count` left out when it has plural forms.
fn placeholders(message: &Message) -> Vec<String> {
    let mut found = Vec::new();
    for text in message.values() {
        for part in text.split('{').skip(1) {
            let placeholder = part.split('}').next().unwrap_or_default().to_owned();
            let is_count = message.len() > 1 && placeholder == "count";
            if !is_count && !found.contains(&placeholder) {
                found.push(placeholder);
            }
        }
    }
    found
}

fn compare(tag: &str, english: &Language, other: &Language) -> io::Result<()> {
    for (area, messages) in english {
        for (key, message) in messages {
            let translated = other.get(area).and_then(|messages| messages.get(key));
            let Some(translated) = translated.filter(|t| t.contains_key("other")) else {
                return Err(io::Error::other(format!(
                    "locales/{tag}/{area}.json: {key} is missing, or its form `other`"
                )));
            };
            let (mut ours, mut theirs) = (placeholders(message), placeholders(translated));
            ours.sort();
            theirs.sort();
            if ours != theirs {
                return Err(io::Error::other(format!(
                    "locales/{tag}/{area}.json: {key} has the placeholders {theirs:?}, not {ours:?}"
                )));
            }
        }
    }
    Ok(())
}

/// Each message stands in its function and not in a table, so that a chunk of the download brings the words it uses.
fn generate(english: &Language, languages: &BTreeMap<String, Language>) -> Result<String, std::fmt::Error> {
    let tags: Vec<_> = languages.keys().collect();
    let mut out = format!(
        "/// The tag of every language, in the order of the forms.\npub(super) const TAGS: &[&str] = &{tags:?};\n"
    );
    for (area, messages) in english {
        writeln!(out, "/// Messages of `{area}`.\npub mod {area} {{")?;
        for (key, message) in messages {
            let forms: Vec<Vec<_>> =
                languages.values().map(|language| language[area][key].iter().collect()).collect();
            write_function(&mut out, key, message, &forms)?;
        }
        writeln!(out, "}}")?;
    }
    Ok(out)
}

/// `forms` holds category and text of every plural form, in every language.
fn write_function(
    out: &mut String,
    key: &str,
    message: &Message,
    forms: &[Vec<(&String, &String)>],
) -> std::fmt::Result {
    let params = placeholders(message);
    let signature: Vec<_> = params.iter().map(|p| format!("{p}: &str")).collect();
    let values: Vec<_> = params.iter().map(|p| format!("({p:?}, {p})")).collect();
    let (signature, values) = (signature.join(", "), values.join(", "));
    let texts: Vec<_> = forms.iter().filter_map(|forms| Some(forms.first()?.1)).collect();
    writeln!(out, "#[doc = {:?}]\n#[must_use]", message["other"])?;
    if message.len() > 1 {
        let forms: Vec<_> = forms.iter().map(|forms| format!("&{forms:?}")).collect();
        let forms = forms.join(", ");
        writeln!(
            out,
            "pub fn {key}(count: u64, {signature}) -> String {{ super::super::plural(&[{forms}], count, &[{values}]) }}"
        )
    } else if params.is_empty() {
        writeln!(out, "pub fn {key}() -> &'static str {{ super::super::text(&{texts:?}) }}")
    } else {
        writeln!(
            out,
            "pub fn {key}({signature}) -> String {{ super::super::filled(&{texts:?}, &[{values}]) }}"
        )
    }
}
