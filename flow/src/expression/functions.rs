//! The operators, filters and tests of the language: all there are. Each says what it makes before it makes it.

use std::borrow::Cow;

use minijinja::machinery::ast::BinOpKind;

use super::{Evaluator, ExpressionError, Value};
use crate::numbers;

/// All filters, `value | filter(arguments)`.
pub const FILTERS: [&str; 15] = [
    "capitalize",
    "default",
    "first",
    "int",
    "join",
    "last",
    "length",
    "lower",
    "number",
    "removeprefix",
    "replace",
    "round",
    "trim",
    "truncate",
    "upper",
];

/// All tests, `value is test(arguments)`.
pub const TESTS: [&str; 8] =
    ["containing", "defined", "empty", "endingwith", "none", "number", "startingwith", "text"];

type Made = Result<Value, ExpressionError>;

fn wrong(operation: &'static str, on: &Value) -> ExpressionError {
    ExpressionError::WrongType { operation, on: on.kind() }
}

/// Numbers by all operators; texts by `+` only.
pub(super) fn arithmetic(meter: &mut Evaluator, op: BinOpKind, left: &Value, right: &Value) -> Made {
    if let (BinOpKind::Add, Value::Text(_), Value::Text(_)) = (op, left, right) {
        return concat(meter, left, right);
    }
    let name = operator(op)?;
    if let (Value::Int(a), Value::Int(b)) = (left, right)
        && let Some(whole) = whole(op, *a, *b)?
    {
        return Ok(Value::Int(whole));
    }
    let a = left.as_f64().ok_or_else(|| wrong(name, left))?;
    let b = right.as_f64().ok_or_else(|| wrong(name, right))?;
    match op {
        BinOpKind::Div | BinOpKind::FloorDiv | BinOpKind::Rem if b == 0.0 => {
            Err(ExpressionError::DivisionByZero)
        }
        BinOpKind::Add => Value::number(a + b),
        BinOpKind::Sub => Value::number(a - b),
        BinOpKind::Mul => Value::number(a * b),
        BinOpKind::Div => Value::number(a / b),
        BinOpKind::FloorDiv => Value::number((a / b).floor()),
        _ => Value::number(a - b * (a / b).floor()),
    }
}

fn operator(op: BinOpKind) -> Result<&'static str, ExpressionError> {
    Ok(match op {
        BinOpKind::Add => "plus",
        BinOpKind::Sub => "minus",
        BinOpKind::Mul => "times",
        BinOpKind::Div | BinOpKind::FloorDiv => "division",
        BinOpKind::Rem => "a remainder",
        _ => return Err(ExpressionError::Refused("a power")),
    })
}

/// Whole numbers stay exact. `None`: the result is not whole.
fn whole(op: BinOpKind, a: i64, b: i64) -> Result<Option<i64>, ExpressionError> {
    let divides = matches!(op, BinOpKind::Div | BinOpKind::FloorDiv | BinOpKind::Rem);
    if divides && b == 0 {
        return Err(ExpressionError::DivisionByZero);
    }
    let made = match op {
        BinOpKind::Add => a.checked_add(b),
        BinOpKind::Sub => a.checked_sub(b),
        BinOpKind::Mul => a.checked_mul(b),
        BinOpKind::Div if a.checked_rem(b) != Some(0) => return Ok(None),
        BinOpKind::Div => a.checked_div(b),
        // Towards minus infinity, as Jinja does; `div_euclid` would differ for negative divisors.
        BinOpKind::FloorDiv => {
            a.checked_div(b).map(|q| if a % b != 0 && (a < 0) != (b < 0) { q - 1 } else { q })
        }
        _ => a.checked_rem(b).map(|r| if r != 0 && (r < 0) != (b < 0) { r + b } else { r }),
    };
    made.map(Some).ok_or(ExpressionError::NumberTooLarge)
}

pub(super) fn concat(meter: &mut Evaluator, left: &Value, right: &Value) -> Made {
    meter.read(&[left, right])?;
    let (left, right) = (left.to_text(), right.to_text());
    meter.make(left.len().saturating_add(right.len()))?;
    Ok(Value::Text(left + &right))
}

