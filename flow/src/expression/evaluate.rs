//! Walks the tree of an expression and counts what it makes.

use std::borrow::Cow;
use std::cmp::Ordering;

use minijinja::machinery::ast::{self, BinOpKind, CompareOpKind, Expr, UnaryOpKind};

use super::guard::{self, Piece};
use super::scope::{Place, Scope};
use super::{ExpressionError, MAX_VALUE_BYTES, MAX_WORK_BYTES, Value, functions};

/// No database keeps it in a text, and no phone shows it.
pub(super) const NUL: ExpressionError = ExpressionError::Refused("the character NUL");

type Evaluated<'a> = Result<Cow<'a, Value>, ExpressionError>;

/// Evaluates texts and conditions and keeps account of the work, for one turn.
pub(crate) struct Evaluator {
    work_left: usize,
}

impl Default for Evaluator {
    fn default() -> Self {
        Self { work_left: MAX_WORK_BYTES }
    }
}

impl Evaluator {
    /// Fills a text. What fails leaves nothing in its place; a text that cannot be cut at its braces stays as it is.
    pub(crate) fn render(
        &mut self,
        source: &str,
        scope: Scope<'_>,
        errors: &mut Vec<ExpressionError>,
    ) -> String {
        if !source.contains("{{") {
            return match self.make(source.len()) {
                Ok(()) => source.to_owned(),
                Err(error) => {
                    errors.push(error);
                    String::new()
                }
            };
        }
        let pieces = match self.pieces(source) {
            Ok(pieces) => pieces,
            Err(error) => {
                errors.push(error);
                return source.to_owned();
            }
        };
        let mut text = String::new();
        for piece in pieces {
            let made = match piece {
                Piece::Plain(plain) => Ok(Cow::Borrowed(plain)),
                Piece::Expression(source) => {
                    self.source(source, scope).map(|value| Cow::Owned(value.to_text()))
                }
            };
            match made {
                Ok(made) if text.len() + made.len() <= MAX_VALUE_BYTES => text.push_str(&made),
                Ok(_) => errors.push(ExpressionError::ValueTooLarge),
                Err(error) => errors.push(error),
            }
        }
        text
    }

    /// Fills a text that may be a value: one expression and nothing around it keeps its type.
    pub(crate) fn value(
        &mut self,
        source: &str,
        scope: Scope<'_>,
        errors: &mut Vec<ExpressionError>,
    ) -> Value {
        if let Ok([Piece::Expression(only)]) = guard::pieces(source.trim()).as_deref() {
            return self.source(only, scope).unwrap_or_else(|error| {
                errors.push(error);
                Value::Null
            });
        }
        Value::Text(self.render(source, scope, errors))
    }

    /// Whether a condition holds.
    pub(crate) fn condition(&mut self, source: &str, scope: Scope<'_>) -> Result<bool, ExpressionError> {
        self.source(source, scope).map(|value| value.is_true())
    }

    fn pieces<'s>(&mut self, source: &'s str) -> Result<Vec<Piece<'s>>, ExpressionError> {
        self.charge(source.len())?;
        guard::pieces(source)
    }

    fn source(&mut self, source: &str, scope: Scope<'_>) -> Result<Value, ExpressionError> {
        // Parsing costs several times what reading costs.
        self.charge(source.len().saturating_mul(8))?;
        let tree = guard::parse(source)?;
        let value = Walk { meter: self, scope }.value(&tree)?;
        // What is handed out is a copy, also of a variable that was only looked at.
        self.charge(value.size_bytes())?;
        Ok(value.into_owned())
    }

    fn charge(&mut self, bytes: usize) -> Result<(), ExpressionError> {
        self.work_left = self.work_left.checked_sub(bytes).ok_or(ExpressionError::TooMuchWork)?;
        Ok(())
    }

    /// Counts a value that is about to be made.
    pub(super) fn make(&mut self, size_bytes: usize) -> Result<(), ExpressionError> {
        self.charge(size_bytes)?;
        if size_bytes > MAX_VALUE_BYTES { Err(ExpressionError::ValueTooLarge) } else { Ok(()) }
    }

    /// Counts values that are about to be read through.
    pub(super) fn read(&mut self, values: &[&Value]) -> Result<(), ExpressionError> {
        values.iter().try_for_each(|value| self.charge(value.size_bytes()))
    }
}

/// One walk over one tree. The functions are small, because they recurse.
struct Walk<'e, 'a> {
    meter: &'e mut Evaluator,
    scope: Scope<'a>,
}

