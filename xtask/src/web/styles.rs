//! One style sheet from the files that stand beside the components.
//!
//! The order of files cannot matter between layers, because each file names its layer; a file that names none would beat
//! all layers, so it is refused.

use std::path::Path;

use crate::Result;
use crate::inputs::files;

const LAYERS: &str = "@layer reset, tokens, base, ui, feature;\n";

/// Joins every `.css` file below `dir`, without comments and indentation.
pub(crate) fn bundle(dir: &Path) -> Result<String> {
    let mut css = LAYERS.to_owned();
    for file in files(dir)?.iter().filter(|file| file.extension().is_some_and(|extension| extension == "css"))
    {
        let rules = without_comments(&std::fs::read_to_string(file)?);
        let lines = rules.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>();
        if !lines.first().is_some_and(|line| line.starts_with("@layer ")) {
            return Err(format!("{}: the first rule must be `@layer NAME {{`", file.display()).into());
        }
        css += &lines.join("\n");
        css.push('\n');
    }
    Ok(css)
}

/// Leaves comments out; a comment's opening inside quotes is text.
fn without_comments(css: &str) -> String {
    let mut out = String::with_capacity(css.len());
    let mut quote = None;
    let mut rest = css;
    while let Some(next) = rest.chars().next() {
        if quote.is_none() && rest.starts_with("/*") {
            rest = rest.split_once("*/").map_or("", |(_, after)| after);
            continue;
        }
        match quote {
            None if matches!(next, '"' | '\'') => quote = Some(next),
            Some(open) if open == next => quote = None,
            _ => {}
        }
        out.push(next);
        rest = &rest[next.len_utf8()..];
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_go_and_quoted_ones_stay() {
        assert_eq!(without_comments("a /* b */{ content: '/* c */' }"), "a { content: '/* c */' }");
        assert_eq!(without_comments("a /* never closed"), "a ");
    }
}
