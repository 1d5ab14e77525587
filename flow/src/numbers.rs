//! Numbers as people write them.

/// Reads a number: sign, digits of any common script, a decimal point or comma, grouping by spaces, points, commas or
/// apostrophes. A single comma before exactly three digits groups (`1,234`), any other comma is decimal (`3,5`).
pub(crate) fn parse(text: &str) -> Option<f64> {
    if text.len() > 200 {
        return None;
    }
    let text: String = text.trim().chars().filter(|c| !is_space(*c)).map(plain).collect();
    let (sign, digits) = match text.strip_prefix(['-', '−']) {
        Some(rest) => ("-", rest),
        None => ("", text.strip_prefix('+').unwrap_or(&text)),
    };
    let (whole, fraction) = split(digits)?;
    let is_digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() || !is_digits(&whole) || !is_digits(fraction) {
        return None;
    }
    format!("{sign}{whole}.{fraction}0").parse().ok()
}

/// Spaces within a number, and the apostrophes that some write instead.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{2009}' | '\u{202f}' | '\'' | '’')
}

/// Digits of other scripts as ASCII ones, their decimal and grouping signs as ours.
fn plain(c: char) -> char {
    const ZEROS: [char; 6] = ['\u{660}', '\u{6f0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}'];
    match c {
        '\u{66b}' => '.',
        '\u{66c}' => ',',
        _ => {
            let digit = ZEROS
                .iter()
                .find_map(|zero| (u32::from(c)).checked_sub(u32::from(*zero)).filter(|d| *d < 10));
            digit.and_then(|d| char::from_digit(d, 10)).unwrap_or(c)
        }
    }
}

/// Splits at the decimal sign and takes the grouping away.
fn split(digits: &str) -> Option<(String, &str)> {
    let commas = digits.matches(',').count();
    let points = digits.matches('.').count();
    let decimal = match (points, commas) {
        (0, 0) => None,
        (1, 0) => Some('.'),
        (0, 1) if digits.split_once(',').is_some_and(|(head, tail)| tail.len() == 3 && !head.is_empty()) => {
            None
        }
        (0, 1) => Some(','),
        (1, _) if digits.rfind('.') > digits.rfind(',') => Some('.'),
        (_, 1) if digits.rfind(',') > digits.rfind('.') => Some(','),
        (_, 0) | (0, _) => None,
        _ => return None,
    };
    let (whole, fraction) = decimal.and_then(|sign| digits.rsplit_once(sign)).unwrap_or((digits, ""));
    let mut groups = whole.split(['.', ',']);
    let first = groups.next()?;
    let rest: Vec<&str> = groups.collect();
    let grouped =
        rest.iter().all(|group| group.len() == 3) && (rest.is_empty() || (1..=3).contains(&first.len()));
    grouped.then(|| (first.to_owned() + &rest.concat(), fraction))
}

#[cfg(test)]
#[allow(clippy::unwrap_used)]
mod tests {
    use super::parse;

    #[test]
    fn numbers_are_read_as_people_write_them() {
        let cases = [
            ("7", 7.0),
            (" -3.5 ", -3.5),
            ("3,5", 3.5),
            ("1,234", 1234.0),
            ("1,234.5", 1234.5),
            ("1.234,5", 1234.5),
            ("1 234 567", 1_234_567.0),
            ("12'000", 12_000.0),
            ("1.234.567", 1_234_567.0),
            ("٣٫٥", 3.5),
            ("१२", 12.0),
            ("0,25", 0.25),
            ("+4", 4.0),
        ];
        for (text, number) in cases {
            assert_eq!(parse(text), Some(number), "{text}");
        }
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in ["", "-", "seven", "1.2.3", "1e9", "inf", "NaN", "1,23,45", ".", "0x10", "--1", ".5"] {
            assert_eq!(parse(text), None, "{text}");
        }
    }
}
