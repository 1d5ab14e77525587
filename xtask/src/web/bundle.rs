//! Gathers the lazy chunks: one file a page instead of some sixty.
//!
//! The splitter makes a module of each set of pages that share code. Apart they are many requests, and each is compressed
//! without knowing the others; in one file they weigh a quarter less. What two pages share is in the files of both: a browser
//! that goes from one to the other fetches it twice, and runs it once.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::path::Path;

use crate::Result;

/// The script in which the splitter writes how chunks are loaded.
const LOADER: &str = "__wasm_split.js";
/// How the files end.
const EXTENSION: &str = "chunks";
/// Where the splitter's own loaders begin; what is before finds what chunks import.
const LOADERS_OF_SPLITTER: &str = "function makeLoad(";

/// Loads a file of modules, and runs those that do not run yet: what pages share first, in any order, the page's own last.
const LOAD: &str = r#"
const running = new Map();
function run(part, bytes) {
    if (!running.has(part)) {
        const module = WebAssembly.instantiate(bytes, getSharedImports());
        running.set(part, module);
        module.catch(() => running.delete(part));
    }
    return running.get(part);
}
function load(file, parts) {
    return wrapAsyncCb(async () => {
        const response = await fetch(new URL(file, import.meta.url));
        if (!response.ok) throw new Error(`${file}: status ${response.status}`);
        const all = await response.arrayBuffer();
        let at = 0;
        const modules = parts.map(([part, length]) => [part, new Uint8Array(all, (at += length) - length, length)]);
        const own = modules.pop();
        await Promise.all(modules.map(([part, bytes]) => run(part, bytes)));
        if (own) await run(...own);
    });
}
"#;

/// Puts the modules of each split into one file, in the order in which they are run, and the loader in their place.
/// `splits` names the modules of each split, its own last.
pub(super) fn gather(assets: &Path, splits: &HashMap<String, Vec<String>>) -> Result {
    let script = std::fs::read_to_string(assets.join(LOADER))?;
    let (head, _) = script.split_once(LOADERS_OF_SPLITTER).ok_or("the splitter's script has another form")?;
    let mut script = format!("{head}{LOAD}");
    let mut names: Vec<_> = splits.keys().collect();
    names.sort();
    for name in names {
        let (mut all, mut parts) = (Vec::new(), Vec::new());
        for part in &splits[name] {
            let module = std::fs::read(assets.join(format!("{part}.wasm")))?;
            parts.push(format!("[\"{part}\", {}]", module.len()));
            all.extend(module);
        }
        std::fs::write(assets.join(format!("{name}.{EXTENSION}")), all)?;
        let parts = parts.join(", ");
        writeln!(
            script,
            "export const __wasm_split_load_{name} = load(\"./{name}.{EXTENSION}\", [{parts}]);"
        )?;
    }
    std::fs::write(assets.join(LOADER), script)?;
    for part in splits.values().flatten() {
        let module = assets.join(format!("{part}.wasm"));
        if module.exists() {
            std::fs::remove_file(module)?;
        }
    }
    Ok(())
}
