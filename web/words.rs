//! Reads and checks the words of the interface, `locales/<language>/<area>.json`.
//!
//! The build script of the web app makes functions of the English ones; `xtask` writes every other language into a file that
//! the page fetches when it is wanted. Both compile this file, so both agree on the order of the messages.
//!
//! A message is a text with `{named}` placeholders; a message with plural forms is an object of CLDR categories of `count`.
//! Keys that end in `.note` are for translators.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::{fs, io};

/// The language that is in the module itself and stands in for what another one lacks.
pub(crate) const ENGLISH: &str = "en";
/// What stands for a plain message among the plural categories.
pub(crate) const OTHER: &str = "other";

/// One message: category → text; a plain one has the single category `other`.
pub(crate) type Message = BTreeMap<String, String>;
/// Area → key → message.
pub(crate) type Language = BTreeMap<String, BTreeMap<String, Message>>;

/// Every language there is.
pub(crate) struct Words {
    /// What the code asks for.
    pub(crate) english: Language,
    /// By their tags.
    pub(crate) others: BTreeMap<String, Language>,
}

impl Words {
    /// Reads all languages below `root`.
    pub(crate) fn read(root: &Path) -> io::Result<Self> {
        let mut others = BTreeMap::new();
        for dir in sorted(root)? {
            others.insert(name(&dir), read_language(&dir)?);
        }
        let english = others.remove(ENGLISH).ok_or_else(|| io::Error::other("locales/en is missing"))?;
        Ok(Self { english, others })
    }

    /// The messages that a language lacks, as `area: key`.
    pub(crate) fn missing(&self, tag: &str) -> Vec<String> {
        let lacks = |area: &str, key: &str| self.translated(tag, area, key).is_none();
        let all = each(&self.english).filter(|(area, key, _)| lacks(area, key));
        all.map(|(area, key, _)| format!("locales/{tag}/{area}.json: {key} is missing")).collect()
    }

    /// What is wrong with the messages that are there.
    pub(crate) fn faults(&self) -> Vec<String> {
        let mut faults = Vec::new();
        for (tag, language) in self.others.iter().chain([(&ENGLISH.to_owned(), &self.english)]) {
            for (area, key, message) in each(language) {
                let english = self.english.get(area).and_then(|messages| messages.get(key));
                let found = english.map_or_else(
                    || vec!["is not there in English".to_owned()],
                    |english| faults_of(tag, english, message),
                );
                faults.extend(found.iter().map(|fault| format!("locales/{tag}/{area}.json: {key} {fault}")));
            }
        }
        faults
    }

    /// A message in another language than English.
    pub(crate) fn translated(&self, tag: &str, area: &str, key: &str) -> Option<&Message> {
        self.others.get(tag)?.get(area)?.get(key)
    }
}

/// All messages of a language in their order.
pub(crate) fn each(language: &Language) -> impl Iterator<Item = (&str, &str, &Message)> {
    language.iter().flat_map(|(area, messages)| {
        messages.iter().map(move |(key, message)| (area.as_str(), key.as_str(), message))
    })
}

/// The placeholders of a message in order of appearance, `count` left out when it has plural forms.
pub(crate) fn placeholders(message: &Message) -> Vec<String> {
    let mut found = Vec::new();
    for placeholder in message.values().flat_map(|text| placeholders_of(text)) {
        let is_count = is_plural(message) && placeholder == "count";
        if !is_count && !found.contains(&placeholder) {
            found.push(placeholder);
        }
    }
    found
}

/// Whether a message has plural forms.
pub(crate) fn is_plural(message: &Message) -> bool {
    message.len() > 1
}

/// The plural categories of a language in whole numbers (CLDR); none for a language that nobody has looked up yet.
fn categories(tag: &str) -> &'static [&'static str] {
    match tag {
        "en" | "hi" => &["one", "other"],
        "ar" => &["few", "many", "one", "other", "two", "zero"],
        _ => &[],
    }
}

