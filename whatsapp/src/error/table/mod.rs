//! The table of codes, sorted by code, one file per range. Meta: Cloud API, Error codes; Calling, Troubleshooting.

mod features;
mod general;
mod management;
mod messages;
mod setup;

use super::{Class, Explanation};

const PARTS: [&[Explanation]; 5] =
    [general::ROWS, messages::ROWS, setup::ROWS, features::ROWS, management::ROWS];

const LEN: usize = {
    let (mut len, mut part) = (0, 0);
    while part < PARTS.len() {
        len += PARTS[part].len();
        part += 1;
    }
    len
};

/// Every row, joined when the crate is compiled.
pub(super) static EXPLANATIONS: [Explanation; LEN] = {
    let mut all = [row(0, Class::Permanent, "", ""); LEN];
    let (mut at, mut part) = (0, 0);
    while part < PARTS.len() {
        let mut n = 0;
        while n < PARTS[part].len() {
            all[at] = PARTS[part][n];
            at += 1;
            n += 1;
        }
        part += 1;
    }
    all
};

/// Codes that Meta gives as a range, and the row that speaks for all of it.
pub(super) const RANGES: [(std::ops::RangeInclusive<i64>, i64); 2] =
    [(200..=299, 200), (2_494_164..=2_494_179, 2_494_164)];

const fn row(code: i64, class: Class, meaning: &'static str, action: &'static str) -> Explanation {
    Explanation { code, class, meaning, action }
}
