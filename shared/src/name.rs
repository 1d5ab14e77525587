//! What can be a name: of a person, a business, a bot, a number.
//!
//! Names stand in lists, mails and logs. One that cannot be seen, breaks the line or turns the words around it passes for
//! something else there.

use crate::account::NAME_MAX_CHARS;

/// A name without white space around it.
///
/// # Errors
/// Says in words what is wrong with it.
pub fn name(given: &str) -> Result<String, &'static str> {
    let name = given.trim();
    if !(1..=NAME_MAX_CHARS).contains(&name.chars().count()) {
        return Err("give 1 to 100 characters");
    }
    if name.chars().any(is_refused) {
        return Err("use no line breaks, no control characters and no marks that turn the direction of text");
    }
    if !name.chars().any(is_visible) {
        return Err("use at least one character that can be seen");
    }
    Ok(name.to_owned())
}

/// A name that somebody else gave, such as a customer's profile: without what a name cannot have, and not too long.
#[must_use]
pub fn cleaned(given: &str) -> String {
    let kept = given.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|c| !is_refused(*c));
    let name: String = kept.take(4 * NAME_MAX_CHARS).collect();
    if name.chars().any(is_visible) { name.trim().to_owned() } else { String::new() }
}

/// Control characters, line separators, marks of direction, and other format characters that are never part of a word.
fn is_refused(c: char) -> bool {
    c.is_control()
        || matches!(
            c,
            '\u{ad}'
                | '\u{61c}'
                | '\u{180e}'
                | '\u{200b}'
                | '\u{200e}'..='\u{200f}'
                | '\u{2028}'..='\u{202e}'
                | '\u{2060}'..='\u{206f}'
                | '\u{feff}'
                | '\u{fff9}'..='\u{fffb}'
        )
}

/// Not a space, not a joiner, a variation selector or a filler that shows nothing by itself.
fn is_visible(c: char) -> bool {
    let is_silent = matches!(
        c,
        '\u{34f}'
            | '\u{115f}'..='\u{1160}'
            | '\u{17b4}'..='\u{17b5}'
            | '\u{200c}'..='\u{200d}'
            | '\u{2800}'
            | '\u{3164}'
            | '\u{fe00}'..='\u{fe0f}'
            | '\u{ffa0}'
            | '\u{e0000}'..='\u{e0fff}'
    );
    !c.is_whitespace() && !is_refused(c) && !is_silent
}

#[cfg(test)]
mod tests {
    use super::{cleaned, name};

    #[test]
    fn a_name_can_be_seen_and_turns_nothing_around() {
        for fine in [
            "Asha Patel",
            " मा बेकरी ",
            "👩\u{200d}🍳 Kitchen",
            "می\u{200c}خواهم",
            "O’Neil & Sons",
            "🏴\u{e0067}\u{e0062}\u{e007f}",
        ] {
            assert_eq!(name(fine).as_deref(), Ok(fine.trim()));
        }
        let hidden = ["\u{200b}", "\u{3164}", "\u{2800}\u{2800}", "\u{200d}", "\u{fe0f}"];
        let turning =
            ["abc\u{202e}gnp.exe", "a\u{2028}b", "a\nb", "a\0b", "\u{2066}x", "x\u{feff}y", "a\u{200f}"];
        for wrong in hidden.into_iter().chain(turning) {
            assert!(name(wrong).is_err(), "{wrong:?}");
        }
        assert!(name("  ").is_err() && name(&"x".repeat(101)).is_err() && name(&"é".repeat(100)).is_ok());
    }

    #[test]
    fn a_name_of_a_stranger_is_made_one() {
        assert_eq!(cleaned("abc\u{202e}gnp\r\nBcc: x"), "abcgnp  Bcc: x");
        assert_eq!(cleaned(" \u{200b}\u{3164} "), "");
        assert_eq!(cleaned(" Zoë "), "Zoë");
        assert_eq!(cleaned(&"x".repeat(1_000)).len(), 400);
    }
}
