//! Compresses once, when building, what the server would otherwise compress for every browser.

use std::io::Write;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;

use crate::Result;

/// Kinds of files that shrink.
const TEXT: [&str; 8] = ["chunks", "css", "html", "js", "json", "svg", "txt", "wasm"];

/// Writes `.br` and `.gz` beside each file that shrinks, and answers their names.
pub(crate) fn beside(files: &[PathBuf]) -> Result<Vec<PathBuf>> {
    let mut written = Vec::new();
    for file in files.iter().filter(|file| is_text(file)) {
        let content = std::fs::read(file)?;
        for (extension, bytes) in [("br", brotli(&content)?), ("gz", gzip(&content)?)] {
            let mut name = file.clone().into_os_string();
            name.push(format!(".{extension}"));
            std::fs::write(&name, bytes)?;
            written.push(name.into());
        }
    }
    Ok(written)
}

/// Brotli at its best, as a release serves it.
pub(crate) fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let mut out = Vec::new();
    brotli::CompressorWriter::new(&mut out, 1 << 16, 11, 22).write_all(content)?;
    Ok(out)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

fn is_text(file: &Path) -> bool {
    file.extension().is_some_and(|extension| TEXT.iter().any(|text| extension == *text))
}