/// `needle in haystack`
pub(super) fn contains(haystack: &Value, needle: &Value) -> Result<bool, ExpressionError> {
    match (haystack, needle) {
        (Value::Null, _) => Ok(false),
        (Value::List(list), needle) => Ok(list.iter().any(|item| item.equals(needle))),
        (Value::Text(text), needle) => Ok(text.contains(&needle.to_text())),
        (other, _) => Err(wrong("in", other)),
    }
}

/// `value[index]`; beyond the ends is nothing.
pub(super) fn item(meter: &mut Evaluator, value: &Value, index: i64) -> Made {
    meter.read(&[value])?;
    let at = |len: usize| usize::try_from(if index < 0 { index + len_of(len) } else { index }).ok();
    match value {
        Value::List(list) => Ok(at(list.len()).and_then(|at| list.get(at)).cloned().unwrap_or_default()),
        Value::Text(text) => {
            let found = at(text.chars().count()).and_then(|at| text.chars().nth(at));
            Ok(found.map_or(Value::Null, |c| Value::Text(c.to_string())))
        }
        other => Err(wrong("a subscript", other)),
    }
}

fn len_of(len: usize) -> i64 {
    i64::try_from(len).unwrap_or(i64::MAX)
}

/// `value[start:stop]`, counted in characters, from the end when negative.
pub(super) fn slice(value: &Value, start: Option<&Value>, stop: Option<&Value>) -> Made {
    let len = match value {
        Value::Text(text) => text.chars().count(),
        Value::List(list) => list.len(),
        Value::Null => return Ok(Value::Null),
        other => return Err(wrong("a slice", other)),
    };
    let bound = |bound: Option<&Value>, otherwise: usize| match bound {
        None | Some(Value::Null) => Ok(otherwise),
        Some(value) => {
            let at = value.as_index().ok_or_else(|| wrong("a slice", value))?;
            let at = if at < 0 { at.saturating_add(len_of(len)).max(0) } else { at };
            Ok(usize::try_from(at).unwrap_or(usize::MAX).min(len))
        }
    };
    let (start, stop) = (bound(start, 0)?, bound(stop, len)?);
    let count = stop.saturating_sub(start);
    Ok(match value {
        Value::List(list) => Value::List(list.iter().skip(start).take(count).cloned().collect()),
        other => Value::Text(other.to_text().chars().skip(start).take(count).collect()),
    })
}

