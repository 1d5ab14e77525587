//! What is counted before anything is parsed, so that no source can use up the stack.

use minijinja::machinery::{Token, ast, parse_expr, tokenize};

use super::{ExpressionError, MAX_NESTING, MAX_SOURCE_CHARS, MAX_TOKENS};

/// A piece of a text.
pub(super) enum Piece<'a> {
    /// Outside of braces.
    Plain(&'a str),
    /// Between braces.
    Expression(&'a str),
}

/// Cuts a text at `{{` and `}}`; braces within quotes do not count.
pub(super) fn pieces(source: &str) -> Result<Vec<Piece<'_>>, ExpressionError> {
    check_length(source)?;
    let mut pieces = Vec::new();
    let mut rest = source;
    while let Some((plain, inner)) = rest.split_once("{{") {
        if !plain.is_empty() {
            pieces.push(Piece::Plain(plain));
        }
        let end = end_of_expression(inner).ok_or(ExpressionError::Unclosed)?;
        let (expression, tail) = inner.split_at_checked(end).ok_or(ExpressionError::Unclosed)?;
        pieces.push(Piece::Expression(expression));
        rest = tail.strip_prefix("}}").unwrap_or(tail);
    }
    if !rest.is_empty() {
        pieces.push(Piece::Plain(rest));
    }
    Ok(pieces)
}

/// How many characters a text has outside of braces.
pub(crate) fn plain_chars(source: &str) -> usize {
    match pieces(source) {
        Err(_) => source.chars().count(),
        Ok(pieces) => pieces
            .iter()
            .map(|piece| match piece {
                Piece::Plain(plain) => plain.chars().count(),
                Piece::Expression(_) => 0,
            })
            .sum(),
    }
}

fn end_of_expression(inner: &str) -> Option<usize> {
    let bytes = inner.as_bytes();
    let mut quote = None;
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match (quote, byte) {
            (Some(_), b'\\') => at += 1,
            (Some(open), _) if open == byte => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') => quote = Some(byte),
            (None, b'}') if bytes.get(at + 1) == Some(&b'}') => return Some(at),
            (None, _) => {}
        }
        at += 1;
    }
    None
}

/// Counts, then parses one expression.
pub(super) fn parse(source: &str) -> Result<ast::Expr<'_>, ExpressionError> {
    check_length(source)?;
    check_tokens(source)?;
    parse_expr(source).map_err(|error| syntax(&error))
}

fn check_length(source: &str) -> Result<(), ExpressionError> {
    // Bytes first: counting characters of something huge is work too.
    let too_long = source.len() > MAX_SOURCE_CHARS && source.chars().nth(MAX_SOURCE_CHARS).is_some();
    if too_long { Err(ExpressionError::SourceTooLong) } else { Ok(()) }
}

/// The depth of the tree is at most the number of tokens, and what recurses while parsing is brackets and prefixes.
fn check_tokens(source: &str) -> Result<(), ExpressionError> {
    let (mut tokens, mut brackets, mut prefixes) = (0_usize, 0_usize, 0_usize);
    for token in tokenize(source, true, minijinja::syntax::SyntaxConfig::default()) {
        let (token, _) = token.map_err(|error| syntax(&error))?;
        tokens += 1;
        match token {
            Token::ParenOpen | Token::BracketOpen | Token::BraceOpen => brackets += 1,
            Token::ParenClose | Token::BracketClose | Token::BraceClose => {
                brackets = brackets.saturating_sub(1)
            }
            _ => {}
        }
        match token {
            Token::Minus | Token::Ident("not") => prefixes += 1,
            Token::ParenOpen | Token::BracketOpen => {}
            _ => prefixes = 0,
        }
        if tokens > MAX_TOKENS {
            return Err(ExpressionError::TooManyTokens);
        }
        if brackets + prefixes > MAX_NESTING {
            return Err(ExpressionError::TooDeep);
        }
    }
    Ok(())
}

fn syntax(error: &minijinja::Error) -> ExpressionError {
    ExpressionError::Syntax(error.detail().unwrap_or("not an expression").to_owned())
}
