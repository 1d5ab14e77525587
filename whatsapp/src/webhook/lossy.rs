//! Makes bytes fit to be read as JSON text: what JSON parsers or PostgreSQL refuse inside strings becomes `\ufffd`.

use std::borrow::Cow;
use std::ops::Range;

/// Cleaned text and what was seen on the way.
pub(super) struct Clean<'a> {
    pub(super) json: Cow<'a, str>,
    /// Whether anything was replaced.
    pub(super) is_altered: bool,
    /// How many objects begin in it.
    pub(super) n_objects: usize,
}

/// Replaces invalid UTF-8 everywhere, and inside strings `\u0000`, lone surrogates and raw control characters.
pub(super) fn clean(body: &[u8]) -> Clean<'_> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = String::from_utf8_lossy(body);
    let is_utf8 = matches!(text, Cow::Borrowed(_));
    let (faults, n_objects) = scan(text.as_bytes());
    if faults.is_empty() {
        return Clean { json: text, is_altered: !is_utf8, n_objects };
    }
    let mut json = String::with_capacity(text.len() + 8 * faults.len());
    let mut done = 0;
    for fault in faults {
        json.push_str(text.get(done..fault.start).unwrap_or_default());
        json.push_str("\\ufffd");
        done = fault.end;
    }
    json.push_str(text.get(done..).unwrap_or_default());
    Clean { json: Cow::Owned(json), is_altered: true, n_objects }
}

/// The byte ranges to replace, in order, and the number of objects. The ranges begin and end at ASCII characters, so they are
/// character boundaries.
fn scan(text: &[u8]) -> (Vec<Range<usize>>, usize) {
    let (mut faults, mut n_objects) = (Vec::new(), 0);
    let mut is_string = false;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let (width, is_fault) = match byte {
            b'\\' if is_string => escape(text, at),
            0..0x20 if is_string => (1, true),
            _ => (1, false),
        };
        match byte {
            b'"' => is_string = !is_string,
            b'{' if !is_string => n_objects += 1,
            _ => {}
        }
        if is_fault {
            faults.push(at..at + width);
        }
        at += width;
    }
    (faults, n_objects)
}

/// How long the escape that starts here is, and whether it is one to replace.
fn escape(text: &[u8], at: usize) -> (usize, bool) {
    match unicode_escape(text, at) {
        None => (2, false),
        Some(0 | 0xDC00..=0xDFFF) => (6, true),
        Some(0xD800..=0xDBFF) => match unicode_escape(text, at + 6) {
            Some(0xDC00..=0xDFFF) => (12, false),
            _ => (6, true),
        },
        Some(_) => (6, false),
    }
}

/// The code unit of a `\uXXXX` escape that starts here.
fn unicode_escape(text: &[u8], at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0_u16, |unit, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}
