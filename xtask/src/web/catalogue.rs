//! The words of a language other than English, as the page fetches them: a line for each message.
//!
//! `web/src/i18n.rs` reads the file; the build script of the web app numbers the messages in the same order.

use super::words::{Message, OTHER, Words, each, is_plural};

/// English, accented and lengthened: what stays plain on a page was written past the catalogue, what is cut off has no room.
pub(super) const PSEUDO: &str = "en-XA";

/// A line for each English message in the order of areas and keys, empty for what is missing; the plural forms of a message
/// stand as categories and texts in turn, parted by tabs.
pub(super) fn catalogue(words: &Words, tag: &str) -> String {
    let line = |(area, key, english): (&str, &str, &Message)| match tag {
        PSEUDO => line(&english.iter().map(|(form, text)| (form.clone(), pseudo(text))).collect()),
        _ => words.translated(tag, area, key).map(line).unwrap_or_default(),
    };
    each(&words.english).map(line).collect::<Vec<_>>().join("\n")
}

fn line(message: &Message) -> String {
    if !is_plural(message) {
        return message.get(OTHER).cloned().unwrap_or_default();
    }
    message.iter().map(|(form, text)| format!("{form}\t{text}")).collect::<Vec<_>>().join("\t")
}

/// A text in the pseudo-language: every letter accented, vowels doubled (two fifths longer, as German or Russian would be), in
/// brackets that show where it ends. Placeholders stay.
fn pseudo(text: &str) -> String {
    const PLAIN: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    const ACCENTED: &str = "ÅƁÇÐÉƑĜĤÎĴĶĻṀÑÖÞɊŔŠŢÛṼŴẊÝŽåƀçðéƒĝĥîĵķļɱñöþɋŕšţûṽŵẋýž";
    let mut out = String::from("[");
    let mut is_name = false;
    for letter in text.chars() {
        is_name = letter == '{' || (is_name && letter != '}');
        let accented = PLAIN.find(letter).filter(|_| !is_name).and_then(|at| ACCENTED.chars().nth(at));
        out.push(accented.unwrap_or(letter));
        if let Some(vowel) = accented.filter(|_| "aeiouAEIOU".contains(letter)) {
            out.extend(vowel.to_lowercase());
        }
    }
    out.push(']');
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_leaves_its_line_empty() {
        let words =
            Words::of(r#"{"a": "One", "b": "Two", "b.note": "A number"}"#, r#"{"b": "اثنان"}"#).unwrap();
        assert_eq!(catalogue(&words, "ar"), "\nاثنان");
    }

    #[test]
    fn the_pseudo_language_accents_all_but_placeholders() {
        let english = r#"{"a": "Go to {place}", "n": {"one": "1 bot", "other": "{count} bots"}}"#;
        let words = Words::of(english, "{}").unwrap();
        let wanted = "[Ĝöö ţöö {place}]\none\t[1 ƀööţ]\tother\t[{count} ƀööţš]";
        assert_eq!(catalogue(&words, PSEUDO), wanted);
    }
}
