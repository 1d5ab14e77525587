//! What can be said about an expression without evaluating it.

use std::collections::BTreeSet;

use minijinja::machinery::ast::{self, BinOpKind, CallArg, Const, Expr};

use super::evaluate::NUL;
use super::guard::{self, Piece};
use super::scope::Object;
use super::{ExpressionError, FILTERS, TESTS};

/// What an expression needs and what is wrong with it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspection {
    /// Variables of the run that it reads.
    pub variables: BTreeSet<String>,
    /// Attributes that do not exist, for example `contact.nam`.
    pub unknown_attributes: BTreeSet<String>,
    /// Fields of the contact that it reads.
    pub contact_fields: BTreeSet<String>,
    /// What is wrong with it whatever the values are.
    pub errors: Vec<ExpressionError>,
}

/// Looks through a text with `{{ … }}`.
pub fn inspect_template(source: &str) -> Inspection {
    let mut found = Inspection::default();
    match guard::pieces(source) {
        Err(error) => found.errors.push(error),
        Ok(pieces) => {
            for piece in pieces {
                match piece {
                    Piece::Plain(plain) if plain.contains("{%") || plain.contains("{#") => {
                        found.errors.push(ExpressionError::Statement);
                    }
                    Piece::Plain(_) => {}
                    Piece::Expression(source) => found.source(source),
                }
            }
        }
    }
    found
}

/// Looks through a condition, which has no braces.
pub fn inspect_condition(source: &str) -> Inspection {
    let mut found = Inspection::default();
    found.source(source);
    found
}

impl Inspection {
    fn source(&mut self, source: &str) {
        match guard::parse(source) {
            Ok(tree) => self.expr(&tree),
            Err(error) => self.errors.push(error),
        }
    }

    fn expr(&mut self, expr: &Expr<'_>) {
        match expr {
            Expr::Const(constant) => self.constant(constant),
            Expr::Var(var) if Object::root(var.id).is_none() => {
                self.variables.insert(var.id.to_owned());
            }
            Expr::Var(_) => {}
            Expr::GetAttr(get) => self.attribute(&get.expr, get.name),
            Expr::GetItem(get) => {
                self.expr(&get.subscript_expr);
                match &get.subscript_expr {
                    Expr::Const(key) => match key.value.as_str() {
                        Some(name) => self.attribute(&get.expr, name),
                        None => self.expr(&get.expr),
                    },
                    _ => self.expr(&get.expr),
                }
            }
            Expr::UnaryOp(op) => self.expr(&op.expr),
            Expr::BinOp(op) => self.binary(op),
            Expr::Compare(compare) => {
                self.expr(&compare.expr);
                compare.ops.iter().for_each(|op| self.expr(&op.expr));
            }
            Expr::IfExpr(choice) => {
                self.expr(&choice.test_expr);
                self.expr(&choice.true_expr);
                choice.false_expr.iter().for_each(|expr| self.expr(expr));
            }
            Expr::Filter(filter) => self.filter(filter),
            Expr::Test(test) => self.test(test),
            Expr::Slice(slice) => self.slice(slice),
            Expr::List(list) => list.items.iter().for_each(|item| self.expr(item)),
            Expr::Tuple(list) => list.items.iter().for_each(|item| self.expr(item)),
            Expr::Call(_) => self.errors.push(ExpressionError::Refused("calling a function")),
            Expr::Map(_) => self.errors.push(ExpressionError::Refused("a map")),
        }
    }

    fn constant(&mut self, constant: &Const) {
        if constant.value.as_str().is_some_and(|text| text.contains('\0')) {
            self.errors.push(NUL);
        }
    }

    fn attribute(&mut self, of: &Expr<'_>, name: &str) {
        match object(of) {
            Some(Object::ContactFields) => {
                self.contact_fields.insert(name.to_owned());
            }
            Some(known) if !known.attributes().contains(&name) => {
                let of = if let Expr::Var(var) = of { var.id } else { "" };
                self.unknown_attributes.insert(format!("{of}.{name}"));
            }
            Some(_) => {}
            None => self.expr(of),
        }
    }

    fn binary(&mut self, op: &ast::BinOp<'_>) {
        if matches!(op.op, BinOpKind::Pow) {
            self.errors.push(ExpressionError::Refused("a power"));
        }
        self.expr(&op.left);
        self.expr(&op.right);
    }

    fn filter(&mut self, filter: &ast::Filter<'_>) {
        if !FILTERS.contains(&filter.name) {
            self.errors.push(ExpressionError::UnknownFilter(filter.name.to_owned()));
        }
        filter.expr.iter().for_each(|expr| self.expr(expr));
        self.arguments(&filter.args);
    }

    fn test(&mut self, test: &ast::Test<'_>) {
        if !TESTS.contains(&test.name) {
            self.errors.push(ExpressionError::UnknownTest(test.name.to_owned()));
        }
        self.expr(&test.expr);
        self.arguments(&test.args);
    }

    fn slice(&mut self, slice: &ast::Slice<'_>) {
        self.expr(&slice.expr);
        slice.start.iter().chain(&slice.stop).for_each(|expr| self.expr(expr));
        if slice.step.is_some() {
            self.errors.push(ExpressionError::Refused("a slice with steps"));
        }
    }

    fn arguments(&mut self, args: &[CallArg<'_>]) {
        for arg in args {
            match arg {
                CallArg::Pos(expr) => self.expr(expr),
                _ => self.errors.push(ExpressionError::Refused("a named argument")),
            }
        }
    }
}

/// The object that an expression names, without evaluating it.
fn object(expr: &Expr<'_>) -> Option<Object> {
    match expr {
        Expr::Var(var) => Object::root(var.id),
        Expr::GetAttr(get) if get.name == "fields" => {
            (object(&get.expr)? == Object::Contact).then_some(Object::ContactFields)
        }
        _ => None,
    }
}
