//! What a browser loads before it draws the first page, measured as it is sent: by brotli.

use crate::Result;
use crate::inputs::files;
use crate::web::{self, Profile};
use crate::workspace::root;

/// The most the first load may weigh, in bytes.
const BUDGET: u64 = 350 * 1024;

/// Prints the sizes of a release build and fails when the first load is over the budget.
///
/// The first load is all but the lazy chunks and what lies in `web/public`.
pub(crate) fn check() -> Result {
    web::build(Profile::Release)?;
    let mut first_load = 0;
    for file in files(&web::dist())?.iter().filter(|file| file.extension().is_some_and(|end| end == "br")) {
        let name = file.file_stem().unwrap_or_default().to_string_lossy();
        let size = file.metadata()?.len();
        let is_lazy = name.starts_with("split_") || name.starts_with("chunk_");
        let is_public = root().join("web/public").join(&*name).exists();
        if !is_lazy && !is_public {
            first_load += size;
        }
        println!("{size:>9}  {name}{}", if is_lazy { "  (lazy)" } else { "" });
    }
    println!("{first_load:>9}  first load, of {BUDGET}");
    match first_load <= BUDGET {
        true => Ok(()),
        false => Err(format!("the first load weighs {first_load} bytes, {BUDGET} are allowed").into()),
    }
}
