//! Builds the web app into `web/dist`.
//!
//! Rust → wasm (cargo) → main module and lazy chunks (splitter) → JavaScript glue (bindgen) → one folder named after its
//! content, with styles, scripts and the words of other languages. In the sources of the pages `%ASSETS%` stands for that
//! folder. Nothing inline: the content security policy of the server allows scripts and styles from files only.

mod bundle;
mod catalogue;
mod compress;
mod reference;
mod strip;
mod styles;
#[path = "../../web/words.rs"]
#[allow(dead_code, reason = "the build script of the web app checks the words")]
mod words;

use std::collections::HashMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::path::{Path, PathBuf};
use std::process::Command;

use wasm_bindgen_cli_support::Bindgen;

use crate::inputs::{Stamp, files};
use crate::workspace::{cargo, node_bin, root, scratch, sh, target};
use crate::{Result, needs};
use catalogue::{PSEUDO, catalogue};
use words::Words;

/// How the web app is built.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Profile {
    /// Quick to build.
    Dev,
    /// Small, and compressed beforehand.
    Release,
}

impl Profile {
    fn name(self) -> &'static str {
        match self {
            Profile::Dev => "wasm-dev",
            Profile::Release => "wasm-release",
        }
    }
}

/// The pages and what they are made from; the dashboard comes last, as it is what says that a build is whole.
const PAGES: [(&str, &str); 2] =
    [("reference.html", "web/reference/index.html"), ("index.html", "web/index.html")];

