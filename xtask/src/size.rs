//! What a browser fetches before a page is drawn, weighed in a real browser; the budget and the pages stand in `e2e/size`.

use crate::Result;
use crate::browser;
use crate::web::{self, Profile};

/// Prints the weight of each page of a release build and fails when one is over the budget.
pub(crate) fn check(args: &[&str]) -> Result {
    web::build(Profile::Release)?;
    browser::run("size", args)
}
