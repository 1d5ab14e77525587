//! WhatsApp's text marks: `*bold*`, `_italic_`, `~struck~` and `` ```mono``` ``, as WhatsApp shows them. Never HTML from data.

use leptos::prelude::*;

/// A piece of text with its marks.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Piece {
    Plain(String),
    Bold(Vec<Piece>),
    Italic(Vec<Piece>),
    Struck(Vec<Piece>),
    Mono(String),
}

/// Text with WhatsApp's marks, line breaks kept.
#[component]
pub fn Formatted(
    /// The text.
    #[prop(into)]
    text: Signal<String>,
) -> impl IntoView {
    view! { <span class="bubble__text">{move || text.with(|text| draw(parse(text)))}</span> }
}

fn draw(pieces: Vec<Piece>) -> Vec<AnyView> {
    pieces
        .into_iter()
        .map(|piece| match piece {
            Piece::Plain(text) => text.into_any(),
            Piece::Bold(inner) => view! { <strong>{draw(inner)}</strong> }.into_any(),
            Piece::Italic(inner) => view! { <em>{draw(inner)}</em> }.into_any(),
            Piece::Struck(inner) => view! { <s>{draw(inner)}</s> }.into_any(),
            Piece::Mono(text) => view! { <code>{text}</code> }.into_any(),
        })
        .collect()
}

/// Splits a text at its marks. A mark opens before a non-space after a boundary, and closes on the same line.
fn parse(text: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut plain = String::new();
    let mut rest = text;
    while let Some(letter) = rest.chars().next() {
        if let Some((piece, after)) = marked(rest, plain.chars().next_back()) {
            if !plain.is_empty() {
                pieces.push(Piece::Plain(std::mem::take(&mut plain)));
            }
            pieces.push(piece);
            rest = after;
        } else {
            plain.push(letter);
            rest = &rest[letter.len_utf8()..];
        }
    }
    if !plain.is_empty() {
        pieces.push(Piece::Plain(plain));
    }
    pieces
}

/// The marked piece at the start of `rest`, and what follows it.
fn marked(rest: &str, before: Option<char>) -> Option<(Piece, &str)> {
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    if let Some(inner) = rest.strip_prefix("```") {
        let (inner, after) = inner.split_once("```")?;
        return (!inner.is_empty()).then(|| (Piece::Mono(inner.to_owned()), after));
    }
    let mark = rest.chars().next().filter(|c| matches!(c, '*' | '_' | '~'))?;
    let body = &rest[1..];
    if body.starts_with(|c: char| c.is_whitespace() || c == mark) {
        return None;
    }
    let end = body.char_indices().take_while(|(_, c)| *c != '\n').find(|(i, c)| {
        let ends_word = !body[i + c.len_utf8()..].starts_with(char::is_alphanumeric);
        *c == mark && ends_word && !body[..*i].ends_with(char::is_whitespace)
    })?;
    let inner = parse(&body[..end.0]);
    let piece = match mark {
        '*' => Piece::Bold(inner),
        '_' => Piece::Italic(inner),
        _ => Piece::Struck(inner),
    };
    Some((piece, &body[end.0 + 1..]))
}

#[cfg(test)]
mod tests {
    use super::{Piece, parse};

    fn plain(text: &str) -> Piece {
        Piece::Plain(text.to_owned())
    }

    #[test]
    fn marks_nest_and_leave_the_text_around_them() {
        assert_eq!(
            parse("a *b _c_* d"),
            [plain("a "), Piece::Bold(vec![plain("b "), Piece::Italic(vec![plain("c")])]), plain(" d")]
        );
    }

    #[test]
    fn a_mark_inside_a_word_or_without_its_partner_is_text() {
        for text in ["2*3*4", "snake_case_name", "* a*", "*a", "a **", "*a\nb*"] {
            assert_eq!(parse(text), [plain(text)], "{text}");
        }
    }

    #[test]
    fn mono_text_keeps_the_marks_inside() {
        assert_eq!(parse("```*x*```!"), [Piece::Mono("*x*".to_owned()), plain("!")]);
    }
}