/// Starts the app; kept apart from the glue so that the page needs no inline script.
const START: &str = "\
import init from \"./app.js\";
await init({ module_or_path: new URL(\"./app_bg.wasm\", import.meta.url) });
";

/// The folder the server serves.
pub(crate) fn dist() -> PathBuf {
    root().join("web/dist")
}

/// Checks the style sheets without building.
pub(crate) fn check_styles() -> Result {
    styles::bundle(&root().join("web/src")).map(drop)
}

/// Builds for development unless what stands in `web/dist`, of whatever profile, is current.
pub(crate) fn build_any() -> Result {
    match is_current(Profile::Release)? {
        true => Ok(()),
        false => build(Profile::Dev),
    }
}

/// Builds the web app unless `web/dist` is current.
pub(crate) fn build(profile: Profile) -> Result {
    if is_current(profile)? {
        return Ok(());
    }
    let stamp = stamp(profile)?;
    needs::wasm_target()?;
    println!("Building the web app ({})", profile.name());
    let styles = styles::bundle(&root().join("web/src"))?;
    let wasm = compile(profile)?;
    let assets = scratch("web")?.join(profile.name());
    if assets.exists() {
        std::fs::remove_dir_all(&assets)?;
    }
    let splits = link(&wasm, &assets)?;
    std::fs::write(assets.join("start.js"), START)?;
    std::fs::write(assets.join("app.css"), styles)?;
    let words = Words::read(&root().join("web/locales"))?;
    let languages: Vec<&str> = words.others.keys().map(String::as_str).chain([PSEUDO]).collect();
    write_words(&words, &languages, &assets)?;
    copy_scripts(&assets, &languages)?;
    reference::gather(&assets)?;
    if profile == Profile::Release {
        optimise(&assets)?;
    }
    bundle::gather(&assets, &splits)?;
    publish(&assets, profile)?;
    stamp.write(&dist().join("index.html"))
}

fn is_current(profile: Profile) -> Result<bool> {
    Ok(stamp(profile)?.is_current(&dist().join("index.html")))
}

fn stamp(profile: Profile) -> Result<Stamp> {
    Stamp::of(profile.name(), &["web", "whatsapp", "xtask"])
}

/// Compiles the crate: relocations are kept for the splitter, and Leptos forgets the types of components where they
/// meet, which takes a tenth off the first load.
fn compile(profile: Profile) -> Result<PathBuf> {
    let mut cargo = cargo();
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS", "--cfg=erase_components");
    cargo.args(["rustc", "--package", "web", "--bin", "web", "--target", "wasm32-unknown-unknown"]);
    sh(cargo.args(["--profile", profile.name(), "--", "-Clink-args=--emit-relocs"]))?;
    Ok(target().join("wasm32-unknown-unknown").join(profile.name()).join("web.wasm"))
}

/// Splits the lazy chunks off and writes the glue for the rest; answers the modules of each split.
fn link(wasm: &Path, assets: &Path) -> Result<HashMap<String, Vec<String>>> {
    let input = std::fs::read(wasm)?;
    let main = assets.with_extension("main.wasm");
    let mut split = wasm_split_cli_support::Options::new(&input);
    split.output_dir = assets;
    split.main_out_path = &main;
    split.main_module = "./app.js";
    let split = wasm_split_cli_support::transform(split)?;
    Bindgen::new()
        .input_path(&main)
        .out_name("app")
        .web(true)?
        .typescript(false)
        .keep_lld_exports(true)
        .demangle(false)
        .generate(assets)?;
    Ok(split.prefetch_map)
}

/// Writes the words of each language other than English, which is in the module.
fn write_words(words: &Words, languages: &[&str], assets: &Path) -> Result {
    std::fs::create_dir_all(assets.join("words"))?;
    for language in languages {
        std::fs::write(assets.join(format!("words/{language}.txt")), catalogue(words, language))?;
    }
    Ok(())
}

/// Copies the scripts of ours that are not made from Rust, each under its file name; `%LANGUAGES%` stands for what the page
/// speaks, a region before its language.
fn copy_scripts(assets: &Path, languages: &[&str]) -> Result {
    let mut known = [languages, &[words::ENGLISH]].concat();
    known.sort_by_key(|language| std::cmp::Reverse(language.len()));
    for file in files(&root().join("web/src"))? {
        if file.extension().is_some_and(|extension| extension == "js") {
            let script = std::fs::read_to_string(&file)?.replace("%LANGUAGES%", &known.join(" "));
            std::fs::write(assets.join(file.file_name().unwrap_or_default()), script)?;
        }
    }
    Ok(())
}

/// Shrinks the main module with `wasm-opt`, where npm has brought it, and takes the names out of all others. The gain after
/// compression is below one per cent; for the hundred small ones it is not worth the minutes.
fn optimise(assets: &Path) -> Result {
    let (wasm_opt, main) = (node_bin("wasm-opt"), assets.join("app_bg.wasm"));
    for file in files(assets)? {
        if file == main && wasm_opt.exists() {
            sh(Command::new(&wasm_opt).arg("-Oz").arg(&main).arg("-o").arg(&main))?;
        } else if file.extension().is_some_and(|extension| extension == "wasm") {
            strip::strip(&file)?;
        }
    }
    Ok(())
}

/// Moves a finished build into place: new assets first, the page that names them next, what is left over last.
fn publish(assets: &Path, profile: Profile) -> Result {
    let hash = content_hash(assets)?;
    let public = root().join("web/public");
    let mut fresh = copy_tree(assets, &dist().join("assets").join(&hash))?;
    fresh.extend(copy_tree(&public, &dist())?);
    for (name, source) in PAGES {
        let page = std::fs::read_to_string(root().join(source))?;
        let file = dist().join(name);
        std::fs::write(&file, page.replace("%ASSETS%", &format!("/assets/{hash}")))?;
        fresh.push(file);
    }
    if profile == Profile::Release {
        let compressed = compress::beside(&fresh)?;
        fresh.extend(compressed);
    }
    for file in files(&dist())? {
        if !fresh.contains(&file) {
            std::fs::remove_file(&file)?;
        }
    }
    remove_empty_dirs(&dist())
}

fn content_hash(dir: &Path) -> Result<String> {
    let mut hasher = DefaultHasher::new();
    for file in files(dir)? {
        file.strip_prefix(dir)?.hash(&mut hasher);
        std::fs::read(&file)?.hash(&mut hasher);
    }
    Ok(format!("{:016x}", hasher.finish()))
}

fn copy_tree(from: &Path, to: &Path) -> Result<Vec<PathBuf>> {
    let mut copied = Vec::new();
    for file in files(from)? {
        let copy = to.join(file.strip_prefix(from)?);
        std::fs::create_dir_all(copy.parent().unwrap_or(to))?;
        std::fs::copy(&file, &copy)?;
        copied.push(copy);
    }
    Ok(copied)
}

fn remove_empty_dirs(dir: &Path) -> Result {
    for entry in std::fs::read_dir(dir)? {
        let path = entry?.path();
        if path.is_dir() {
            remove_empty_dirs(&path)?;
            if std::fs::read_dir(&path)?.next().is_none() {
                std::fs::remove_dir(&path)?;
            }
        }
    }
    Ok(())
}