impl<'a> Walk<'_, 'a> {
    fn value(&mut self, expr: &Expr<'_>) -> Evaluated<'a> {
        match self.place(expr)? {
            Place::Value(value) => Ok(value),
            Place::Object(_) => {
                Err(ExpressionError::WrongType { operation: "a value", on: "something with parts" })
            }
        }
    }

    fn place(&mut self, expr: &Expr<'_>) -> Result<Place<'a>, ExpressionError> {
        let value = match expr {
            Expr::Var(var) => return Ok(self.scope.name(var.id)),
            Expr::GetAttr(get) => return self.attribute(&get.expr, get.name),
            Expr::GetItem(get) => return self.item(get),
            Expr::Const(constant) => self.constant(constant)?,
            Expr::UnaryOp(op) => self.unary(op)?,
            Expr::BinOp(op) => return self.binary(op).map(Place::Value),
            Expr::Compare(compare) => self.chain(compare)?,
            Expr::IfExpr(choice) => return self.choice(choice).map(Place::Value),
            Expr::Filter(filter) => self.filter(filter)?,
            Expr::Test(test) => self.test(test)?,
            Expr::Slice(slice) => self.slice(slice)?,
            Expr::List(list) => self.list(&list.items)?,
            Expr::Tuple(list) => self.list(&list.items)?,
            Expr::Call(_) => return Err(ExpressionError::Refused("calling a function")),
            Expr::Map(_) => return Err(ExpressionError::Refused("a map")),
        };
        Ok(Place::owned(value))
    }

    fn constant(&mut self, constant: &ast::Const) -> Result<Value, ExpressionError> {
        let value = constant_value(&constant.value)?;
        self.meter.make(value.size_bytes())?;
        Ok(value)
    }

    fn attribute(&mut self, expr: &Expr<'_>, name: &str) -> Result<Place<'a>, ExpressionError> {
        match self.place(expr)? {
            Place::Object(object) => Ok(self.scope.attribute(object, name)),
            Place::Value(value) if *value == Value::Null => Ok(Place::owned(Value::Null)),
            Place::Value(value) => Err(ExpressionError::WrongType { operation: "a dot", on: value.kind() }),
        }
    }

    fn item(&mut self, get: &ast::GetItem<'_>) -> Result<Place<'a>, ExpressionError> {
        let key = self.value(&get.subscript_expr)?;
        let value = match (self.place(&get.expr)?, &*key) {
            (Place::Object(object), Value::Text(name)) => return Ok(self.scope.attribute(object, name)),
            (Place::Value(value), Value::Int(index)) => functions::item(self.meter, &value, *index)?,
            _ => return Err(ExpressionError::WrongType { operation: "a subscript", on: key.kind() }),
        };
        Ok(Place::owned(value))
    }

    fn unary(&mut self, op: &ast::UnaryOp<'_>) -> Result<Value, ExpressionError> {
        let value = self.value(&op.expr)?;
        match (&op.op, &*value) {
            (UnaryOpKind::Not, value) => Ok(Value::Bool(!value.is_true())),
            (UnaryOpKind::Neg, Value::Int(n)) => {
                n.checked_neg().map(Value::Int).ok_or(ExpressionError::NumberTooLarge)
            }
            (UnaryOpKind::Neg, Value::Float(n)) => Ok(Value::Float(-n)),
            (UnaryOpKind::Neg, value) => {
                Err(ExpressionError::WrongType { operation: "minus", on: value.kind() })
            }
        }
    }

    fn binary(&mut self, op: &ast::BinOp<'_>) -> Evaluated<'a> {
        let left = self.value(&op.left)?;
        match op.op {
            BinOpKind::ScAnd if !left.is_true() => return Ok(left),
            BinOpKind::ScOr if left.is_true() => return Ok(left),
            BinOpKind::ScAnd | BinOpKind::ScOr => return self.value(&op.right),
            _ => {}
        }
        let right = self.value(&op.right)?;
        let made = match op.op {
            BinOpKind::Eq => self.compare(CompareOpKind::Eq, &left, &right).map(Value::Bool),
            BinOpKind::Ne => self.compare(CompareOpKind::Ne, &left, &right).map(Value::Bool),
            BinOpKind::Lt => self.compare(CompareOpKind::Lt, &left, &right).map(Value::Bool),
            BinOpKind::Lte => self.compare(CompareOpKind::Lte, &left, &right).map(Value::Bool),
            BinOpKind::Gt => self.compare(CompareOpKind::Gt, &left, &right).map(Value::Bool),
            BinOpKind::Gte => self.compare(CompareOpKind::Gte, &left, &right).map(Value::Bool),
            BinOpKind::In => self.compare(CompareOpKind::In, &left, &right).map(Value::Bool),
            BinOpKind::Concat => functions::concat(self.meter, &left, &right),
            _ => functions::arithmetic(self.meter, op.op, &left, &right),
        };
        made.map(Cow::Owned)
    }

    fn compare(&mut self, op: CompareOpKind, left: &Value, right: &Value) -> Result<bool, ExpressionError> {
        self.meter.read(&[left, right])?;
        Ok(match op {
            CompareOpKind::Eq => left.equals(right),
            CompareOpKind::Ne => !left.equals(right),
            CompareOpKind::Lt => left.order(right)? == Ordering::Less,
            CompareOpKind::Lte => left.order(right)? != Ordering::Greater,
            CompareOpKind::Gt => left.order(right)? == Ordering::Greater,
            CompareOpKind::Gte => left.order(right)? != Ordering::Less,
            CompareOpKind::In => functions::contains(right, left)?,
            CompareOpKind::NotIn => !functions::contains(right, left)?,
        })
    }

    /// `1 < x < 9`
    fn chain(&mut self, compare: &ast::Compare<'_>) -> Result<Value, ExpressionError> {
        let mut left = self.value(&compare.expr)?;
        for op in &compare.ops {
            let right = self.value(&op.expr)?;
            if !self.compare(op.op, &left, &right)? {
                return Ok(Value::Bool(false));
            }
            left = right;
        }
        Ok(Value::Bool(true))
    }

    fn choice(&mut self, choice: &ast::IfExpr<'_>) -> Evaluated<'a> {
        if self.value(&choice.test_expr)?.is_true() {
            return self.value(&choice.true_expr);
        }
        match &choice.false_expr {
            Some(expr) => self.value(expr),
            None => Ok(Cow::Owned(Value::Null)),
        }
    }

    fn arguments(&mut self, args: &[ast::CallArg<'_>]) -> Result<Vec<Cow<'a, Value>>, ExpressionError> {
        args.iter()
            .map(|arg| match arg {
                ast::CallArg::Pos(expr) => self.value(expr),
                _ => Err(ExpressionError::Refused("a named argument")),
            })
            .collect()
    }

    fn filter(&mut self, filter: &ast::Filter<'_>) -> Result<Value, ExpressionError> {
        let Some(expr) = &filter.expr else {
            return Err(ExpressionError::Refused("a filter without a value"));
        };
        let value = self.value(expr)?;
        let args = self.arguments(&filter.args)?;
        self.meter.read(&[&value])?;
        functions::filter(self.meter, filter.name, &value, &args)
    }

    fn test(&mut self, test: &ast::Test<'_>) -> Result<Value, ExpressionError> {
        let value = match self.place(&test.expr)? {
            Place::Value(value) => value,
            Place::Object(_) => Cow::Owned(Value::Bool(true)),
        };
        let args = self.arguments(&test.args)?;
        self.meter.read(&[&value])?;
        functions::test(test.name, &value, &args).map(Value::Bool)
    }

    fn slice(&mut self, slice: &ast::Slice<'_>) -> Result<Value, ExpressionError> {
        if slice.step.is_some() {
            return Err(ExpressionError::Refused("a slice with steps"));
        }
        let value = self.value(&slice.expr)?;
        let start = slice.start.as_ref().map(|expr| self.value(expr)).transpose()?;
        let stop = slice.stop.as_ref().map(|expr| self.value(expr)).transpose()?;
        self.meter.read(&[&value])?;
        functions::slice(&value, start.as_deref(), stop.as_deref())
    }

    fn list(&mut self, items: &[Expr<'_>]) -> Result<Value, ExpressionError> {
        let mut list = Vec::new();
        let mut size_bytes = 16_usize;
        for item in items {
            let value = self.value(item)?;
            size_bytes = size_bytes.saturating_add(value.size_bytes());
            self.meter.make(size_bytes)?;
            list.push(value.into_owned());
        }
        Ok(Value::List(list))
    }
}

/// A literal of MiniJinja as a value of ours.
fn constant_value(value: &minijinja::Value) -> Result<Value, ExpressionError> {
    use minijinja::value::ValueKind;
    match value.kind() {
        ValueKind::Bool => Ok(Value::Bool(value.is_true())),
        ValueKind::Number => match i64::try_from(value.clone()) {
            Ok(whole) if value.is_integer() => Ok(Value::Int(whole)),
            _ => Value::number(f64::try_from(value.clone()).map_err(|_| ExpressionError::NumberTooLarge)?),
        },
        ValueKind::String => {
            let text = value.as_str().unwrap_or_default();
            if text.contains('\0') { Err(NUL) } else { Ok(Value::from(text)) }
        }
        _ => Ok(Value::Null),
    }
}
