//! The small language in `{{ … }}` and in conditions: Jinja's syntax, without its dangers.
//!
//! MiniJinja reads an expression into a tree; an evaluator of our own walks it and counts every byte it makes. None of
//! MiniJinja's filters, functions, tests or templates take part. What is allowed is what [`evaluate`] knows: no statements,
//! calls, maps, powers or repetition of strings. Values are never read as templates. Nothing here panics or runs away,
//! whatever the source: length, nesting and tokens are counted before reading, work and size while evaluating.
//!
//! An expression that fails leaves nothing in its place and an error for the log; the text around it stays.

mod error;
mod evaluate;
mod functions;
mod guard;
mod inspect;
mod scope;
mod value;

pub use error::ExpressionError;
pub use functions::{FILTERS, TESTS};
pub use inspect::{Inspection, inspect_condition, inspect_template};
pub use scope::{ROOTS, Scope, attributes, is_usable_name};
pub use value::Value;

pub(crate) use evaluate::Evaluator;
pub(crate) use guard::plain_chars;

/// The longest source of a text or condition, in characters.
pub const MAX_SOURCE_CHARS: usize = 10_000;
/// The deepest nesting of brackets and signs in one expression. An unoptimised build parses it on a stack of 1 MB.
pub const MAX_NESTING: usize = 32;
/// The most tokens of one expression.
pub const MAX_TOKENS: usize = 256;
/// The largest value and the largest result, in bytes.
pub const MAX_VALUE_BYTES: usize = 64 * 1024;
/// The most bytes that all expressions of one turn may read and make together.
pub const MAX_WORK_BYTES: usize = 8 * 1024 * 1024;