fn faults_of(tag: &str, english: &Message, message: &Message) -> Vec<String> {
    let mut faults = Vec::new();
    let forms: Vec<_> = message.keys().map(String::as_str).collect();
    let wanted = if is_plural(english) { categories(tag) } else { &[OTHER] };
    if forms != wanted {
        faults.push(format!("has the forms {forms:?}, not {wanted:?}"));
    }
    let mut wanted = placeholders(english);
    wanted.sort();
    for text in message.values() {
        let mut found = placeholders_of(text);
        found.retain(|placeholder| !(is_plural(english) && placeholder == "count"));
        found.sort();
        found.dedup();
        if found != wanted {
            faults.push(format!("has the placeholders {found:?}, not {wanted:?}: {text}"));
        }
        if text.trim().is_empty() || text.contains(['\n', '\t']) {
            faults.push("is empty, or has a line break or a tab".to_owned());
        }
    }
    faults
}

fn placeholders_of(text: &str) -> Vec<String> {
    // The first part stands before any brace.
    let parts = text.split('{').skip(1);
    parts.map(|part| part.split('}').next().unwrap_or_default().to_owned()).collect()
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
        let area = read_area(&fs::read_to_string(&file)?);
        let area = area.map_err(|e| io::Error::other(format!("{}: {e}", file.display())))?;
        language.insert(name(&file), area);
    }
    Ok(language)
}

fn read_area(text: &str) -> serde_json::Result<BTreeMap<String, Message>> {
    let raw: BTreeMap<String, serde_json::Value> = serde_json::from_str(text)?;
    let mut area = BTreeMap::new();
    for (key, value) in raw.into_iter().filter(|(key, _)| !key.ends_with(".note")) {
        let message = match value {
            serde_json::Value::String(text) => Message::from([(OTHER.to_owned(), text)]),
            forms => serde_json::from_value(forms)?,
        };
        area.insert(key, message);
    }
    Ok(area)
}

#[cfg(test)]
impl Words {
    /// English and Arabic of one area, for tests.
    pub(crate) fn of(english: &str, arabic: &str) -> serde_json::Result<Self> {
        let area = |text| Ok(Language::from([("area".to_owned(), read_area(text)?)]));
        Ok(Self { english: area(english)?, others: BTreeMap::from([("ar".to_owned(), area(arabic)?)]) })
    }
}

#[cfg(test)]
mod tests {
    use super::Words;

    fn words(english: &str, arabic: &str) -> Words {
        Words::of(english, arabic).unwrap()
    }

    #[test]
    fn a_message_that_a_language_lacks_is_missing() {
        let words = words(r#"{"a": "One", "b": "Two", "b.note": "A number"}"#, r#"{"b": "اثنان"}"#);
        assert_eq!(words.missing("ar"), ["locales/ar/area.json: a is missing"]);
        assert_eq!(words.faults(), [""; 0]);
    }

    #[test]
    fn a_translation_has_every_plural_form_of_its_language_and_no_other() {
        let english = r#"{"n": {"one": "{count} of {of}", "other": "{count} of {of}"}}"#;
        let all = ["zero", "one", "two", "few", "many", "other"];
        let arabic = |forms: &[&str]| {
            let forms: Vec<_> = forms.iter().map(|form| format!("\"{form}\": \"{{of}}\"")).collect();
            words(english, &format!("{{\"n\": {{{}}}}}", forms.join(","))).faults()
        };
        assert_eq!(arabic(&all), [""; 0]);
        assert_eq!(arabic(&all[1..]).len(), 1);
        assert_eq!(arabic(&["other"]).len(), 1);
        assert_eq!(words(r#"{"n": "plain"}"#, r#"{"n": {"one": "a", "other": "b"}}"#).faults().len(), 1);
    }

    #[test]
    fn a_translation_has_the_placeholders_of_the_english_in_each_of_its_forms() {
        let fine = words(r#"{"a": "{x} and {y}"}"#, r#"{"a": "{y} {x} {y}"}"#);
        assert_eq!(fine.faults(), [""; 0]);
        for wrong in ["{x}", "{x} {z}", "{x} {y} {count}", " ", "{x} {y}\\n"] {
            assert!(
                !words(r#"{"a": "{x} and {y}"}"#, &format!("{{\"a\": \"{wrong}\"}}")).faults().is_empty()
            );
        }
    }

    #[test]
    fn a_translation_of_nothing_is_a_fault() {
        assert_eq!(words(r#"{"a": "A"}"#, r#"{"a": "B", "b": "C"}"#).faults().len(), 1);
    }
}