/// `value | name(args)`. What the filter reads is counted already.
pub(super) fn filter(meter: &mut Evaluator, name: &str, value: &Value, args: &[Cow<'_, Value>]) -> Made {
    let args: Vec<&Value> = args.iter().map(|arg| &**arg).collect();
    match (name, args.as_slice()) {
        ("default", [otherwise]) => Ok(if is_blank(value) { (*otherwise).clone() } else { value.clone() }),
        ("length", []) => length(value),
        ("first", []) => item(meter, value, 0),
        ("last", []) => item(meter, value, -1),
        ("join", [] | [_]) => join(meter, value, &args.first().map_or(String::new(), |arg| arg.to_text())),
        ("int", [] | [_]) => or_else(int(value), args.first()),
        ("number", [] | [_]) => or_else(number(value), args.first()),
        ("round", [] | [_]) => round(value, args.first().and_then(|arg| arg.as_index()).unwrap_or(0)),
        ("replace", [from, to]) => replace(meter, &value.to_text(), &from.to_text(), &to.to_text()),
        ("truncate", [length]) => truncate(&value.to_text(), length),
        ("removeprefix", [prefix]) => {
            let text = value.to_text();
            Ok(Value::from(text.strip_prefix(&prefix.to_text()).unwrap_or(&text)))
        }
        ("trim", []) => Ok(Value::from(value.to_text().trim())),
        // Changing case can make a text up to three times as long.
        ("upper", []) => made(meter, value.to_text().to_uppercase()),
        ("lower", []) => made(meter, value.to_text().to_lowercase()),
        ("capitalize", []) => made(meter, capitalize(&value.to_text())),
        (name, _) if FILTERS.contains(&name) => Err(ExpressionError::Arguments(name.to_owned())),
        (name, _) => Err(ExpressionError::UnknownFilter(name.to_owned())),
    }
}

/// `value is name(args)`.
pub(super) fn test(name: &str, value: &Value, args: &[Cow<'_, Value>]) -> Result<bool, ExpressionError> {
    let args: Vec<&Value> = args.iter().map(|arg| &**arg).collect();
    match (name, args.as_slice()) {
        ("defined", []) => Ok(*value != Value::Null),
        ("none", []) => Ok(*value == Value::Null),
        ("empty", []) => Ok(is_blank(value)),
        ("number", []) => Ok(value.as_f64().is_some()),
        ("text", []) => Ok(matches!(value, Value::Text(_))),
        ("startingwith", [start]) => Ok(value.to_text().starts_with(&start.to_text())),
        ("endingwith", [end]) => Ok(value.to_text().ends_with(&end.to_text())),
        ("containing", [part]) => contains(value, part),
        (name, _) if TESTS.contains(&name) => Err(ExpressionError::Arguments(name.to_owned())),
        (name, _) => Err(ExpressionError::UnknownTest(name.to_owned())),
    }
}

/// Nothing, white space or an empty list.
fn is_blank(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Text(text) => text.trim().is_empty(),
        Value::List(list) => list.is_empty(),
        Value::Bool(_) | Value::Int(_) | Value::Float(_) => false,
    }
}

fn made(meter: &mut Evaluator, text: String) -> Made {
    meter.make(text.len())?;
    Ok(Value::Text(text))
}

fn or_else(made: Made, otherwise: Option<&&Value>) -> Made {
    match (made, otherwise) {
        (Err(_), Some(otherwise)) => Ok((*otherwise).clone()),
        (made, _) => made,
    }
}

fn length(value: &Value) -> Made {
    match value {
        Value::Null => Ok(Value::Int(0)),
        Value::List(list) => Ok(Value::Int(len_of(list.len()))),
        Value::Text(text) => Ok(Value::Int(len_of(text.chars().count()))),
        other => Err(wrong("length", other)),
    }
}

fn join(meter: &mut Evaluator, value: &Value, separator: &str) -> Made {
    let Value::List(list) = value else {
        return Err(wrong("join", value));
    };
    let separators = separator.len().saturating_mul(list.len());
    meter.make(value.size_bytes().saturating_add(separators))?;
    Ok(Value::Text(list.iter().map(Value::to_text).collect::<Vec<_>>().join(separator)))
}

fn number(value: &Value) -> Made {
    match value {
        Value::Int(_) | Value::Float(_) => Ok(value.clone()),
        Value::Bool(value) => Ok(Value::Int(i64::from(*value))),
        Value::Text(text) => Value::number(numbers::parse(text).ok_or_else(|| wrong("number", value))?),
        other => Err(wrong("number", other)),
    }
}

/// Cuts off what comes after the point.
fn int(value: &Value) -> Made {
    match number(value)? {
        Value::Float(number) => Value::number(number.trunc()),
        whole => Ok(whole),
    }
}

fn round(value: &Value, places: i64) -> Made {
    let number = value.as_f64().ok_or_else(|| wrong("round", value))?;
    if matches!(value, Value::Int(_)) {
        return Ok(value.clone());
    }
    let factor = 10_f64.powi(i32::try_from(places.clamp(0, 10)).unwrap_or(0));
    Value::number((number * factor).round() / factor)
}

fn replace(meter: &mut Evaluator, text: &str, from: &str, to: &str) -> Made {
    if from.is_empty() {
        return Ok(Value::from(text));
    }
    let grown = text.matches(from).count().saturating_mul(to.len());
    meter.make(text.len().saturating_add(grown))?;
    Ok(Value::Text(text.replace(from, to)))
}

fn truncate(text: &str, length: &Value) -> Made {
    let length = length.as_index().ok_or_else(|| wrong("truncate", length))?;
    Ok(Value::Text(crate::limits::shorten(text, usize::try_from(length).unwrap_or(0)).into_owned()))
}

fn capitalize(text: &str) -> String {
    let mut chars = text.chars();
    match chars.next() {
        Some(first) => first.to_uppercase().chain(chars.flat_map(char::to_lowercase)).collect(),
        None => String::new(),
    }
}
