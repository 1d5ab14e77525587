//! One style sheet from the files that stand beside the components.
//!
//! The order of files cannot matter between layers, because each file names its layer; a file that names none would beat
//! all layers, so it is refused. So is a rule that says left or right where it means start or end: the page is also read from
//! right to left.

use std::path::Path;

use crate::Result;
use crate::inputs::files;

const LAYERS: &str = "@layer reset, tokens, base, ui, feature;\n";

/// Joins every `.css` file below `dir`, without comments and indentation.
pub(crate) fn bundle(dir: &Path) -> Result<String> {
    let mut css = LAYERS.to_owned();
    for file in files(dir)?.iter().filter(|file| file.extension().is_some_and(|extension| extension == "css"))
    {
        let text = std::fs::read_to_string(file)?;
        if let Some((line, rule)) = physical(&text) {
            return Err(format!("{}:{line}: `{rule}` {WHY_LOGICAL}", file.display()).into());
        }
        let rules = without_comments(&text);
        let lines = rules.lines().map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>();
        if !lines.first().is_some_and(|line| line.starts_with("@layer ")) {
            return Err(format!("{}: the first rule must be `@layer NAME {{`", file.display()).into());
        }
        css += &lines.join("\n");
        css.push('\n');
    }
    Ok(css)
}

const WHY_LOGICAL: &str =
    "stays where it is from right to left: use a logical property, or say on its line `/* physical: why */`";

/// The first rule that names a side of the page, with its line.
fn physical(css: &str) -> Option<(usize, String)> {
    css.lines().enumerate().filter(|(_, line)| !line.contains("/* physical: ")).find_map(|(number, line)| {
        let rules = without_comments(line);
        let rule = rules.split(['{', '}', ';']).map(str::trim).find(|rule| is_physical(rule))?;
        Some((number + 1, rule.to_owned()))
    })
}

/// Whether a declaration names a side of the page, or four sides of which the last is not the second.
fn is_physical(rule: &str) -> bool {
    const SIDES: [&str; 4] = ["left", "right", "top", "bottom"];
    let Some((property, value)) = rule.split_once(':') else { return false };
    let (property, value) = (property.trim(), value.trim());
    let is_own = property.starts_with("--")
        || property.contains(|letter: char| !letter.is_ascii_lowercase() && letter != '-');
    let names_side = !is_own && property.split('-').any(|part| SIDES.contains(&part));
    let is_aligned = ["text-align", "float", "clear", "caption-side"].contains(&property);
    let says_side = is_aligned && ["left", "right"].contains(&value);
    let sides: Vec<&str> = value.split_whitespace().collect();
    let is_lopsided = match (property, sides.as_slice()) {
        _ if value.contains("calc(") => false,
        ("margin" | "padding" | "inset", [_, right, _, left]) => right != left,
        ("border-radius", [top_left, top_right, bottom_right, bottom_left]) => {
            top_left != top_right || bottom_right != bottom_left
        }
        _ => false,
    };
    names_side || says_side || is_lopsided || value.contains("translateX(")
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

    #[test]
    fn rules_that_name_a_side_of_the_page_are_found() {
        let wrong = [
            "margin-left: 1px",
            "border-bottom-right-radius: 0",
            "left: 0",
            "text-align: right",
            "float:left",
            "padding: 0 1px 0 2px",
            "border-radius: 0 4px 4px 0",
            "transform: translateX(-1px)",
        ];
        for rule in wrong {
            assert_eq!(
                physical(&format!("@layer ui {{\n  .a {{ color: red; {rule}; }}")),
                Some((2, rule.to_owned()))
            );
        }
        let right = [
            "margin-inline-start: 1px",
            "inset: auto 0 0",
            "text-align: start",
            "padding: 0 1px 2px 1px",
            "border-radius: 4px 4px 0 0",
            "left: 0; /* physical: a place on the canvas */",
            "/* left: 0 */ color: red",
            "--top-bar: 1px",
        ];
        for rule in right {
            assert_eq!(physical(&format!(".a {{ {rule} }}")), None, "{rule}");
        }
    }
}
