//! What the commands need from the machine: found, else fetched where that is possible, else named in a sentence.

use std::process::Command;

use crate::Result;
use crate::workspace::{on_path, output_of, sh};

const WASM: &str = "wasm32-unknown-unknown";

/// Rust's standard library for the browser; installed by rustup when it is absent.
pub(crate) fn wasm_target() -> Result {
    let libdir = output_of(Command::new("rustc").args(["--print", "target-libdir", "--target", WASM]));
    if libdir.is_some_and(|dir| std::path::Path::new(&dir).is_dir()) {
        return Ok(());
    }
    if on_path("rustup").is_none() {
        return Err(format!("rustc has no target {WASM} and there is no rustup to add it").into());
    }
    println!("Adding the target {WASM} with rustup");
    sh(Command::new("rustup").args(["target", "add", WASM]))
}
