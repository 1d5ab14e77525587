//! A release build of the dashboard, measured in a real browser: what is fetched before a page is drawn (`e2e/size`), and
//! Lighthouse's scores (`e2e/lighthouse`). Pages and bars stand there.

use crate::Result;
use crate::browser;
use crate::web::{self, Profile};

/// Prints what a project measures of each page, and fails when one misses its bar.
pub(crate) fn check(project: &str, args: &[&str]) -> Result {
    web::build(Profile::Release)?;
    browser::run(project, args)
}
