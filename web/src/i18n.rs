//! The words of the interface: one function per message, made from `locales/` at compile time, so an unknown key or a missing
//! placeholder does not compile. Plural forms are chosen by the browser's `Intl.PluralRules`; numbers and dates are in `format`.
//!
//! English is in the module. Every other language is a file beside it: `first.js` chooses the language and begins to fetch it
//! before the first paint, and the page is drawn when it is here, or in English when it does not come. The language is fixed
//! from then on; changing it loads the page anew. Deliberately not here: ICU data.

use std::cell::{Cell, RefCell};

use js_sys::futures::JsFuture;
use leptos::prelude::{document, window};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, Element, RequestInit, Response};

/// The plural forms of a message: CLDR category and text.
type Forms = &'static [(&'static str, &'static str)];

#[allow(clippy::all, clippy::pedantic)]
mod messages {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
pub use messages::*;

/// The language that is in the module.
const ENGLISH: &str = "en";
/// English with accents, to find what has no translation or no room; offered in development only.
const PSEUDO: &str = "en-XA";
/// Key of the choice in the browser's storage; `first.js` reads it.
const KEY: &str = "mgs.language";
/// How long the page waits for the words of another language before it speaks English.
const WAIT_MS: u32 = 8_000;

thread_local! {
    static TAG: RefCell<String> = RefCell::new(ENGLISH.to_owned());
    static REGION: RefCell<String> = RefCell::new(ENGLISH.to_owned());
    /// The messages of the language by their numbers; none in English.
    static WORDS: RefCell<Vec<&'static str>> = const { RefCell::new(Vec::new()) };
    static IS_RTL: Cell<bool> = const { Cell::new(false) };
}

/// Whether the words of the language that `first.js` chose are still to come.
#[must_use]
pub fn has_to_load() -> bool {
    link().is_some()
}

/// Waits for them.
pub async fn load() {
    let words = match link().and_then(|link| link.get_attribute("href")) {
        Some(href) => fetch(&href).await,
        None => None,
    };
    if let (Some(words), Some(html)) = (words, document().document_element())
        && let (true, Some(tag)) = (take(&words), html.get_attribute("lang"))
    {
        TAG.set(tag);
    }
}

/// Where `first.js` fetches the words from; absent for English.
fn link() -> Option<Element> {
    document().query_selector("link[data-words]").ok().flatten()
}

async fn fetch(href: &str) -> Option<String> {
    let init = RequestInit::new();
    init.set_signal(Some(&AbortSignal::timeout_with_u32(WAIT_MS)));
    let answer = JsFuture::from(window().fetch_with_str_and_init(href, &init)).await.ok()?;
    let response: Response = answer.dyn_into().ok()?;
    if !response.ok() {
        return None;
    }
    JsFuture::from(response.text().ok()?).await.ok()?.as_string()
}

/// Keeps the words for as long as the page lives; answers whether they are those of this release.
fn take(text: &str) -> bool {
    let lines: Vec<&str> = text.split('\n').collect();
    let is_ours = lines.len() == messages::N_MESSAGES;
    if is_ours {
        WORDS.set(lines.into_iter().map(|line| &*line.to_owned().leak()).collect());
    }
    is_ours
}

/// Tells the document which language came, and finds the region in which the browser writes its numbers and dates.
pub fn speak() {
    let tag = tag();
    let begins = format!("{tag}-");
    let wanted = window().navigator().languages();
    let mut wanted = wanted.iter().filter_map(|language| language.as_string());
    let of_it = wanted.find(|language| *language == tag || language.starts_with(&begins));
    let mut region = of_it.unwrap_or_else(|| tag.clone());
    if tag == "ar" {
        // Codes, phone numbers and what people type have these digits; two kinds on a page would be read as two things.
        region += "-u-nu-latn";
    }
    REGION.set(region);
    IS_RTL.set(["ar", "fa", "he", "ur"].contains(&tag.as_str()));
    if let Some(html) = document().document_element() {
        let _ = html.set_attribute("lang", &tag);
        let _ = html.set_attribute("dir", if is_rtl() { "rtl" } else { "ltr" });
    }
}

/// The BCP 47 tag of the language that is shown.
#[must_use]
pub fn tag() -> String {
    TAG.with_borrow(Clone::clone)
}

/// The same as the browser has it, with its region (`en-GB`), for numbers and dates.
#[must_use]
pub fn region() -> String {
    REGION.with_borrow(Clone::clone)
}

/// Whether the language is written from right to left.
#[must_use]
pub fn is_rtl() -> bool {
    IS_RTL.get()
}

/// The languages a person can choose, each with its own name, in the order of their tags.
#[must_use]
pub fn languages() -> Vec<(String, String)> {
    let tags = messages::TAGS.iter().copied().chain(cfg!(debug_assertions).then_some(PSEUDO));
    tags.map(|tag| (tag.to_owned(), crate::format::own_name_of_language(tag))).collect()
}

/// The language this browser was told to show; `None` when it follows the browser's own.
#[must_use]
pub fn choice() -> Option<String> {
    let storage = window().local_storage().ok().flatten();
    storage.and_then(|storage| storage.get_item(KEY).ok().flatten())
}

/// Shows another language, or with `None` the browser's, from now on: loads the page anew.
pub fn choose(tag: Option<&str>) {
    if let Ok(Some(storage)) = window().local_storage() {
        let _ = match tag {
            Some(tag) => storage.set_item(KEY, tag),
            None => storage.remove_item(KEY),
        };
    }
    let location = window().location();
    // An address that asks for a language would be heard first.
    let asks = location.search().is_ok_and(|query| query.contains("lang="));
    let _ = if asks { location.set_search("") } else { location.reload() };
}

/// The text of a message, in English where there is no other.
fn text(number: usize, english: &'static str) -> &'static str {
    translated(number).unwrap_or(english)
}

fn translated(number: usize) -> Option<&'static str> {
    WORDS.with_borrow(|words| words.get(number).copied().filter(|text| !text.is_empty()))
}

fn filled(number: usize, english: &'static str, values: &[(&str, &str)]) -> String {
    fill(text(number, english), values, is_rtl())
}

fn plural(number: usize, english: Forms, count: u64, values: &[(&str, &str)]) -> String {
    let translated = translated(number);
    let tag = if translated.is_some() { tag() } else { ENGLISH.to_owned() };
    let rules =
        js_sys::Intl::PluralRules::new(&js_sys::Array::of1(&JsValue::from_str(&tag)), &js_sys::Object::new());
    #[allow(clippy::cast_precision_loss, reason = "a count is far below 2^53")]
    let category = rules.select(count as f64).as_string().unwrap_or_default();
    let form = match translated {
        Some(line) => form(pairs(line), &category),
        None => form(english.iter().copied(), &category),
    };
    let count = crate::format::number(count);
    let mut all = vec![("count", count.as_str())];
    all.extend_from_slice(values);
    fill(form, &all, is_rtl())
}

/// Categories and texts of a line, which stand in turn.
fn pairs(line: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut parts = line.split('\t');
    std::iter::from_fn(move || Some((parts.next()?, parts.next()?)))
}

/// The text of a category; that of `other`, which every message has, where it has none of its own.
fn form<'a>(forms: impl Iterator<Item = (&'a str, &'a str)>, category: &str) -> &'a str {
    let mut other = "";
    for (name, text) in forms {
        if name == category {
            return text;
        }
        if name == "other" {
            other = text;
        }
    }
    other
}

/// Puts `values` in the place of their `{names}`; a value is never read again for names. One that is written against the
/// direction of the text is set apart (Unicode's first strong isolate), so that it does not turn what stands around it.
fn fill(text: &str, values: &[(&str, &str)], is_rtl: bool) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        let value = values.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value);
        let is_against = value.contains(if is_rtl { is_latin } else { is_arabic_or_hebrew });
        out.push_str(if is_against { "\u{2068}" } else { "" });
        out.push_str(value);
        out.push_str(if is_against { "\u{2069}" } else { "" });
        rest = tail;
    }
    out.push_str(rest);
    out
}

