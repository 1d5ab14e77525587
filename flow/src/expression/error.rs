//! What can be wrong with an expression.

use super::{MAX_NESTING, MAX_SOURCE_CHARS, MAX_TOKENS, MAX_VALUE_BYTES};

/// Why an expression cannot be read or has no value.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ExpressionError {
    /// The source is over [`MAX_SOURCE_CHARS`].
    #[error("longer than {MAX_SOURCE_CHARS} characters")]
    SourceTooLong,
    /// One expression is over [`MAX_TOKENS`].
    #[error("more than {MAX_TOKENS} parts in one expression")]
    TooManyTokens,
    /// Brackets or signs are nested over [`MAX_NESTING`].
    #[error("nested deeper than {MAX_NESTING}")]
    TooDeep,
    /// `{{` without `}}`.
    #[error("`{{{{` is not closed by `}}}}`")]
    Unclosed,
    /// `{% … %}` or `{# … #}`.
    #[error("statements and comments are not part of the language")]
    Statement,
    /// Not the syntax of an expression.
    #[error("{0}")]
    Syntax(String),
    /// Something that Jinja has and this language has not.
    #[error("{0} is not part of the language")]
    Refused(&'static str),
    /// No filter of this name.
    #[error("there is no filter {0:?}")]
    UnknownFilter(String),
    /// No test of this name.
    #[error("there is no test {0:?}")]
    UnknownTest(String),
    /// Too few or too many arguments.
    #[error("wrong number of arguments for {0:?}")]
    Arguments(String),
    /// An operation on a value that does not have it.
    #[error("{operation} does not work on {on}")]
    WrongType {
        /// What was to be done.
        operation: &'static str,
        /// The kind of value.
        on: &'static str,
    },
    /// Division by zero.
    #[error("division by zero")]
    DivisionByZero,
    /// A number beyond what can be kept.
    #[error("the number is too large")]
    NumberTooLarge,
    /// A value over [`MAX_VALUE_BYTES`].
    #[error("the value is larger than {MAX_VALUE_BYTES} bytes")]
    ValueTooLarge,
    /// All work of this turn is used up.
    #[error("the expressions of this turn are too much work")]
    TooMuchWork,
}

impl ExpressionError {
    /// The filter, test or function that the error names; empty when it names none.
    pub fn name(&self) -> &str {
        match self {
            Self::UnknownFilter(name) | Self::UnknownTest(name) | Self::Arguments(name) => name,
            Self::SourceTooLong
            | Self::TooManyTokens
            | Self::TooDeep
            | Self::Unclosed
            | Self::Statement
            | Self::Syntax(_)
            | Self::Refused(_)
            | Self::WrongType { .. }
            | Self::DivisionByZero
            | Self::NumberTooLarge
            | Self::ValueTooLarge
            | Self::TooMuchWork => "",
        }
    }

    /// Stable name of the error.
    pub fn code(&self) -> &'static str {
        match self {
            Self::SourceTooLong => "source_too_long",
            Self::TooManyTokens => "too_many_tokens",
            Self::TooDeep => "too_deep",
            Self::Unclosed => "unclosed",
            Self::Statement => "statement",
            Self::Syntax(_) => "syntax",
            Self::Refused(_) => "refused",
            Self::UnknownFilter(_) => "unknown_filter",
            Self::UnknownTest(_) => "unknown_test",
            Self::Arguments(_) => "arguments",
            Self::WrongType { .. } => "wrong_type",
            Self::DivisionByZero => "division_by_zero",
            Self::NumberTooLarge => "number_too_large",
            Self::ValueTooLarge => "value_too_large",
            Self::TooMuchWork => "too_much_work",
        }
    }
}
