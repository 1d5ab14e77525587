//! How well a name fits what was typed. Both come folded: in small letters, without accents.

/// The lower, the better; `None` when a word that was typed is not in the name.
pub(super) fn rank(name: &str, typed: &str) -> Option<u8> {
    let begins_a_word = |word: &str| name.split(' ').any(|part| part.starts_with(word));
    let mut worst = 0;
    for (place, word) in typed.split(' ').filter(|word| !word.is_empty()).enumerate() {
        let rank = match word {
            word if place == 0 && name.starts_with(word) => 0,
            word if begins_a_word(word) => 1,
            word if name.contains(word) => 2,
            _ => return None,
        };
        worst = worst.max(rank);
    }
    Some(worst)
}

/// In small letters and without accents, by the browser: the tables for it are not in the download.
pub(super) fn fold(text: &str) -> String {
    let parts = js_sys::JsString::from(text).to_lower_case().normalize("NFKD");
    String::from(parts).chars().filter(|letter| !is_accent(*letter)).collect()
}

/// Latin accents and the vowel signs of Arabic, which are often left out.
const fn is_accent(letter: char) -> bool {
    matches!(letter, '\u{300}'..='\u{36f}' | '\u{64b}'..='\u{652}' | '\u{640}')
}

#[cfg(test)]
mod tests {
    use super::rank;

    #[test]
    fn a_name_that_begins_with_what_was_typed_comes_before_one_that_has_it_inside() {
        let names = ["opening hours", "the opening", "reopening", "menu"];
        let ranks = names.map(|name| rank(name, "open"));
        assert_eq!(ranks, [Some(0), Some(1), Some(2), None]);
    }

    #[test]
    fn every_word_that_was_typed_must_be_there_in_any_order() {
        assert_eq!(rank("bot of the bakery", "bakery bot"), Some(1));
        assert_eq!(rank("bot of the bakery", "bot  the"), Some(1));
        assert_eq!(rank("bot of the bakery", "bakery menu"), None);
        assert_eq!(rank("anything", ""), Some(0));
    }
}
