//! The words of the interface: one function per message, made from `locales/` at compile time, so an unknown key or a missing
//! placeholder does not compile. Plural forms are chosen by the browser's `Intl.PluralRules`; numbers and dates are in `format`.
//!
//! The language is fixed when the page starts; changing it reloads the page. Deliberately not here: ICU data.

use std::cell::{Cell, RefCell};

use wasm_bindgen::JsValue;

/// The plural forms of a message: CLDR category and text. A plain message has the category `other` only.
type Forms = &'static [(&'static str, &'static str)];

#[allow(clippy::all, clippy::pedantic)]
mod messages {
    include!(concat!(env!("OUT_DIR"), "/messages.rs"));
}
pub use messages::*;

thread_local! {
    static LANGUAGE: Cell<usize> = const { Cell::new(0) };
    static REGION: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Chooses the first language of the browser that the dashboard speaks, and tells the document.
pub fn start() {
    let english = messages::TAGS.iter().position(|tag| *tag == "en").unwrap_or_default();
    let wanted = leptos::prelude::window().navigator().languages();
    let chosen = wanted.iter().filter_map(|tag| tag.as_string()).find_map(|tag| {
        let speaks = |known: &&str| tag == *known || tag.starts_with(&format!("{known}-"));
        messages::TAGS.iter().position(speaks).map(|i| (i, tag))
    });
    let (language, region) = chosen.unwrap_or_else(|| (english, "en".to_owned()));
    LANGUAGE.set(language);
    REGION.set(region);
    if let Some(html) = leptos::prelude::document().document_element() {
        let _ = html.set_attribute("lang", tag());
        let rtl = ["ar", "fa", "he", "ur"].contains(&tag());
        let _ = html.set_attribute("dir", if rtl { "rtl" } else { "ltr" });
    }
}

/// The BCP 47 tag of the language that is shown.
#[must_use]
pub fn tag() -> &'static str {
    in_language(messages::TAGS).unwrap_or("en")
}

/// The same as the browser has it, with its region (`en-GB`), for numbers and dates.
#[must_use]
pub fn region() -> String {
    REGION.with_borrow(Clone::clone)
}

/// Of something in every language, that of the language shown.
fn in_language<T: Copy>(all: &[T]) -> Option<T> {
    all.get(LANGUAGE.get()).copied()
}

/// A message in every language.
fn text(texts: &[&'static str]) -> &'static str {
    in_language(texts).unwrap_or_default()
}

fn filled(texts: &[&'static str], values: &[(&str, &str)]) -> String {
    fill(text(texts), values)
}

fn plural(forms: &[Forms], count: u64, values: &[(&str, &str)]) -> String {
    let rules = js_sys::Intl::PluralRules::new(
        &js_sys::Array::of1(&JsValue::from_str(tag())),
        &js_sys::Object::new(),
    );
    #[allow(clippy::cast_precision_loss, reason = "a count is far below 2^53")]
    let category = rules.select(count as f64).as_string().unwrap_or_default();
    let number = crate::format::number(count);
    let mut all = vec![("count", number.as_str())];
    all.extend_from_slice(values);
    fill(form(in_language(forms).unwrap_or_default(), &category), &all)
}

fn form(forms: Forms, category: &str) -> &'static str {
    let exact = forms.iter().find(|(name, _)| *name == category);
    exact.or_else(|| forms.iter().find(|(name, _)| *name == "other")).map_or("", |(_, text)| text)
}

/// Puts `values` in the place of their `{names}`; a value is never read again for names.
fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some((before, after)) = rest.split_once('{') {
        out.push_str(before);
        let (name, tail) = after.split_once('}').unwrap_or((after, ""));
        out.push_str(values.iter().find(|(n, _)| *n == name).map_or("", |(_, value)| value));
        rest = tail;
    }
    out.push_str(rest);
    out
}

#[cfg(test)]
mod tests {
    use super::fill;

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_left_alone() {
        assert_eq!(
            fill("Sent to {email}, {email}.", &[("email", "{name}@x")]),
            "Sent to {name}@x, {name}@x."
        );
    }

    #[test]
    fn a_text_without_placeholders_is_unchanged() {
        assert_eq!(fill("Sign in", &[]), "Sign in");
    }
}