/// Of a word from left to right, or of a phone number, which would be read from its end.
const fn is_latin(letter: char) -> bool {
    letter.is_ascii_alphabetic() || letter == '+'
}

const fn is_arabic_or_hebrew(letter: char) -> bool {
    matches!(letter, '\u{590}'..='\u{8ff}')
}

#[cfg(test)]
mod tests {
    use super::{fill, form, pairs};

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_left_alone() {
        assert_eq!(
            fill("Sent to {email}, {email}.", &[("email", "{name}@x")], false),
            "Sent to {name}@x, {name}@x."
        );
    }

    #[test]
    fn a_text_without_placeholders_is_unchanged() {
        assert_eq!(fill("Sign in", &[], false), "Sign in");
    }

    #[test]
    fn a_line_holds_plural_forms_and_other_stands_for_those_it_lacks() {
        let line = "one\tواحد\tother\t{count}\ttwo\tاثنان";
        assert_eq!(form(pairs(line), "two"), "اثنان");
        assert_eq!(form(pairs(line), "few"), "{count}");
        assert_eq!(form(pairs("plain"), "one"), "");
    }

    #[test]
    fn a_value_against_the_direction_of_the_text_is_set_apart() {
        let fill = |value, is_rtl| fill("{name}!", &[("name", value)], is_rtl);
        assert_eq!([fill("Ana", false), fill("5", true), fill("سلمى", true)], ["Ana!", "5!", "سلمى!"]);
        assert_eq!(fill("سلمى", false), "\u{2068}سلمى\u{2069}!");
        assert_eq!(
            [fill("Ana", true), fill("+91 98", true)],
            ["\u{2068}Ana\u{2069}!", "\u{2068}+91 98\u{2069}!"]
        );
    }
}
