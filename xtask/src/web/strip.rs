//! Takes out of a WebAssembly module what nobody runs: names of functions, producers, relocations.
//!
//! A module is a header of eight bytes and sections: an id of one byte, a size (LEB128, at most 32 bits), the content.
//! Sections of id 0 are custom ones, which mean nothing to the machine (WebAssembly core specification, 5.5).

use std::path::Path;

use crate::Result;

const HEADER_BYTES: usize = 8;
const CUSTOM: u8 = 0;

/// Rewrites the module in a file without its custom sections.
pub(super) fn strip(file: &Path) -> Result {
    let module = std::fs::read(file)?;
    let stripped = without_custom(&module).ok_or_else(|| format!("{}: no module", file.display()))?;
    Ok(std::fs::write(file, stripped)?)
}

/// `None` when the sections do not add up.
fn without_custom(module: &[u8]) -> Option<Vec<u8>> {
    let mut kept = module.get(..HEADER_BYTES)?.to_vec();
    let mut at = HEADER_BYTES;
    while at < module.len() {
        let id = *module.get(at)?;
        let (size, size_bytes) = leb128(module.get(at + 1..)?)?;
        let end = (at + 1 + size_bytes).checked_add(size)?;
        let section = module.get(at..end)?;
        if id != CUSTOM {
            kept.extend_from_slice(section);
        }
        at = end;
    }
    Some(kept)
}

/// An unsigned number and how many bytes it takes.
fn leb128(bytes: &[u8]) -> Option<(usize, usize)> {
    let mut value = 0_usize;
    for (n, byte) in bytes.iter().take(5).enumerate() {
        value |= usize::from(byte & 0x7f) << (7 * n);
        if byte & 0x80 == 0 {
            return Some((value, n + 1));
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn custom_sections_go_and_all_others_stay_as_they_are() {
        let header = *b"\0asm\x01\0\0\0";
        let types = [1, 4, 1, 0x60, 0, 0];
        let name = [0, 0x85, 0x00, 4, b'n', b'a', b'm', b'e'];
        let module = [&header[..], &name, &types, &name].concat();
        assert_eq!(without_custom(&module), Some([&header[..], &types].concat()));
        assert_eq!(without_custom(&module[..module.len() - 1]), None, "cut off");
        assert_eq!(without_custom(&header[..4]), None);
    }
}
