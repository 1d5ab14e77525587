//! Makes bytes fit to be read as JSON text: what JSON parsers or PostgreSQL refuse inside strings becomes `\ufffd`.

use std::borrow::Cow;

/// Cleaned text and whether anything was replaced.
pub(super) struct Clean<'a> {
    pub(super) json: Cow<'a, str>,
    pub(super) is_altered: bool,
}

/// Replaces invalid UTF-8 everywhere, and inside strings `\u0000`, lone surrogates and raw control characters.
pub(super) fn clean(body: &[u8]) -> Clean<'_> {
    let body = body.strip_prefix(b"\xef\xbb\xbf").unwrap_or(body);
    let text = String::from_utf8_lossy(body);
    let is_utf8 = matches!(text, Cow::Borrowed(_));
    let faults = faults(text.as_bytes());
    if faults.is_empty() {
        return Clean { json: text, is_altered: !is_utf8 };
    }
    let mut json = String::with_capacity(text.len() + 8 * faults.len());
    let mut done = 0;
    for fault in faults {
        json.push_str(text.get(done..fault.start).unwrap_or_default());
        json.push_str("\\ufffd");
        done = fault.end;
    }
    json.push_str(text.get(done..).unwrap_or_default());
    Clean { json: Cow::Owned(json), is_altered: true }
}

/// The byte ranges to replace, in order. They begin and end at ASCII characters, so they are character boundaries.
fn faults(text: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut faults = Vec::new();
    let mut is_string = false;
    let mut at = 0;
    while let Some(&byte) = text.get(at) {
        let width = match byte {
            b'"' => {
                is_string = !is_string;
                1
            }
            b'\\' if is_string => match unicode_escape(text, at) {
                None => 2,
                Some(0) | Some(0xDC00..=0xDFFF) => {
                    faults.push(at..at + 6);
                    6
                }
                Some(0xD800..=0xDBFF) => match unicode_escape(text, at + 6) {
                    Some(0xDC00..=0xDFFF) => 12,
                    _ => {
                        faults.push(at..at + 6);
                        6
                    }
                },
                Some(_) => 6,
            },
            0..0x20 if is_string => {
                faults.push(at..at + 1);
                1
            }
            _ => 1,
        };
        at += width;
    }
    faults
}

/// The code unit of a `\uXXXX` escape that starts here.
fn unicode_escape(text: &[u8], at: usize) -> Option<u16> {
    let digits = text.get(at..at + 6)?.strip_prefix(b"\\u")?;
    digits.iter().try_fold(0_u16, |unit, &digit| {
        let digit = char::from(digit).to_digit(16)?;
        Some(unit << 4 | u16::try_from(digit).ok()?)
    })
}
